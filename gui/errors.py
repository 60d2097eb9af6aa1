"""Errors of the window, each with the sentence that a person reads."""

from engine.errors import SentenceError

from .text.translation import translate


class GuiError(SentenceError):
    """Base of the errors that the window raises."""


class TableWouldBeEmpty(GuiError):
    """An edit would remove every row or every column."""

    def __init__(self, part: str) -> None:
        super().__init__(
            translate("window", "A needs at least one {part}. Clear the cells instead.").format(
                part=part
            )
        )


class ShapeHasChanged(GuiError):
    """The cells to edit were removed by another change first."""

    def __init__(self) -> None:
        super().__init__(
            translate(
                "window",
                "The table changed size in the meantime, so this edit no longer fits. Nothing was "
                "changed.",
            )
        )
        self.short = translate(
            "window", "The table changed size in the meantime: this edit no longer fits."
        )
