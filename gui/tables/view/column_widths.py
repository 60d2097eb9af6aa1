"""The height of the rows and the width of the columns."""

from itertools import chain, repeat

from PySide6.QtCore import QModelIndex, QObject, Signal, Slot
from PySide6.QtWidgets import QTableView

from ..models.model import TableModel
from .header import MARGIN, MAX_NAME_CHARACTERS

# The columns of A share one width, so the first ones are a large enough sample.
_MEASURED_COLUMNS = 20
# Beyond this many columns, names are not measured: each takes a text measurement by Qt.
_MEASURED_NAMES = 1000
# Space above and below the text of a row, so that rows are easy to tell apart.
_LINE_PADDING = 10
# Beside the margins: a text that counts as equally long may be a pixel or two wider, and slanted
# digits lean over their end.
_TEXT_PADDING = 2 * MARGIN + 3


class ColumnWidths(QObject):
    """Sets the row height from the font and the widths of the columns from a sample of numbers.

    It never measures every row: a million rows would take seconds. Columns that are alike share one
    width, and others have each their own. A longer name widens its own column, and a width that a
    person dragged is kept until another experiment is opened.
    """

    widths_changed = Signal()

    def __init__(self, view: QTableView, model: TableModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._manual_widths: dict[int, int] = {}
        self._number_widths: list[int] = []
        self._default_widths: list[int] = []

    def connect_signals(self) -> None:
        """Start to follow the model. Call it after the headers have connected to the model."""
        model = self._model
        for shape in (model.modelReset, model.columnsInserted, model.columnsRemoved):
            shape.connect(self.update_sizes)
        model.headerDataChanged.connect(self.update_sizes)
        model.dataChanged.connect(self.widen)
        model.document.opened.connect(self._forget_widths)
        self._view.horizontalHeader().sectionResized.connect(self._remember_width)

    def width_of(self, columns: int) -> int:
        """Return the total default width of the first columns."""
        rest = max(columns - len(self._default_widths), 0)
        default = self._view.horizontalHeader().defaultSectionSize()
        return sum(self._default_widths[:columns]) + rest * default

    @Slot()
    def update_sizes(self) -> None:
        """Recompute heights and widths after a change of font or shape."""
        line = self._view.fontMetrics().height() + _LINE_PADDING
        if line != self._view.verticalHeader().defaultSectionSize():  # Qt would go through all rows
            self._view.verticalHeader().setDefaultSectionSize(line)
        self._view.horizontalHeader().setFixedHeight(line)
        columns = range(min(self._model.columnCount(), _MEASURED_COLUMNS))
        self._number_widths = self._shared(self._widths_for_numbers(columns))
        self._set_widths()
        self._view.updateGeometry()

    @Slot(QModelIndex, QModelIndex)
    def widen(self, first: QModelIndex, last: QModelIndex) -> None:
        """Widen the columns for a longer number; never narrow them, so that nothing jumps."""
        changed = range(first.column(), min(last.column() + 1, len(self._number_widths)))
        widths = list(self._number_widths)
        for column, width in zip(changed, self._widths_for_numbers(changed), strict=True):
            widths[column] = max(widths[column], width)
        widths = self._shared(widths)
        if widths != self._number_widths:
            self._number_widths = widths
            self._set_widths()
        self._view.updateGeometry()

    def _set_widths(self) -> None:
        """Set every width again, because Qt resets them when the default width changes."""
        default = max(self._number_widths)
        header, manual = self._view.horizontalHeader(), dict(self._manual_widths)
        defaults = self._widths_for_names()
        is_changed = defaults != self._default_widths
        self._default_widths = defaults
        if default != header.defaultSectionSize():
            header.setDefaultSectionSize(default)
        for column in range(min(header.count(), len(defaults))):
            header.resizeSection(column, manual.get(column, defaults[column]))
        self._manual_widths = manual
        if is_changed:
            self._view.updateGeometry()
            self.widths_changed.emit()

    @Slot(int, int, int)
    def _remember_width(self, column: int, _before: int, width: int) -> None:
        """Keep a dragged width; forget it if it was dragged back to the default."""
        if column < len(self._default_widths) and width != self._default_widths[column]:
            self._manual_widths[column] = width
        else:
            self._manual_widths.pop(column, None)

    @Slot()
    def _forget_widths(self) -> None:
        """Drop the dragged widths; the model's reset has measured the numbers already."""
        self._manual_widths.clear()
        self._set_widths()

    def _shared(self, widths: list[int]) -> list[int]:
        """Return the widths, all the same if the columns are alike."""
        return widths if len(self._model.least_texts) > 1 else [max(widths)] * len(widths)

    def _widths_for_numbers(self, columns: range) -> list[int]:
        """Return the widths that the numbers of some columns need."""
        metrics = self._view.fontMetrics()
        texts = map(self._model.longest_text, columns)
        return [metrics.horizontalAdvance(text) + _TEXT_PADDING for text in texts]

    def _widths_for_names(self) -> list[int]:
        """Return the widths that the numbers and the names of the columns need."""
        metrics, model = self._view.fontMetrics(), self._model
        longest = MAX_NAME_CHARACTERS * metrics.averageCharWidth()
        columns = range(min(model.columnCount(), _MEASURED_NAMES))
        names = (metrics.horizontalAdvance(model.column_name(k)) for k in columns)
        numbers = chain(self._number_widths, repeat(max(self._number_widths)))
        return [
            max(number, min(name, longest) + _TEXT_PADDING)
            for name, number in zip(names, numbers, strict=False)
        ]
