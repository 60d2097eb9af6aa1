"""Names of columns, typed over them."""

from PySide6.QtCore import QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTableView, QWidget

from .header import MARGIN
from .headings import HeadedModel

_MIN_WIDTH = 96
_MAX_LENGTH = 200
_COMMIT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NameEditor(QLineEdit):
    """A line over a column's name; Enter, Tab or leaving enters it, Esc takes it back.

    ``stepped`` tells that Tab asks for the name to the right, at 1, or to the left, at −1.
    """

    committed = Signal(str)
    step_requested = Signal(int)
    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("column_name")
        self.setAccessibleName("Name of the column")
        self.setMaxLength(_MAX_LENGTH)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setTextMargins(MARGIN - 4, 0, MARGIN - 4, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Finish on Enter and on Esc."""
        if event.key() in _COMMIT_KEYS:
            self.committed.emit(self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Finish on Tab, and go on to the name beside; Qt asks for a step as it hides the line."""
        if not self.isHidden():
            self.committed.emit(self.text())
            self.step_requested.emit(1 if following else -1)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Finish when left for anything but its own menu."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.committed.emit(self.text())


class Naming(QObject):
    """Opens the line over a column's name, and writes what was typed in it."""

    def __init__(self, view: QTableView, model: HeadedModel) -> None:
        super().__init__(view)
        self._view, self._model, self._column = view, model, -1
        self._header = view.horizontalHeader()
        self._editor = NameEditor(self._header.viewport())
        self._editor.hide()
        self._editor.committed.connect(self._commit)
        self._editor.step_requested.connect(self._edit_neighbour)
        self._editor.cancelled.connect(self._close)
        self._editor.textChanged.connect(self._place_editor)
        self._header.sectionDoubleClicked.connect(self.edit)
        self._header.sectionResized.connect(self._place_editor)
        for changed in (model.modelAboutToBeReset, model.columnsAboutToBeRemoved):
            changed.connect(self._close)

    @Slot(int)
    def edit(self, column: int) -> None:
        """Open the line over a column that may be named, its name ready to be replaced."""
        if not self._model.can_rename(column):
            return
        self._column = column
        self._view.scrollTo(self._model.index(max(self._view.currentIndex().row(), 0), column))
        self._editor.setText(self._model.given_name(column))
        self._editor.setPlaceholderText(self._model.column_name(column))
        self._editor.selectAll()
        self._editor.setFont(self._header.font())
        self._editor.show()
        self._place_editor()
        self._editor.setFocus()

    def commit(self) -> None:
        """Take what is typed, if the line is open."""
        if self._editor.isVisible():
            self._commit(self._editor.text())

    @Slot()
    def _place_editor(self) -> None:
        """Lie over the name, wider than a narrow column, always inside the header."""
        if self._editor.isHidden():
            return
        header = self._header
        available = header.viewport().width()
        text = self._editor.fontMetrics().horizontalAdvance(self._editor.text()) + 4 * MARGIN
        width = max(header.sectionSize(self._column), min(max(_MIN_WIDTH, text), available))
        left = header.sectionViewportPosition(self._column)
        rect = QRect(left, 0, width, header.height())
        rect.moveRight(min(rect.right(), header.viewport().rect().right()))
        rect.moveLeft(max(rect.left(), 0))
        self._editor.setGeometry(rect)

    @Slot(str)
    def _commit(self, text: str) -> None:
        if self._editor.isHidden():
            return
        self._close()
        name = " ".join(text.split())
        if name != self._model.given_name(self._column):
            self._model.rename(self._column, name)

    @Slot(int)
    def _edit_neighbour(self, by: int) -> None:
        """Open the line over the name beside, if there is one."""
        column = self._column + by
        if self._model.can_rename(column):
            row = max(self._view.currentIndex().row(), 0)
            self._view.setCurrentIndex(self._model.index(row, column))
            self.edit(column)

    @Slot()
    def _close(self) -> None:
        if self._editor.isVisible():
            self._editor.hide()
            self._view.setFocus()
