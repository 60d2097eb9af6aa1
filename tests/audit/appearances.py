"""The colours that the window is looked at in: light, dark, and a palette forced to be black."""

from enum import Enum

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from gui.theme.appearance import Appearance, palette_of

Role = QPalette.ColorRole


def black_palette() -> QPalette:
    """Return what desktops for high contrast set: white on black, everywhere the same ground."""
    palette = QPalette(QColor("black"))
    grounds = (Role.Window, Role.Base, Role.AlternateBase, Role.Button, Role.ToolTipBase)
    shades = (Role.Light, Role.Midlight, Role.Mid, Role.Dark, Role.Shadow)
    texts = (Role.WindowText, Role.Text, Role.ButtonText, Role.BrightText, Role.ToolTipText)
    for role in (*grounds, *shades):
        palette.setColor(role, QColor("black"))
    for role in (*texts, Role.PlaceholderText):
        palette.setColor(role, QColor("white"))
    for role in (Role.Highlight, Role.Accent, Role.Link):
        palette.setColor(role, QColor("#ffff00"))
    palette.setColor(Role.HighlightedText, QColor("black"))
    return palette


class Look(Enum):
    """An appearance of the whole program."""

    LIGHT = "light"
    DARK = "dark"
    BLACK = "black"

    def palette(self) -> QPalette:
        """Return its colours."""
        if self is Look.BLACK:
            return black_palette()
        return palette_of(Appearance.DARK if self is Look.DARK else Appearance.LIGHT)

    def apply(self) -> None:
        """Switch the application to it."""
        QApplication.setPalette(self.palette())
