"""How the table of the runs is drawn: flat, as the plots beside it."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ..background.reporting import reporting
from ..theme.blending import blend, hairline, quiet

MARGIN = 8
"""Left and right of a text in a cell."""
EDGE = 16
"""Left of the first column, as of all titles."""
_SELECTED = 0.18
_RISING, _FALLING = "▴", "▾"


class RunHeader(QHeaderView):
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
        side = model.headerData(logicalIndex, self.orientation(), Qt.ItemDataRole.TextAlignmentRole)
        painter.fillRect(rect, palette.color(QPalette.ColorRole.Base))
        painter.setPen(quiet(palette))
        painter.drawText(inner(rect, logicalIndex), side, name)
        painter.setPen(hairline(palette))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())


class RunDelegate(QStyledItemDelegate):
    """Draws cells with a margin; a chosen row is tinted from end to end."""

    @reporting
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the ground, then the cell inside its margin."""
        within = self._within(option, index)
        palette = option.palette
        if option.state & QStyle.StateFlag.State_Selected:
            base = palette.color(QPalette.ColorRole.Base)
            highlight = palette.color(QPalette.ColorRole.Highlight)
            painter.fillRect(option.rect, blend(base, highlight, _SELECTED))
            within.state &= ~QStyle.StateFlag.State_Selected
        within.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, within, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Take a click on the tick where it is drawn."""
        return super().editorEvent(event, model, self._within(option, index), index)

    def _within(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QStyleOptionViewItem:
        within = QStyleOptionViewItem(option)
        within.rect = inner(option.rect, index.column())
        return within


def inner(rect: QRect, column: int) -> QRect:
    """Return the part of a cell that has its text."""
    return rect.adjusted(EDGE if column == 0 else MARGIN, 0, -MARGIN, 0)
