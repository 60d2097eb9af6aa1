"""The plot of the predictions beside the observations."""

from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine.language.sentence import marked

from ..text.translation import translate
from .axis_scale import EMPTY, linear_axis_scale, power_of_ten
from .base import Plot
from .choice import ChoiceActions
from .header import LegendEntry
from .line import PlotLine
from .markers import Markers, circle, cross
from .row_readout import RowReadout
from .rows import NO_ROWS, PlotRows, rows_of
from .sentences import rows_sentence
from .theme import Theme, theme_of
from .view_range import finite_range, visible_range

# More rows get smaller markers: 200 of 8 pixels already cover each other at the usual width.
_MANY_ROWS = 200
_TITLE, _BY_ROW, _AGAINST = (
    translate("plots", "Predictions"),
    translate("plots", "by row"),
    translate("plots", "Ŷ against Y"),
)
_EMPTY_TEXT = translate("plots", "Enter A and Y to see them here.")
_ROW = translate("plots", "row")
_NO_PREDICTION = translate("plots", "Press Run to compare Ŷ with Y.")
_ASLEEP = translate("plots", "Complete a row of A and Y to compare Ŷ with Y.")


class PredictionView(Enum):
    """The two ways to compare predictions and observations; the values are shown as names."""

    BY_ROW = marked("plots", "By Row")
    AGAINST = marked("plots", "Ŷ against Y")


class PredictionPlot(Plot):
    """Y and Ŷ by row, or Ŷ against Y with the line Ŷ = Y."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_names("prediction_plot", translate("plots", "Observed and predicted output"))
        self.view = PredictionView.BY_ROW
        self._rows, self._is_complete = NO_ROWS, True
        self.diagonal = PlotLine()
        self.observed = Markers(circle(), 8)
        self.predicted = Markers(cross(), 7)
        self._add(self.diagonal, self.observed, self.predicted)
        self.readout = RowReadout(self.plot_area)
        self.plot_area.describe_by(self._described)
        self._views = ChoiceActions(PredictionView, self)
        self._views.check(self.view)
        self._views.chosen.connect(self.set_view)
        for action, view in zip(self._views.actions(), PredictionView, strict=True):
            self._buttons.add(action, view.name.lower())
        self.plot_area.range_changed.connect(self._draw_diagonal)
        self._apply_theme(theme_of(self))
        self.set_empty_text(_EMPTY_TEXT)

    def show_table(self, *, is_complete: bool) -> None:
        """Show what is to be done before there is a run: complete a row, or press Run."""
        self._is_complete = is_complete
        self._redraw()

    def show_rows(
        self,
        rows: NDArray[np.integer],
        observed: ArrayLike,
        predicted: ArrayLike | None,
        total: int | None = None,
        fit: bool = False,
    ) -> None:
        """Draw Y and Ŷ (n,) of rows (n,), counted from 0, out of ``total`` rows (default n).

        ``fit`` shows all of them, as another number of rows does.
        """
        is_other_table = fit or len(rows) != len(self._rows)
        self._rows = rows_of(rows, observed, predicted, len(rows) if total is None else total)
        if is_other_table:
            self.fit()
        else:
            self._redraw()

    def clear(self) -> None:
        """Remove all rows."""
        self._rows = NO_ROWS
        self.fit()

    @Slot(object)
    def set_view(self, view: PredictionView) -> None:
        """Choose how to compare."""
        self.view = view
        self._views.check(view)
        self._set_axis_names(theme_of(self))
        self.fit()

    def _refresh(self) -> None:
        smaller = 2 if len(self._rows) > _MANY_ROWS else 0
        for markers, size in ((self.observed, 8), (self.predicted, 7)):
            markers.set_size(size - smaller)
        if self.view is PredictionView.BY_ROW:
            self._draw_by_row(self._rows)
        else:
            self._draw_against(self._rows)
        self.plot_area.header.set_caption(self._rows.remark)
        self.plot_area.set_empty_text(self._missing_text())

    def _draw_by_row(self, rows: PlotRows) -> None:
        outputs = np.concatenate((rows.observed, rows.predicted))
        axis_scales = linear_axis_scale(rows.number), linear_axis_scale(outputs)
        x, y = axis_scales[0].positions(rows.number), axis_scales[1].positions(outputs)
        self.observed.set_points(x, y[: len(x)])
        self.predicted.set_points(x, y[len(x) :])
        read = np.where(np.isnan(y[len(x) :]), y[: len(x)], y[len(x) :])
        self.readout.show_rows(rows, x, read)
        self._show_range(
            visible_range(finite_range(x)), visible_range(finite_range(y)), axis_scales
        )

    def _draw_against(self, rows: PlotRows) -> None:
        axis_scales = linear_axis_scale(rows.observed), linear_axis_scale(rows.predicted)
        x, y = axis_scales[0].positions(rows.observed), axis_scales[1].positions(rows.predicted)
        self.observed.set_points(EMPTY, EMPTY)
        self.predicted.set_points(x, y)
        self.readout.show_rows(rows, x, y)
        self._show_range(
            visible_range(finite_range(x)), visible_range(finite_range(y)), axis_scales
        )

    @Slot()
    def _draw_diagonal(self) -> None:
        is_shown = self.view is PredictionView.AGAINST and not self.plot_area.empty_text
        drawn = self.diagonal.getData()[0]
        if not is_shown and (drawn is None or len(drawn) == 0):
            return
        ends = np.array(self.plot_area.view.viewRange()[0]) if is_shown else EMPTY
        x, y = self.plot_area.axis_scales
        self.diagonal.set_points(ends, ends * power_of_ten(x.shift - y.shift))

    def _missing_text(self) -> str:
        if len(self._rows) == 0:
            return self._empty_text
        against = self.view is PredictionView.AGAINST
        if not against or not np.isnan(self._rows.predicted).all():
            return ""
        return _NO_PREDICTION if self._is_complete else _ASLEEP

    def _set_axis_names(self, theme: Theme) -> None:
        observed, predicted = _pens(theme)
        if self.view is PredictionView.BY_ROW:
            self.plot_area.header.set_title(_TITLE, _BY_ROW)
            self.plot_area.bottom.set_name("", counts_from=1)
            self.plot_area.header.set_legend(
                LegendEntry(translate("plots", "Y observed"), "Y", observed, circle()),
                LegendEntry(translate("plots", "Ŷ predicted"), "Ŷ", predicted, cross()),
            )
        else:
            self.plot_area.header.set_title(_TITLE, _AGAINST)
            self.plot_area.bottom.set_name("")
            self.plot_area.header.set_legend(
                LegendEntry(_ROW, _ROW, predicted, cross()),
                LegendEntry("Ŷ = Y", "Ŷ = Y", _diagonal_pen(theme)),
            )

    def paint_picture(self, painter: QPainter) -> None:
        """Draw the plot as it is now, without the buttons and the readout."""
        self.readout.hide()
        super().paint_picture(painter)

    def _described(self) -> str:
        return rows_sentence(self._rows) if len(self._rows) else self._empty_text

    def menu_actions(self) -> list[QAction]:
        """Return the actions that choose how to compare."""
        return self._views.actions()

    def _apply_theme(self, theme: Theme) -> None:
        observed, predicted = _pens(theme)
        self.observed.set_pen(observed)
        self.predicted.set_pen(predicted)
        self.diagonal.set_pen(_diagonal_pen(theme))
        self._set_axis_names(theme)


def _pens(theme: Theme) -> tuple[QPen, QPen]:
    return QPen(theme.series[0], 1.25), QPen(theme.run, 1.25)


def _diagonal_pen(theme: Theme) -> QPen:
    return QPen(theme.quiet, 1, Qt.PenStyle.DashLine)
