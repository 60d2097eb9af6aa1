"""The height of the rows and the width that each column needs."""

from collections.abc import Collection
from typing import cast

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QTableView

from ..models.model import TableModel
from .cell_delegate import MARK_ROOM, bold
from .header import MARGIN, MAX_NAME_CHARACTERS, FlatHeader

# Space above and below the text of a row, so that rows are easy to tell apart, and of a name.
_LINE_PADDING, _NAME_PADDING = 10, 14
# Beside the margins: a text that counts as equally long may be a pixel wider.
_TEXT_PADDING = 2 * MARGIN + 1


class ColumnWidths(QObject):
    """Measures columns when it is asked, which is for those that are to be seen.

    It never measures every row: a million rows would take seconds. A longer name widens its column,
    and a width that a person dragged is kept until another experiment is opened. ``changed`` says
    that a column that was measured needs another width now; the sheet then sets the widths.
    """

    changed = Signal()

    def __init__(self, view: QTableView, model: TableModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self.least = 0
        """The width of each column that no person has dragged, whatever is in it."""
        self._numbers: dict[int, int] = {}
        self._names: dict[int, int] = {}
        self._dragged: dict[int, int] = {}
        self._set: dict[int, int] = {}
        self._font = QFont(view.font())
        self._metrics = _metrics_of(self._font)
        self._digit_width = self._metrics[0].horizontalAdvance("0")

    def connect_signals(self) -> None:
        """Start to follow the model. Call it after the headers have connected to the model."""
        model = self._model
        for shape in (model.modelReset, model.columnsInserted, model.columnsRemoved):
            shape.connect(self.measure_again)
        for rows in (model.rowsInserted, model.rowsRemoved):
            rows.connect(self.measure_again)
        model.headerDataChanged.connect(self._measure_names_again)
        model.dataChanged.connect(self.widen)
        model.document.opened.connect(self._forget_dragged)
        self._view.horizontalHeader().sectionResized.connect(self._remember_width)

    def needed(self, column: int) -> int:
        """Return the width that a person chose, or that the numbers and the name need."""
        if column in self._dragged:
            return self._dragged[column]
        if column not in self._numbers:
            self._numbers[column] = self._width_for_numbers(column)
        if column not in self._names:
            self._names[column] = self._width_for_name(column)
        return max(self._numbers[column], self._names[column], self.least)

    def is_dragged(self, column: int) -> bool:
        """Return whether a person chose the width of a column."""
        return column in self._dragged

    def set_width(self, column: int, width: int) -> None:
        """Give a column a width that no person chose; call ``updateGeometries`` afterwards."""
        if column not in self._dragged:
            self._set[column] = width
        has_more_room = self._model.give_room(column, (width - _TEXT_PADDING) / self._digit_width)
        if self._view.columnWidth(column) != width:
            cast(FlatHeader, self._view.horizontalHeader()).set_width(column, width)
            self._view.viewport().update()
        elif has_more_room:  # so much as a former number needed
            self._view.viewport().update()

    def forget_others(self, columns: Collection[int]) -> None:
        """Forget what columns need that are not among these: they are measured when they show."""
        for widths in (self._numbers, self._names):
            for column in [each for each in widths if each not in columns]:
                del widths[column]

    @Slot()
    def update_row_height(self) -> None:
        """Set the height of the rows and of the names from the font."""
        height = self._view.fontMetrics().height()
        line = height + _LINE_PADDING
        if line != self._view.verticalHeader().defaultSectionSize():  # Qt would go through all rows
            self._view.verticalHeader().setDefaultSectionSize(line)
        names = cast(FlatHeader, self._view.horizontalHeader())
        names.set_names_height(height + _NAME_PADDING)
        self.measure_again()

    @Slot()
    def measure_again(self) -> None:
        """Measure all columns again, when they are asked for."""
        self._numbers.clear()
        self._names.clear()
        self.changed.emit()

    @Slot(QModelIndex, QModelIndex)
    def widen(self, first: QModelIndex, last: QModelIndex) -> None:
        """Widen columns for a longer number; never narrow them, so that nothing jumps."""
        is_wider = False
        for column, width in self._numbers.items():
            if first.column() <= column <= last.column():
                needed = self._width_for_numbers(column)
                if needed > width:
                    self._numbers[column] = needed
                    is_wider = True
        if is_wider:
            self.changed.emit()

    @Slot(Qt.Orientation)
    def _measure_names_again(self) -> None:
        self._names.clear()
        self.changed.emit()

    @Slot(int, int, int)
    def _remember_width(self, column: int, _before: int, width: int) -> None:
        """Keep a dragged width; forget it if it was dragged back to the one before."""
        if self._set.get(column) != width:
            self._dragged[column] = width
        elif column not in self._dragged:
            return
        else:
            del self._dragged[column]
        self.changed.emit()

    @Slot()
    def _forget_dragged(self) -> None:
        """Drop the dragged widths; the model's reset has dropped the others already."""
        self._dragged.clear()
        self._set.clear()
        self.changed.emit()

    def _width_for_numbers(self, column: int) -> int:
        """Return the width that the numbers of a column need."""
        model, font = self._model, self._view.font()
        if font != self._font:  # making metrics takes as long as measuring a text
            self._font = QFont(font)
            self._metrics = _metrics_of(font)
            self._digit_width = self._metrics[0].horizontalAdvance("0")
        metrics, bold_metrics = self._metrics
        width = metrics.horizontalAdvance(model.longest_text(column))
        heavy, marked = model.wider_texts(column)
        if heavy:
            width = max(width, bold_metrics.horizontalAdvance(heavy))
        if marked:
            width = max(width, metrics.horizontalAdvance(marked) + MARK_ROOM)
        return width + _TEXT_PADDING

    def _width_for_name(self, column: int) -> int:
        """Return the width that the name of a column needs."""
        metrics = self._view.horizontalHeader().fontMetrics()
        longest = MAX_NAME_CHARACTERS * metrics.averageCharWidth()
        name = metrics.horizontalAdvance(self._model.column_name(column))
        return min(name, longest) + _TEXT_PADDING


def _metrics_of(font: QFont) -> tuple[QFontMetrics, QFontMetrics]:
    """Return the metrics of a font, and of its bold one."""
    return QFontMetrics(font), QFontMetrics(bold(font))
