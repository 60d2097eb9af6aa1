"""Names of the language of formulas, offered below a field while one is being typed.

The list takes no focus and grabs nothing: keys go to the field, and a click elsewhere is a click
elsewhere. Return enters the loss, unless a person has gone into the list by ↓ and stands on a name.
"""

import re

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView

from engine.formula.tree import FUNCTIONS

from ..text.loss_texts import COMPLETIONS, NAME_TIPS, NAMES_OF_FORMULAS, READY_TIPS

FEWEST_LETTERS = 2
"""A single letter is a variable, or the beginning of nearly everything."""
_NAME = re.compile(r"[^\W\d_]\w*$")
_REST = re.compile(r"\w*")
_NAMES = {*NAME_TIPS, *FUNCTIONS, "Ŷ"}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_NAME_ROLE = Qt.ItemDataRole.UserRole


class NameCompleter(QObject):
    """Offers the names that begin as the word before the cursor of a field.

    The owner hands its keys to ``takes`` first, and calls ``close`` when it loses the focus. The
    list ends with the text that it was opened for: another text, or another place of the cursor,
    closes it.
    """

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        self._offered_for = "", 0
        self._model = QStandardItemModel(self)
        self.view = QListView(field)
        self.view.setObjectName("loss_names")
        self.view.setAccessibleName(NAMES_OF_FORMULAS)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setModel(self._model)
        self.view.clicked.connect(self._choose)
        self.view.hide()
        field.textEdited.connect(self._follow)
        field.textChanged.connect(self._leave)
        field.cursorPositionChanged.connect(self._leave)
        field.destroyed.connect(self.view.deleteLater)  # it may be a child of the window by then

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self.view.isVisible()

    def takes(self, event: QKeyEvent) -> bool:
        """Return whether a key of the field was meant for the list, which has done what it says."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space and modifiers == Qt.KeyboardModifier.ControlModifier:
            self._offer(self._word())
            return True
        if not self.is_open or modifiers:
            return False
        if key in _STEPS:
            self._go(_STEPS[key])
            return True
        chosen = self.view.currentIndex()
        if key == Qt.Key.Key_Escape:
            self.close()
            return True
        if key in _ENTER:
            self.close()
            if chosen.isValid():
                self._choose(chosen)
            return chosen.isValid()
        return False

    def close(self) -> None:
        """Hide the list."""
        self.view.hide()

    @Slot()
    def _follow(self) -> None:
        word = self._word()
        is_taken_back = self._field.isRedoAvailable()  # which nobody types
        if len(word) < FEWEST_LETTERS or word in NAME_TIPS or is_taken_back:
            self.close()
        else:
            self._offer(word)

    @Slot()
    def _leave(self) -> None:
        """Close the list if the text, or the place of the cursor, is another by now."""
        if self._offered_for != self._at_cursor():
            self.close()

    def _at_cursor(self) -> tuple[str, int]:
        return self._field.text(), self._field.cursorPosition()

    def _word(self) -> str:
        """Return the name that ends at the cursor; empty if none does."""
        text, cursor = self._at_cursor()
        found = _NAME.search(text[:cursor])
        return found.group() if found else ""

    def _rest_of_word(self) -> str:
        """Return what is behind the cursor of the word around it.

        What is a name by itself is none: a function is being typed in front of it.
        """
        text, cursor = self._at_cursor()
        found = _REST.match(text, cursor)
        rest = found.group() if found and self._word() else ""
        return "" if rest in _NAMES else rest

    def _go(self, step: int) -> None:
        """Go to the next name, round the end; at first to the first or the last one."""
        rows, row = self._model.rowCount(), self.view.currentIndex().row()
        row = (row + step) % rows if row >= 0 or step > 0 else rows - 1
        self.view.setCurrentIndex(self._model.index(row, 0))

    def _offer(self, word: str) -> None:
        known = NAME_TIPS
        if (
            self._field.text().strip() == word + self._rest_of_word()
        ):  # it may as well become the name of a loss
            known = {**NAME_TIPS, **READY_TIPS}
        names = [name for name in known if name.casefold().startswith(word.casefold())]
        if not names:
            self.close()
            return
        self._model.clear()
        for name in names:
            item = QStandardItem(COMPLETIONS[name])
            item.setData(name, _NAME_ROLE)
            self._model.appendRow(item)
        self._offered_for = self._at_cursor()
        self._place(word)
        self.view.show()
        self.view.raise_()

    def _place(self, word: str) -> None:
        """Place the list below the word, within the window."""
        field, window, view = self._field, self._field.window(), self.view
        if view.parent() is not window:
            view.setParent(window)
        left = field.cursorRect().center().x() - field.fontMetrics().horizontalAdvance(word)
        corner = field.mapTo(window, QPoint(max(0, left), field.height()))
        frame = 2 * view.frameWidth()
        row = view.sizeHintForRow(0)
        height = min(self._model.rowCount() * row + frame, window.height() - corner.y())
        width = view.sizeHintForColumn(0) + frame + view.verticalScrollBar().sizeHint().width()
        view.resize(min(width, window.width()), max(height, row + frame))
        view.move(max(0, min(corner.x(), window.width() - view.width())), corner.y())

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        """Put a name in place of the word, and an opening bracket behind a function."""
        self.close()
        name, field = str(index.data(_NAME_ROLE)), self._field
        end, word, rest = field.cursorPosition(), self._word(), self._rest_of_word()
        start, end = end - len(word), end + len(rest)
        field.setSelection(start, end - start)
        opens = name in FUNCTIONS and not field.text()[end:].lstrip().startswith("(")
        field.insert(f"{name}(" if opens else name)
