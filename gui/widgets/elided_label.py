"""A label that shows the start of its text if there is no room for all of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from ..theme.painting import reporting


class ElidedLabel(QLabel):
    """One line of text that may be made narrower than the text."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Return the width of an ellipsis."""
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def shown_text(self) -> str:
        """Return the text that fits."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def ink(self) -> QColor:
        """Return the colour of the text."""
        return self.palette().color(self.foregroundRole())

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text that fits."""
        del event
        with QPainter(self) as painter:
            painter.setPen(self.ink())
            # Only the side follows the script of the desktop: texts are English, and hold numbers.
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            side = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
            flags = Qt.AlignmentFlag.AlignVCenter | side
            wrap = Qt.TextFlag.TextWordWrap if self.wordWrap() else Qt.TextFlag(0)
            painter.drawText(self.contentsRect(), flags | wrap, self.shown_text())
