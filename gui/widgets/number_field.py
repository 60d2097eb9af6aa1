"""A line edit for one number of any size, from 1e-300 to 1e300."""

import math
from typing import ClassVar, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from engine.errors import BadNumber
from engine.numbers import parse_count, parse_number
from engine.shortening import grouped

from ..accessible.announcing import after_focus_is_told
from ..background.reporting import reporting
from ..text.key_help import KeyHelp, KeyLine
from ..text.locale import has_decimal_comma
from ..text.message import MessageKind, refusal, sentence_of, with_short
from ..text.numbers import MINUS, PLAIN_BELOW, format_exact, format_number, format_scientific
from ..text.translation import translate, translated
from ..theme.palette import kind_colour
from .outline import CORNER, RING
from .outlined_fields import OutlinedLineEdit

# The arrow keys step through 1, 2, 5, 10, …: each step about doubles the value.
LEADING_DIGITS = (1.0, 2.0, 5.0)
# Wide enough for a number such as 1.234e-12; longer ones scroll.
CHARACTERS_SHOWN = 9
# Of a double that is typed.
MOST_DIGITS = 17
# Beside the margins of the text: those of a line edit, and some air.
_AROUND = 8
IN_FIELD = translate("widgets", "{symbol}: {reason}")


class SteppedFrom(NamedTuple):
    """What a field held before the arrow keys changed it, and what they have led to."""

    before: float | str
    after: float | str


class NumberField(OutlinedLineEdit):
    """Offers a typed number by ``value_entered``; the owner accepts it by ``set_value``.

    With ``groups``, it is a count, which is shown as ``1,000`` while nobody types.
    If the owner rejects it by ``refuse``, ``refused`` carries the reason, and "" once it no longer
    applies. Up and Down step through 1, 2, 5, 10, …; Page Up and Page Down change the power of
    ten; Escape restores the value, also after these, until the focus leaves or Return is pressed.
    """

    KEYS: ClassVar[KeyHelp] = KeyHelp(
        translate("widgets", "In a number"),
        (
            KeyLine(
                ("Up", "Down"),
                translate("widgets", "Go to the next round number: 1, 2, 5, 10, …"),
            ),
            KeyLine(
                ("PgUp", "PgDown"),
                translate("widgets", "Ten times, or a tenth"),
            ),
            KeyLine(
                ("Return", "Enter"),
                translate("widgets", "Take the number typed"),
            ),
            KeyLine(("Esc",), translate("widgets", "Return to the number before")),
        ),
    )

    value_entered = Signal(float)
    refused = Signal(str)

    def __init__(
        self,
        name: str,
        description: str,
        least: float = 0.0,
        parent: QWidget | None = None,
        *,
        groups: bool = False,
    ) -> None:
        super().__init__(parent)
        self._least, self._groups = least, groups
        self.setObjectName(name)
        self.setAccessibleName(description)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.symbol = ""
        """What a sentence calls the field that is not beside it, such as ``η``."""
        self._value = 0.0
        self._accepted = ""
        """The text of what is accepted, as it was shown last."""
        self._refusal = ""
        self._stepped: SteppedFrom | None = None
        self._tip = ""
        self.setToolTip(description)
        self.returnPressed.connect(self._enter)
        self.textEdited.connect(self._forget_refusal)

    def value(self) -> float:
        """Return the last accepted value."""
        return self._value

    def set_value(self, value: float) -> None:
        """Set and show an accepted value, with all its digits."""
        self._value = value
        self.restore()

    def shown_text(self) -> str:
        """Return the text of what is accepted: for typing, without groups of digits."""
        is_read = self._groups and not self.hasFocus()
        if is_read and self._value < PLAIN_BELOW:
            return grouped(self._value)
        text = _shortest(self._value)
        return text if self.hasFocus() else self._fitting(text)

    def is_as_accepted(self) -> bool:
        """Return whether nothing is typed: the text is that of the value, or its first digits."""
        return self.text() == self._accepted

    def setToolTip(self, text: str) -> None:
        """Say this, below the digits of the value for which there is no room."""
        self._tip = text
        self._show_tip()

    def restore(self) -> None:
        """Show what is accepted in place of what is typed."""
        self._show_accepted()
        self._forget_refusal()

    def typed(self) -> float | None:
        """Return the number that the text is now, accepted or not; None if it is none."""
        if self.is_as_accepted():
            return self._value
        try:
            return self._parse(self.text())
        except BadNumber:
            return None

    @Slot()
    def commit(self) -> None:
        """Offer the typed number if it differs from the value."""
        if self.text() == self._accepted:
            self._forget_refusal()
            return
        try:
            value = self._parse(self.text())
        except BadNumber as error:
            self.refuse(self._reason(error))
        else:
            self._offer(value)

    def refuse(self, sentence: str) -> None:
        """Mark the typed text as refused until it is corrected; the value does not change."""
        self._refusal = sentence
        self.update()
        self.selectAll()
        self.refused.emit(sentence)

    def is_refused(self) -> bool:
        """Return whether the text in the field was refused."""
        return bool(self._refusal)

    def sizeHint(self) -> QSize:
        """Return a size that fits a number such as 1.234e-12."""
        hint = super().sizeHint()
        hint.setWidth(self.fontMetrics().averageCharWidth() * CHARACTERS_SHOWN + 24)
        return hint

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through round numbers, or restore the value on Escape."""
        steps = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: 3,
            Qt.Key.Key_PageDown: -3,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key == Qt.Key.Key_Escape and self._is_changed():
            self._return_to_before()
        else:
            super().keyPressEvent(event)

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the digits for which there is room now."""
        super().resizeEvent(event)
        self._show_fitting()

    @reporting
    def showEvent(self, event: QShowEvent) -> None:
        """Show the digits for which there is room."""
        super().showEvent(event)
        self._show_fitting()

    @reporting
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the digits alone, ready to be typed over."""
        super().focusInEvent(event)
        after_focus_is_told(self, self._show_for_typing)

    @reporting
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit when the field loses the focus; refused text stays to be corrected."""
        self._enter()
        super().focusOutEvent(event)
        if self.text() == self._accepted:
            self._show_accepted()

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame around refused text."""
        super().paintEvent(event)
        if self.is_refused():
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(kind_colour(MessageKind.FAULT, self.palette()), RING))
                painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), CORNER, CORNER)

    def _fitting(self, text: str) -> str:
        """Return a number with the digits that have room: none is cut; a count is not rounded."""
        if self._groups or not self.isVisible() or self._has_room(text):
            return text
        texts = (format_number(self._value, digits) for digits in range(MOST_DIGITS, 0, -1))
        return next(filter(self._has_room, texts), text)

    def _has_room(self, text: str) -> bool:
        margins = self.textMargins()
        room = self.width() - margins.left() - margins.right() - _AROUND
        return self.fontMetrics().horizontalAdvance(text) <= room

    def _show_fitting(self) -> None:
        if not self.hasFocus() and self.is_as_accepted():
            self._show_accepted()

    def _show_tip(self) -> None:
        """Add the digits that are not seen to the tooltip."""
        exact = format_exact(self._value)
        is_cut = self._accepted == self._fitting(_shortest(self._value)) != _shortest(self._value)
        tip = "\n".join((exact, self._tip)) if is_cut else self._tip
        if tip != self.toolTip():
            super().setToolTip(tip)

    @Slot()
    def _show_for_typing(self) -> None:
        if self.hasFocus() and self.text() == self._accepted != self.shown_text():
            self._show_accepted()
            self.selectAll()

    def _step(self, steps: int) -> None:
        """Offer a round number, and keep in mind what there was before the first one."""
        before = self._before_steps()
        if before is None:
            before = self.held()
        self.commit()
        self._offer(max(stepped(self._value, steps), self._least))
        self._stepped = SteppedFrom(before, self.held())

    def _before_steps(self) -> float | str | None:
        """Return what Escape returns to; None if no key or somebody else has changed the value."""
        if self._stepped is None or self._stepped.after != self.held():
            return None
        return self._stepped.before

    def held(self) -> float | str:
        """Return what is accepted."""
        return self._value

    @Slot()
    def _enter(self) -> None:
        """Commit what is typed, and hold on to what the keys have led to."""
        self.commit()
        self._stepped = None

    def _return_to_before(self) -> None:
        before = self._before_steps()
        self._stepped = None
        self.restore()
        if before is not None and before != self.held():
            self._offer_held(before)

    def _offer_held(self, held: float | str) -> None:
        """Offer what was accepted once."""
        assert not isinstance(held, str)
        self._offer(held)

    def _is_changed(self) -> bool:
        """Return whether Escape has something to restore; if not, it may close a dialog."""
        before = self._before_steps()
        is_stepped = before is not None and before != self.held()
        return self.is_refused() or self.text() != self._accepted or is_stepped

    def _parse(self, text: str) -> float:
        """Parse what was typed; a count may be typed as it is shown. Raises BadNumber."""
        parse = parse_count if self._groups else parse_number
        return parse(text, decimal_comma=has_decimal_comma())

    def _reason(self, error: BadNumber) -> str:
        """Return why a text is no number, and in which field if it has a symbol."""
        if not self.symbol:
            return refusal(error)
        whole = IN_FIELD.format(symbol=self.symbol, reason=sentence_of(error))
        return with_short(whole, translated(error.inside(self.symbol)))

    def _show_accepted(self) -> None:
        self._accepted = self.shown_text()
        self.setText(self._accepted)
        self.setCursorPosition(0)
        self._show_tip()

    def _offer(self, value: float) -> None:
        self._forget_refusal()
        self.value_entered.emit(value)

    @Slot()
    def _forget_refusal(self) -> None:
        if self._refusal:
            self._refusal = ""
            self.update()
            self.refused.emit("")


def _shortest(value: float) -> str:
    """Write a number with all its digits; a large one with an exponent if that is shorter."""
    text = format_exact(value)
    if not math.isfinite(value) or abs(value) < PLAIN_BELOW:
        return text
    scientific = format_scientific(value, MOST_DIGITS)
    is_exact = float(scientific.replace(MINUS, "-")) == value
    return scientific if is_exact and len(scientific) < len(text) else text


def stepped(value: float, steps: int) -> float:
    """Return the 1-2-5 number that is ``steps`` steps above the value (below, if negative)."""
    if value <= 0:
        return 1.0 if steps > 0 else value
    position = math.log10(value)
    decade = max(math.floor(position + 1e-9), -307)  # smaller powers of ten are subnormal
    lead = value / 10.0**decade
    below = sum(lead >= digit * (1 - 1e-9) for digit in LEADING_DIGITS) - 1
    is_round = math.isclose(lead, LEADING_DIGITS[below], rel_tol=1e-9)
    index = 3 * decade + below + steps + (0 if is_round or steps > 0 else 1)
    return float(f"{LEADING_DIGITS[index % 3]:g}e{index // 3}")
