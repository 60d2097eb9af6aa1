"""Drawing and editing one cell."""

from typing import NamedTuple, cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ...background.reporting import report, reporting, reporting_as_unhandled
from ...text.numbers import UNKNOWN
from ...theme.blending import blend, hairline, quiet
from ...theme.palette import kind_colour
from ..models.agreement import Agreement
from ..models.cell_look import CellLook
from ..models.margin import MarginModel
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
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setTextMargins(MARGIN - _FRAME, 0, MARGIN - _FRAME, 0)

    def cover(self, cell: QRect, text: str) -> None:
        """Cover the cell, and grow to the left if the text needs more room."""
        needed = self.fontMetrics().horizontalAdvance(text) + 4 * MARGIN
        rect = cell.adjusted(cell.width() - max(needed, cell.width()), 0, 0, 0)
        rect.moveLeft(max(rect.left(), 0))
        self.setGeometry(rect)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame over the line edit."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setPen(QPen(self.palette().highlight(), _FRAME))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


# Shares of the highlight colour: the selection must stand out from the current row, and more so
# in the table that has the focus.
_CURRENT_ROW_TINT = 0.06
_SELECTION_TINT = 0.24
_QUIET_SELECTION_TINT = 0.14
# What a run is about stands out from all else, and less than what is selected.
_CURRENT_TINT = 0.10
# Two palettes at a time, active and inactive; seven looks; with and without focus.
_MOST_INKS = 28
_HELD_OUT = {CellLook.HELD_OUT, CellLook.HELD_OUT_COMPUTED}
_TYPED = {CellLook.INPUT, CellLook.STRUCK, CellLook.HELD_OUT}
_MUTED = {CellLook.QUIET, CellLook.STRUCK, *_HELD_OUT}
MARK_ROOM = 18
"""The width of the mark in a cell, with the space between it and the longest number."""


class _Inks(NamedTuple):
    """The colours, pens and the font that a kind of cell is drawn with.

    They are made once, because each cell would make them again: half of the time of a redraw.
    """

    background: QColor
    current: QColor
    selected: QColor
    text: QPen
    mark: QPen
    line: QPen
    frame: QPen
    font: QFont
    metrics: QFontMetrics
    plain: QFontMetrics
    mark_width: int
    marks: dict[Agreement, QPen]

    @classmethod
    def of(cls, palette: QPalette, base: QFont, look: CellLook, has_focus: bool) -> "_Inks":
        """Make those of cells that look alike."""
        editable = look in _TYPED
        highlight = palette.highlight().color()
        background = palette.base().color() if editable else palette.window().color()
        if look is CellLook.CURRENT:
            background = blend(background, highlight, _CURRENT_TINT)
        tint = _SELECTION_TINT if has_focus else _QUIET_SELECTION_TINT
        font = bold(base) if look is CellLook.CURRENT else QFont(base)
        font.setStrikeOut(look is CellLook.STRUCK)
        font.setItalic(look in _HELD_OUT)
        ink = palette.text().color() if editable else palette.windowText().color()
        metrics, plain = QFontMetrics(font), QFontMetrics(base)
        return cls(
            background=background,
            current=blend(background, highlight, _CURRENT_ROW_TINT),
            selected=blend(background, highlight, tint),
            text=QPen(quiet(palette) if look in _MUTED else ink),
            mark=QPen(quiet(palette)),
            line=QPen(hairline(palette)),
            frame=QPen(palette.highlight(), 2),
            font=font,
            metrics=metrics,
            plain=plain,
            mark_width=plain.horizontalAdvance(CUT_MARK),
            marks={each: QPen(kind_colour(each.value, palette)) for each in Agreement},
        )


class CellDelegate(QStyledItemDelegate):
    """Draws input cells on the colour of fields, computed ones on that of the window."""

    editor_opened = Signal()
    stepped = Signal(CursorStep)
    fill_requested = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current_row = -1
        self.unknown_text = UNKNOWN
        self.selects_one_cell = True
        self._font = QFont()
        self._inks: dict[object, _Inks] = {}

    @reporting
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw the background, the number, the hairlines and the current cell's frame."""
        model = cast("TableModel | MarginModel", index.model())
        row, column, rect = index.row(), index.column(), option.rect
        look, has_focus = model.look(row, column), option.widget.hasFocus()
        inks = self._inks_of(option, look, has_focus)
        is_selected = option.state & QStyle.StateFlag.State_Selected
        # One cell that is current in a table without the focus would only distract.
        if is_selected and (has_focus or not self.selects_one_cell):
            painter.fillRect(rect, inks.selected)
        else:
            painter.fillRect(rect, inks.current if row == self.current_row else inks.background)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
        text = model.display_text(row, column)
        text = self.unknown_text if text == UNKNOWN else text
        _draw_number(painter, rect, inks, text, model.tail(row, column))
        if (agreement := model.agreement(row, column)) is not None:
            _draw_mark(painter, rect, inks, agreement)
        painter.setPen(inks.line)
        painter.drawLine(left, bottom, right, bottom)
        if look in _TYPED:
            painter.drawLine(right, top, right, bottom)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(inks.frame)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _inks_of(self, option: QStyleOptionViewItem, look: CellLook, has_focus: bool) -> "_Inks":
        """Return what a kind of cell is drawn with, made once for a font and a palette."""
        palette, font = option.palette, option.font
        if font != self._font:
            self._font = QFont(font)
            self._inks.clear()
        key = palette.cacheKey(), palette.currentColorGroup(), look, has_focus
        if (inks := self._inks.get(key)) is None:
            if len(self._inks) >= _MOST_INKS:  # those of former palettes
                self._inks.clear()
            inks = self._inks[key] = _Inks.of(palette, font, look, has_focus)
        return inks

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        """Open a line edit that covers the cell."""
        try:
            model = cast(TableModel, index.model())
            self.editor_opened.emit()
            return CellEditor(model.cell_name(index.row(), index.column()), option.font, parent)
        except Exception as error:
            report(error)
            return super().createEditor(parent, option, index)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> None:
        """Make the editor wide enough for 17 digits, growing to the left if needed."""
        cast(CellEditor, editor).cover(option.rect, str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """Write the typed text to the model."""
        model.setData(index, cast(CellEditor, editor).text(), Qt.ItemDataRole.EditRole)

    @reporting_as_unhandled
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


def bold(font: QFont) -> QFont:
    """Return the font of the numbers that a run is about."""
    heavier = QFont(font)
    heavier.setWeight(QFont.Weight.DemiBold)
    return heavier


def _draw_mark(painter: QPainter, rect: QRect, inks: _Inks, agreement: Agreement) -> None:
    """Draw a mark at the left of the cell."""
    painter.setFont(inks.font)
    painter.setPen(inks.marks[agreement])
    where = rect.adjusted(MARGIN, 0, 0, 0)
    painter.drawText(
        where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, agreement.mark
    )


def _draw_number(painter: QPainter, rect: QRect, inks: _Inks, text: str, tail: str) -> None:
    """Draw the digits, and quietly after them those beyond, or the mark that there are more.

    ``tail`` is for what all numbers of the column leave room, so that their digits are aligned.
    """
    metrics, after = inks.metrics, tail if tail and text.endswith(tail) else ""
    if text.endswith(CUT_MARK):
        after = after or CUT_MARK
    digits = text.removesuffix(after)
    left, right = rect.left() + MARGIN, rect.right() + 1 - MARGIN
    if tail:
        right -= inks.mark_width if tail == CUT_MARK else inks.plain.horizontalAdvance(tail)
    width = metrics.horizontalAdvance(digits)
    if width > right - left:
        elided = metrics.elidedText(digits, Qt.TextElideMode.ElideRight, right - left)
        width = metrics.horizontalAdvance(elided)
    else:
        elided = digits
    baseline = rect.top() + (rect.height() - metrics.height()) // 2 + metrics.ascent()
    painter.setFont(inks.font)
    painter.setPen(inks.text)
    painter.drawText(right - width, baseline, elided)
    if after:
        painter.setPen(inks.mark)
        painter.drawText(right, baseline, after)
