"""Errors of Copy As; each one's message is shown to the user."""

from engine.shortening import grouped

from ..errors import GuiError
from ..text.translation import plural, translate


class TooLongForText(GuiError):
    """A table has more cells than fit in a document."""

    def __init__(self, cells: int, most: int) -> None:
        super().__init__(
            plural(
                "exporting",
                "{n} cells are too many to copy as text (at most {most}). Export them to a file "
                "instead.",
                "{n} cell is too many to copy as text (at most {most}). Export it to a file "
                "instead.",
                1,
            )(cells, most=grouped(most))
        )
        self.short = plural(
            "exporting",
            "{n} cells are too many to copy as text.",
            "{n} cell is too many to copy as text.",
            1,
        )(cells)


class NoStandardErrors(GuiError):
    """Another loss than the mean square has no formula for standard errors."""

    def __init__(self) -> None:
        super().__init__(
            translate(
                "exporting", "Standard errors are those of the mean square: this loss has none."
            )
        )


class ChangedSinceTheRun(GuiError):
    """Tables too large to write into a program, and no longer in the document to be saved."""

    def __init__(self) -> None:
        super().__init__(
            translate(
                "exporting",
                "These tables are too large to include in the code and have changed since the run. "
                "Undo the changes or run again, then copy.",
            )
        )
        self.short = translate(
            "exporting", "These tables are too large for the code and changed since the run."
        )
