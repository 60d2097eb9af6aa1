"""A table of numbers to type in: spreadsheet keys, and no delay with a million rows."""

from typing import ClassVar

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from ...background.reporting import reporting
from ...text.key_help import KeyHelp, KeyLine
from ...text.numbers import UNKNOWN
from ...text.translation import translate
from ..models.cell_block import Block, TableAxis
from ..models.model import AnyIndex, TableModel
from .cell_delegate import CellDelegate, CellEditor
from .column_widths import ColumnWidths
from .header import HeaderMenuSelection
from .header_editor import HeaderEditor
from .keyboard import (
    CursorStep,
    RowTyping,
    arrow_out_of,
    entered_cell,
    jump,
    step_for_key,
    without_control,
)
from .rejected_edit import RejectedEdit
from .style import style_table
from .view_position import ViewPosition

_FORWARD = (CursorStep.DOWN, CursorStep.NEXT)
TABLE_ENDS = translate("tables", "{table} ends here: this replaces the number that you just typed.")
_RESIZE_EVENTS = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class MatrixView(QTableView):
    """Shows a ``TableModel``; typing edits, Enter goes down, Tab goes right, Ctrl+Tab leaves.

    ``refused`` carries a sentence about what could not be done. ``cancel_requested`` reports Esc,
    which cancels a long operation, and ``reverted`` that Esc has left a cell or a name as it was.
    ``fill_requested`` carries a number typed for all selected cells. ``chosen`` reports that the
    table commands now act on this view. ``column_wanted`` asks the sheet to scroll to a column,
    ``row_wanted`` to begin a row after the last. An arrow key at the edge enters the table beside
    it.
    """

    KEYS: ClassVar[KeyHelp] = KeyHelp(
        translate("tables", "In a table"),
        (
            KeyLine(
                ("Ctrl+Tab", "Ctrl+Shift+Tab"),
                translate("tables", "Leave the table, forwards or backwards"),
            ),
            KeyLine(
                ("Return", "Enter", "Shift+Return", "Shift+Enter"),
                translate("tables", "Go down or up"),
            ),
            KeyLine(
                ("Tab", "Shift+Tab"),
                translate("tables", "Go right or left, and on to the next row"),
            ),
            KeyLine(
                ("Tab", "Return"),
                translate("tables", "After a number typed in the last row: begin a new row"),
            ),
            KeyLine(("F2",), translate("tables", "Continue the number of the cell")),
            KeyLine(
                ("Ctrl+Return",), translate("tables", "Write the number into all selected cells")
            ),
            KeyLine(("Esc",), translate("tables", "Give up what is typed, or a long paste")),
        ),
    )

    chosen = Signal(QObject)
    current_row_changed = Signal(int)
    refused = Signal(str)
    cancel_requested = Signal()
    reverted = Signal()
    fill_requested = Signal(QObject, float)
    leave_out_requested = Signal(object)
    take_back_requested = Signal(object)
    column_wanted = Signal(int)
    row_wanted = Signal()

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
        self._typed_beside: tuple[MatrixView, ...] = ()
        self._beside: dict[Qt.Key, MatrixView] = {}
        self._ended_at = QPersistentModelIndex()
        self.setItemDelegate(self._delegate)
        style_table(self)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setModel(model)
        self._view_position = ViewPosition(self)
        self._header_editor = HeaderEditor(self, model)
        self._header_menu_selection = HeaderMenuSelection(self)
        self._column_widths.connect_signals()
        self._connect()
        self._column_widths.update_row_height()
        self.setCurrentIndex(model.index(0, 0))

    @property
    def column_widths(self) -> ColumnWidths:
        """What each column needs, and what it is given."""
        return self._column_widths

    def show_empty(self, *, is_empty: bool) -> None:
        """Draw nothing where a number is not known, or the mark of that."""
        self._delegate.unknown_text = "" if is_empty else UNKNOWN
        self.viewport().update()

    def put_beside(self, key: Qt.Key, other: "MatrixView") -> None:
        """Let an arrow key at the edge enter another table."""
        self._beside[key] = other

    def type_in_rows(self, typing: RowTyping, *others: "MatrixView") -> None:
        """Let Tab and Enter move in this and other tables as in one."""
        self._row_typing = typing
        self._typed_beside = others

    def show_messages_in(self, container: QWidget) -> None:
        """Show what is refused in a widget around this table, which is too low for a message."""
        self._rejected_edit.show_in(container)

    def enter(self, key: Qt.Key, row: int, column: int) -> None:
        """Take the focus from the table beside this one, which an arrow key has left."""
        self.setCurrentIndex(entered_cell(self.matrix, key, row, column))
        self.setFocus()

    @property
    def has_refused(self) -> bool:
        """Whether an edit was just rejected and its cell waits for another attempt."""
        return self._rejected_edit.is_waiting

    @property
    def has_seen_selection(self) -> bool:
        """Whether it is seen without the focus what is selected: several cells, not one."""
        return self.isVisible() and not self._delegate.selects_one_cell

    def commit(self) -> None:
        """Commit what is typed in the open cell or column name, if any."""
        self._header_editor.commit()
        if self.state() == QAbstractItemView.State.EditingState:
            self.setFocus()

    @Slot(str)
    def show_message(self, sentence: str) -> None:
        """Show a message below the current cell."""
        self._rejected_edit.show_message(sentence)

    @Slot(str)
    def show_refusal(self, sentence: str) -> None:
        """Show below the current cell why something was refused, which others say."""
        self._rejected_edit.show_refusal(sentence)

    def clear_message(self) -> None:
        """Show no message."""
        self._rejected_edit.dismiss()

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

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move on Enter and Tab, request cancelling on Esc, leave the rest to Qt."""
        self._rejected_edit.dismiss()
        if event.key() == Qt.Key.Key_Escape:
            self.cancel_requested.emit()
        step, current = step_for_key(event), self.currentIndex()
        arrow = arrow_out_of(self.matrix, current, event)
        if step is not None:
            event.setAccepted(self.step(step))
        elif arrow is not None and arrow in self._beside:
            self._beside[arrow].enter(arrow, current.row(), current.column())
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
        current = self.currentIndex()
        self.show_message(self.matrix.why_computed(current.row(), current.column()))

    @reporting
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become the table that the commands act on."""
        super().focusInEvent(event)
        self.chosen.emit(self)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Update the highlighted names and the tinted row."""
        super().currentChanged(current, previous)
        self._rejected_edit.hide_message()
        # Only rows that go on in the table beside are tinted.
        has_rows = TableAxis.ROW in self.matrix.axes
        self._delegate.current_row = current.row() if has_rows else -1
        for part in (self.horizontalHeader(), self.verticalHeader(), self):
            part.viewport().update()
        self.chosen.emit(self)
        self.current_row_changed.emit(current.row())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Leave out what Qt tells screen readers: it lists all selected cells to find the first."""
        if QAccessible.isActive():
            QAbstractItemView.selectionChanged(self, selected, deselected)
        else:
            super().selectionChanged(selected, deselected)

    def scrollTo(
        self,
        index: AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Let the sheet show the column whole, then scroll to the row."""
        self.column_wanted.emit(index.column())
        super().scrollTo(index, hint)

    @reporting
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave sideways moves to the sheet, which scrolls by whole columns."""
        turn = event.angleDelta()
        if abs(turn.x()) > abs(turn.y()):
            event.ignore()
        else:
            super().wheelEvent(event)

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Update heights and widths when the font changes."""
        super().changeEvent(event)
        if event.type() in _RESIZE_EVENTS:
            self._column_widths.update_row_height()
            self._rejected_edit.reposition()

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the message inside the view."""
        super().resizeEvent(event)
        self._rejected_edit.reposition()

    @Slot(CursorStep)
    def step(self, step: CursorStep) -> bool:
        """Move to the neighbouring cell; return False if Tab should leave the table."""
        if self._rejected_edit.is_waiting:
            return True
        return self._move(step) or step in (CursorStep.DOWN, CursorStep.UP)

    def _move(self, step: CursorStep) -> bool:
        """Go to the neighbouring cell, also of a table beside this one, if there is one."""
        target = self._row_typing.target(self.matrix, self.currentIndex(), step)
        if not target.isValid():
            return False
        views = (self, *self._typed_beside)
        view = next(each for each in views if each.matrix is target.model())
        view.setCurrentIndex(target)
        if view is not self:
            view.setFocus()
        return True

    @Slot(CursorStep)
    def _step_after_edit(self, step: CursorStep) -> None:
        """Move on, to a new row after the last cell of those that are typed in as one.

        Elsewhere remember where the table ended: what is typed next replaces the cell.
        """
        before = self.currentIndex()
        is_at_end = not self.has_refused and not self._move(step) and step in _FORWARD
        if is_at_end and self._typed_beside:
            self.row_wanted.emit()
            is_at_end = not self._move(step)
        self._ended_at = QPersistentModelIndex(before if is_at_end else QModelIndex())

    @Slot()
    def _warn_at_end(self) -> None:
        """Say that the number just typed is being replaced, if nothing lies beyond it."""
        if self._ended_at.isValid() and self._ended_at == self.currentIndex():
            self._rejected_edit.show_message(TABLE_ENDS.format(table=self.matrix.table_name))
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
        self._delegate.closeEditor.connect(self._report_reverted)
        self._header_editor.reverted.connect(self.reverted)
        self._header_editor.refused.connect(self.refused)
        self.reverted.connect(self._rejected_edit.dismiss)
        self.selectionModel().selectionChanged.connect(self._note_selection)
        self.matrix.refused.connect(self._rejected_edit.reject)
        self.matrix.modelAboutToBeReset.connect(self._close_editor)
        self.matrix.modelReset.connect(self._rejected_edit.dismiss)
        self.matrix.document.values_changed.connect(self._rejected_edit.hide_message)

    @Slot()
    def _note_selection(self) -> None:
        """Note whether more than one cell is selected: then it shows without the focus as well."""
        ranges = self.selectionModel().selection().toList()
        cells = sum(each.width() * each.height() for each in ranges)
        self._delegate.selects_one_cell = cells <= 1

    @Slot(QWidget, CellDelegate.EndEditHint)
    def _report_reverted(self, editor: QWidget, hint: CellDelegate.EndEditHint) -> None:
        del editor
        if hint is CellDelegate.EndEditHint.RevertModelCache:
            self.reverted.emit()

    @Slot(float)
    def _request_fill(self, number: float) -> None:
        self.fill_requested.emit(self, number)
