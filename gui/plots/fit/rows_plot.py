"""The base of the plots of a fit: a point for each row, one of them marked."""

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QAction, QBrush, QColor, QContextMenuEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine import Matrix
from engine.inference.row_figures import Rows
from engine.inference.rows_beside import RowsBeside

from ...background.reporting import reporting
from ...text.numbers import format_count
from ...text.translation import translate
from ..axis_scale import EMPTY, AxisScale, Numbers, linear_axis_scale
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
from .sentences import beside_reading
from .shown_rows import ShownRows

_SIZE, _BESIDE_SIZE, _HERE_SIZE, _MARKED_SIZE = 6.0, 7.0, 9.0, 13.0
THIN = 1.25
LEAVE_OUT = translate("plots", "Leave Row {row} Out")
TAKE_BACK = translate("plots", "Take Row {row} Back")
LEFT_OUT, HELD_OUT = translate("plots", "left out"), translate("plots", "held out")
LEFT_OR_HELD_OUT = translate("plots", "rows out of the fit")
# Points that cover each other become darker: so many as these are a cloud, not a heap.
_FEW, _MOST_OPAQUE, _LEAST_OPAQUE = 100, 0.8, 0.3
_NO_ROWS: Rows = np.empty(0, dtype=np.int64)
NO_SPREAD = translate("plots", "No residual is left: the fit is exact.")
OUT_OF_RANGE = translate(
    "plots", "The residuals have no deviation within the range of numbers. Scale Y or the columns."
)
_MARKED = translate("plots", "row {row}")


class RowsPlot(Plot):
    """Draws rows as translucent points; each kind says what stands against what.

    ``row_chosen`` carries the row of the table, from 0, of a point that was clicked, and
    ``leave_out_requested`` that of a point to leave out, or to take back if it is hollow.
    """

    row_chosen = Signal(int)
    leave_out_requested = Signal(int)
    AREA = RowArea
    plot_area: RowArea

    def __init__(
        self, name: str, spoken_name: str, export_tip: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.set_names(name, spoken_name, export_tip)
        self.rows: ShownRows | None = None
        self.drawn = self.drawn_beside = _NO_ROWS
        self._marked: int | None = None
        self.guides: list[Guide] = []
        self._colour: QColor | None = None
        self.points = Markers(circle(), _SIZE)
        self.points.set_pen(QPen(Qt.PenStyle.NoPen))
        self.beside = Markers(circle(), _BESIDE_SIZE)
        self.here = Markers(circle(), _HERE_SIZE)
        self.marked = Markers(circle(), _MARKED_SIZE)
        self._add(self.points, self.beside, self.marked, self.here)
        self.reader = RowReader(self.plot_area, self.here)
        self.plot_area.describe_by(self._described)
        self.plot_area.range_changed.connect(self._draw_guides)
        self.plot_area.place_chosen.connect(self._choose)
        self.plot_area.leave_out_requested.connect(self._ask_for_pointed)
        self._out_action = QAction(LEAVE_OUT, self)
        self._out_action.triggered.connect(self._ask_for_asked)
        self._asked: int | None = None

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

    def _values_beside(self, rows: ShownRows, beside: RowsBeside) -> tuple[Matrix, Matrix]:  # noqa: ARG002
        """Return what rows that are left out have along both axes, each (M,), or nothing."""
        return EMPTY, EMPTY

    def _read_beside(self, rows: ShownRows, place: int) -> str:
        """Return what is said of a row that is left out."""
        return beside_reading(rows, place)

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
            self.drawn = self.drawn_beside = _NO_ROWS
            for markers in (self.points, self.beside, self.marked, self.here):
                markers.set_points(EMPTY, EMPTY)
            self.reader.show_points(EMPTY, EMPTY, str)
            self.plot_area.header.set_caption("")
            self._show_words(self.plot_area.theme)
            return
        shown = rows.figures.shown
        x, y = map(numbers, self._values(rows, shown))
        is_known = np.isfinite(x) & np.isfinite(y)
        self.drawn, x, y = shown[is_known], x[is_known], y[is_known]
        out_x, out_y = self._points_beside(rows)
        self.drawn_beside = np.flatnonzero(np.isfinite(out_x) & np.isfinite(out_y))
        out_x, out_y = out_x[self.drawn_beside], out_y[self.drawn_beside]
        scales = _scale_of(x, out_x), _scale_of(y, out_y)
        at_x, at_y = scales[0].positions(x), scales[1].positions(y)
        self.points.set_points(at_x, at_y)
        out_x, out_y = scales[0].positions(out_x), scales[1].positions(out_y)
        self.beside.set_points(out_x, out_y)
        seen_x, seen_y = _with_near(at_x, out_x), _with_near(at_y, out_y)
        at_x, at_y = np.concatenate((at_x, out_x)), np.concatenate((at_y, out_y))
        self._colour_points(self.plot_area.theme)
        self._place_guides(rows)
        self.reader.show_points(at_x, at_y, self._reading)
        beside = scales[1].positions(self._seen_beside(rows))
        up = visible_range(finite_range(np.concatenate((seen_y, beside))))
        self._show_range(self._across(seen_x), up, scales)
        self._draw_marked(rows, scales)
        self.plot_area.header.set_caption(rows.remark)
        self._show_words(self.plot_area.theme)

    def _points_beside(self, rows: ShownRows) -> tuple[Numbers, Numbers]:
        """Return the positions of the rows that are left out, as far as they have any."""
        if rows.beside is None:
            return EMPTY, EMPTY
        x, y = self._values_beside(rows, rows.beside)
        return numbers(x), numbers(y)

    def _draw_marked(self, rows: ShownRows, scales: AxisScales) -> None:
        row = None if self._marked is None else rows.row_of(self._marked)
        place = None if self._marked is None else rows.place_beside(self._marked)
        x, y = EMPTY, EMPTY
        if self.plot_area.empty_text:
            pass
        elif row is not None:
            x, y = map(numbers, self._values(rows, np.array([row], dtype=np.int64)))
        elif place is not None:
            out_x, out_y = self._points_beside(rows)
            x, y = out_x[place : place + 1], out_y[place : place + 1]
            is_known = np.isfinite(x) & np.isfinite(y)
            x, y = x[is_known], y[is_known]
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

    def _beside_entries(self, theme: Theme) -> list[LegendEntry]:
        """Return what hollow points are, if there are any."""
        if not len(self.beside.getData()[0]):
            return []
        held_out = None if self.rows is None else self.rows.is_held_out
        name = LEFT_OUT
        if held_out is not None and held_out.any():
            name = HELD_OUT if held_out.all() else LEFT_OR_HELD_OUT
        return [LegendEntry(name, name, QPen(theme.run, THIN), circle())]

    def _reading(self, index: int) -> str:
        assert self.rows is not None
        if index >= len(self.drawn):
            return self._read_beside(self.rows, self._place_of(index))
        return self._read(self.rows, int(self.drawn[index]))

    def _place_of(self, index: int) -> int:
        """Return which of the rows left out a point after those of the fit is, from 0."""
        return int(self.drawn_beside[index - len(self.drawn)])

    def table_row_at(self, x: float, y: float) -> int | None:
        """Return the row of the table whose point is nearest to a position, if one is near."""
        index = self.reader.nearest(x, y)
        if index is None or self.rows is None:
            return None
        if index >= len(self.drawn):
            return self.rows.row_beside(self._place_of(index))
        return self.rows.table_row(int(self.drawn[index]))

    @Slot(float, float)
    def _choose(self, x: float, y: float) -> None:
        """Report the row whose point is nearest to a click."""
        if (x, y) != self.plot_area.crosshair:
            self.reader.hide()  # keys have led to another row, which is no longer meant
        if (row := self.table_row_at(x, y)) is not None:
            self.row_chosen.emit(row)

    @Slot()
    def _ask_for_pointed(self) -> None:
        """Ask to leave out the row that keys have led to, or that is marked."""
        place = self.plot_area.crosshair
        row = self._marked if place is None else self.table_row_at(*place)
        if row is not None and self._has_point(row):
            self.leave_out_requested.emit(row)

    def _has_point(self, table_row: int) -> bool:
        rows = self.rows
        if rows is None:
            return False
        return rows.row_of(table_row) is not None or rows.place_beside(table_row) is not None

    @Slot()
    def _ask_for_asked(self) -> None:
        """Ask to leave out the row that the menu was opened at."""
        if self._asked is not None:
            self.leave_out_requested.emit(self._asked)

    @reporting
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu, which begins with the row of the point under the pointer."""
        pixel = QPointF(self.plot_area.mapFrom(self, event.pos()))
        at = self.plot_area.view.mapSceneToView(pixel)
        row = self.table_row_at(at.x(), at.y())
        if row is None and self._marked is not None and self._has_point(self._marked):
            row = self._marked
        self._asked = row
        if row is not None and self.rows is not None:
            place = self.rows.place_beside(row)
            is_out = place is not None and not self.rows.holds_out(place)
            text = TAKE_BACK if is_out else LEAVE_OUT
            self._out_action.setText(text.format(row=format_count(row + 1)))
        super().contextMenuEvent(event)

    def menu_actions(self) -> list[QAction]:
        """Return its actions for a menu; the first leaves out the row that is pointed at."""
        about = [] if self._asked is None else [self._out_action]
        return [*about, *super().menu_actions()]

    def _described(self) -> str:
        return self._empty_text if self.rows is None else self._sentence(self.rows)

    def paint_picture(self, painter: QPainter) -> None:
        """Draw the plot as it is now, without the reading."""
        self.reader.hide()
        super().paint_picture(painter)

    def _apply_theme(self, theme: Theme) -> None:
        self._colour_points(theme)
        self.beside.set_pen(QPen(theme.run, THIN))
        self.here.set_pen(QPen(theme.text, THICK))
        self.marked.set_pen(QPen(theme.text, THICK))
        self._show_words(theme)

    def _colour_points(self, theme: Theme) -> None:
        """Let points that cover each other show through."""
        many = max(len(self.drawn), _FEW) / _FEW
        colour = QColor(theme.run)
        colour.setAlphaF(round(max(_LEAST_OPAQUE, _MOST_OPAQUE / many**0.25), 2))
        if colour != self._colour:
            self._colour = colour
            self.points.setBrush(QBrush(colour))

    def _begin(self) -> None:
        """Take the colours once all parts are there."""
        self._apply_theme(theme_of(self))


def missing_spread(rows: ShownRows) -> str:
    """Return why residuals cannot be compared with their deviation; empty if they can."""
    figures = rows.figures
    if figures.placed:
        return ""
    is_out = figures.total > figures.rank and not np.isfinite(figures.residual_sd)
    return OUT_OF_RANGE if is_out else NO_SPREAD


def _scale_of(values: Numbers, beside: Numbers) -> AxisScale:
    """Return the scale of an axis on which all points have room."""
    return linear_axis_scale(np.concatenate((values, beside)) if len(beside) else values)


def _with_near(positions: Numbers, beside: Numbers) -> Numbers:
    """Return the positions that the range is to show: those of the fit, and left-out ones near it.

    The fit has at least a third of the range: an outlier is left out to see the others. It is
    beyond the edge then.
    """
    span = finite_range(positions)
    if span is None:
        return beside
    width = span[1] - span[0]
    is_near = (beside >= span[0] - width) & (beside <= span[1] + width)
    return np.concatenate((positions, beside[is_near]))


def dashed(theme: Theme) -> QPen:
    """Return the pen of a line that is no data."""
    return QPen(theme.quiet, 1, Qt.PenStyle.DashLine)


def numbers(values: Matrix) -> Numbers:
    """Return values as plots take them."""
    return np.asarray(values, dtype=np.float64)
