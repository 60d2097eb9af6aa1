"""A push button that stays pressed, and looks it in dark colours too."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from ..theme.blending import TEXT, blend, legible
from .buttons import FieldButton
from .outline import surroundings

MARK = "✓ "
"""Before the text of a pressed button: colour alone does not tell everybody."""
_TINT = 0.6


class ToggleButton(FieldButton):
    """A checkable button; while it is pressed it has a mark and the colour of a selection.

    It keeps room for the mark, so that nothing moves when it is pressed.
    """

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)

    def shown_text(self) -> str:
        """Mark a pressed button."""
        return f"{MARK}{self.text()}" if self.isChecked() else self.text()

    def widest_text(self) -> str:
        """Return the text with its mark, pressed or not."""
        return f"{MARK}{self.text()}"

    def ground(self) -> QColor:
        """Tint a pressed button."""
        ground = super().ground()
        if not self.isChecked():
            return ground
        return blend(ground, surroundings(self).highlight().color(), _TINT)

    def ink(self) -> QColor:
        """Return a colour that is read on the tint."""
        return legible(super().ink(), self.ground(), TEXT) if self.isChecked() else super().ink()
