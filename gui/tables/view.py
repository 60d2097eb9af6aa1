"""A table of numbers to type in: the keys of a spreadsheet, a million rows without a pause."""

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyle, QTableView, QWidget

from ..message import Message
from .aside import Aside
from .block import Block
from .delegate import CellDelegate
from .dress import dress
from .editor import CellEditor
from .entry import RowEntry
from .fit import Fit
from .jumps import jump, without_control
from .model import AnyIndex, TableModel
from .naming import Naming
from .place import Place
from .retry import Retry
from .steps import Step, step_of

_COLUMNS_WANTED = 3
_MOST_ROWS_WANTED = 1000
_FITTED_ON = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class MatrixView(QTableView):
    """Shows a TableModel; typing edits, Enter goes down, Tab to the right, Ctrl+Tab out.

    ``refused`` tells what could not be done, ``said`` what else is to be told of what is done here,
    ``given_up`` that a person waits no longer for what takes long, ``fill_asked`` that a number was
    typed for all selected cells.
    """

    chosen = Signal(QObject)
    current_row_changed = Signal(int)
    refused = Signal(str)
    said = Signal(Message)
    given_up = Signal()
    fill_asked = Signal(QObject, float)
    widths_changed = Signal()

    def __init__(
        self, model: TableModel, name: str, accessible_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.matrix = model
        self._command: QItemSelectionModel.SelectionFlag | None = None
        self._delegate = CellDelegate(self)
        self._retry = Retry(self)
        self._fit = Fit(self, model)
        self._entry = RowEntry()
        self.setItemDelegate(self._delegate)
        dress(self)
        self.setModel(model)
        self._place = Place(self)
        self._naming = Naming(self, model)
        self._aside = Aside(self)
        self._fit.follow()
        self._connect()
        self._fit.fit()
        self.setCurrentIndex(model.index(0, 0))

    @property
    def has_refused(self) -> bool:
        """Whether a cell refused what was typed just now, and waits for another go."""
        return self._retry.is_waiting

    def commit(self) -> None:
        """Take what is typed in the open cell or over a column, if there is one."""
        self._naming.commit()
        if self.state() == QAbstractItemView.State.EditingState:
            self.setFocus()

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Put a message under the current cell."""
        self._retry.say(sentence)

    def rename_column(self) -> None:
        """Let a person type the name of the current column over it, if it may have one."""
        self._naming.edit(self.currentIndex().column())

    def select_block(self, block: Block) -> None:
        """Select what there is of a block, and go to its top left cell."""
        block = block.within(self.matrix.rowCount(), self.matrix.columnCount())
        if not block.cells:
            return
        first = self.matrix.index(block.top, block.left)
        last = self.matrix.index(block.bottom - 1, block.right - 1)
        self.setCurrentIndex(first)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(QItemSelection(first, last), flags)

    @Slot(int)
    def follow_row(self, row: int) -> None:
        """Go to the row that became the current one in the table beside."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.matrix.index(row, max(self.currentIndex().column(), 0)))

    def height_of(self, rows: int) -> int:
        """Return the height that shows so many rows and the header."""
        cells = rows * self.verticalHeader().defaultSectionSize()
        return self.horizontalHeader().height() + cells + 2 * self.frameWidth()

    def width_of(self, columns: int) -> int:
        """Return the width that shows so many columns, the row names and a scroll bar."""
        names = self.verticalHeader()
        beside = 0 if names.isHidden() else names.sizeHint().width()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return beside + self._fit.width_of(columns) + bar

    def sizeHint(self) -> QSize:
        """Ask for a few columns, and for all rows as far as a screen can be high."""
        columns = min(_COLUMNS_WANTED, self.matrix.columnCount())
        rows = min(_MOST_ROWS_WANTED, self.matrix.rowCount())
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return QSize(self.width_of(columns), self.height_of(rows) + bar)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step on Enter and Tab, give up on Esc, and leave the rest to Qt."""
        self._retry.give_up()
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        step = step_of(event)
        if step is not None:
            event.setAccepted(self.step(step))
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            QFrame.focusNextPrevChild(self, event.key() == Qt.Key.Key_Tab)
        else:
            super().keyPressEvent(event)
            if event.key() == Qt.Key.Key_F2:
                self._edit_on()

    def setCurrentIndex(self, index: AnyIndex) -> None:
        """Go to a cell and select it alone, whatever keys are held down meanwhile."""
        self._command = QItemSelectionModel.SelectionFlag.ClearAndSelect
        super().setCurrentIndex(index)
        self._command = None

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Jump to the edge of the table with Ctrl and an arrow."""
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            target = jump(self.matrix, self.currentIndex(), action)
            if target.isValid():
                return target
        return super().moveCursor(action, modifiers)

    def selectionCommand(
        self, index: AnyIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Let a jump select as any other step does, with Shift all cells on the way."""
        if self._command is not None:
            return self._command
        if isinstance(event, QKeyEvent):
            return super().selectionCommand(index, without_control(event))
        return super().selectionCommand(index, event)

    def keyboardSearch(self, search: str) -> None:  # noqa: ARG002
        """Say why a computed cell takes no text; Qt would search all rows for it."""
        name = self.matrix.column_name(self.currentIndex().column())
        self.say(f"{name} is computed and cannot be edited.")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become the table that the menu's commands are meant for."""
        super().focusInEvent(event)
        self.chosen.emit(self)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Follow the current cell with the headers and the tinted row."""
        super().currentChanged(current, previous)
        self._retry.withdraw()
        self._delegate.current_row = current.row()
        for part in (self.horizontalHeader(), self.verticalHeader(), self):
            part.viewport().update()
        self.chosen.emit(self)
        self.current_row_changed.emit(current.row())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font with heights and widths."""
        super().changeEvent(event)
        if event.type() in _FITTED_ON:
            self._fit.fit()
            self._retry.settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a message inside."""
        super().resizeEvent(event)
        self._retry.settle()

    @Slot(Step)
    def step(self, step: Step) -> bool:
        """Move to the neighbouring cell; False where Tab should leave the table."""
        if self._retry.is_waiting:
            return True
        target = self._entry.target(self.matrix, self.currentIndex(), step)
        if target.isValid():
            self.setCurrentIndex(target)
        return target.isValid() or step in (Step.DOWN, Step.UP)

    def _edit_on(self) -> None:
        """Go to the end of the number just opened; Qt has selected all of it, to be replaced."""
        editor = self.focusWidget()
        if isinstance(editor, CellEditor):
            editor.end(False)

    def _connect(self) -> None:
        self._delegate.opened.connect(self._retry.give_up)
        self._delegate.stepped.connect(self.step)
        self._delegate.typed_for_all.connect(self._ask_to_fill)
        self.matrix.refused.connect(self._retry.refuse)
        self.matrix.modelReset.connect(self._retry.give_up)
        self.matrix.document.values_changed.connect(self._retry.withdraw)
        self._fit.widths_changed.connect(self.widths_changed)

    @Slot(float)
    def _ask_to_fill(self, number: float) -> None:
        self.fill_asked.emit(self, number)
