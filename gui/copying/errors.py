"""What Copy As must refuse, each with the sentence a person reads."""

from ..errors import GuiError


class TooLongForText(GuiError):
    """More cells than a document can take."""

    def __init__(self, cells: int, most: int) -> None:
        super().__init__(
            f"{cells:,} cells are too many to be copied as text, which takes {most:,}. "
            "Export them to a file instead."
        )


class ChangedSinceTheRun(GuiError):
    """Tables too large for a program's text, which the document no longer holds to be saved."""

    def __init__(self) -> None:
        super().__init__(
            "The tables are too large to be written out, and have changed since the run. "
            "Undo to those of the run, or run again, then copy."
        )
