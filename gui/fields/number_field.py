"""A field for one number of any size: 1e-12 goes in as readily as 0.1."""

import math

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from engine import EngineError
from engine.numbers import exact, parse_number

from ..locale import has_decimal_comma
from ..message import MessageKind
from ..palette import kind_colour

LADDER = (1.0, 2.0, 5.0)
CHARACTERS_SHOWN = 9


class NumberField(QLineEdit):
    """Offers what is typed by ``value_entered``; ``refuse`` says why it cannot be.

    Up and Down climb 1, 2, 5, 10, …; Page Up and Page Down go by tens; Escape restores the value.
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
        """Return the value last accepted."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show an accepted value with all its digits."""
        self._value = value
        self.setText(exact(value))
        self.setCursorPosition(0)
        self._forget_refusal()

    @Slot()
    def commit(self) -> None:
        """Offer what stands in the field, if it has changed."""
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
        """Mark what was typed as refused, until it is mended; the value stays what it was."""
        self._refusal = sentence
        self.update()
        self.selectAll()
        self.refused.emit(sentence)

    def is_refused(self) -> bool:
        """Tell whether what stands in the field was refused."""
        return bool(self._refusal)

    def sizeHint(self) -> QSize:
        """Wide enough for a number such as 1.2345e-12."""
        hint = super().sizeHint()
        hint.setWidth(self.fontMetrics().averageCharWidth() * CHARACTERS_SHOWN + 24)
        return hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Climb and descend the ladder of round numbers; bring the value back."""
        rungs = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: 3,
            Qt.Key.Key_PageDown: -3,
        }
        key = Qt.Key(event.key())
        if key in rungs:
            self.commit()
            self._offer(max(climbed(self._value, rungs[key]), self._least))
        elif key == Qt.Key.Key_Escape and self._is_changed():
            self.set_value(self._value)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit on leaving; what is refused stays to be mended."""
        self.commit()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame what was refused."""
        super().paintEvent(event)
        if self.is_refused():
            painter = QPainter(self)
            painter.setPen(QPen(kind_colour(MessageKind.FAULT, self.palette()), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _is_changed(self) -> bool:
        """Tell whether there is something to take back; if not, Escape may close a dialog."""
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


def climbed(value: float, rungs: int) -> float:
    """Return the round number (1, 2 or 5 times a power of ten) so many rungs from the value."""
    if value <= 0:
        return 1.0 if rungs > 0 else value
    position = math.log10(value)
    decade = max(math.floor(position + 1e-9), -307)  # below, powers of ten lose their digits
    lead = value / 10.0**decade
    rung = sum(lead >= step * (1 - 1e-9) for step in LADDER) - 1
    on_rung = math.isclose(lead, LADDER[rung], rel_tol=1e-9)
    index = 3 * decade + rung + rungs + (0 if on_rung or rungs > 0 else 1)
    return float(f"{LADDER[index % 3]:g}e{index // 3}")
