"""What the model predicts beside what was observed."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QPen
from PySide6.QtWidgets import QWidget

from .axis import Steps
from .base import Measures, Plot
from .framing import Framing, Range, extent, padded, steadied, widened
from .header import Key
from .items import NOTHING, Line, Markers, circle, cross, stroke
from .scale import Numbers, linear_measure
from .theme import Theme, theme_of

_MARGIN = 16.0
_EMPTY_TEXT = "Enter A and Y to see them here."
_NO_PREDICTION = "Press Run to compare Ŷ with Y."


class PredictionView(Enum):
    """The two ways to compare prediction and observation; the values are the names shown."""

    BY_ROW = "By row"
    AGAINST = "Ŷ against Y"


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows shown, arrays (n,): numbers from 1, Y, and Ŷ (NaN if not known); out of `total`."""

    number: Numbers
    observed: Numbers
    predicted: Numbers
    total: int
    remark: str = ""


_NO_ROWS = Rows(NOTHING, NOTHING, NOTHING, 0)


class PredictionPlot(Plot):
    """Y and Ŷ by row, or Ŷ against Y beside the line where they are equal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("prediction_plot")
        self.setAccessibleName("Observed and predicted output")
        self.view = PredictionView.BY_ROW
        self._rows = _NO_ROWS
        self.diagonal = Line()
        self.observed = Markers(circle(), 8)
        self.predicted = Markers(cross(), 7)
        self._add(self.diagonal, self.observed, self.predicted)
        self._view_actions = self._make_view_actions()
        self.canvas.ranged.connect(self._draw_diagonal)
        self._apply_theme(theme_of(self))
        self.set_empty_text(_EMPTY_TEXT)

    def show_rows(
        self,
        rows: NDArray[np.int64],
        observed: ArrayLike,
        predicted: ArrayLike | None,
        total: int | None = None,
    ) -> None:
        """Draw Y and Ŷ (n,) of rows (n,), counted from 0, out of `total` rows (n if not told)."""
        Y = np.asarray(observed, dtype=np.float64).ravel()
        known = predicted is not None
        prediction = np.asarray(predicted, dtype=np.float64).ravel() if known else Y * np.nan
        total = len(rows) if total is None else total
        remark = _remark(len(rows), total, prediction if known else NOTHING)
        self._rows = Rows(np.asarray(rows, dtype=np.float64) + 1, Y, prediction, total, remark)
        self._refresh()

    def clear(self) -> None:
        """Show that there are no rows."""
        self._rows = _NO_ROWS
        self.fit()

    def set_view(self, view: PredictionView) -> None:
        """Compare in this way."""
        self.view = view
        self._view_actions[view].setChecked(True)
        self._name(theme_of(self))
        self.fit()

    def _refresh(self) -> None:
        for markers, size in ((self.observed, 8), (self.predicted, 7)):
            markers.set_size(size if len(self._rows.number) <= 200 else size - 2)
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
        self._frame(extent(x), extent(y), measures)

    def _draw_against(self, rows: Rows) -> None:
        measures = linear_measure(rows.observed), linear_measure(rows.predicted)
        x, y = measures[0].places(rows.observed), measures[1].places(rows.predicted)
        self.observed.set_points(NOTHING, NOTHING)
        self.predicted.set_points(x, y)
        self._frame(extent(x), extent(y), measures)

    def _frame(self, x: Range | None, y: Range | None, measures: Measures) -> None:
        horizontal, vertical = self.canvas.shown_range(measures)
        if self.framing is not Framing.HELD:
            area = self.canvas.area()
            horizontal = padded(_opened(x), area.width(), _MARGIN)
            wanted = padded(_opened(y), area.height(), _MARGIN)
            calm = self.framing is Framing.FOLLOWS
            vertical = steadied(wanted, vertical) if calm else wanted
        self.canvas.show_range(horizontal, vertical, measures)

    @Slot()
    def _draw_diagonal(self) -> None:
        ends = NOTHING
        if self.view is PredictionView.AGAINST and not self.canvas.empty_text:
            ends = np.array(self.canvas.view.viewRange()[0])
        x, y = self.canvas.measures
        self.diagonal.set_points(ends, ends * 10.0 ** (x.shift - y.shift))

    def _sentence(self) -> str:
        if len(self._rows.number) == 0:
            return self._empty_text
        against = self.view is PredictionView.AGAINST
        return _NO_PREDICTION if against and np.isnan(self._rows.predicted).all() else ""

    def _name(self, theme: Theme) -> None:
        observed, predicted = _pens(theme)
        if self.view is PredictionView.BY_ROW:
            self.canvas.header.set_name("Y, Ŷ")
            self.canvas.bottom.set_name("row", Steps.WHOLE)
            self.canvas.header.set_keys(
                Key("Y observed", observed, circle()), Key("Ŷ predicted", predicted, cross())
            )
        else:
            self.canvas.header.set_name("Ŷ")
            self.canvas.bottom.set_name("Y")
            self.canvas.header.set_keys(
                Key("row", predicted, cross()), Key("Ŷ = Y", _diagonal_pen(theme))
            )

    def _make_view_actions(self) -> dict[PredictionView, QAction]:
        group = QActionGroup(self)
        actions = {view: QAction(view.value, group, checkable=True) for view in PredictionView}
        actions[self.view].setChecked(True)
        for view, action in actions.items():
            self._add_button(action).setObjectName(view.name.lower())
        group.triggered.connect(self._on_view_chosen)
        return actions

    @Slot(QAction)
    def _on_view_chosen(self, action: QAction) -> None:
        self.set_view(PredictionView(action.text()))

    def menu_actions(self) -> list[QAction]:
        return list(self._view_actions.values())

    def _apply_theme(self, theme: Theme) -> None:
        observed, predicted = _pens(theme)
        self.observed.setPen(observed)
        self.predicted.setPen(predicted)
        self.diagonal.setPen(_diagonal_pen(theme))
        self._name(theme)


def _pens(theme: Theme) -> tuple[QPen, QPen]:
    return stroke(theme.series[0], 1.25), stroke(theme.run, 1.25)


def _diagonal_pen(theme: Theme) -> QPen:
    return stroke(theme.quiet, 1, Qt.PenStyle.DashLine)


def _remark(shown: int, total: int, predicted: Numbers) -> str:
    remarks = [f"{shown:,} of {total:,} rows"] if shown < total else []
    missing = int(np.count_nonzero(~np.isfinite(predicted)))
    if missing:
        remarks.append("1 Ŷ is not finite" if missing == 1 else f"{missing:,} Ŷ are not finite")
    return " · ".join(remarks)


def _opened(span: Range | None) -> Range:
    """Return the span of places, or one around it where there is nothing to span."""
    if span is None:
        return 0.0, 1.0
    least = 1e-6 * max(abs(span[0]), abs(span[1]))
    return widened(span, least) if span[1] > span[0] else (span[0] - 0.5, span[1] + 0.5)
