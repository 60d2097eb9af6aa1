"""What the model predicts beside what was observed."""

from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QPen
from PySide6.QtWidgets import QWidget

from .base import Plot
from .choice import Choice
from .framing import Range, extent, widened
from .header import Key
from .line import Line
from .markers import Markers, circle, cross
from .rows import NO_ROWS, Rows, rows_of
from .scale import NOTHING, linear_measure, power_of_ten
from .theme import Theme, theme_of

_EMPTY_TEXT = "Enter A and Y to see them here."
_NO_PREDICTION = "Press Run to compare Ŷ with Y."


class PredictionView(Enum):
    """The two ways to compare prediction and observation; the values are the names shown."""

    BY_ROW = "By Row"
    AGAINST = "Ŷ against Y"


class PredictionPlot(Plot):
    """Y and Ŷ by row, or Ŷ against Y beside the line where they are equal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.introduce("prediction_plot", "Observed and predicted output")
        self.view = PredictionView.BY_ROW
        self._rows = NO_ROWS
        self.diagonal = Line()
        self.observed = Markers(circle(), 8)
        self.predicted = Markers(cross(), 7)
        self._add(self.diagonal, self.observed, self.predicted)
        self._views = Choice(PredictionView, self)
        self._views.check(self.view)
        self._views.chosen.connect(self.set_view)
        for action, view in zip(self._views.actions(), PredictionView, strict=True):
            self._bar.add(action, view.name.lower())
        self.canvas.ranged.connect(self._draw_diagonal)
        self._apply_theme(theme_of(self))
        self.set_empty_text(_EMPTY_TEXT)

    def show_rows(
        self,
        rows: NDArray[np.integer],
        observed: ArrayLike,
        predicted: ArrayLike | None,
        total: int | None = None,
        fit: bool = False,
    ) -> None:
        """Draw Y and Ŷ (n,) of rows (n,), counted from 0, out of `total` rows (n if not told).

        `fit` shows all of them, as another number of rows does.
        """
        other = fit or len(rows) != len(self._rows)
        self._rows = rows_of(rows, observed, predicted, len(rows) if total is None else total)
        if other:
            self.fit()
        else:
            self._refresh()

    def clear(self) -> None:
        """Show that there are no rows."""
        self._rows = NO_ROWS
        self.fit()

    @Slot(object)
    def set_view(self, view: PredictionView) -> None:
        """Compare in this way."""
        self.view = view
        self._views.check(view)
        self._name(theme_of(self))
        self.fit()

    def _refresh(self) -> None:
        for markers, size in ((self.observed, 8), (self.predicted, 7)):
            markers.set_size(size if len(self._rows) <= 200 else size - 2)
        if self.view is PredictionView.BY_ROW:
            self._draw_by_row(self._rows)
        else:
            self._draw_against(self._rows)
        self.canvas.header.set_caption(self._rows.remark)
        self.canvas.set_empty_text(self._sentence())

    def _draw_by_row(self, rows: Rows) -> None:
        outputs = np.concatenate((rows.observed, rows.predicted))
        measures = linear_measure(rows.number), linear_measure(outputs)
        x, y = measures[0].places(rows.number), measures[1].places(outputs)
        self.observed.set_points(x, y[: len(x)])
        self.predicted.set_points(x, y[len(x) :])
        self._frame(_opened(extent(x)), _opened(extent(y)), measures)

    def _draw_against(self, rows: Rows) -> None:
        measures = linear_measure(rows.observed), linear_measure(rows.predicted)
        x, y = measures[0].places(rows.observed), measures[1].places(rows.predicted)
        self.observed.set_points(NOTHING, NOTHING)
        self.predicted.set_points(x, y)
        self._frame(_opened(extent(x)), _opened(extent(y)), measures)

    @Slot()
    def _draw_diagonal(self) -> None:
        ends = NOTHING
        if self.view is PredictionView.AGAINST and not self.canvas.empty_text:
            ends = np.array(self.canvas.view.viewRange()[0])
        x, y = self.canvas.measures
        self.diagonal.set_points(ends, ends * power_of_ten(x.shift - y.shift))

    def _sentence(self) -> str:
        if len(self._rows) == 0:
            return self._empty_text
        against = self.view is PredictionView.AGAINST
        return _NO_PREDICTION if against and np.isnan(self._rows.predicted).all() else ""

    def _name(self, theme: Theme) -> None:
        observed, predicted = _pens(theme)
        if self.view is PredictionView.BY_ROW:
            self.canvas.header.set_name("Y, Ŷ")
            self.canvas.bottom.set_name("row", counts_from=1)
            self.canvas.header.set_keys(
                Key("Y observed", "Y", observed, circle()),
                Key("Ŷ predicted", "Ŷ", predicted, cross()),
            )
        else:
            self.canvas.header.set_name("Ŷ")
            self.canvas.bottom.set_name("Y")
            self.canvas.header.set_keys(
                Key("row", "row", predicted, cross()), Key("Ŷ = Y", "Ŷ = Y", _diagonal_pen(theme))
            )

    def menu_actions(self) -> list[QAction]:
        """Return the ways to compare, as actions."""
        return self._views.actions()

    def _apply_theme(self, theme: Theme) -> None:
        observed, predicted = _pens(theme)
        self.observed.set_pen(observed)
        self.predicted.set_pen(predicted)
        self.diagonal.set_pen(_diagonal_pen(theme))
        self._name(theme)


def _pens(theme: Theme) -> tuple[QPen, QPen]:
    return QPen(theme.series[0], 1.25), QPen(theme.run, 1.25)


def _diagonal_pen(theme: Theme) -> QPen:
    return QPen(theme.quiet, 1, Qt.PenStyle.DashLine)


def _opened(span: Range | None) -> Range:
    """Return the span of places, or one around it where there is nothing to span."""
    if span is None:
        return 0.0, 1.0
    largest = max(abs(span[0]), abs(span[1]))
    return widened(span, 1e-6 * largest if span[1] > span[0] else 0.2 * largest or 1.0)
