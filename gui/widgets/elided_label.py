"""A label that shows the start of its text if there is no room for all of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from ..background.reporting import reporting


class ElidedLabel(QLabel):
    """A text that may be made narrower: on one line, or on as many as there is room for.

    Only with ``wordWrap`` it has more than one line.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Return the width of an ellipsis."""
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def shown_text(self) -> str:
        """Return the text that fits, its lines apart if it has more than one."""
        text = self.text()
        lines: list[str] = []
        if self.wordWrap():
            spare = self.contentsRect().height() // self.fontMetrics().lineSpacing() - 1
            lines = self._full_lines(text, spare)
            text = text[sum(map(len, lines)) :]
        room = self.contentsRect().width()
        last = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        return "\n".join([*map(str.rstrip, lines), last])

    def _full_lines(self, text: str, most: int) -> list[str]:
        """Return at most so many lines of a text, without the line that ends it."""
        layout = QTextLayout(text, self.font())
        lines: list[str] = []
        layout.beginLayout()
        while len(lines) < most and (line := layout.createLine()).isValid():
            line.setLineWidth(self.contentsRect().width())
            start, length = line.textStart(), line.textLength()
            if start + length >= len(text):
                break
            lines.append(text[start : start + length])
        layout.endLayout()
        return lines

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
            painter.drawText(self.contentsRect(), flags, self.shown_text())
