"""The plot of how wrong the quotients are, against h, which falls to the right."""

import math
import sys

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QAction, QBrush, QColor, QContextMenuEvent, QPainterPath, QPen
from PySide6.QtWidgets import QMenu, QWidget

from engine.difference import Difference
from engine.shortening import elide_middle

from ...background.reporting import reporting
from ...text.setting_texts import DIFFERENCE_NAMES
from ...text.translation import plural, translate
from ...theme.blending import CURVE, blend, legible
from ..axis_scale import EMPTY, FALLING, AxisScale, Numbers
from ..base import Plot
from ..header import LegendEntry
from ..line import PlotLine
from ..markers import Markers, circle, triangle
from ..readout import nearest
from ..theme import Theme, theme_of
from ..ticks import Tick
from ..view_range import Range
from .error_sentences import (
    errors_sentence,
    format_about_h,
    format_h,
    reading_of,
    textbook_root,
    textbook_words,
)
from .h_marks import HMark, HMarks
from .h_plot_area import Dragging, HPlotArea
from .region_bands import ROW_ABOVE, Band, RegionBands
from .shown_errors import BELOW_LAST, WORST, ShownErrors

_TITLE = translate("plots", "How wrong the quotient is")
_REMARK = translate("plots", "digits of the slope right, against h")
_EXPORT_TIP = translate("plots", "Write the plot of the error against h as a picture")
_THEORY = translate("plots", "theory")
_LEAST = translate("plots", "least on average over half a decade")
_LEAST_SHORT = translate("plots", "least mean")
_BEST = translate("plots", "best h ≈ {best}")
_KINK = translate("plots", "nearest kink")
_BEST_OF = translate("plots", "best h of {name} ≈ {best}")
_NONE_RIGHT = translate("plots", "none")
_NOTHING_TO_COUNT = translate("plots", "There are no digits to count.")
"""Why there are none, the line of the view says, and the description of the plot."""
_DIGITS_RIGHT = plural("plots", "{n} digits right", "{n} digit right", 1)
# Of the markers; triangles look smaller than circles of one width.
_SIZES = {Difference.FORWARD: 6, Difference.BACKWARD: 6, Difference.CENTRAL: 5}
_HERE_SIZE, _LEAST_SIZE = 13, 11
# Of background in the lines of the theory, which the points stand out from.
_FORETOLD_SHARE = 0.65
# Above the worst and below the last digit, so that no marker is cut at the edge.
_MARGIN = 6.0
# A roomy plot is so many rows of text high: it has one below its points, and names the best h.
_ROOMY = 7
# Lower ones leave the words of h to the field above, which would cover the points.
_NAMED = 3.5
# From this width on, each tick is a phrase: "4 digits right".
_WORDY_WIDTH = 620
_DRAG_DIGITS = 2
# Characters of a weight's name beside the mark of its best h.
_WIDEST_NAME = 12


class ErrorPlot(Plot):
    """The measured errors of the quotients as points, the foretold ones as thin dashed lines.

    ``h_chosen`` carries the h that the line was dragged to, ``decades_turned`` by how much the
    wheel moves h.
    """

    h_chosen = Signal(float)
    decades_turned = Signal(float)
    AREA = HPlotArea
    plot_area: HPlotArea

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        said = translate("plots", "Error of the quotient against h")
        self.set_names("error_plot", said, _EXPORT_TIP)
        self._fit_action.setVisible(False)
        self._shown: ShownErrors | None = None
        theme = theme_of(self)
        self.foretold = {each: PlotLine() for each in Difference}
        self.points = {each: Markers(marker_of(each), _SIZES[each]) for each in Difference}
        self.least = Markers(circle(), _LEAST_SIZE)
        self.here = Markers(circle(), _HERE_SIZE)
        self._add(*self.foretold.values(), *self.points.values(), self.least, self.here)
        for line in self.foretold.values():
            line.setSegmentedLineMode("off")  # dashes would begin again at each point
        self.bands = RegionBands(self.plot_area.bottom, theme)
        self.marks = HMarks(self.plot_area.bottom, theme)
        for item in (self.bands, self.marks):
            self.plot_area.scene().addItem(item)
        self.plot_area.describe_by(self._described)
        self.plot_area.range_changed.connect(self._arrange)
        self.plot_area.position_chosen.connect(self._choose)
        self.plot_area.released.connect(self._refresh)
        self.plot_area.decades_turned.connect(self.decades_turned)
        self.plot_area.pointer_moved.connect(self._read)
        self.plot_area.pointer_left.connect(self._stop_reading)
        self.plot_area.header.set_title(_TITLE, _REMARK)
        self._apply_theme(theme)

    def show_errors(self, shown: ShownErrors) -> None:
        """Draw the errors of one weight, and the h that is looked at."""
        self._shown = shown
        self._redraw()

    def show_nothing(self, sentence: str) -> None:
        """Say why there is nothing to draw."""
        self._shown = None
        self.set_empty_text(sentence)

    def menu_actions(self) -> list[QAction]:
        """Return the action that saves a picture; what is drawn is chosen above the plot."""
        return [self._export_action]

    @reporting
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open a menu without Show All: everything always is."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.menu_actions())
        menu.popup(event.globalPos())

    @Slot()
    def _refresh(self) -> None:
        shown = self._shown
        if shown is None or shown.is_empty:
            self._show_no_points(self._empty_text if shown is None else _NOTHING_TO_COUNT)
            return
        self.plot_area.set_empty_text("")
        x = shown.places
        for each in Difference:
            is_drawn = each in shown.quotients
            self.points[each].set_points(x, shown.points[each] if is_drawn else x * np.nan)
            self.foretold[each].set_points(*(_whole(x, shown.foretold[each]) if is_drawn else NONE))
        self._show_least(shown)
        here = shown.heights(np.array([shown.error]))
        self.here.set_points(FALLING.positions(np.array([shown.h])), here)
        self.here.setBrush(QBrush(self.plot_area.theme.of_quotient(shown.looked_at)))
        self._show_axes(shown)
        self._show_marks(shown)
        self._show_legend(shown)
        self._arrange()

    def _show_no_points(self, sentence: str) -> None:
        for line in self.foretold.values():
            line.set_points(*NONE)
        for markers in (*self.points.values(), self.least, self.here):
            markers.set_points(*NONE)
        self.bands.set_bands(())
        self.marks.set_marks(None)
        self.plot_area.header.set_legend()
        self.plot_area.set_empty_text(sentence)

    def _show_least(self, shown: ShownErrors) -> None:
        if (least := shown.least_measured) is None:
            self.least.set_points(*NONE)
            return
        h, height = least
        self.least.set_points(FALLING.positions(np.array([h])), np.array([height]))

    def _show_axes(self, shown: ShownErrors) -> None:
        """Show the whole axis of h; while the line is dragged, nothing moves under the hand."""
        step = 4 if shown.most_digits > 8 else 2
        is_wordy = self.width() >= _WORDY_WIDTH
        counts = range(0, round(shown.most_digits) + 1, step)
        self.plot_area.left.set_ticks([Tick(-float(n), _tick_text(n, is_wordy)) for n in counts])
        x: Range = (_position(shown.axis[0]), _position(shown.axis[1]))
        if self.plot_area.dragging is Dragging.HELD:
            x = self.plot_area.shown_range()[0]
        self.plot_area.show_range(x, self._heights(shown), (FALLING, AxisScale()))

    def _heights(self, shown: ShownErrors) -> Range:
        """Return the range of the heights, with room for the words above and below the points."""
        low, high = -shown.most_digits - BELOW_LAST, WORST
        height, row = self.plot_area.area().height(), self.bands.row_height
        below = row + _MARGIN / 2 if height >= _ROOMY * row else _MARGIN
        above = row + _MARGIN / 2 if height >= ROW_ABOVE * row else _MARGIN
        per_pixel = (high - low) / max(height - above - below, row)
        return low - below * per_pixel, high + above * per_pixel

    def _show_marks(self, shown: ShownErrors) -> None:
        h, best, textbook = shown.h, shown.best_h, shown.textbook_h
        rows = self.plot_area.area().height() / self.bands.row_height
        is_roomy = rows >= _ROOMY
        self.marks.set_marks(
            HMark(_position(h), f"h = {format_h(h, 3)}" if rows >= _NAMED else ""),
            None
            if shown.lacks_best
            else HMark(_position(best), _best_words(shown) if is_roomy else ""),
            HMark(
                _position(textbook),
                textbook_words(shown.looked_at) if is_roomy else "",
                textbook_root(shown.looked_at),
            ),
            None
            if math.isinf(shown.kink)
            else HMark(_position(shown.kink), _KINK if is_roomy else ""),
        )
        largest = max(shown.axis[0], h)
        smallest = min(shown.axis[1], h)
        self.bands.set_bands(
            [
                Band(
                    span.region,
                    _position(min(span.largest, 10 * largest)),
                    _position(max(span.smallest, smallest / 10)),
                )
                for span in shown.regions
            ]
        )

    def _show_legend(self, shown: ShownErrors) -> None:
        theme = self.plot_area.theme
        entries = [
            LegendEntry(
                DIFFERENCE_NAMES[each],
                DIFFERENCE_NAMES[each],
                QPen(theme.of_quotient(each), 1),
                marker_of(each),
                QBrush(theme.of_quotient(each)),
            )
            for each in shown.quotients
        ]
        entries.append(LegendEntry(_THEORY, _THEORY, _foretold_pen(theme.quiet, theme)))
        least = LegendEntry(_LEAST, _LEAST_SHORT, QPen(theme.text, 1.25), circle())
        if shown.least_measured is not None:
            entries.append(least)
        self.plot_area.header.set_legend(*entries)

    @Slot()
    def _arrange(self) -> None:
        """Keep grounds and marks in the area, wherever the size and the range have moved it."""
        for item in (self.bands, self.marks):
            item.arrange(self.plot_area.area())
            item.update()
        dots = self.plot_area.dots(*self.points.values(), self.least, self.here)
        self.marks.keep_clear(dots, self.bands.words_rects())

    @Slot(float)
    def _choose(self, position: float) -> None:
        h = 10.0**-position
        self.h_chosen.emit(float(f"{h:.{_DRAG_DIGITS - 1}e}"))

    @Slot(QPointF)
    def _read(self, pixel: QPointF) -> None:
        shown = self._shown
        if shown is None or shown.is_empty or not self.plot_area.area().contains(pixel):
            self._stop_reading()
            return
        position = self.plot_area.view.mapSceneToView(pixel).x()
        index = nearest(shown.places, position)
        self.plot_area.header.set_reading(reading_of(shown, index))

    @Slot()
    def _stop_reading(self) -> None:
        self.plot_area.header.set_reading("")

    def _described(self) -> str:
        return self._empty_text if self._shown is None else errors_sentence(self._shown)

    def _apply_theme(self, theme: Theme) -> None:
        for each in Difference:
            colour = theme.of_quotient(each)
            self.points[each].set_pen(QPen(Qt.PenStyle.NoPen))
            self.points[each].setBrush(QBrush(colour))
            self.foretold[each].set_pen(_foretold_pen(colour, theme))
        self.least.set_pen(QPen(theme.text, 1.25))
        self.here.set_pen(QPen(theme.text, 2))
        self.bands.set_theme(theme)
        self.marks.set_theme(theme)
        if self._shown is not None:
            self._redraw()


NONE = EMPTY, EMPTY


def marker_of(difference: Difference) -> QPainterPath:
    """Return the shape of the points of a quotient; one-sided ones point to where they look."""
    if difference is Difference.CENTRAL:
        return circle()
    return triangle(1 if difference is Difference.FORWARD else -1)


def _foretold_pen(colour: QColor, theme: Theme) -> QPen:
    faint = legible(blend(theme.background, colour, _FORETOLD_SHARE), theme.background, CURVE)
    return QPen(faint, 1, Qt.PenStyle.DashLine)


def _best_words(shown: ShownErrors) -> str:
    """Return the words of the best h: whose it is, if it is not the h that fits."""
    form, name = (_BEST_OF if shown.best_of else _BEST), elide_middle(shown.best_of, _WIDEST_NAME)
    return form.format(name=name, best=format_about_h(shown.best_h))


def _tick_text(digits: int, is_wordy: bool) -> str:
    if digits == 0:
        return _NONE_RIGHT
    return _DIGITS_RIGHT(digits) if is_wordy else f"{digits}"


def _position(h: float) -> float:
    """Return where an h is; beyond the numbers that there are, where the last of them is."""
    return -math.log10(min(max(h, math.ulp(0.0)), sys.float_info.max))


def _whole(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Return the points of a line without those that have no place, which end it."""
    is_there = np.isfinite(y)
    return x[is_there], y[is_there]
