"""Studentised residuals against leverages: which rows decide the fit."""

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from engine import Matrix
from engine.inference.row_figures import Rows, cook_contour

from ...text.numbers import format_number
from ...text.translation import translate
from ..axis_scale import EMPTY, Numbers, power_of_ten
from ..header import LegendEntry
from ..theme import Theme
from ..view_range import Range
from .guide import DashedLine
from .rows_plot import dashed, numbers
from .sentences import influence_reading, influence_sentence
from .shown_rows import ShownRows
from .studentised_plot import StudentisedPlot

CONTOURS = (0.5, 1.0)
"""Cook's distances: from half on a row deserves a look, and from 1 on it decides the fit."""
_POINTS = 200
_TITLE = translate("plots", "Influence")
_REMARK = translate("plots", "studentised residual against leverage")
_COOK = translate("plots", "Cook {distances}")
_TIP = translate("plots", "Write the plot of the influence of the rows as a picture")


class InfluencePlot(StudentisedPlot):
    """Points beyond the contours move all of Ŷ if their row is left out."""

    TITLE, REMARK = _TITLE, _REMARK

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "influence_plot", translate("plots", "Influence of the rows"), _TIP, parent
        )
        self.zero = self._add_guide()
        self.contours = [(DashedLine(), DashedLine()) for _ in CONTOURS]
        for pair in self.contours:
            self._add(*pair)
            for line in pair:
                line.setZValue(-1)
        self.plot_area.range_changed.connect(self._draw_contours)
        self._begin()

    def _values(self, rows: ShownRows, which: Rows) -> tuple[Matrix, Matrix]:
        influence = rows.figures.influence
        return influence.leverage[which], influence.studentised[which]

    def _seen_beside(self, rows: ShownRows) -> Numbers:
        del rows
        return np.zeros(1)

    def _across(self, x: Numbers) -> Range:
        return 0.0, super()._across(x)[1]

    def _place_guides(self, rows: ShownRows) -> None:
        del rows
        self.zero.set_line(0.0, 0.0)

    @Slot()
    def _draw_contours(self) -> None:
        """Draw the contours across the leverages that are seen."""
        rows, area = self.rows, self.plot_area
        is_drawn = rows is not None and not area.empty_text
        x_scale, y_scale = area.axis_scales
        left, right = area.shown_range()[0]
        low, high = area.shown_range()[1]
        x = np.linspace(max(left, 0.0), right, _POINTS)
        for distance, pair in zip(CONTOURS, self.contours, strict=True):
            if rows is None or not is_drawn:
                for line in pair:
                    line.set_points(EMPTY, EMPTY)
                continue
            leverage = x * power_of_ten(x_scale.shift)
            height = numbers(cook_contour(distance, rows.figures.rank, leverage))
            y = height * power_of_ten(-y_scale.shift)
            # Beyond the area it would be drawn far out of sight.
            span = high - low
            for line, sign in zip(pair, (1.0, -1.0), strict=True):
                at = sign * y
                is_near = (at > low - span) & (at < high + span)
                line.set_points(x, np.where(is_near, at, np.nan))

    def _read(self, rows: ShownRows, row: int) -> str:
        return influence_reading(rows, row)

    def _sentence_of_points(self, rows: ShownRows) -> str:
        return influence_sentence(rows)

    def _line_entries(self, theme: Theme) -> list[LegendEntry]:
        return [
            LegendEntry(name, name, self._contour_pen(theme, k))
            for k, name in enumerate(
                _COOK.format(distances=format_number(each, 2)) for each in CONTOURS
            )
        ]

    def _contour_pen(self, theme: Theme, place: int) -> QPen:
        pen = dashed(theme)
        pen.setColor(theme.series[0])
        if place:
            pen.setDashPattern([1.0, 3.0])
        return pen

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        self.zero.set_pen(QPen(theme.text, 1))
        for k, pair in enumerate(self.contours):
            for line in pair:
                line.set_pen(self._contour_pen(theme, k))
