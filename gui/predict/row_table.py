"""The table of new rows: the columns of A, which scroll, and beside them the figures."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QWidget,
)

from ..background.reporting import report, reporting, reporting_as_unhandled
from ..tables.view.cell_delegate import CellEditor
from ..tables.view.rejected_edit import RejectedEdit
from ..text.message import MessageKind
from ..theme.blending import blend, hairline
from ..theme.palette import kind_colour
from ..widgets.listing.list_table import HEAD_HEIGHT, ROW_HEIGHT, ListView
from ..widgets.listing.look import EDGE, MARGIN, ListDelegate
from ..widgets.slim_bar import THICKNESS, SlimBar
from . import texts
from .figure_columns import FigureColumn
from .row_table_model import FIGURES, Index, RowTableModel

LEAST_INPUT, WIDEST_INPUT = 64, 160
LEAST_INPUTS = 240
"""Of the columns of A: the number of the row and two of them."""
MEASURED_ROWS = 40
_EMPTY_TINT = 0.14


class RowDelegate(ListDelegate):
    """Draws cells that are to be filled in the colour of a warning, and edits them in place."""

    @reporting
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground of an empty cell, then the cell."""
        model = index.model()
        assert isinstance(model, RowTableModel)
        palette = option.palette
        if model.is_empty(index.row(), index.column()):
            ground = palette.color(QPalette.ColorRole.Base)
            warning = kind_colour(MessageKind.WARNING, palette)
            painter.fillRect(option.rect, blend(ground, warning, _EMPTY_TINT))
        super().paint(painter, option, index)
        painter.setPen(hairline(palette))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if model.input_at(index.column()) is not None:  # which takes input, as in A
            painter.drawLine(option.rect.topRight(), option.rect.bottomRight())

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open a line edit that covers the cell."""
        try:
            model = index.model()
            assert isinstance(model, RowTableModel)
            return CellEditor(model.cell_name(index.row(), index.column()), option.font, parent)
        except Exception as error:
            report(error)
            return super().createEditor(parent, option, index)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Cover the cell."""
        assert isinstance(editor, CellEditor)
        editor.cover(option.rect, str(index.data(Qt.ItemDataRole.EditRole)))


class RowView(ListView):
    """One half of the table; ``remove_requested`` and the like ask for what its keys do."""

    remove_requested = Signal()
    paste_requested = Signal()
    copy_requested = Signal()

    def __init__(self, name: str, spoken_name: str, parent: QWidget) -> None:
        super().__init__(name, spoken_name, RowDelegate, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        side, head = self.verticalHeader(), self.horizontalHeader()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(ROW_HEIGHT)
        head.setFixedHeight(HEAD_HEIGHT)
        head.setSortIndicatorShown(False)

    @reporting_as_unhandled
    def event(self, event: QEvent) -> bool:
        """Keep the keys of paste and copy, which are those of the tables elsewhere."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            standard = QKeySequence.StandardKey
            if event.matches(standard.Paste) or event.matches(standard.Copy):
                event.accept()
                return True
        return super().event(event)

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove, paste and copy rows; Enter begins to edit a cell."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._edit_current()
        else:
            super().keyPressEvent(event)

    def _edit_current(self) -> None:
        current = self.currentIndex()
        if current.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(current)


class RowTable(QWidget):
    """Both halves, which scroll up and down together."""

    def __init__(self, model: RowTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._model = model
        self.inputs = RowView("new_rows", texts.TABLE, self)
        self.figures = RowView("new_row_figures", texts.FIGURES, self)
        self._bar = SlimBar(Qt.Orientation.Horizontal, self)
        for view in (self.inputs, self.figures):
            view.setModel(model)
        self.figures.setSelectionModel(self.inputs.selectionModel())
        self.inputs.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rejected = RejectedEdit(self.inputs)
        self._rejected.show_in(self)
        model.refused.connect(self._rejected.reject)
        self.inputs.selectionModel().currentChanged.connect(self._rejected.hide_message)
        above, below = self.inputs.verticalScrollBar(), self.figures.verticalScrollBar()
        above.valueChanged.connect(below.setValue)
        below.valueChanged.connect(above.setValue)
        along = self.inputs.horizontalScrollBar()
        along.rangeChanged.connect(self._follow_range)
        along.valueChanged.connect(self._bar.setValue)
        along.valueChanged.connect(self._show_whole_columns)
        self._bar.valueChanged.connect(along.setValue)
        self._shown_columns = -1
        self._widths: list[int] = []
        """What the columns to fill need; those in view may have more."""
        self.setFocusProxy(self.inputs)

    @property
    def selected_rows(self) -> list[int]:
        """The selected rows, from 0, without the one to begin; the current one if none is."""
        chosen = self.inputs.selectionModel().selectedRows()
        rows = {index.row() for index in chosen} or {self.inputs.currentIndex().row()}
        return sorted(row for row in rows if 0 <= row < self._model.rows)

    @property
    def current_row(self) -> int:
        """The current row, from 0; −1 if there is none."""
        return self.inputs.currentIndex().row()

    def go_to_row(self, row: int) -> None:
        """Make a row the current one, and show it."""
        index = self._model.index(row, 1)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        rows = flags | QItemSelectionModel.SelectionFlag.Rows
        self.inputs.selectionModel().setCurrentIndex(index, rows)
        self.inputs.scrollTo(index)

    def commit(self) -> None:
        """Commit what is being typed."""
        if self.inputs.state() == QAbstractItemView.State.EditingState:
            self.inputs.setCurrentIndex(self.inputs.currentIndex())
            editor = self.inputs.findChild(CellEditor)
            if editor is not None:
                self.inputs.commitData(editor)
                self.inputs.closeEditor(editor, RowDelegate.EndEditHint.NoHint)

    def minimumSizeHint(self) -> QSize:
        """Return a size with a row below the names of the columns."""
        return QSize(LEAST_INPUTS, HEAD_HEIGHT + ROW_HEIGHT + THICKNESS)

    def fit_now(self) -> None:
        """Give the column of Ŷ now more width if its numbers need it: they follow the run."""
        column = self._model.inputs + 1
        if self._model.figure_at(column) is FigureColumn.NOW:
            width = self._width_of(column)
            if width > self.figures.columnWidth(column):
                self.figures.setColumnWidth(column, width)
                self._place()

    def fit(self) -> None:
        """Give each column the width of its numbers, and both halves their places."""
        model, inputs = self._model, self._model.inputs
        columns = model.columnCount()
        if columns != self._shown_columns:
            self._shown_columns = columns
            for column in range(columns):
                self.inputs.setColumnHidden(column, column > inputs)
                self.figures.setColumnHidden(column, column <= inputs)
        self._widths = [self._width_of(column) for column in range(inputs + 1)]
        for column in range(inputs + 1, columns):
            self.figures.setColumnWidth(column, self._width_of(column))
        self._place()
        if self.inputs.currentIndex().column() < 1 and columns > 1:
            self.go_to_row(max(self.inputs.currentIndex().row(), 0))

    def _width_of(self, column: int) -> int:
        metrics, model = QFontMetrics(self.font()), self._model
        step = max(1, model.rowCount() // MEASURED_ROWS)
        found = [str(model.index(r, column).data()) for r in range(0, model.rowCount(), step)]
        head = str(model.headerData(column, Qt.Orientation.Horizontal))
        widest = max(map(metrics.horizontalAdvance, (head, *found)))
        width = widest + 2 * MARGIN + (EDGE if column == 0 else MARGIN)
        if column > model.inputs or column == 0:
            return width
        return min(max(width, LEAST_INPUT), WIDEST_INPUT)

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give both halves their places."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Show all figures, and as many columns of A as have room; nothing is cut."""
        model = self._model
        needed = sum(self._widths)
        figures = range(model.inputs + 1, model.inputs + 1 + len(FIGURES))
        beside = sum(self.figures.columnWidth(k) for k in figures)
        least = min(LEAST_INPUTS, needed)
        all_rows = HEAD_HEIGHT + model.rowCount() * ROW_HEIGHT
        height = self.height()
        if needed > max(self.width() - beside, least):
            height -= THICKNESS
        if all_rows > height:
            beside += THICKNESS
        left = max(min(needed, self.width() - beside), least)
        if needed > left:
            height = self.height() - THICKNESS
        whole = HEAD_HEIGHT + max((height - HEAD_HEIGHT) // ROW_HEIGHT, 0) * ROW_HEIGHT
        self.inputs.setGeometry(QRect(0, 0, left, whole))
        self.figures.setGeometry(QRect(left, 0, max(min(beside, self.width() - left), 0), whole))
        self._bar.setGeometry(QRect(0, whole, left, THICKNESS))
        self._bar.setVisible(needed > left)
        self._show_whole_columns()

    @Slot()
    def _show_whole_columns(self) -> None:
        """Share the room of a column that would be cut among those that are whole in view."""
        widths, room = list(self._widths), self.inputs.width()
        first = self.inputs.horizontalScrollBar().value()
        whole: list[int] = []
        for column in range(first, len(widths)):
            if widths[column] > room:
                break
            whole.append(column)
            room -= widths[column]
        if whole and sum(widths) > self.inputs.width():
            for at, column in enumerate(whole):
                widths[column] += room * (at + 1) // len(whole) - room * at // len(whole)
        for column, width in enumerate(widths):
            self.inputs.setColumnWidth(column, width)
        self.inputs.horizontalHeader().setOffsetToSectionPosition(first)

    @Slot(int, int)
    def _follow_range(self, least: int, most: int) -> None:
        self._bar.setRange(least, most)
        self._bar.setPageStep(self.inputs.horizontalScrollBar().pageStep())

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of fields."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
