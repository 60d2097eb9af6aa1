"""The card "Fit": how well the weights fit now, and at the optimum."""

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from engine.language.sentence import marked

from ..background.reporting import reporting
from ..run.worker import RunProgress
from ..text.numbers import (
    NUMBER_DIGITS,
    UNKNOWN,
    format_grouped,
    format_loss,
    format_r_squared,
)
from ..text.translation import plural, translate, translated
from ..widgets.card_frame import CardFrame

if TYPE_CHECKING:
    from engine import Optimum
    from engine.inference.held_out_loss import HeldOutFigures
    from engine.statistics import Goodness, Statistics

EXPONENT_DIGITS = 4
"""Of an error that needs an exponent: it is as wide as six digits without one."""
CONDITION_DIGITS = 4
ERRORS = (1e-3, 1e9)
"""Outside of it, an error in units of Y is written with an exponent."""
WIDEST = "1 − 1.2e−12"


class FitText(Enum):
    """The words of the card."""

    TITLE = marked("panels", "Fit")
    TITLE_OF_SQUARES = marked("panels", "Fit (MSE)")
    HINT = marked(
        "panels",
        "How close Ŷ comes to Y, now and at the optimum, and how many columns of A are "
        "independent.",
    )
    NOW = marked("panels", "now")
    OPTIMUM = marked("panels", "optimum")
    RANK = marked("panels", "{rank} of {weights}")
    ONE = marked("panels", "one")
    MANY = marked("panels", "many")
    ROW_OF_COLUMN = marked("panels", "{row}, {column}")


class HeldOutRow(Enum):
    """The rows below them, if rows of the table are held out."""

    TEST_R_SQUARED = marked("panels", "test R²")
    TEST_LOSS = marked("panels", "test loss")


class FitRow(Enum):
    """The rows of the card, from top to bottom."""

    R_SQUARED = "R²"
    RMSE = marked("panels", "RMSE")
    RESIDUAL_SD = marked("panels", "residual sd")
    CONDITION = "κ"
    RANK = marked("panels", "rank")
    OPTIMA = marked("panels", "optima")

    @property
    def explanation(self) -> str:
        """The tooltip."""
        return _EXPLANATIONS[self]


_EXPLANATIONS = {
    FitRow.R_SQUARED: translate(
        "panels",
        "The share of Y that the model explains: of its variance, or of its mean square if no "
        "column of A is constant.",
    ),
    FitRow.RMSE: translate("panels", "The root of the mean square of Y − Ŷ, in the units of Y."),
    FitRow.RESIDUAL_SD: (
        translate(
            "panels",
            "The standard deviation of the residuals, divided by rows − rank instead of rows.",
        )
    ),
    FitRow.CONDITION: (
        translate(
            "panels",
            "The condition number κ of the columns divided by their lengths, so that each has "
            "length 1: how much longer the longest direction is than the shortest. With 1e8, half "
            "of the digits are lost.",
        )
    ),
    FitRow.RANK: translate(
        "panels", "How many columns of A are independent, of how many there are."
    ),
    FitRow.OPTIMA: translate(
        "panels",
        "How many W have the least possible loss. If fewer columns are independent than there are, "
        "many W fit equally, and the optimum shown is the one nearest the start.",
    ),
}


TEST_LOSS = plural(
    "panels",
    "The loss of the {n} rows that are held out, which the run does not see.",
    "The loss of the {n} row that is held out, which the run does not see.",
    1,
)
NO_LEAST = translate("panels", "No formula tells which W has the least loss.")
BY_SQUARES = translate(
    "panels",
    "Of the squares of Y − Ŷ, which another loss does not make least: in them, an outlier counts "
    "most.",
)
FIT_ROWS = (FitRow.R_SQUARED, FitRow.RMSE, FitRow.RESIDUAL_SD)
"""The rows that depend on W."""
OF_LEAST = (*FIT_ROWS, FitRow.OPTIMA)
"""The rows that no other loss than a quadratic one has at its optimum."""


class FitCard(CardFrame):
    """Shows the figures of the fit from the frame shown; dashes while nothing is known.

    All are of Y − Ŷ and of the columns of A, so that they are true for any loss. Only where that is
    least by another loss than the mean square, no formula tells.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        titles = translated(FitText.NOW.value), translated(FitText.OPTIMUM.value)
        super().__init__("fit_card", translated(FitText.HINT.value), titles, parent)
        self._progress: RunProgress | None = None
        self._statistics: Statistics | None = None
        self._table: Statistics | None = None
        self._best: Optimum | None = None
        self._saved: tuple[Goodness | None, Goodness | None] = None, None
        self._is_of_loss = self._has_least = True
        self._cells: dict[FitRow, tuple[QLabel, QLabel]] = {}
        self._held_out: dict[HeldOutRow, tuple[QLabel, QLabel, QLabel]] = {}
        for row in FitRow:
            name, now, optimum = self._add_named(row)
            self._cells[row] = now, optimum
            self.show_label(now, is_shown=row in FIT_ROWS)
            for label in (name, now, optimum):
                label.setToolTip(row.explanation)
        self.set_title(translated(FitText.TITLE.value))
        self._show()

    def _add_named(self, row: FitRow | HeldOutRow) -> tuple[QLabel, QLabel, QLabel]:
        """Add a row and return its name, and its numbers now and at the optimum."""
        name, now, optimum = self.add_row((translated(row.value),), WIDEST)
        for label, column in ((now, FitText.NOW), (optimum, FitText.OPTIMUM)):
            label.setObjectName(f"fit_{row.name.lower()}_{column.name.lower()}")
            text = translated(FitText.ROW_OF_COLUMN.value)
            label.setAccessibleDescription(
                text.format(row=translated(row.value), column=translated(column.value))
            )
        return name, now, optimum

    @Slot(object)
    def show_progress(self, progress: RunProgress | None, *, is_of_loss: bool = True) -> None:
        """Show the fit of a frame; None if there is no run.

        If the loss that is set is not that of the run, its optimum is not the one to compare with.
        """
        self._progress, self._is_of_loss = progress, is_of_loss
        self._statistics = self._table = self._best = None
        self._saved = None, None
        self._has_least = True
        if progress is not None:
            self._table = progress.table_statistics or progress.statistics
        if progress is not None and is_of_loss:
            self._statistics = progress.statistics
            if progress.settings.formula is not None:
                self._best, self._has_least = progress.best, progress.tells_least
        if self.isVisible():
            self._show()

    def show_optimum(
        self,
        statistics: "Statistics | None",
        best: "Optimum | None" = None,
        *,
        has_least: bool = True,
    ) -> None:
        """Show the optimum of the loss that is set, which may be known before there is a run.

        Parameters
        ----------
        statistics : Statistics or None
            Those of least squares; None of another loss, or while they are not known.
        best : Optimum or None
            The optimum; None while it is not known.
        has_least : bool
            Whether a formula tells the optimum at all.
        """
        self._statistics, self._has_least = statistics, has_least
        self._best = best
        if self.isVisible():
            self._show()

    def show_table(self, statistics: "Statistics | None") -> None:
        """Show the rank and the condition of the columns beside another loss, before a run."""
        self._table = statistics
        if self.isVisible():
            self._show()

    def show_saved(self, now: "Goodness | None", optimum: "Goodness | None") -> None:
        """Show how well the weights fit that a file was saved with, and the optimum of its loss."""
        self._saved = now, optimum
        if self.isVisible():
            self._show()

    @reporting
    def showEvent(self, event: QShowEvent) -> None:
        """Show what has come while the card was hidden."""
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        progress, statistics = self._progress, self._statistics
        now, optimum = self._saved if progress is None else (progress.fit, None)
        if statistics is not None:
            optimum = statistics.optimum
        elif progress is not None and self._is_of_loss:
            optimum = progress.fit_at_best
        title = FitText.TITLE if self._has_least else FitText.TITLE_OF_SQUARES
        self.set_title(translated(title.value))
        by_squares = [] if self._has_least else [BY_SQUARES]
        for row in OF_LEAST:
            told = [row.explanation, *(by_squares if row in FIT_ROWS else [])]
            self._cells[row][0].setToolTip("\n".join(told))
            why_not = [] if self._has_least else [NO_LEAST]
            self._cells[row][1].setToolTip("\n".join((row.explanation, *why_not)))
        for place, goodness in enumerate((now, optimum)):
            for row, text in _fit_texts(goodness).items():
                self._cells[row][place].setText(text)
        for row, text in _table_texts(statistics or self._table).items():
            self._cells[row][1].setText(text)
        self._cells[FitRow.OPTIMA][1].setText(self._optima_text())
        self._show_held_out()

    def _show_held_out(self) -> None:
        """Show how well the rows are foretold that are held out; without any, there are no rows."""
        progress = self._progress
        known = None if progress is None else progress.held_out
        if known is None and not self._held_out:
            return
        if not self._held_out:
            self._held_out = {row: self._add_named(row) for row in HeldOutRow}
        for labels in self._held_out.values():
            for label in labels:
                self.show_label(label, is_shown=known is not None)
        if known is None:
            return
        best = known.at_best if self._is_of_loss else None
        for place, figures in enumerate((known.now, best), start=1):
            for row, text in _held_out_texts(figures).items():
                self._held_out[row][place].setText(text)
        if (told := known.now or best) is not None:
            meanings = translated(told.meaning.value), TEST_LOSS(told.rows)
            for labels, meaning in zip(self._held_out.values(), meanings, strict=True):
                for label in labels:
                    label.setToolTip(meaning)
                if best is not None and best.undetermined:
                    labels[-1].setToolTip(translated(best.meaning.value))

    def _optima_text(self) -> str:
        """Say whether one W or many are the optimum, if that is known."""
        if not self._has_least:
            return UNKNOWN
        if self._statistics is not None:
            rank, weights = self._statistics.rank, len(self._statistics.standard_errors)
        elif self._best is not None:
            rank, weights = self._best.rank, len(self._best.W)
        else:
            return UNKNOWN
        return translated((FitText.MANY if rank < weights else FitText.ONE).value)


def _fit_texts(goodness: "Goodness | None") -> dict[FitRow, str]:
    if goodness is None:
        return dict.fromkeys(FIT_ROWS, UNKNOWN)
    return {
        FitRow.R_SQUARED: format_r_squared(goodness.unexplained),
        FitRow.RMSE: _error_text(goodness.rmse),
        FitRow.RESIDUAL_SD: _error_text(goodness.residual_sd),
    }


def _held_out_texts(figures: "HeldOutFigures | None") -> dict[HeldOutRow, str]:
    if figures is None or figures.undetermined:
        return dict.fromkeys(HeldOutRow, UNKNOWN)
    unexplained = figures.unexplained
    return {
        HeldOutRow.TEST_R_SQUARED: (
            UNKNOWN if unexplained is None else format_r_squared(unexplained)
        ),
        HeldOutRow.TEST_LOSS: format_loss(figures.loss),
    }


def _error_text(error: float) -> str:
    is_plain = ERRORS[0] <= error < ERRORS[1]
    return format_grouped(error, NUMBER_DIGITS if is_plain else EXPONENT_DIGITS, ERRORS)


def _table_texts(statistics: "Statistics | None") -> dict[FitRow, str]:
    """Return what depends on the columns of A alone."""
    if statistics is None:
        return dict.fromkeys((FitRow.CONDITION, FitRow.RANK), UNKNOWN)
    weights = len(statistics.standard_errors)
    return {
        FitRow.CONDITION: format_grouped(statistics.condition, CONDITION_DIGITS, ERRORS),
        FitRow.RANK: translated(FitText.RANK.value).format(rank=statistics.rank, weights=weights),
    }
