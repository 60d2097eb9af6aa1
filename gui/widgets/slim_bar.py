"""A scroll bar that is no more than its handle."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QScrollBar, QWidget

from ..background.reporting import reporting
from ..theme.blending import blend

THICKNESS = 10
"""With a margin of 1 px, 8 px to grab: one step of the grid."""

# A handle keeps 3:1 to the ground of the window, as all that can be grabbed should.
_SHARE, _PRESSED_SHARE = 0.5, 0.7
_LOOK = """
QScrollBar {{ background: transparent; border: none; }}
QScrollBar::handle {{ background: {handle}; border-radius: 4px; margin: 1px; min-{along}: 24px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {pressed}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


class SlimBar(QScrollBar):
    """A thin bar without arrows, in the colours of the palette."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._set_look()

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._set_look()

    def _set_look(self) -> None:
        palette = QGuiApplication.palette()  # a style sheet changes that of the widget
        ground, ink = palette.window().color(), palette.windowText().color()
        look = _LOOK.format(
            handle=blend(ground, ink, _SHARE).name(),
            pressed=blend(ground, ink, _PRESSED_SHARE).name(),
            along="width" if self.orientation() == Qt.Orientation.Horizontal else "height",
        )
        if look != self.styleSheet():
            self.setStyleSheet(look)
