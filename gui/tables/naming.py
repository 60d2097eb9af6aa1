"""Names of columns, typed over them."""

from PySide6.QtCore import QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTableView, QWidget

from .header import MARGIN
from .headings import HeadedModel

_NARROWEST = 96
_LONGEST = 200
_FINISHED_BY = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NameEditor(QLineEdit):
    """A line over a column's name; Enter, Tab or leaving enters it, Esc takes it back.

    ``stepped`` tells that Tab asks for the name to the right, at 1, or to the left, at −1.
    """

    entered = Signal(str)
    stepped = Signal(int)
    taken_back = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("column_name")
        self.setAccessibleName("Name of the column")
        self.setMaxLength(_LONGEST)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setTextMargins(MARGIN - 4, 0, MARGIN - 4, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Finish on Enter and on Esc."""
        if event.key() in _FINISHED_BY:
            self.entered.emit(self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.taken_back.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Finish on Tab, and go on to the name beside; Qt asks for a step as it hides the line."""
        if not self.isHidden():
            self.entered.emit(self.text())
            self.stepped.emit(1 if following else -1)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Finish when left for anything but its own menu."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.entered.emit(self.text())


class Naming(QObject):
    """Opens the line over a column's name, and writes what was typed in it."""

    def __init__(self, view: QTableView, model: HeadedModel) -> None:
        super().__init__(view)
        self._view, self._model, self._column = view, model, -1
        self._header = view.horizontalHeader()
        self._line = NameEditor(self._header.viewport())
        self._line.hide()
        self._line.entered.connect(self._enter)
        self._line.stepped.connect(self._step)
        self._line.taken_back.connect(self._close)
        self._line.textChanged.connect(self._settle)
        self._header.sectionDoubleClicked.connect(self.edit)
        self._header.sectionResized.connect(self._settle)
        for changed in (model.modelAboutToBeReset, model.columnsAboutToBeRemoved):
            changed.connect(self._close)

    @Slot(int)
    def edit(self, column: int) -> None:
        """Open the line over a column that may be named, its name ready to be replaced."""
        if not self._model.may_be_named(column):
            return
        self._column = column
        self._view.scrollTo(self._model.index(max(self._view.currentIndex().row(), 0), column))
        self._line.setText(self._model.given_name(column))
        self._line.setPlaceholderText(self._model.column_name(column))
        self._line.selectAll()
        self._line.setFont(self._header.font())
        self._line.show()
        self._settle()
        self._line.setFocus()

    def commit(self) -> None:
        """Take what is typed, if the line is open."""
        if self._line.isVisible():
            self._enter(self._line.text())

    @Slot()
    def _settle(self) -> None:
        """Lie over the name, wider than a narrow column, always inside the header."""
        if self._line.isHidden():
            return
        header = self._header
        room = header.viewport().width()
        text = self._line.fontMetrics().horizontalAdvance(self._line.text()) + 4 * MARGIN
        width = max(header.sectionSize(self._column), min(max(_NARROWEST, text), room))
        left = header.sectionViewportPosition(self._column)
        place = QRect(left, 0, width, header.height())
        place.moveRight(min(place.right(), header.viewport().rect().right()))
        place.moveLeft(max(place.left(), 0))
        self._line.setGeometry(place)

    @Slot(str)
    def _enter(self, text: str) -> None:
        if self._line.isHidden():
            return
        self._close()
        name = " ".join(text.split())
        if name != self._model.given_name(self._column):
            self._model.rename(self._column, name)

    @Slot(int)
    def _step(self, by: int) -> None:
        """Open the line over the name beside, if there is one."""
        column = self._column + by
        if self._model.may_be_named(column):
            row = max(self._view.currentIndex().row(), 0)
            self._view.setCurrentIndex(self._model.index(row, column))
            self.edit(column)

    @Slot()
    def _close(self) -> None:
        if self._line.isVisible():
            self._line.hide()
            self._view.setFocus()
