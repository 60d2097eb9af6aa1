"""A check box whose outline is visible in dark colours too."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QCheckBox

from ..theme.palette import is_dark

# In percent, for QColor.lighter: the outline then differs from the window by at least 30 of 255
# in lightness (the test's SEEN), where the style alone draws dark on dark.
LIGHTER = 300


class OutlinedCheckBox(QCheckBox):
    """A check box that gives the style a lighter window colour when the window is dark.

    The style draws the outline a shade darker than that colour, which is invisible on a dark
    window. The box paints no background, so nothing else changes.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._update_outline()

    def changeEvent(self, event: QEvent) -> None:
        """Update the outline when the palette changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._update_outline()

    def _update_outline(self) -> None:
        application = QApplication.palette()
        window = application.window().color()
        colour = window.lighter(LIGHTER) if is_dark(application) else window
        if self.palette().window().color() != colour:
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.Window, colour)
            self.setPalette(palette)
