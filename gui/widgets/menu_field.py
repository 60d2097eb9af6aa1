"""A field that stands for several others: it shows what they hold, and a menu changes it."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QMenu, QSizePolicy, QToolButton, QWidget

from ..accessible.focus_ring import draw_own_ring
from ..background.reporting import reporting
from .outline import PADDING, chevron_room, field_height
from .outlined_fields import draw_choice
from .suggesting_field import Suggestion

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_F4)


class MenuField(QToolButton):
    """Shows the current texts of combo boxes; Space, Return or ↓ opens a menu of all choices.

    ``written`` makes one text of those of the boxes and a last one, the word of a field that is
    typed in, which is one of ``words``. The keys of ``boxes`` are the headings of the menu; the
    boxes have their entries already. ``suggested`` carries what is chosen of the suggestions of the
    field that is typed in, and ``field_asked`` says that the field itself is wanted.
    """

    suggested = Signal(str)
    field_asked = Signal()

    def __init__(
        self,
        name: str,
        written: Callable[..., str],
        boxes: Mapping[str, QComboBox],
        words: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._written, self._boxes = written, tuple(boxes.values())
        self._words, self._word = tuple(words), words[0]
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        draw_own_ring(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.choices = QMenu(self)
        self.choices.setObjectName(f"{name}_choices")
        self.choices.setToolTipsVisible(True)
        self._entries = [self._section(title, box) for title, box in boxes.items()]
        self._suggestions: list[QAction] = []
        self.opener = QAction(self)
        self.opener.setObjectName(f"{name}_opener")
        self.choices.triggered.connect(self._choose)
        self.clicked.connect(self.open_menu)
        for box in self._boxes:
            box.currentIndexChanged.connect(self._show_chosen)
        self._show_chosen()

    def open_at(self, box: QComboBox) -> None:
        """Open the menu with the current choice of a box marked."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.choices.setMinimumWidth(self.width())
        self.choices.popup(self.mapToGlobal(QPoint(0, self.height())))
        entries = self._entries[self._boxes.index(box)]
        self.choices.setActiveAction(entries[max(box.currentIndex(), 0)])

    def set_typed(
        self, title: str, suggestions: Sequence[Suggestion], text: str, opens: str, word: str
    ) -> None:
        """Show the field that is typed in: its suggestions in the menu, and its word.

        Parameters
        ----------
        title : str
            The heading of its part of the menu.
        suggestions : sequence of Suggestion
            Those with a value can be chosen.
        text : str
            The text of the field. The suggestion of it is checked; a text that none has becomes
            one after them.
        opens : str
            The last entry, which asks for the field.
        word : str
            The text in one word.
        """
        if self.opener not in self.choices.actions():
            self.choices.addSection(title)
            self.choices.addAction(self.opener)
        if all(each.value != text for each in suggestions):
            suggestions = [*suggestions, Suggestion(text, text)]
        while len(self._suggestions) > len(suggestions):
            last = self._suggestions.pop()
            self.choices.removeAction(last)  # at once: it is deleted later
            last.deleteLater()
        while len(self._suggestions) < len(suggestions):
            action = QAction(self)
            action.setCheckable(True)
            self.choices.insertAction(self.opener, action)
            self._suggestions.append(action)
        # The same entries, for the menu may be open.
        for action, each in zip(self._suggestions, suggestions, strict=True):
            action.setText(each.text.replace("&", "&&"))
            action.setData(each.value)
            action.setToolTip(each.tip)
            action.setChecked(each.value == text)
        self.opener.setText(opens)
        self._word = word
        self._show_chosen()

    @Slot()
    def open_menu(self) -> None:
        """Open the menu with the current choice of the first box marked."""
        self.open_at(self._boxes[0])

    def sizeHint(self) -> QSize:
        """Return a size with room for any texts of the boxes, and for any word beside the first.

        The rest is elided: all at once would take the room of another setting.
        """
        metrics = self.fontMetrics()
        texts = [[box.itemText(row) for row in range(box.count())] for box in self._boxes]
        first = [each[0] for each in texts]
        shown = [self._written(*each, self._words[0]) for each in product(*texts)]
        shown += [self._written(*first, word) for word in self._words]
        widths = map(metrics.horizontalAdvance, shown)
        return QSize(PADDING + max(widths) + chevron_room(metrics), field_height(metrics))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the field never shrinks."""
        return self.sizeHint()

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu with the keys that open a combo box, and with Return."""
        if event.key() in _KEYS:
            self.open_menu()
        else:
            super().keyPressEvent(event)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it like a combo box."""
        del event
        room = self.width() - PADDING - chevron_room(self.fontMetrics())
        elide = Qt.TextElideMode.ElideRight
        with QPainter(self) as painter:
            draw_choice(painter, self, self.fontMetrics().elidedText(self.text(), elide, room))

    def _section(self, title: str, box: QComboBox) -> list[QAction]:
        """Add the entries of a box, of which one is checked."""
        self.choices.addSection(title)
        group = QActionGroup(self.choices)
        entries = []
        for row in range(box.count()):
            action = self.choices.addAction(box.itemText(row))
            action.setObjectName(f"{box.objectName()}_{row}")
            action.setCheckable(True)
            action.setActionGroup(group)
            entries.append(action)
        return entries

    @Slot()
    def _show_chosen(self) -> None:
        self.setText(self._written(*(box.currentText() for box in self._boxes), self._word))
        for box, entries in zip(self._boxes, self._entries, strict=True):
            for row, action in enumerate(entries):
                action.setChecked(row == box.currentIndex())

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        if action is self.opener:
            self.field_asked.emit()
        elif action in self._suggestions:
            self.suggested.emit(action.data())
        for box, entries in zip(self._boxes, self._entries, strict=True):
            if action in entries:
                box.setCurrentIndex(entries.index(action))
