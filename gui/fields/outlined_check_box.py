"""A check box that can be seen on dark ground, too."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QCheckBox

from ..palette import is_dark

LIGHTER = 300


class OutlinedCheckBox(QCheckBox):
    """The style draws the outline of the box in a shade darker than the window, be it dark already.

    So the box is told that the window is lighter than it is; it draws no ground of its own.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._outline()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours of the application."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._outline()

    def _outline(self) -> None:
        around = QApplication.palette()
        ground = around.window().color()
        shade = ground.lighter(LIGHTER) if is_dark(around) else ground
        if self.palette().window().color() != shade:
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.Window, shade)
            self.setPalette(palette)
