"""Light or dark colours, following the system or the user's choice, and the layout grid."""

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from .palette import is_dark

# All gaps and margins are multiples of 8 pixels (or half of it), as in most design systems: it
# divides evenly at the usual screen scales of 125, 150 and 200 %.
GRID = 8

Role = QPalette.ColorRole

# The colours of each role, light and dark. Blue is Okabe and Ito's, as in the plots.
SCHEMES = {
    Role.Window: ("#efefef", "#2b2d30"),
    Role.WindowText: ("#1a1a1a", "#e8e8e8"),
    Role.Base: ("#ffffff", "#1e1f22"),
    Role.AlternateBase: ("#f6f6f6", "#26282b"),
    Role.Text: ("#1a1a1a", "#e8e8e8"),
    Role.PlaceholderText: ("#767676", "#8f9398"),
    Role.Button: ("#efefef", "#35373b"),
    Role.ButtonText: ("#1a1a1a", "#e8e8e8"),
    Role.BrightText: ("#ffffff", "#ffffff"),
    Role.ToolTipBase: ("#ffffff", "#3a3d41"),
    Role.ToolTipText: ("#1a1a1a", "#e8e8e8"),
    Role.Highlight: ("#0072b2", "#2977ae"),
    Role.HighlightedText: ("#ffffff", "#ffffff"),
    Role.Accent: ("#0072b2", "#56b4e9"),
    Role.Link: ("#0072b2", "#56b4e9"),
    Role.Light: ("#ffffff", "#4a4d52"),
    Role.Midlight: ("#f7f7f7", "#3f4246"),
    Role.Mid: ("#b8b8b8", "#232528"),
    Role.Dark: ("#9f9f9f", "#1b1c1e"),
    Role.Shadow: ("#767676", "#101113"),
}
# The text of disabled controls, on light and on dark ground.
FAINT = ("#9a9a9a", "#74787d")


class Appearance(StrEnum):
    """The colours of the window that the user can choose."""

    SYSTEM = "System"
    LIGHT = "Light"
    DARK = "Dark"

    @classmethod
    def _missing_(cls, value: object) -> "Appearance":  # noqa: ARG003
        return cls.SYSTEM

    def apply(self) -> None:
        """Switch the application to these colours.

        If the desktop does not support the colour scheme, a palette of our own is set.
        """
        schemes = {Appearance.LIGHT: Qt.ColorScheme.Light, Appearance.DARK: Qt.ColorScheme.Dark}
        QApplication.setPalette(QPalette())
        QApplication.styleHints().setColorScheme(schemes.get(self, Qt.ColorScheme.Unknown))
        if self is not Appearance.SYSTEM:
            dark = self is Appearance.DARK
            if is_dark(QApplication.palette()) != dark:
                QApplication.setPalette(palette_of(self))


def palette_of(appearance: Appearance) -> QPalette:
    """Return our own light or dark palette."""
    column = 1 if appearance is Appearance.DARK else 0
    palette = QPalette()
    for role, colours in SCHEMES.items():
        palette.setColor(role, QColor(colours[column]))
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(FAINT[column]))
    return palette
