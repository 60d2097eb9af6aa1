"""A line edit for one number of any size, from 1e-300 to 1e300."""

import math

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from engine import EngineError
from engine.numbers import exact, parse_number

from ..text.locale import has_decimal_comma
from ..text.message import MessageKind
from ..theme.palette import kind_colour

# The arrow keys step through 1, 2, 5, 10, …: each step about doubles the value.
LEADING_DIGITS = (1.0, 2.0, 5.0)
# Wide enough for a number such as 1.234e-12; longer ones scroll.
CHARACTERS_SHOWN = 9


class NumberField(QLineEdit):
    """Offers a typed number by ``value_entered``; the owner accepts it by ``set_value``.

    If the owner rejects it by ``refuse``, ``refused`` carries the reason, and "" once it no longer
    applies. Up and Down step through 1, 2, 5, 10, …; Page Up and Page Down change the power of
    ten; Escape restores the value.
    """

    value_entered = Signal(float)
    refused = Signal(str)

    def __init__(
        self, name: str, description: str, least: float = 0.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._least = least
        self.setObjectName(name)
        self.setAccessibleName(description)
        self.setToolTip(description)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._value = 0.0
        self._refusal = ""
        self.returnPressed.connect(self.commit)
        self.textEdited.connect(self._forget_refusal)

    def value(self) -> float:
        """Return the last accepted value."""
        return self._value

    def set_value(self, value: float) -> None:
        """Set and show an accepted value, with all its digits."""
        self._value = value
        self.setText(exact(value))
        self.setCursorPosition(0)
        self._forget_refusal()

    @Slot()
    def commit(self) -> None:
        """Offer the typed number if it differs from the value."""
        if self.text() == exact(self._value):
            self._forget_refusal()
            return
        try:
            value = parse_number(self.text(), decimal_comma=has_decimal_comma())
        except EngineError as error:
            self.refuse(str(error))
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
            self.commit()
            self._offer(max(stepped(self._value, steps[key]), self._least))
        elif key == Qt.Key.Key_Escape and self._is_changed():
            self.set_value(self._value)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit when the field loses the focus; refused text stays to be corrected."""
        self.commit()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame around refused text."""
        super().paintEvent(event)
        if self.is_refused():
            painter = QPainter(self)
            painter.setPen(QPen(kind_colour(MessageKind.FAULT, self.palette()), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _is_changed(self) -> bool:
        """Return whether Escape has something to restore; if not, it may close a dialog."""
        return self.is_refused() or self.text() != exact(self._value)

    def _offer(self, value: float) -> None:
        self._forget_refusal()
        self.value_entered.emit(value)

    @Slot()
    def _forget_refusal(self) -> None:
        if self._refusal:
            self._refusal = ""
            self.update()
            self.refused.emit("")


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
