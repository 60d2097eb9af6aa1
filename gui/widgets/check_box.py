"""A check box whose outline is visible in light, dark and black colours."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QCheckBox

from ..background.reporting import reporting
from ..theme.legibility import edge_source


class OutlinedCheckBox(QCheckBox):
    """A check box that gives the style another window colour, from which it draws the outline.

    The style draws it a shade darker than that colour, which is invisible on a dark window. The box
    paints no background, so nothing else changes.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._update_outline()

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Update the outline when the palette changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._update_outline()

    def _update_outline(self) -> None:
        colour = edge_source(QApplication.palette())
        if self.palette().window().color() != colour:
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.Window, colour)
            self.setPalette(palette)
