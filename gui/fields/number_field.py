"""A field for one number of any size: 1e-12 goes in as readily as 0.1."""

import math

from PySide6.QtCore import QLocale, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from engine import EngineError
from engine.numbers import parse_number

LADDER = (1.0, 2.0, 5.0)
CHARACTERS_SHOWN = 9


class NumberField(QLineEdit):
    """Offers what is typed by ``value_entered``; ``refuse`` says why it cannot be.

    Up and Down climb 1, 2, 5, 10, …; Page Up and Page Down go by tens; Escape restores the value.
    """

    value_entered = Signal(float)
    refused = Signal(str)

    def __init__(self, name: str, description: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(description)
        self.setToolTip(description)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._value = 0.0
        self.returnPressed.connect(self.commit)
        self.textEdited.connect(self._forget_refusal)

    def value(self) -> float:
        """Return the value last accepted."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show an accepted value with all its digits."""
        self._value = value
        self.setText(written(value))
        self.setCursorPosition(0)
        self._forget_refusal()

    @Slot()
    def commit(self) -> None:
        """Offer what stands in the field, if it has changed."""
        if self.text() == written(self._value):
            return
        try:
            value = parse_number(self.text(), decimal_comma=QLocale().decimalPoint() == ",")
        except EngineError as error:
            self.refuse(str(error))
        else:
            self._offer(value)

    def refuse(self, sentence: str) -> None:
        """Mark what was typed as refused; the value stays what it was."""
        self.setProperty("refused", sentence)
        self._restyle()
        self.selectAll()
        self.refused.emit(sentence)

    def is_refused(self) -> bool:
        """Tell whether what stands in the field was refused."""
        return bool(self.property("refused"))

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
            self._offer(climbed(self._value, rungs[key]))
        elif key == Qt.Key.Key_Escape:
            self.set_value(self._value)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit on leaving; what cannot be accepted gives way to the value."""
        self.commit()
        if self.text() != written(self._value):
            self.set_value(self._value)
        super().focusOutEvent(event)

    def _offer(self, value: float) -> None:
        self._forget_refusal()
        self.value_entered.emit(value)

    @Slot()
    def _forget_refusal(self) -> None:
        if self.is_refused():
            self.setProperty("refused", "")
            self._restyle()
            self.refused.emit("")

    def _restyle(self) -> None:
        self.style().unpolish(self)
        self.style().polish(self)


def written(value: float) -> str:
    """Write a number with all its digits and no needless ones."""
    whole = float(value).is_integer() and abs(value) < 1e15
    return str(int(value)) if whole else repr(float(value))


def climbed(value: float, rungs: int) -> float:
    """Return the round number (1, 2 or 5 times a power of ten) so many rungs from the value."""
    if value <= 0:
        return 1.0 if rungs > 0 else value
    position = math.log10(value)
    decade = math.floor(position + 1e-9)
    lead = value / 10.0**decade
    rung = sum(lead >= step * (1 - 1e-9) for step in LADDER) - 1
    on_rung = math.isclose(lead, LADDER[rung], rel_tol=1e-9)
    index = 3 * decade + rung + rungs + (0 if on_rung or rungs > 0 else 1)
    return float(f"{LADDER[index % 3]:g}e{index // 3}")
