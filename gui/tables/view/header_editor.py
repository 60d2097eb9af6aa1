"""Renaming a column by typing over its header."""

from typing import cast

from PySide6.QtCore import QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTableView, QWidget

from engine.shortening import one_line

from ...background.reporting import reporting
from ...errors import GuiError
from ...text.message import refusal
from ...text.translation import translate
from ..models.headings import HeadedModel
from .header import MARGIN, FlatHeader

# Room for about a dozen letters, so that typing over a narrow column stays readable.
_MIN_WIDTH = 96
# Longer than any useful name; it keeps a pasted page of text out of a header.
_MAX_LENGTH = 200
_COMMIT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NameEditor(QLineEdit):
    """A line edit over a column's name; Enter, Tab or a click elsewhere commits it, Esc cancels.

    ``step_requested`` carries 1 when Tab asks for the next name and −1 for the previous one.
    """

    committed = Signal(str)
    step_requested = Signal(int)
    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("column_name")
        self.setAccessibleName(translate("tables", "Name of the column"))
        self.setMaxLength(_MAX_LENGTH)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setTextMargins(MARGIN - 4, 0, MARGIN - 4, 0)

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Commit on Enter, cancel on Esc."""
        if event.key() in _COMMIT_KEYS:
            self.committed.emit(self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Commit on Tab and request the next name.

        Qt also calls this while it hides the editor, which must do nothing.
        """
        if not self.isHidden():
            self.committed.emit(self.text())
            self.step_requested.emit(1 if following else -1)
        return True

    @reporting
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit when the focus leaves, except to the editor's own menu."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.committed.emit(self.text())


class HeaderEditor(QObject):
    """Opens the editor over a column's name and stores the new name.

    ``reverted`` says that Esc has left the name as it was, and ``refused`` why a name cannot be.
    """

    reverted = Signal()
    refused = Signal(str)

    def __init__(self, view: QTableView, model: HeadedModel) -> None:
        super().__init__(view)
        self._view, self._model, self._column = view, model, -1
        self._opened_with = ""
        self._header = cast(FlatHeader, view.horizontalHeader())
        self._editor = NameEditor(self._header.viewport())
        self._editor.hide()
        self._editor.committed.connect(self._commit)
        self._editor.step_requested.connect(self._edit_neighbour)
        self._editor.cancelled.connect(self._close)
        self._editor.cancelled.connect(self.reverted)
        self._editor.textChanged.connect(self._place_editor)
        self._header.sectionDoubleClicked.connect(self.edit)
        self._header.sectionResized.connect(self._place_editor)
        self._header.width_set.connect(self._place_editor)
        for changed in (model.modelAboutToBeReset, model.columnsAboutToBeRemoved):
            changed.connect(self._close)

    @Slot(int)
    def edit(self, column: int) -> None:
        """Open the editor over a column, if it may be renamed, with its name selected."""
        if not self._model.can_rename(column):
            return
        self._column = column
        self._view.scrollTo(self._model.index(max(self._view.currentIndex().row(), 0), column))
        # A column of ones is named by its number; it is called otherwise.
        given, shown = self._model.given_name(column), self._model.column_name(column)
        self._opened_with = shown if given else ""
        self._editor.setText(self._opened_with)
        self._editor.setPlaceholderText(shown)
        self._editor.selectAll()
        self._editor.setFont(self._header.font())
        self._editor.show()
        self._place_editor()
        self._editor.setFocus()

    def commit(self) -> None:
        """Store what is typed, if the editor is open."""
        if not self._editor.isHidden():
            self._commit(self._editor.text())

    @Slot()
    def _place_editor(self) -> None:
        """Cover the name, wider than a narrow column but always inside the header."""
        if self._editor.isHidden():
            return
        header = self._header
        available = header.viewport().width()
        text = self._editor.fontMetrics().horizontalAdvance(self._editor.text()) + 4 * MARGIN
        width = max(header.sectionSize(self._column), min(max(_MIN_WIDTH, text), available))
        left = header.sectionViewportPosition(self._column)
        rect = QRect(left, 0, width, header.names_height)
        rect.moveRight(min(rect.right(), header.viewport().rect().right()))
        rect.moveLeft(max(rect.left(), 0))
        self._editor.setGeometry(rect)

    @Slot(str)
    def _commit(self, text: str) -> None:
        if self._editor.isHidden():
            return
        self._close()
        name = one_line(text)
        if name not in (self._opened_with, self._model.given_name(self._column)):
            try:
                self._model.rename(self._column, name)
            except GuiError as error:  # others are computed from it
                self.refused.emit(refusal(error))

    @Slot(int)
    def _edit_neighbour(self, by: int) -> None:
        """Open the editor over the neighbouring name, if there is one."""
        column = self._column + by
        if self._model.can_rename(column):
            row = max(self._view.currentIndex().row(), 0)
            self._view.setCurrentIndex(self._model.index(row, column))
            self.edit(column)

    @Slot()
    def _close(self) -> None:
        # Also while its table is hidden, which takes the focus from it but does not hide itself.
        if not self._editor.isHidden():
            is_shown = self._editor.isVisible()
            self._editor.hide()
            if is_shown:
                self._view.setFocus()
