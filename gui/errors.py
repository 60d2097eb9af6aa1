"""Errors of the window, each with the sentence that a person reads."""

from engine.errors import SentenceError
from engine.shortening import grouped

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


class RowsAreReduced(GuiError):
    """The rows stand for many observations, which an edit of single rows would not follow."""

    def __init__(self, observations: int) -> None:
        super().__init__(
            translate(
                "window",
                "These rows stand for {count} observations in many files, so single cells and rows "
                "cannot be edited. Change the files and import them again.",
            ).format(count=grouped(observations))
        )
        self.short = translate("window", "These rows stand for many: edit the files instead.")


class LossNeedsRows(GuiError):
    """The rows stand for many observations only as the mean square sees them."""

    def __init__(self) -> None:
        super().__init__(
            translate(
                "window",
                "These rows stand for the observations of many files, which holds for the mean "
                "square alone. Another loss needs the rows themselves.",
            )
        )
        self.short = translate("window", "Another loss needs the rows, which were reduced.")


class TermNeedsRows(GuiError):
    """The rows stand for many observations, of which a computed column is not known."""

    def __init__(self) -> None:
        super().__init__(
            translate(
                "window",
                "These rows stand for the observations of many files. A computed column needs "
                "those: add it to the files, or fit them with python3 -m engine and --term.",
            )
        )
        self.short = translate("window", "A computed column needs the rows, which were reduced.")


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
