"""A sentence on a tinted, rounded background that says why something was not done."""

from PySide6.QtCore import QMargins, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from ..accessible.announcing import announce_shown
from ..background.reporting import reporting
from ..text.message import MessageKind
from ..theme.blending import blend
from ..theme.palette import kind_colour

_MARGINS = QMargins(8, 6, 8, 6)
_ROUNDING = 4.0
# Share of the warning colour: it must colour the background and leave the text readable.
_TINT = 0.10


class Note(QLabel):
    """A wrapped sentence, which ``show_message`` also says to screen readers."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # sentences quote numbers
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(_MARGINS)
        self.hide()

    def show_message(self, sentence: str) -> None:
        """Show a sentence and announce it."""
        self.show_silently(sentence)
        announce_shown(self, sentence)

    def show_silently(self, sentence: str) -> None:
        """Show a sentence that something else says, or that has been said."""
        self.show()
        self.setText(sentence)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, then the text."""
        palette = self.palette()
        warning = kind_colour(MessageKind.WARNING, palette)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(warning, 1.0))
            painter.setBrush(blend(palette.base().color(), warning, _TINT))
            edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(edge, _ROUNDING, _ROUNDING)
        super().paintEvent(event)


class MessageBar(Note):
    """A note that is hidden while it is empty."""

    @Slot()
    def clear_message(self) -> None:
        """Hide the line and clear its text."""
        self.clear()
        self.hide()
