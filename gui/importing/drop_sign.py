"""The overlay on the window while a file is dragged over it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

_MARGIN = 16
_ROUNDING = 8.0
_BACKGROUND_ALPHA = 224
"""The window stays faintly visible."""


class DropOverlay(QWidget):
    """Covers the window, so that a file can be dropped anywhere, and says what a drop does."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("drop_overlay")
        self._sentence = ""
        self.hide()

    def show_file(self, name: str) -> None:
        """Show what dropping the file would do."""
        self._sentence = f"Drop to open {name}"
        self.setAccessibleName(self._sentence)
        if self.isHidden():
            self.setGeometry(self._window.rect())
            self.raise_()
            self.show()

    @property
    def sentence(self) -> str:
        """The sentence shown."""
        return self._sentence

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window, draw a dashed frame, and write the sentence in the middle."""
        del event
        palette = self.palette()
        background = QColor(palette.window().color())
        background.setAlpha(_BACKGROUND_ALPHA)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), background)
        accent = palette.color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(accent, 2.0, Qt.PenStyle.DashLine))
        frame = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.drawRoundedRect(frame, _ROUNDING, _ROUNDING)
        font = painter.font()
        font.setPointSizeF(1.5 * font.pointSizeF())
        painter.setFont(font)
        painter.setPen(palette.windowText().color())
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self._sentence)
