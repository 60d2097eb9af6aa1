"""The height of the rows and the width of the columns."""

from PySide6.QtCore import QModelIndex, QObject, Signal, Slot
from PySide6.QtWidgets import QTableView

from ..models.model import TableModel
from .header import MARGIN, MAX_NAME_CHARACTERS

# All columns share one width, so the first ones are a large enough sample.
_MEASURED_COLUMNS = 20
# Beyond this many columns, names are not measured: each takes a text measurement by Qt.
_MEASURED_NAMES = 1000
# Space above and below the text of a row, so that rows are easy to tell apart.
_LINE_PADDING = 10
_TEXT_PADDING = 2 * MARGIN + 1


class ColumnWidths(QObject):
    """Sets the row height from the font and one width for all columns from a sample of numbers.

    It never measures every row: a million rows would take seconds. A longer name widens its own
    column, and a width that a person dragged is kept until another experiment is opened.
    """

    widths_changed = Signal()

    def __init__(self, view: QTableView, model: TableModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._manual_widths: dict[int, int] = {}
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
        self._set_widths(self._width_for_numbers())
        self._view.updateGeometry()

    @Slot(QModelIndex, QModelIndex)
    def widen(self, first: QModelIndex, last: QModelIndex) -> None:
        """Widen the columns for a longer number; never narrow them, so that nothing jumps."""
        changed = range(first.column(), min(last.column() + 1, _MEASURED_COLUMNS))
        if (
            changed
            and self._width_for_numbers(changed)
            > self._view.horizontalHeader().defaultSectionSize()
        ):
            self._set_widths(self._width_for_numbers())
        self._view.updateGeometry()

    def _set_widths(self, default: int) -> None:
        """Set every width again, because Qt resets them when the default width changes."""
        header, manual = self._view.horizontalHeader(), dict(self._manual_widths)
        defaults = self._widths_for_names(default)
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
        self._manual_widths.clear()
        self.update_sizes()

    def _width_for_numbers(self, columns: range | None = None) -> int:
        """Return the width that the numbers of some columns need, by default of all measured."""
        if columns is None:
            columns = range(min(self._model.columnCount(), _MEASURED_COLUMNS))
        characters = max(map(self._model.characters, columns))
        return self._view.fontMetrics().horizontalAdvance("0") * characters + _TEXT_PADDING

    def _widths_for_names(self, default: int) -> list[int]:
        metrics, model = self._view.fontMetrics(), self._model
        longest = MAX_NAME_CHARACTERS * metrics.averageCharWidth()
        columns = range(min(model.columnCount(), _MEASURED_NAMES))
        names = (metrics.horizontalAdvance(model.column_name(k)) for k in columns)
        return [max(default, min(name, longest) + _TEXT_PADDING) for name in names]
