"""The base of the plots of a fit: a point for each row, one of them marked."""

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine import Matrix
from engine.inference.row_figures import Rows

from ...text.numbers import format_count
from ...text.translation import translate
from ..axis_scale import EMPTY, Numbers, linear_axis_scale
from ..base import Plot
from ..header import LegendEntry
from ..line import THICK
from ..markers import Markers, circle
from ..plot_area import AxisScales
from ..theme import Theme, theme_of
from ..view_range import Range, finite_range, visible_range
from .guide import Guide
from .row_area import RowArea
from .row_reader import RowReader
from .shown_rows import ShownRows

_SIZE, _HERE_SIZE, _MARKED_SIZE = 6.0, 9.0, 13.0
# Points that cover each other become darker: so many as these are a cloud, not a heap.
_FEW, _MOST_OPAQUE, _LEAST_OPAQUE = 100, 0.8, 0.3
_NO_ROWS: Rows = np.empty(0, dtype=np.int64)
NO_SPREAD = translate("plots", "No residual is left: the fit is exact.")
_MARKED = translate("plots", "row {row}")


class RowsPlot(Plot):
    """Draws rows as translucent points; each kind says what stands against what.

    ``row_chosen`` carries the row of the table, from 0, of a point that was clicked.
    """

    row_chosen = Signal(int)
    AREA = RowArea
    plot_area: RowArea

    def __init__(
        self, name: str, spoken_name: str, export_tip: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.set_names(name, spoken_name, export_tip)
        self.rows: ShownRows | None = None
        self.drawn = _NO_ROWS
        self._marked: int | None = None
        self.guides: list[Guide] = []
        self._colour: QColor | None = None
        self.points = Markers(circle(), _SIZE)
        self.points.set_pen(QPen(Qt.PenStyle.NoPen))
        self.here = Markers(circle(), _HERE_SIZE)
        self.marked = Markers(circle(), _MARKED_SIZE)
        self._add(self.points, self.marked, self.here)
        self.reader = RowReader(self.plot_area, self.here)
        self.plot_area.describe_by(self._described)
        self.plot_area.range_changed.connect(self._draw_guides)
        self.plot_area.place_chosen.connect(self._choose)

    def show_rows(self, rows: ShownRows) -> None:
        """Draw these rows."""
        if rows is self.rows:
            return
        self.rows = rows
        self.fit()

    def show_nothing(self, text: str) -> None:
        """Say why there are no points."""
        self.rows = None
        self.set_empty_text(text)

    @Slot(int)
    def mark_row(self, table_row: int) -> None:
        """Draw a ring around the point of a row of the table, from 0; −1 marks none."""
        marked = table_row if table_row >= 0 else None
        if marked != self._marked:
            self._marked = marked
            if self.rows is not None:
                self._draw_marked(self.rows, self.plot_area.axis_scales)
                self._show_words(self.plot_area.theme)

    def _values(self, rows: ShownRows, which: Rows) -> tuple[Matrix, Matrix]:
        """Return what some rows have along both axes, each (n,)."""
        raise NotImplementedError

    def _read(self, rows: ShownRows, row: int) -> str:
        """Return what is said of a row."""
        raise NotImplementedError

    def _sentence(self, rows: ShownRows) -> str:
        """Return what is said of all of them."""
        raise NotImplementedError

    def _missing(self, rows: ShownRows) -> str:  # noqa: ARG002
        """Return why these rows cannot be drawn; empty if they can."""
        return ""

    def _place_guides(self, rows: ShownRows) -> None:
        """Set the lines by which the points are read."""

    def _seen_beside(self, rows: ShownRows) -> Numbers:  # noqa: ARG002
        """Return the numbers upwards that are seen beside those of the points."""
        return EMPTY

    def _across(self, x: Numbers) -> Range:
        """Return the range of positions from left to right."""
        return visible_range(finite_range(x))

    def _show_words(self, theme: Theme) -> None:
        """Show title, legend and the names of the axes."""
        raise NotImplementedError

    def _add_guide(self) -> Guide:
        guide = Guide()
        self.guides.append(guide)
        self._add(guide)
        guide.setZValue(-1)
        return guide

    def _refresh(self) -> None:
        rows = self.rows
        missing = self._empty_text if rows is None else self._missing(rows)
        self.plot_area.set_empty_text(missing)
        if rows is None or missing:
            self.drawn = _NO_ROWS
            for markers in (self.points, self.marked, self.here):
                markers.set_points(EMPTY, EMPTY)
            self.reader.show_points(EMPTY, EMPTY, str)
            self.plot_area.header.set_caption("")
            self._show_words(self.plot_area.theme)
            return
        shown = rows.figures.shown
        x, y = map(numbers, self._values(rows, shown))
        is_known = np.isfinite(x) & np.isfinite(y)
        self.drawn, x, y = shown[is_known], x[is_known], y[is_known]
        scales = linear_axis_scale(x), linear_axis_scale(y)
        at_x, at_y = scales[0].positions(x), scales[1].positions(y)
        self.points.set_points(at_x, at_y)
        self._colour_points(self.plot_area.theme)
        self._place_guides(rows)
        self.reader.show_points(at_x, at_y, self._reading)
        beside = scales[1].positions(self._seen_beside(rows))
        up = visible_range(finite_range(np.concatenate((at_y, beside))))
        self._show_range(self._across(at_x), up, scales)
        self._draw_marked(rows, scales)
        self.plot_area.header.set_caption(rows.remark)
        self._show_words(self.plot_area.theme)

    def _draw_marked(self, rows: ShownRows, scales: AxisScales) -> None:
        row = None if self._marked is None else rows.row_of(self._marked)
        if row is None or self.plot_area.empty_text:
            self.marked.set_points(EMPTY, EMPTY)
            return
        x, y = map(numbers, self._values(rows, np.array([row], dtype=np.int64)))
        self.marked.set_points(scales[0].positions(x), scales[1].positions(y))

    @Slot()
    def _draw_guides(self) -> None:
        for guide in self.guides:
            guide.draw_across(self.plot_area)

    def _marked_entries(self, theme: Theme) -> list[LegendEntry]:
        """Return what the ring is, if there is one."""
        if self._marked is None or not len(self.marked.getData()[0]):
            return []
        name = _MARKED.format(row=format_count(self._marked + 1))
        return [LegendEntry(name, name, QPen(theme.text, THICK), circle())]

    def _reading(self, index: int) -> str:
        assert self.rows is not None
        return self._read(self.rows, int(self.drawn[index]))

    @Slot(float, float)
    def _choose(self, x: float, y: float) -> None:
        """Report the row whose point is nearest to a click."""
        index = self.reader.nearest(x, y)
        if index is not None and self.rows is not None:
            self.row_chosen.emit(self.rows.table_row(int(self.drawn[index])))

    def _described(self) -> str:
        return self._empty_text if self.rows is None else self._sentence(self.rows)

    def paint_picture(self, painter: QPainter) -> None:
        """Draw the plot as it is now, without the reading."""
        self.reader.hide()
        super().paint_picture(painter)

    def _apply_theme(self, theme: Theme) -> None:
        self._colour_points(theme)
        self.here.set_pen(QPen(theme.text, THICK))
        self.marked.set_pen(QPen(theme.text, THICK))
        self._show_words(theme)

    def _colour_points(self, theme: Theme) -> None:
        """Let points that cover each other show through."""
        many = max(len(self.drawn), _FEW) / _FEW
        colour = QColor(theme.run)
        colour.setAlphaF(max(_LEAST_OPAQUE, _MOST_OPAQUE / many**0.25))
        if colour != self._colour:  # of 4,000 points, that takes as long as to draw them
            self._colour = colour
            self.points.setBrush(QBrush(colour))

    def _begin(self) -> None:
        """Take the colours once all parts are there."""
        self._apply_theme(theme_of(self))


def dashed(theme: Theme) -> QPen:
    """Return the pen of a line that is no data."""
    return QPen(theme.quiet, 1, Qt.PenStyle.DashLine)


def numbers(values: Matrix) -> Numbers:
    """Return values as plots take them."""
    return np.asarray(values, dtype=np.float64)
