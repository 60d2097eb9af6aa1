"""Draws the cells of the preview."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ..message import MessageKind
from ..palette import kind_colour
from ..tables.colours import blend, hairline, quiet
from ..tables.header import MARGIN
from .preview_model import MARK, AnyIndex, ItemRole, Mark

_FAULT_TINT = 0.14
_SELECTION_TINT = 0.14
_WAVE = 2
_LEAST_WAVE = 16


class PreviewDelegate(QStyledItemDelegate):
    """Cells to import on the base colour, others dimmed; faults are tinted and underlined."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw the background, the text as in the file, and the underline of a fault."""
        mark = index.data(MARK)
        painter.save()
        painter.fillRect(option.rect, _ground(option, mark))
        painter.setPen(hairline(option.palette))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        _draw_text(painter, option, index, mark)
        painter.restore()


def _ground(option: QStyleOptionViewItem, mark: Mark) -> QColor:
    palette = option.palette
    ground = palette.window().color() if mark is Mark.OUT else palette.base().color()
    if mark is Mark.FAULT:
        ground = blend(ground, kind_colour(MessageKind.FAULT, palette), _FAULT_TINT)
    if option.state & QStyle.StateFlag.State_Selected:
        return blend(ground, palette.highlight().color(), _SELECTION_TINT)
    return ground


def _draw_text(
    painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, mark: Mark
) -> None:
    palette, font = option.palette, QFont(option.font)
    font.setItalic(mark is Mark.OUT)
    painter.setFont(font)
    painter.setPen(quiet(palette) if mark is Mark.OUT else palette.text().color())
    rect, metrics = option.rect.adjusted(MARGIN, 0, -MARGIN, 0), QFontMetrics(font)
    text = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, rect.width())
    alignment = Qt.AlignmentFlag(index.data(ItemRole.TextAlignmentRole))
    painter.drawText(rect, alignment, text)
    if mark is Mark.FAULT:
        width = max(metrics.horizontalAdvance(text), _LEAST_WAVE)
        right = alignment & Qt.AlignmentFlag.AlignRight
        left = rect.right() - width if right else rect.left()
        bottom = rect.center().y() + metrics.height() // 2
        _draw_wave(painter, left, left + width, bottom, kind_colour(MessageKind.FAULT, palette))


def _draw_wave(painter: QPainter, left: int, right: int, y: int, colour: QColor) -> None:
    """Underline as a spell checker does; empty cells too."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.2))
    steps = range(left, right, _WAVE)
    for number, x in enumerate(steps):
        up = _WAVE if number % 2 else 0
        painter.drawLine(x, y - up, x + _WAVE, y - _WAVE + up)
