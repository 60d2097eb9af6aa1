"""A line edit for a formula of columns, which underlines a mistake."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from engine.formula.errors import BadFormula

from ..background.reporting import reporting
from ..widgets.outline import PADDING, draw_mistake
from ..widgets.outlined_fields import OutlinedLineEdit


class FormulaField(OutlinedLineEdit):
    """Underlines what is wrong with its text, as its owner marks it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # formulas are, in every language
        self._mistake: BadFormula | None = None

    def mark(self, mistake: BadFormula | None) -> None:
        """Underline the place of a mistake; None underlines nothing."""
        if mistake is not self._mistake:
            self._mistake = mistake
            self.update()

    def mistake_place(self) -> tuple[int, int] | None:
        """Return from where to where the mistake is underlined, in pixels; None without one.

        What is only missing has the width of a letter.
        """
        if self._mistake is None or not self.text():
            return None
        width_of = self.fontMetrics().horizontalAdvance
        origin = self.cursorRect().center().x() - width_of(self.text()[: self.cursorPosition()])
        letter, last = width_of("m"), self.width() - PADDING
        left = origin + width_of(self.text()[: self._mistake.start])
        right = origin + width_of(self.text()[: self._mistake.end])
        left = min(max(left, PADDING), last - letter)
        return left, max(min(right, last), left + letter)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field, and a line below what is wrong."""
        super().paintEvent(event)
        if (place := self.mistake_place()) is not None:
            with QPainter(self) as painter:
                draw_mistake(painter, self, *place)
