"""Fields that draw their ground and their edge themselves: all look alike, in any palette."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QStyle, QWidget

from ..accessible.focus_ring import draw_own_ring
from ..background.reporting import reporting
from ..theme.legibility import edge_colour
from .outline import (
    PADDING,
    chevron_room,
    draw_chevron,
    draw_mistake,
    draw_outline,
    field_height,
    surroundings,
)

TEXT_MARGIN = 2
"""Of a line edit, between its frame and its text margins."""
_LEAST_HEIGHT, _ABOVE_AND_BELOW = 24, 8


class OutlinedLineEdit(QLineEdit):
    """A line edit with the edge and the focus ring of the other fields.

    The style's own edge depends on a palette for line edits, which is not there in every process.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrame(False)
        draw_own_ring(self)
        ground = QPalette()  # the line edit draws none of its own over the rounded one
        ground.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(ground)
        self.setTextMargins(PADDING - TEXT_MARGIN, 0, PADDING - TEXT_MARGIN, 0)

    def sizeHint(self) -> QSize:
        """Return a size that is as high as a row of a table."""
        height = max(_LEAST_HEIGHT, self.fontMetrics().height() + _ABOVE_AND_BELOW)
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        """Return a size that is as high."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def mistake_place(self) -> tuple[int, int] | None:
        """Return from where to where a mistake is underlined, in pixels; None without one."""
        return None

    def place_of(self, start: int, end: int, last: int) -> tuple[int, int]:
        """Return from where to where a part of the text is, in pixels, and at most to ``last``.

        What is only missing has the width of a letter. Of a part that is scrolled away, the end of
        the field nearest to it is returned.
        """
        width_of = self.fontMetrics().horizontalAdvance
        origin = self.cursorRect().center().x() - width_of(self.text()[: self.cursorPosition()])
        letter = width_of("m")
        left = min(max(origin + width_of(self.text()[:start]), PADDING), last - letter)
        return left, max(min(origin + width_of(self.text()[:end]), last), left + letter)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the edge, then the text, and a line below what is wrong."""
        with QPainter(self) as painter:
            palette = surroundings(self)
            draw_outline(painter, self, palette.base().color(), edge_colour(palette))
        super().paintEvent(event)
        if (place := self.mistake_place()) is not None:
            with QPainter(self) as painter:
                draw_mistake(painter, self, *place)


class OutlinedComboBox(QComboBox):
    """Shows its current text and a ▾; as wide as its longest text needs.

    It needs a label that is its buddy: on Linux screen readers know no other name of a combo box.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        draw_own_ring(self)

    def sizeHint(self) -> QSize:
        """Return a size with room for the longest text."""
        metrics = self.fontMetrics()
        texts = [self.itemText(row) for row in range(self.count())]
        width = PADDING + max(map(metrics.horizontalAdvance, texts), default=0)
        return QSize(width + chevron_room(metrics), field_height(metrics))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the box never shrinks."""
        return self.sizeHint()

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the edge, then the text and the ▾."""
        del event
        with QPainter(self) as painter:
            draw_choice(painter, self, self.currentText())


def draw_choice(painter: QPainter, widget: QWidget, text: str) -> None:
    """Draw a field that opens a list: its outline, its text and a ▾."""
    palette, direction = surroundings(widget), widget.layoutDirection()
    draw_outline(painter, widget, palette.base().color(), edge_colour(palette))
    ends = chevron_room(widget.fontMetrics())
    inside = QRect(PADDING, 0, widget.width() - PADDING - ends, widget.height())
    arrow = QRect(widget.width() - ends, 0, ends, widget.height())
    ink, area = palette.text().color(), widget.rect()
    painter.setPen(ink)
    inside = QStyle.visualRect(direction, area, inside)
    side = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.drawText(inside, side | Qt.AlignmentFlag.AlignVCenter, text)
    draw_chevron(painter, QStyle.visualRect(direction, area, arrow), ink)
