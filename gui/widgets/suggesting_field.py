"""A number field with a ▾ that opens the numbers that make sense."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ..background.reporting import reporting
from ..text.key_help import KeyHelp, KeyLine
from ..text.translation import translate
from .number_field import NumberField
from .outline import PADDING, chevron_room, draw_chevron, field_height
from .outlined_fields import TEXT_MARGIN, OutlinedLineEdit

OPEN = translate("widgets", "Suggested values (Alt+↓)")


@dataclass(frozen=True)
class Suggestion:
    """An entry of the menu: its text, the number or the word that it enters, and why that is good.

    Without a value it only says something.
    """

    text: str
    value: float | str | None = None
    tip: str = ""


Suggestions = Callable[[], Sequence[Suggestion]]


class SuggestingField(NumberField):
    """Offers a number, or one of its words, that is typed or chosen from the menu of its ▾.

    ``word_entered`` offers a word; the owner accepts it by ``set_word``. Alt+↓ opens the menu,
    which asks for the suggestions each time.
    """

    KEYS: ClassVar[KeyHelp] = NumberField.KEYS.with_line(
        KeyLine(("Alt+Down",), translate("widgets", "Choose a number that makes sense"))
    )

    word_entered = Signal(str)

    def __init__(
        self,
        name: str,
        description: str,
        suggestions: Suggestions,
        *,
        words: Sequence[str] = (),
        widest: str = "1.23e−12",
        least: float = 0.0,
        groups: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, description, least, parent, groups=groups)
        self._words, self._word, self._widest = tuple(words), "", widest
        self._arrow = FieldArrow(self, OPEN, f"{name}_arrow")
        self.menu = FieldMenu(self, f"{name}_suggestions", suggestions, self._arrow)
        self.menu.chosen.connect(self._offer_held)

    @property
    def word(self) -> str:
        """The accepted word; empty if a number is accepted."""
        return self._word

    def set_value(self, value: float) -> None:
        """Set and show an accepted value, with all its digits."""
        self._word = ""
        super().set_value(value)

    def set_word(self, word: str) -> None:
        """Show an accepted word in place of the value, which is kept."""
        self._word = word
        self.restore()

    def held(self) -> float | str:
        """Return the word or the number that is accepted."""
        return self._word or self._value

    def shown_text(self) -> str:
        """Return the text of what is accepted."""
        return self._word or super().shown_text()

    @Slot()
    def commit(self) -> None:
        """Offer what is typed if it differs from what is accepted."""
        typed = " ".join(self.text().split()).casefold()
        word = next((word for word in self._words if word.casefold() == typed), "")
        if not word:
            super().commit()
        elif word == self._word:
            self.restore()
        else:
            self._forget_refusal()
            self.word_entered.emit(word)

    @Slot()
    def open_suggestions(self) -> None:
        """Open the menu below the field, and mark its first entry."""
        self.menu.open()

    def sizeHint(self) -> QSize:
        """Return a size with room for the widest text and the ▾."""
        metrics = self.fontMetrics()
        return arrow_field_size(metrics, metrics.horizontalAdvance(self._widest))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the field never shrinks."""
        return self.sizeHint()

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu on Alt+↓, as a combo box does."""
        if opens_menu(event):
            self.open_suggestions()
        else:
            super().keyPressEvent(event)

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the ▾ at the end of the field."""
        super().resizeEvent(event)
        self._arrow.place()

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrow.keep_free()

    @Slot(object)
    def _offer_held(self, held: float | str) -> None:
        """Offer a word or a number."""
        if isinstance(held, str):
            self._forget_refusal()
            self.word_entered.emit(held)
        else:
            self._offer(held)


def opens_menu(event: QKeyEvent) -> bool:
    """Return whether a key is Alt+↓, which opens the menu of a field as that of a combo box."""
    has_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return has_alt and event.key() == Qt.Key.Key_Down


def arrow_field_size(metrics: QFontMetrics, text: int) -> QSize:
    """Return the size of a field with room for a text of this width, and the ▾."""
    width = PADDING + text + 2 * TEXT_MARGIN + chevron_room(metrics)
    return QSize(width, field_height(metrics))


class FieldMenu(QMenu):
    """The menu of a field, whose entries are asked for each time it opens.

    ``chosen`` carries the value of an entry; None of one that asks for something else.

    Parameters
    ----------
    field : OutlinedLineEdit
        The menu opens below it.
    name : str
    entries : callable
    arrow : FieldArrow
    accepted : callable, optional
        Returns the value that the field has, whose entry is checked and marked. Without it the
        first one is marked, and entries without a value only say something.
    last : Suggestion, optional
        An entry below a line that asks for something else.
    """

    chosen = Signal(object)

    def __init__(
        self,
        field: OutlinedLineEdit,
        name: str,
        entries: Suggestions,
        arrow: "FieldArrow",
        accepted: Callable[[], str] | None = None,
        last: Suggestion | None = None,
    ) -> None:
        super().__init__(field)
        self._field, self._entries, self._accepted, self._last = field, entries, accepted, last
        self.setObjectName(name)
        self.setToolTipsVisible(True)
        self.triggered.connect(self._take)
        arrow.pressed.connect(self.open)

    @Slot()
    def open(self) -> None:
        """Open the menu, at the entry of what the field has."""
        field = self._field
        field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.clear()
        for entry in self._entries():
            self._add(entry)
        entries = self.actions()
        if self._last is not None:
            self.addSeparator()
            self._add(self._last)
        self.setMinimumWidth(field.width())
        self.popup(field.mapToGlobal(QPoint(0, field.height())))
        self.setActiveAction(next((each for each in entries if each.isChecked()), entries[0]))

    def _add(self, entry: Suggestion) -> None:
        action = self.addAction(entry.text)
        action.setData(entry.value)
        action.setToolTip(entry.tip)
        if self._accepted is None:
            action.setEnabled(entry.value is not None)
        elif entry is not self._last:
            action.setCheckable(True)
            action.setChecked(entry.value == self._accepted())

    @Slot(QAction)
    def _take(self, action: QAction) -> None:
        self.chosen.emit(action.data())


class FieldArrow(QToolButton):
    """The ▾ inside a field. The field's key opens the menu as well, so Tab passes it by."""

    def __init__(self, field: OutlinedLineEdit, tip: str, name: str) -> None:
        super().__init__(field)
        self._field = field
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.keep_free()

    def keep_free(self) -> None:
        """Let the text leave room for the ▾, in the font of the field."""
        room = chevron_room(self._field.fontMetrics())
        self._field.setTextMargins(PADDING - TEXT_MARGIN, 0, room, 0)
        self.place()

    def place(self) -> None:
        """Stand at the end of the field, whose size has changed."""
        room = self.sizeHint().width()
        self.setGeometry(self._field.width() - room, 0, room, self._field.height())

    def sizeHint(self) -> QSize:
        """Return the room that its field leaves for it."""
        return QSize(chevron_room(self.fontMetrics()), field_height(self.fontMetrics()))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint."""
        return self.sizeHint()

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ▾ alone."""
        del event
        with QPainter(self) as painter:
            draw_chevron(painter, self.rect(), self.palette().text().color())
