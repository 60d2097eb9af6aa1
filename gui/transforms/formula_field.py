"""A line edit for a formula of columns, which underlines a mistake."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from engine.formula.errors import BadFormula

from ..widgets.outline import PADDING
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
        """Return from where to where the mistake is underlined; None without one, or a text."""
        if self._mistake is None or not self.text():
            return None
        return self.place_of(self._mistake.start, self._mistake.end, self.width() - PADDING)
