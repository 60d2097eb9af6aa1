"""A sentence on a tinted, rounded background that says why something was not done."""

from PySide6.QtCore import QMargins, QRectF, Qt, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLabel, QWidget

from ..text.message import MessageKind
from ..theme.blending import blend
from ..theme.palette import kind_colour

_MARGINS = QMargins(8, 6, 8, 6)
_ROUNDING = 4.0
# Share of the warning colour: it must colour the background and leave the text readable.
_TINT = 0.10


class Note(QLabel):
    """A wrapped sentence that screen readers announce when it appears."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("Message")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(_MARGINS)
        self.hide()

    def show_message(self, sentence: str) -> None:
        """Show a sentence and announce it."""
        self.setText(sentence)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, then the text."""
        palette = self.palette()
        warning = kind_colour(MessageKind.WARNING, palette)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(warning, 1.0))
        painter.setBrush(blend(palette.base().color(), warning, _TINT))
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, _ROUNDING, _ROUNDING)
        painter.end()
        super().paintEvent(event)


class MessageBar(Note):
    """A note that is hidden while it is empty."""

    @Slot()
    def clear_message(self) -> None:
        """Hide the line and clear its text."""
        self.clear()
        self.hide()
