"""Y against a column of A, with the fitted line and its bands."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from engine import Matrix
from engine.inference.row_figures import Rows
from engine.inference.rows_beside import RowsBeside

from ...text.translation import translate
from ..axis_scale import EMPTY, Numbers
from ..header import LegendEntry
from ..line import THICK, PlotLine
from ..theme import Theme
from .guide import DashedLine
from .rows_plot import RowsPlot, numbers
from .sentences import column_reading, column_sentence
from .shown_rows import ShownRows

_TITLE = translate("plots", "Y against {name}")
_TITLE_OF_NONE = translate("plots", "Y against a column")
_REMARK = translate("plots", "the others at their means")
_FIT = translate("plots", "fit")
_MEAN, _NEW = translate("plots", "95 % of the mean"), translate("plots", "95 % of a new Y")
_MEAN_SHORT, _NEW_SHORT = translate("plots", "mean"), translate("plots", "new Y")
_TIP = translate("plots", "Write the plot of Y against a column as a picture")
NO_COLUMN = translate("plots", "No column of A varies: there is nothing that Y could depend on.")


@dataclass(frozen=True, eq=False)
class FittedLine:
    """The fit along one column, the others at their means.

    Attributes
    ----------
    column : int
        Which one, from 0.
    x, y : ndarray, shape (m,)
        The line.
    confidence, prediction : ndarray, shape (m, 2)
        The lower and upper ends of both bands; NaN if they do not exist.
    """

    column: int
    x: Matrix
    y: Matrix
    confidence: Matrix
    prediction: Matrix


class LinePlot(RowsPlot):
    """Y of each row against a column, the line, and where its mean and a new Y lie."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("line_plot", translate("plots", "Y against a column"), _TIP, parent)
        self.line: FittedLine | None = None
        self.fitted = PlotLine()
        self.confidence = DashedLine(), DashedLine()
        self.prediction = DashedLine(), DashedLine()
        self._add(*self.confidence, *self.prediction, self.fitted)
        self._begin()

    def show_line(self, rows: ShownRows, line: FittedLine | None) -> None:
        """Draw these rows and a line; None if there is no column to draw it against."""
        if rows is not self.rows or line is not self.line:
            self.rows, self.line = rows, line
            self.fit()

    def _values(self, rows: ShownRows, which: Rows) -> tuple[Matrix, Matrix]:
        assert self.line is not None
        return rows.figures.inputs(which, self.line.column), rows.figures.observed(which)

    def _values_beside(self, rows: ShownRows, beside: RowsBeside) -> tuple[Matrix, Matrix]:
        del rows
        assert self.line is not None
        return beside.A[:, self.line.column], beside.observed

    def _missing(self, rows: ShownRows) -> str:
        del rows
        return NO_COLUMN if self.line is None else ""

    def _seen_beside(self, rows: ShownRows) -> Numbers:
        del rows
        line = self.line
        return EMPTY if line is None else numbers(np.concatenate((line.y, line.prediction.ravel())))

    def _refresh(self) -> None:
        super()._refresh()
        line = self.line
        is_drawn = self.rows is not None and line is not None
        x_scale, y_scale = self.plot_area.axis_scales
        pairs = (
            (self.confidence, "confidence"),
            (self.prediction, "prediction"),
        )
        if line is None or not is_drawn:
            for each in (self.fitted, *self.confidence, *self.prediction):
                each.set_points(EMPTY, EMPTY)
            return
        x = x_scale.positions(numbers(line.x))
        self.fitted.set_points(x, y_scale.positions(numbers(line.y)))
        for curves, name in pairs:
            band = numbers(getattr(line, name))
            for k, curve in enumerate(curves):
                curve.set_points(x, y_scale.positions(band[:, k]))

    def _read(self, rows: ShownRows, row: int) -> str:
        assert self.line is not None
        return column_reading(rows, row, self.line.column)

    def _sentence(self, rows: ShownRows) -> str:
        return NO_COLUMN if self.line is None else column_sentence(rows, self.line.column)

    def _show_words(self, theme: Theme) -> None:
        header = self.plot_area.header
        if self.rows is None or self.line is None:
            header.set_title(_TITLE_OF_NONE, "")
            header.set_legend()
            return
        remark = _REMARK if len(self.rows.names) > 1 else ""
        header.set_title(_TITLE.format(name=self.rows.names[self.line.column]), remark)
        entries = [LegendEntry(_FIT, _FIT, _pens(theme)[0])]
        if np.isfinite(self.line.confidence).any():
            entries += [
                LegendEntry(_MEAN, _MEAN_SHORT, _pens(theme)[1]),
                LegendEntry(_NEW, _NEW_SHORT, _pens(theme)[2]),
            ]
        header.set_legend(*self._marked_entries(theme), *self._beside_entries(theme), *entries)

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        fit, mean, new = _pens(theme)
        self.fitted.set_pen(fit)
        for pair, pen in ((self.confidence, mean), (self.prediction, new)):
            for line in pair:
                line.set_pen(pen)


def _pens(theme: Theme) -> tuple[QPen, QPen, QPen]:
    """Return the pens of the line, the band of its mean, and that of a new Y."""
    fit, mean, new = (QPen(theme.series[0], width) for width in (THICK, 1.0, 1.0))
    mean.setDashPattern([6.0, 4.0])
    new.setDashPattern([1.0, 3.0])
    return fit, mean, new
