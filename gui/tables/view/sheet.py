"""The sheet: A, Y and W as one table, in which each weight stands over its column of A."""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget

from engine import EngineError
from engine.shortening import grouped

from ...background.reporting import reporting, reporting_as_unhandled
from ...errors import GuiError
from ...text.message import refusal
from ...text.translation import translate
from ...theme.appearance import GRID
from ...theme.blending import quiet
from ...widgets.slim_bar import THICKNESS, SlimBar
from ..models.margin import MarginModel
from ..models.weight_rows import WHOLE_SMALL_TABLE, WeightRow, rows_with_room
from ..models.weights import LONG_SLOPE, WeightsModel
from .cell_delegate import MARK_ROOM
from .column_window import ColumnWindow, first_that_shows, window_from
from .header import MARGIN, FlatHeader
from .keyboard import RowTyping
from .margin_view import MarginView
from .shared_columns import SharedColumns
from .view import MatrixView

SHOWN_COLUMNS = translate("tables", "columns {first}–{last} of {count}")
SHOWN_COLUMN = translate("tables", "column {first} of {count}")

_SIDE = 2 * GRID
_GAP = GRID
# Room above the names, and below the rows for the bar that scrolls the columns.
_ABOVE, _LEAST_BELOW = GRID // 2, 2 * GRID
# Below the rows if there is no such bar.
_MARGIN_BELOW = GRID // 2
_RULE = 2
# The names of W's rows fit into ten steps of the grid.
_LEAST_HEADS = 10 * GRID
# What is known of a weight while it descends and two rows of data: less is no sheet.
_LEAST_ROWS, _LEAST_OF_W = 5, 3
# Predictions and residuals of a run that fits to rounding.
_LONG_OUTPUTS = "", "−8.88178e−16", "−7.925e−12"
# Y, its predictions and residuals are narrower than so many long slopes.
_SLOPES_OF_Y = 2
# A card is no wider than this beyond its least width: numbers would be far from their names.
_MOST_SPARE = 12 * GRID


class Card(Protocol):
    """A widget that is shown beside a narrow sheet."""

    @property
    def least_width(self) -> int:
        """The width that it needs."""


class Rule(QWidget):
    """The line that ends W."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the line."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), quiet(self.palette()))


class Sheet(QWidget):
    """Four tables in one grid: W and its margin above, A and Y below.

    The names of A's columns stand above W, between them and A. Only whole columns and whole rows
    are seen; Y is always seen. ``height_changed`` says that another number of rows fits.
    """

    height_changed = Signal()

    def __init__(
        self,
        A: MatrixView,
        Y: MatrixView,
        W: MatrixView,
        corner: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # a matrix is never mirrored
        self._A, self._Y, self._W, self._corner = A, Y, W, corner
        self._weights = cast(WeightsModel, W.matrix)
        self._margin = MarginView(MarginModel(self._weights, self), self)
        self._rules = Rule(self), Rule(self)
        self._rows_bar = SlimBar(Qt.Orientation.Vertical, self)
        self._columns_bar = SlimBar(Qt.Orientation.Horizontal, self)
        self._shown_columns = QLabel(self)
        self._cards: Sequence[Card] = ()
        self._hidden_cards: Collection[Card] = ()
        self._window = ColumnWindow(0, (1,))
        self._room = 0
        self._heights = 0, 0
        self._spare_below = 0
        self._arranged: tuple[QSize, ...] | None = None
        self._has_met_wrong_slopes = False
        self._lay_over()
        self._connect()
        self._leave_room()
        self._arrange()

    @property
    def window_of_columns(self) -> ColumnWindow:
        """The columns of A that are seen."""
        return self._window

    @property
    def row_height(self) -> int:
        """The height of a row."""
        return self._A.verticalHeader().defaultSectionSize()

    def height_of(self, rows: int) -> int:
        """Return the height in which so many rows fit, those of W among them."""
        names = cast(FlatHeader, self._A.horizontalHeader()).names_height
        return _ABOVE + names + rows * self.row_height + self._below

    @property
    def _below(self) -> int:
        """The height of what is below the rows while the columns are scrolled."""
        return max(_LEAST_BELOW, self._shown_columns.fontMetrics().height() + 1)

    @property
    def full_height(self) -> int:
        """The height in which everything fits."""
        return self.height_of(len(self._weights.available_rows) + self._A.matrix.shape[0])

    @property
    def usual_height(self) -> int:
        """The height in which a table of three rows is seen whole, with the slopes of W."""
        return self.height_of(WHOLE_SMALL_TABLE) - self._spare_below

    def whole_rows(self, height: int) -> int:
        """Return the largest height up to this one that ends with a whole row."""
        none = self.height_of(0) - self._spare_below
        return none + (height - none) // self.row_height * self.row_height

    def minimumSizeHint(self) -> QSize:
        """Return the size in which the most important rows of W and two of data fit."""
        of_W = min(_LEAST_OF_W, len(self._weights.available_rows))
        least = min(_LEAST_ROWS, of_W + self._A.matrix.shape[0])
        return QSize(40 * GRID, self.height_of(least) - self._spare_below)

    def sizeHint(self) -> QSize:
        """Return the size in which all rows fit."""
        return QSize(100 * GRID, self.full_height)

    def hide_rows(self, hidden: frozenset[WeightRow]) -> None:
        """Do without these rows of W, whether or not there is room for them."""
        self._weights.hide_rows(hidden)
        self._arrange_later()

    def show_inference(self, wanted: frozenset[WeightRow]) -> None:
        """Have these rows of t, p and the interval of each weight, if there is room for them."""
        self._weights.show_inference(wanted)
        self._arrange_later()

    def set_cards(self, *cards: Card) -> None:
        """Show these beside the sheet, as many of them as there is room for, the first ones first.

        Parameters
        ----------
        *cards : Card
            Widgets with the width that each needs at least.
        """
        self._cards = cards
        for card in cards:
            _widget(card).setParent(self)
        self._arrange()

    def hide_cards(self, hidden: Collection[Card]) -> None:
        """Do without these cards, whether or not there is room for them."""
        self._hidden_cards = hidden
        self._arrange_later()

    def settle_slopes(self) -> None:
        """Keep the exact slopes in view only if those shown are wrong: a run has ended, or is gone.

        While it goes on they stay, because slopes near the optimum turn wrong and right again with
        each frame, and the rows would jump.
        """
        if self._has_met_wrong_slopes != self._weights.has_wrong_slopes:
            self._has_met_wrong_slopes = self._weights.has_wrong_slopes
            self._arrange_later()

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the tables anew."""
        super().resizeEvent(event)
        self._arrange()

    @reporting_as_unhandled
    def event(self, event: QEvent) -> bool:
        """Arrange the tables anew, once for all that has changed since and before it is painted.

        A card asks for it with each number that it shows, which most often needs no other room.
        """
        is_request = event.type() == QEvent.Type.LayoutRequest
        is_handled = super().event(event)
        # Afterwards, because arranging may end what Qt lends to this event.
        if is_request and self._asked() != self._arranged:
            self._arrange()
        return is_handled

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Arrange the tables anew after a change of font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._leave_room()

    @reporting
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the rows, or the columns, wherever in the sheet the mouse is."""
        turn = event.angleDelta()
        is_sideways = abs(turn.x()) > abs(turn.y())
        QApplication.sendEvent(self._columns_bar if is_sideways else self._rows_bar, event)

    def _lay_over(self) -> None:
        """Let W lie over the tall header of A, and set up what is shown once."""
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        for view in (self._A, self._Y, self._W):
            view.setParent(self)
            view.setHorizontalScrollBarPolicy(off)
            view.setVerticalScrollBarPolicy(off)
        self._Y.verticalHeader().hide()
        self._W.horizontalHeader().hide()
        self._corner.setParent(self)
        self._columns_bar.setObjectName("columns_bar")
        self._rows_bar.setObjectName("rows_bar")
        self._shown_columns.setObjectName("shown_columns")
        self._shown_columns.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        for part in (self._W, self._margin, self._corner, *self._rules):
            part.raise_()
        self._W.show_messages_in(self)
        before: QWidget = self._corner
        for view in (self._W, self._A, self._Y):
            QWidget.setTabOrder(before, view)
            before = view

    def _connect(self) -> None:
        A, Y, W = self._A, self._Y, self._W
        typing = RowTyping(A.matrix, Y.matrix)
        A.type_in_rows(typing, Y)
        Y.type_in_rows(typing, A)
        self._row_left = QTimer(self, singleShot=True, interval=0)
        self._row_left.timeout.connect(self._leave_row)
        for view in (A, Y):
            view.row_wanted.connect(self._begin_row)
            # Later, because the table is not to change while a view moves to a cell.
            view.current_row_changed.connect(self._row_left.start)
        W.put_beside(Qt.Key.Key_Down, A)
        A.put_beside(Qt.Key.Key_Up, W)
        A.put_beside(Qt.Key.Key_Right, Y)
        Y.put_beside(Qt.Key.Key_Left, A)
        for one, other in ((A, Y), (Y, A)):
            one.current_row_changed.connect(other.follow_row)
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
        rows = A.verticalScrollBar()
        rows.rangeChanged.connect(self._rows_bar.setRange)
        rows.valueChanged.connect(self._rows_bar.setValue)
        self._rows_bar.valueChanged.connect(rows.setValue)
        self._columns_bar.valueChanged.connect(self._scroll_to)
        for view in (A, Y, W):
            view.column_widths.changed.connect(self._arrange_later)
            view.matrix.modelReset.connect(self._arrange_later)
        A.matrix.headerDataChanged.connect(self._arrange_later)
        A.chosen.connect(self._highlight_column_of)
        Y.chosen.connect(self._highlight_column_of)
        W.chosen.connect(self._highlight_column_of)
        SharedColumns(A, W, self._weights)
        for view in (A, W):
            view.column_wanted.connect(self._show_column)
            view.horizontalScrollBar().valueChanged.connect(self._follow_bar)
        cast(MarginModel, self._margin.model()).renewed.connect(self._widen_margin)
        self._weights.dataChanged.connect(self._show_slopes)
        for changed in (self._weights.rows_changed, self._weights.modelReset):
            changed.connect(self._leave_room)
        self._weights.columnsInserted.connect(self._arrange_later)
        self._weights.rowsInserted.connect(self._arrange_later)
        self._weights.rowsRemoved.connect(self._arrange_later)
        self._weights.silence_changed.connect(self._arrange_later)

    @Slot()
    def _begin_row(self) -> None:
        """Begin a row after the last: a number was typed in its last cell."""
        try:
            self._A.matrix.document.begin_row()
        except (EngineError, GuiError) as error:
            self._A.refused.emit(refusal(error))

    @Slot()
    def _leave_row(self) -> None:
        """Take the begun row back once it is left without a number."""
        is_typed_in = any(
            each.state() == QAbstractItemView.State.EditingState for each in (self._A, self._Y)
        )
        if not is_typed_in and self._A.currentIndex().row() + 1 < self._A.matrix.shape[0]:
            self._A.matrix.document.leave_row()

    def _needed(self, column: int) -> int:
        return max(self._A.column_widths.needed(column), self._W.column_widths.needed(column))

    @Slot()
    def _leave_room(self) -> None:
        """Give columns room for most slopes before a run: they stay where they are in it."""
        has_slopes = WeightRow.GRADIENT in self._weights.rows
        # Few slopes are as long as the long one.
        self._A.column_widths.least = self._slope_width - MARGIN - 1 if has_slopes else 0
        self._arrange_later()

    def _ample(self, column: int) -> int:
        """Return the width with room for the slopes of a run, so that none moves the cards."""
        if self._is_fixed(column):
            return self._needed(column)
        mark = MARK_ROOM if WeightRow.EXACT in self._weights.rows else 0
        return max(self._needed(column), self._slope_width + mark)

    def _is_fixed(self, column: int) -> bool:
        """Return whether a person has chosen the width of a column."""
        return any(view.column_widths.is_dragged(column) for view in (self._A, self._W))

    @property
    def _slope_width(self) -> int:
        """The width of a long slope, without the mark of an exact one."""
        return self._W.fontMetrics().horizontalAdvance(LONG_SLOPE) + 2 * MARGIN + 1

    @Slot(int)
    def _scroll_to(self, first: int) -> None:
        if first != self._window.first:
            self._window = self._window._replace(first=first)
            self._arrange()

    @Slot(int)
    def _show_column(self, column: int) -> None:
        """Scroll until a column is seen whole, if it is not."""
        columns = self._window.columns
        if column in columns or not 0 <= column < self._A.matrix.shape[1]:
            return
        if column < columns.start:
            self._scroll_to(column)
        else:
            count = self._A.matrix.shape[1]
            self._scroll_to(first_that_shows(column, count, self._room, self._needed))

    @Slot()
    def _follow_bar(self) -> None:
        """Keep whole columns in view, whatever moved the bar of a table."""
        for view in (self._A, self._W):
            value, offset = view.horizontalScrollBar().value(), self._offset(view)
            if value == offset:
                continue
            if view.state() == QAbstractItemView.State.DragSelectingState:
                self._columns_bar.setValue(self._window.first + (1 if value > offset else -1))
            self._arrange_later()

    def _offset(self, view: MatrixView) -> int:
        return max(view.horizontalHeader().sectionPosition(self._window.first), 0)

    @Slot(QObject)
    def _highlight_column_of(self, view: MatrixView) -> None:
        """Highlight the name over the current cell, also if that is one of W."""
        column = view.currentIndex().column() if view is self._W else None
        cast(FlatHeader, self._A.horizontalHeader()).highlight(column)

    @Slot()
    def _widen_margin(self) -> None:
        if self._margin.needed > self._margin.width():
            self._arrange_later()

    @Slot()
    def _show_slopes(self) -> None:
        """Make room for the exact slopes as soon as the quotients are wrong."""
        weights, row = self._weights, WeightRow.EXACT
        # What a person has hidden is not missing; asked last, because it takes the longest.
        if weights.has_wrong_slopes and row not in weights.rows and row in weights.available_rows:
            self._arrange_later()

    @Slot()
    def _arrange_later(self) -> None:
        """Arrange the tables anew before they are painted; Qt keeps one such request at a time."""
        self._arranged = None
        QApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def _arrange(self) -> None:
        """Place all parts: as many rows and columns as are seen whole."""
        self._arranged = self._asked()
        top, left = _ABOVE, _SIDE
        heads = self._heads_width()
        self._arrange_weights(heads)
        Y_widths = self._widths_of_Y()
        beside = heads + _GAP + sum(Y_widths) + _GAP + THICKNESS
        self._room = max(self.width() - 2 * _SIDE - beside, 1)
        self._take_window()
        data = self._rows_of_data()
        cards = self._share_room(heads, Y_widths, data)
        names = cast(FlatHeader, self._A.horizontalHeader()).names_height
        above = len(self._weights.rows) * self.row_height
        height = names + above + data * self.row_height
        self._set_widths(heads, Y_widths)
        for view in (self._A, self._Y):
            cast(FlatHeader, view.horizontalHeader()).leave_room_below(above)
        right = left + heads + self._window.width + _GAP
        self._A.setGeometry(left, top, heads + self._window.width, height)
        self._W.setGeometry(left, top + names, heads + self._window.width, above)
        self._Y.setGeometry(right, top, sum(Y_widths), height)
        self._margin.setGeometry(right, top + names, sum(Y_widths), above)
        corner = min(self._corner.sizeHint().height(), names)
        self._corner.setGeometry(left, top + (names - corner) // 2, heads - GRID, corner)
        self._place_rules(heads, right, sum(Y_widths), top + names + above)
        self._place_bars(heads, right, sum(Y_widths), top + height, data)
        self._Y.updateGeometries()
        for view in (self._A, self._W):
            view.updateGeometries()
            view.horizontalScrollBar().setValue(self._offset(view))
        self._place_cards(cards)
        heights = self.full_height, self.minimumSizeHint().height()
        if heights != self._heights:
            self._heights = heights
            self.updateGeometry()
            self.height_changed.emit()

    def _asked(self) -> tuple[QSize, ...]:
        """Return the sizes that the corner and the cards ask for."""
        of_cards = (
            (_widget(card).minimumSizeHint(), _widget(card).sizeHint()) for card in self._cards
        )
        return self._corner.sizeHint(), *chain.from_iterable(of_cards)

    def _arrange_weights(self, heads: int) -> None:
        """Choose the rows of W, as if the columns were scrolled unless they never are.

        Which columns fit depends on the rows of W, so these must not depend on it.
        """
        spare = self._below - _MARGIN_BELOW if self._has_ample_room(heads) else 0
        room, data = self._rows_that_fit(spare), self._A.matrix.shape[0]
        self._has_met_wrong_slopes |= self._weights.has_wrong_slopes
        self._weights.show_rows(
            rows_with_room(
                room,
                self._weights.available_rows,
                data,
                silent=self._weights.silent_rows,
                with_wrong_slopes=self._has_met_wrong_slopes,
            )
        )

    def _has_ample_room(self, heads: int) -> bool:
        """Return whether all columns fit whatever W and its margin show: each as a long slope.

        Numbers with more digits than usual may need more: then a row of data gives way to the bar.
        """
        count, beside = self._A.matrix.shape[1], heads + 2 * _GAP + THICKNESS
        slope = self._W.fontMetrics().horizontalAdvance(LONG_SLOPE) + MARK_ROOM + 2 * MARGIN + 1
        return beside + (count + _SLOPES_OF_Y) * slope <= self.width() - 2 * _SIDE

    def _rows_of_data(self) -> int:
        """Return how many rows of data are seen; they take the room of the bar if there is none."""
        room = self._rows_that_fit(self._spare_below) - len(self._weights.rows)
        return max(min(self._A.matrix.shape[0], room), 0)

    def _rows_that_fit(self, spare: int) -> int:
        return max(self.height() - self.height_of(0) + spare, 0) // self.row_height

    def _heads_width(self) -> int:
        """Return the width that row numbers, the names of W's rows and the corner need."""
        metrics = self._W.verticalHeader().fontMetrics()
        names = [self._weights.title_of(row) for row in self._weights.available_rows]
        names.append(self._A.matrix.longest_row_name)
        # One more than both margins: a rectangle of Qt ends a pixel before its width.
        text = max(metrics.horizontalAdvance(name) for name in names) + 2 * MARGIN + 1
        return max(text, self._corner.sizeHint().width() + GRID, _LEAST_HEADS)

    def _widths_of_Y(self) -> list[int]:
        """Return the widths of Y's columns, the last one wide enough for the margin of W."""
        needed = self._Y.column_widths.needed
        widths = [needed(column) for column in range(self._Y.matrix.shape[1])]
        widths[-1] += max(self._margin.needed - sum(widths), 0)
        return widths

    def _share_room(self, heads: int, Y_widths: list[int], data: int) -> Sequence[tuple[Card, int]]:
        """Share out what room is left, and return the cards that have room, with their widths.

        The columns of Y have what a run may make of them, so that a longer number moves no card;
        the cards have some more than they need, and all columns the rest.
        """
        bar = _GAP + THICKNESS if data < self._A.matrix.shape[0] else 0
        beside = heads + _GAP + sum(Y_widths) + bar
        free = self.width() - 2 * _SIDE - beside - self._window.width
        if len(self._window.widths) < self._A.matrix.shape[1]:  # scrolled, so it is shared out
            return ()
        shown: list[Card] = []
        for card in self._cards:
            if card not in self._hidden_cards and card.least_width + _GAP <= free:
                shown.append(card)
                free -= card.least_width + _GAP
        for column, width in reversed(list(enumerate(self._ample_widths_of_Y()))):
            more = min(max(width - Y_widths[column], 0), max(free, 0))
            Y_widths[column] += more
            free -= more
        spare = max(min(free // max(len(shown), 1), _MOST_SPARE), 0) if shown else 0
        self._widen_columns(Y_widths, free - spare * len(shown))
        return [(card, card.least_width + spare) for card in shown]

    def _widen_columns(self, Y_widths: list[int], room: int) -> None:
        """Share out room among the columns of A and Y, but for those that a person dragged."""
        widths = [*self._window.widths, *Y_widths]
        count = len(self._window.widths)
        A, Y = self._A.column_widths, self._Y.column_widths
        free = [k for k in range(count) if not A.is_dragged(k)]
        free += [count + k for k in range(len(Y_widths)) if not Y.is_dragged(k)]
        for number, place in enumerate(free):
            widths[place] += max(room, 0) // len(free) + (number < max(room, 0) % len(free))
        self._window = self._window._replace(widths=tuple(widths[:count]))
        Y_widths[:] = widths[count:]

    def _ample_widths_of_Y(self) -> list[int]:
        """Return the widths of Y's columns with room for what a run may make of them."""
        needed, metrics = self._Y.column_widths.needed, self._Y.fontMetrics()
        widths = (metrics.horizontalAdvance(text) + 2 * MARGIN + 1 for text in _LONG_OUTPUTS)
        return [max(needed(column), width) for column, width in enumerate(widths)]

    def _take_window(self) -> None:
        """Choose the columns of A that are seen, and how far they can be scrolled."""
        count = self._A.matrix.shape[1]
        is_fixed = self._A.column_widths.is_dragged
        first, needed = self._window.first, self._needed
        if count * self._slope_width <= self._room and self._room >= sum(
            map(self._ample, range(count))
        ):
            needed = self._ample
        self._window = window_from(first, count, self._room, needed, is_fixed)
        last = first_that_shows(count - 1, count, self._room, needed)
        self._columns_bar.setRange(0, last)
        self._columns_bar.setPageStep(len(self._window.widths))
        self._columns_bar.setValue(self._window.first)
        is_scrolled = len(self._window.widths) < count
        self._spare_below = 0 if is_scrolled else self._below - _MARGIN_BELOW
        self._columns_bar.setVisible(is_scrolled)
        self._shown_columns.setVisible(is_scrolled)
        self._shown_columns.setText(_columns_text(self._window.columns, count))

    def _set_widths(self, heads: int, Y_widths: Sequence[int]) -> None:
        for view in (self._A, self._W):
            view.verticalHeader().setFixedWidth(heads)
            for column, width in zip(self._window.columns, self._window.widths, strict=True):
                view.column_widths.set_width(column, width)
            view.column_widths.forget_others(self._window.columns)
        for column, width in enumerate(Y_widths):
            self._Y.column_widths.set_width(column, width)
        self._margin.setColumnWidth(0, sum(Y_widths))
        self._margin.verticalHeader().setDefaultSectionSize(self.row_height)

    def _place_rules(self, heads: int, right: int, width: int, bottom: int) -> None:
        """Draw the line under W, over the cells of its last row."""
        left, right_rule = self._rules
        left.setGeometry(_SIDE + heads, bottom - _RULE, self._window.width, _RULE)
        right_rule.setGeometry(right, bottom - _RULE, width, _RULE)

    def _place_bars(self, heads: int, right: int, width: int, bottom: int, data: int) -> None:
        """Place the bars below the columns of A and beside the rows of data."""
        self._columns_bar.setGeometry(_SIDE + heads, bottom + 2, self._window.width, THICKNESS)
        self._shown_columns.setGeometry(right, bottom + 1, width, self._below - 1)
        height = data * self.row_height
        self._rows_bar.setGeometry(right + width + 2, bottom - height, THICKNESS, height)
        self._rows_bar.setPageStep(max(data, 1))
        self._rows_bar.setVisible(data < self._A.matrix.shape[0])

    def _place_cards(self, shown: Sequence[tuple[Card, int]]) -> None:
        """Place the cards that have room at the right, and hide the others."""
        left = self.width() - _SIDE - sum(width + _GAP for _, width in shown) + _GAP
        widths = dict(shown)
        for card in self._cards:
            if card in widths:
                room = QRect(left, _ABOVE, widths[card], self.height() - 2 * _ABOVE)
                room.setHeight(min(_widget(card).sizeHint().height(), room.height()))
                _widget(card).setGeometry(room)
                left += widths[card] + _GAP
            _widget(card).setVisible(card in widths)


def _widget(card: Card) -> QWidget:
    return cast(QWidget, card)


def _columns_text(columns: range, count: int) -> str:
    """Return which columns are seen, counted from 1."""
    first, last = grouped(columns.start + 1), grouped(columns.stop)
    if len(columns) == 1:
        return SHOWN_COLUMN.format(first=first, count=grouped(count))
    return SHOWN_COLUMNS.format(first=first, last=last, count=grouped(count))
