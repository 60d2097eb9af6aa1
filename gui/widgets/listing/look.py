"""How a listing is drawn: flat, as the plots beside it."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import QFont, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ...background.reporting import report, reporting
from ...theme.blending import blend, hairline, quiet
from ...theme.legibility import edge_colour

MARGIN = 8
"""Left and right of a text in a cell."""
EDGE = 16
"""Left of the first column, as of all titles."""
ITEM_MARGIN = 3
"""Which the style leaves left and right of the text of an item."""
_SELECTED = 0.18
_TICK = 14
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RISING, _FALLING = "▴", "▾"
_FRAME = 2
"""Around the cell that the keyboard is at, as around any other widget."""


class ListHeader(QHeaderView):
    """The names of the columns, and a mark at the one by which the rows are sorted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)

    @reporting
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw one name."""
        model, palette = self.model(), self.palette()
        name = str(model.headerData(logicalIndex, self.orientation(), Qt.ItemDataRole.DisplayRole))
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex:
            is_rising = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
            name = f"{name} {_RISING if is_rising else _FALLING}"
        role = Qt.ItemDataRole.TextAlignmentRole
        side = model.headerData(logicalIndex, self.orientation(), role) or _LEFT
        painter.fillRect(rect, palette.color(QPalette.ColorRole.Base))
        painter.setPen(quiet(palette))
        painter.drawText(inner(rect, logicalIndex, self.viewport().width()), side, name)
        painter.setPen(hairline(palette))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())


class ListDelegate(QStyledItemDelegate):
    """Draws cells with a margin; a chosen row is tinted from end to end."""

    @reporting
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the ground, then the cell inside its margin."""
        within = self.within(option, index)
        palette = option.palette
        if option.state & QStyle.StateFlag.State_Selected:
            base = palette.color(QPalette.ColorRole.Base)
            highlight = palette.color(QPalette.ColorRole.Highlight)
            painter.fillRect(option.rect, blend(base, highlight, _SELECTED))
            within.state &= ~QStyle.StateFlag.State_Selected
        within.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, within, index)
        self.draw_beside(painter, within, option, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            pen = QPen(palette.color(QPalette.ColorRole.Text), _FRAME)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))

    def draw_beside(
        self,
        painter: QPainter,
        within: QStyleOptionViewItem,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw what stands beside the text of a cell: nothing."""

    def within(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QStyleOptionViewItem:
        """Return the option for the part of a cell that has its text."""
        found = QStyleOptionViewItem(option)
        table = option.widget
        end = table.viewport().width() if isinstance(table, QAbstractItemView) else -1
        cell = inner(option.rect, index.column(), end)
        found.rect = cell.adjusted(-ITEM_MARGIN, 0, ITEM_MARGIN, 0)
        return found


class TickedDelegate(ListDelegate):
    """Draws a tick in the first column, and lets its text be edited."""

    def draw_beside(
        self,
        painter: QPainter,
        within: QStyleOptionViewItem,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the tick."""
        if index.column() == 0:
            self._draw_tick(painter, within, option, index)

    def _draw_tick(
        self,
        painter: QPainter,
        within: QStyleOptionViewItem,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a box that is seen in every palette over that of the style."""
        self.initStyleOption(within, index)
        style = option.widget.style()
        box = style.subElementRect(
            QStyle.SubElement.SE_ItemViewItemCheckIndicator, within, option.widget
        )
        palette = option.palette
        ground, ink = palette.base().color(), palette.text().color()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, blend(ground, palette.highlight().color(), _SELECTED))
        painter.fillRect(box.adjusted(-1, -1, 1, 1), ground)
        side = min(box.width(), box.height(), _TICK)
        square = QRectF(0, 0, side - 1, side - 1)
        square.moveCenter(QRectF(box).center())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(edge_colour(palette), 1.0))
        painter.setBrush(ground)
        painter.drawRoundedRect(square, 3, 3)
        if within.checkState is Qt.CheckState.Checked:
            painter.setPen(QPen(ink, 2.0))
            left, top, unit = square.left(), square.top(), square.width() / 12
            corners = ((2.5, 6.5), (5.0, 9.0), (9.5, 3.5))
            painter.drawPolyline([QPointF(left + x * unit, top + y * unit) for x, y in corners])
        painter.restore()

    @reporting
    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Show the name of the run; what is being typed stays if anything else changes."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Take a click on the tick where it is drawn."""
        try:
            return super().editorEvent(event, model, self.within(option, index), index)
        except Exception as error:
            report(error)
            return False


def bold(font: QFont) -> QFont:
    """Return the font of a row that is kept."""
    heavier = QFont(font)
    heavier.setWeight(QFont.Weight.DemiBold)
    return heavier


def inner(rect: QRect, column: int, end: int = -1) -> QRect:
    """Return the part of a cell that has its text.

    Parameters
    ----------
    rect : QRect
        The cell.
    column : int
        Its column; the first one keeps the margin of titles.
    end : int, optional
        The width of the whole table: a cell that ends there keeps that margin as well.
    """
    right = EDGE if rect.right() + 1 == end else MARGIN
    return rect.adjusted(EDGE if column == 0 else MARGIN, 0, -right, 0)
