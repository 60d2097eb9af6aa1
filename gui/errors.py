"""What a person can ask of the window that it must refuse, each with the sentence they read."""


class GuiError(Exception):
    """Base of every error the window raises for something it cannot do."""


class TableWouldBeEmpty(GuiError):
    """Removing every row or every column."""

    def __init__(self, part: str) -> None:
        super().__init__(f"A needs at least one {part}. Clear the cells instead.")


class ShapeHasChanged(GuiError):
    """A change of cells that went while another change was being made."""

    def __init__(self) -> None:
        super().__init__(
            "The tables have another shape by now, in which there is no place for this. "
            "Nothing was changed."
        )
