"""A table of numbers to type in: spreadsheet keys, and no delay with a million rows."""

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyle, QTableView, QWidget

from ..models.cell_block import Block
from ..models.model import AnyIndex, TableModel
from .cell_delegate import CellDelegate, CellEditor
from .column_widths import ColumnWidths
from .header import HeaderMenuSelection
from .header_editor import HeaderEditor
from .keyboard import CursorStep, RowTyping, jump, step_for_key, without_control
from .rejected_edit import RejectedEdit
from .style import style_table
from .view_position import ViewPosition

# Enough columns to look like a table; a person widens the splitter for more.
_HINT_COLUMNS = 3
# Taller than any screen.
_MAX_HINT_ROWS = 1000
_FORWARD = (CursorStep.DOWN, CursorStep.NEXT)
TABLE_ENDS = "{} ends here: this replaces the number that you just typed."
_RESIZE_EVENTS = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class MatrixView(QTableView):
    """Shows a ``TableModel``; typing edits, Enter goes down, Tab goes right, Ctrl+Tab leaves.

    ``refused`` carries a sentence about what could not be done. ``cancel_requested`` reports Esc,
    which cancels a long operation. ``fill_requested`` carries a number typed for all selected
    cells. ``chosen`` reports that the table commands now act on this view.
    """

    chosen = Signal(QObject)
    current_row_changed = Signal(int)
    refused = Signal(str)
    cancel_requested = Signal()
    fill_requested = Signal(QObject, float)
    widths_changed = Signal()

    def __init__(
        self, model: TableModel, name: str, accessible_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.matrix = model
        self._forced_selection: QItemSelectionModel.SelectionFlag | None = None
        self._delegate = CellDelegate(self)
        self._rejected_edit = RejectedEdit(self)
        self._column_widths = ColumnWidths(self, model)
        self._row_typing = RowTyping()
        self._ended_at = QPersistentModelIndex()
        self.setItemDelegate(self._delegate)
        style_table(self)
        self.setModel(model)
        self._view_position = ViewPosition(self)
        self._header_editor = HeaderEditor(self, model)
        self._header_menu_selection = HeaderMenuSelection(self)
        self._column_widths.connect_signals()
        self._connect()
        self._column_widths.update_sizes()
        self.setCurrentIndex(model.index(0, 0))

    @property
    def has_refused(self) -> bool:
        """Whether an edit was just rejected and its cell waits for another attempt."""
        return self._rejected_edit.is_waiting

    def commit(self) -> None:
        """Commit what is typed in the open cell or column name, if any."""
        self._header_editor.commit()
        if self.state() == QAbstractItemView.State.EditingState:
            self.setFocus()

    @Slot(str)
    def show_message(self, sentence: str) -> None:
        """Show a message below the current cell."""
        self._rejected_edit.show_message(sentence)

    def rename_column(self) -> None:
        """Open the editor over the current column's name, if it can be renamed."""
        self._header_editor.edit(self.currentIndex().column())

    def select_block(self, block: Block) -> None:
        """Select the existing part of a block and go to its top left cell."""
        block = block.clipped_to(self.matrix.rowCount(), self.matrix.columnCount())
        if not block.cell_count:
            return
        first = self.matrix.index(block.top, block.left)
        last = self.matrix.index(block.bottom - 1, block.right - 1)
        self.setCurrentIndex(first)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(QItemSelection(first, last), flags)

    @Slot(int)
    def follow_row(self, row: int) -> None:
        """Go to a row, because it became current in the paired table; emit nothing."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.matrix.index(row, max(self.currentIndex().column(), 0)))

    def height_of(self, rows: int) -> int:
        """Return the height that shows this many rows and the header."""
        cells = rows * self.verticalHeader().defaultSectionSize()
        return self.horizontalHeader().height() + cells + 2 * self.frameWidth()

    def width_of(self, columns: int) -> int:
        """Return the width that shows this many columns, the row names and a scroll bar."""
        names = self.verticalHeader()
        beside = 0 if names.isHidden() else names.sizeHint().width()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return beside + self._column_widths.width_of(columns) + bar

    def sizeHint(self) -> QSize:
        """Ask for a few columns, and for all rows up to the height of a screen."""
        columns = min(_HINT_COLUMNS, self.matrix.columnCount())
        rows = min(_MAX_HINT_ROWS, self.matrix.rowCount())
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return QSize(self.width_of(columns), self.height_of(rows) + bar)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move on Enter and Tab, request cancelling on Esc, leave the rest to Qt."""
        self._rejected_edit.dismiss()
        if event.key() == Qt.Key.Key_Escape:
            self.cancel_requested.emit()
        step = step_for_key(event)
        if step is not None:
            event.setAccepted(self.step(step))
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            QFrame.focusNextPrevChild(self, event.key() == Qt.Key.Key_Tab)
        else:
            super().keyPressEvent(event)
            if event.key() == Qt.Key.Key_F2:
                self._move_to_text_end()

    def setCurrentIndex(self, index: AnyIndex) -> None:
        """Go to a cell and select only it, whatever modifier keys are held."""
        self._forced_selection = QItemSelectionModel.SelectionFlag.ClearAndSelect
        super().setCurrentIndex(index)
        self._forced_selection = None

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Jump to the edge of the table on Ctrl with an arrow key."""
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            target = jump(self.matrix, self.currentIndex(), action)
            if target.isValid():
                return target
        return super().moveCursor(action, modifiers)

    def selectionCommand(
        self, index: AnyIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Select after a jump as after any other move: with Shift, all cells on the way."""
        if self._forced_selection is not None:
            return self._forced_selection
        if isinstance(event, QKeyEvent):
            return super().selectionCommand(index, without_control(event))
        return super().selectionCommand(index, event)

    def keyboardSearch(self, search: str) -> None:  # noqa: ARG002
        """Explain why a computed cell takes no text; Qt would search every row for it."""
        name = self.matrix.column_name(self.currentIndex().column())
        self.show_message(f"{name} is computed and cannot be edited.")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become the table that the commands act on."""
        super().focusInEvent(event)
        self.chosen.emit(self)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Update the highlighted names and the tinted row."""
        super().currentChanged(current, previous)
        self._rejected_edit.hide_message()
        self._delegate.current_row = current.row()
        for part in (self.horizontalHeader(), self.verticalHeader(), self):
            part.viewport().update()
        self.chosen.emit(self)
        self.current_row_changed.emit(current.row())

    def changeEvent(self, event: QEvent) -> None:
        """Update heights and widths when the font changes."""
        super().changeEvent(event)
        if event.type() in _RESIZE_EVENTS:
            self._column_widths.update_sizes()
            self._rejected_edit.reposition()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the message inside the view."""
        super().resizeEvent(event)
        self._rejected_edit.reposition()

    @Slot(CursorStep)
    def step(self, step: CursorStep) -> bool:
        """Move to the neighbouring cell; return False if Tab should leave the table."""
        if self._rejected_edit.is_waiting:
            return True
        target = self._row_typing.target(self.matrix, self.currentIndex(), step)
        if target.isValid():
            self.setCurrentIndex(target)
        return target.isValid() or step in (CursorStep.DOWN, CursorStep.UP)

    @Slot(CursorStep)
    def _step_after_edit(self, step: CursorStep) -> None:
        """Move on; remember where the table ended, because what is typed next replaces the cell."""
        before = self.currentIndex()
        self.step(step)
        is_at_end = step in _FORWARD and self.currentIndex() == before and not self.has_refused
        self._ended_at = QPersistentModelIndex(before if is_at_end else QModelIndex())

    @Slot()
    def _warn_at_end(self) -> None:
        """Say that the number just typed is being replaced, if nothing lies beyond it."""
        if self._ended_at.isValid() and self._ended_at == self.currentIndex():
            self._rejected_edit.show_message(TABLE_ENDS.format(self.matrix.table_name))
        self._ended_at = QPersistentModelIndex()

    def _move_to_text_end(self) -> None:
        """Move the cursor behind the number, so that F2 continues it; Qt selects all of it."""
        editor = self.focusWidget()
        if isinstance(editor, CellEditor):
            editor.end(False)

    @Slot()
    def _close_editor(self) -> None:
        """Close an open editor while its cell is there; Qt would, once the tables have changed.

        The tables are reset one after the other, and the first one may resize another. Qt then
        places the editor again, at a cell that the table no longer has, and crashes.
        """
        editor = self.indexWidget(self.currentIndex())
        if isinstance(editor, CellEditor):
            self.closeEditor(editor, CellDelegate.EndEditHint.NoHint)

    def _connect(self) -> None:
        self._delegate.editor_opened.connect(self._rejected_edit.dismiss)
        self._delegate.editor_opened.connect(self._warn_at_end)
        self._delegate.stepped.connect(self._step_after_edit)
        self._delegate.fill_requested.connect(self._request_fill)
        self.matrix.refused.connect(self._rejected_edit.reject)
        self.matrix.modelAboutToBeReset.connect(self._close_editor)
        self.matrix.modelReset.connect(self._rejected_edit.dismiss)
        self.matrix.document.values_changed.connect(self._rejected_edit.hide_message)
        self._column_widths.widths_changed.connect(self.widths_changed)

    @Slot(float)
    def _request_fill(self, number: float) -> None:
        self.fill_requested.emit(self, number)
