"""Drawing and editing one cell."""

from typing import cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ...theme.blending import blend, hairline, quiet
from ..models.model import AnyIndex, TableModel
from ..models.number_format import CUT_MARK
from .header import MARGIN
from .keyboard import CursorStep, is_fill_key, step_for_key

# As wide as the frame that CellDelegate draws around the current cell.
_FRAME = 2


class CellEditor(QLineEdit):
    """A line edit whose text lies exactly where the cell's text was."""

    def __init__(self, name: str, font: QFont, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFont(font)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setTextMargins(MARGIN - _FRAME, 0, MARGIN - _FRAME, 0)

    def cover(self, cell: QRect, text: str) -> None:
        """Cover the cell, and grow to the left if the text needs more room."""
        needed = self.fontMetrics().horizontalAdvance(text) + 4 * MARGIN
        rect = cell.adjusted(cell.width() - max(needed, cell.width()), 0, 0, 0)
        rect.moveLeft(max(rect.left(), 0))
        self.setGeometry(rect)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame over the line edit."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(self.palette().highlight(), _FRAME))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


_NUMBER_ALIGNMENT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MARK_ALIGNMENT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
# Shares of the highlight colour: the selection must stand out from the current row, and more so
# in the table that has the focus.
_CURRENT_ROW_TINT = 0.06
_SELECTION_TINT = 0.24
_QUIET_SELECTION_TINT = 0.14


class CellDelegate(QStyledItemDelegate):
    """Draws editable cells on the base colour between hairlines, computed cells in italics."""

    editor_opened = Signal()
    stepped = Signal(CursorStep)
    fill_requested = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current_row = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw the background, the number, the hairlines and the current cell's frame."""
        editable = cast(TableModel, index.model()).is_editable(index.column())
        painter.save()
        painter.fillRect(option.rect, self._background(option, index, editable))
        _draw_number(painter, option, index, editable)
        painter.setPen(hairline(option.palette))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if editable:
            painter.drawLine(option.rect.topRight(), option.rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(option.palette.highlight(), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        """Open a line edit that covers the cell."""
        model = cast(TableModel, index.model())
        self.editor_opened.emit()
        return CellEditor(model.cell_name(index.row(), index.column()), option.font, parent)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> None:
        """Make the editor wide enough for 17 digits, growing to the left if needed."""
        cast(CellEditor, editor).cover(option.rect, str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """Write the typed text to the model."""
        model.setData(index, cast(CellEditor, editor).text(), Qt.ItemDataRole.EditRole)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Commit on Enter and Tab and request the next cell.

        Ctrl+Enter writes the number into all selected cells.
        """
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if is_fill_key(event):
                self._finish_for_selection(cast(CellEditor, editor))
                return True
            step = step_for_key(event)
            if step is not None:
                self._finish(cast(QWidget, editor), step)
                return True
        return super().eventFilter(editor, event)

    def _finish(self, editor: QWidget, step: CursorStep) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.stepped.emit(step)

    def _finish_for_selection(self, editor: CellEditor) -> None:
        view = cast(QTableView, self.parent())
        number = cast(TableModel, view.model()).number(view.currentIndex(), editor.text())
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        if number is not None:
            self.fill_requested.emit(number)

    def _background(self, option: QStyleOptionViewItem, index: AnyIndex, editable: bool) -> QColor:
        palette = option.palette
        background = palette.base().color() if editable else palette.window().color()
        if option.state & QStyle.StateFlag.State_Selected:
            tint = _SELECTION_TINT if option.widget.hasFocus() else _QUIET_SELECTION_TINT
            return blend(background, palette.highlight().color(), tint)
        if index.row() == self.current_row:
            return blend(background, palette.highlight().color(), _CURRENT_ROW_TINT)
        return background


def _draw_number(
    painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, editable: bool
) -> None:
    """Draw the digits, and quietly after them the mark that there are more."""
    font = QFont(option.font)
    font.setItalic(not editable)
    painter.setFont(font)
    palette, metrics = option.palette, QFontMetrics(font)
    painter.setPen(palette.text().color() if editable else palette.windowText().color())
    rect = option.rect.adjusted(MARGIN, 0, -MARGIN, 0)
    text = str(index.data())
    digits = text.removesuffix(CUT_MARK)
    if cast(TableModel, index.model()).shows_cuts(index.column()):
        rect.setRight(rect.right() - metrics.horizontalAdvance(CUT_MARK))
    elided = metrics.elidedText(digits, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, _NUMBER_ALIGNMENT, elided)
    if digits != text:
        painter.setPen(quiet(palette))
        mark = rect.translated(rect.width(), 0)
        painter.drawText(mark, _MARK_ALIGNMENT, CUT_MARK)
