"""How high the rows and how wide the columns of a view are."""

from PySide6.QtCore import QModelIndex, QObject, Signal, Slot
from PySide6.QtWidgets import QTableView

from .header import LONGEST_NAME, MARGIN
from .model import TableModel

_MEASURED_COLUMNS = 20
_MEASURED_NAMES = 1000
_AROUND_LINE = 10
_AROUND_TEXT = 2 * MARGIN + 1


class Fit(QObject):
    """Sizes rows by the font, and all columns alike by the numbers of the first rows and columns.

    Never by all of them: a million rows would take seconds. A column whose name is longer is wider,
    and what a person has made wider or narrower stays so, as long as it is the same experiment.
    """

    widths_changed = Signal()

    def __init__(self, view: QTableView, model: TableModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._chosen: dict[int, int] = {}
        self._natural: list[int] = []

    def follow(self) -> None:
        """Fit whenever there is need, from now on: each time after the headers of the view."""
        model = self._model
        for shape in (model.modelReset, model.columnsInserted, model.columnsRemoved):
            shape.connect(self.fit)
        model.headerDataChanged.connect(self.fit)
        model.dataChanged.connect(self.widen)
        model.document.opened.connect(self._forget)
        self._view.horizontalHeader().sectionResized.connect(self._note)

    def width_of(self, columns: int) -> int:
        """Return the width of the first columns, as wide as they are by themselves."""
        rest = max(columns - len(self._natural), 0)
        default = self._view.horizontalHeader().defaultSectionSize()
        return sum(self._natural[:columns]) + rest * default

    @Slot()
    def fit(self) -> None:
        """Follow the font, and another shape."""
        line = self._view.fontMetrics().height() + _AROUND_LINE
        if line != self._view.verticalHeader().defaultSectionSize():  # Qt would go through all rows
            self._view.verticalHeader().setDefaultSectionSize(line)
        self._view.horizontalHeader().setFixedHeight(line)
        self._set_widths(self._needed())
        self._view.updateGeometry()

    @Slot(QModelIndex, QModelIndex)
    def widen(self, first: QModelIndex, last: QModelIndex) -> None:
        """Make room for a longer number; never narrower, so that nothing moves without need."""
        changed = range(first.column(), min(last.column() + 1, _MEASURED_COLUMNS))
        if changed and self._needed(changed) > self._view.horizontalHeader().defaultSectionSize():
            self._set_widths(self._needed())
        self._view.updateGeometry()

    def _set_widths(self, default: int) -> None:
        """Give all columns their widths, which Qt takes from them where the default changes."""
        header, chosen = self._view.horizontalHeader(), dict(self._chosen)
        natural = self._by_names(default)
        is_changed = natural != self._natural
        self._natural = natural
        if default != header.defaultSectionSize():
            header.setDefaultSectionSize(default)
        for column in range(min(header.count(), len(natural))):
            header.resizeSection(column, chosen.get(column, natural[column]))
        self._chosen = chosen
        if is_changed:
            self._view.updateGeometry()
            self.widths_changed.emit()

    @Slot(int, int, int)
    def _note(self, column: int, _before: int, width: int) -> None:
        """Keep a width that a column would not have by itself."""
        if column < len(self._natural) and width != self._natural[column]:
            self._chosen[column] = width
        else:
            self._chosen.pop(column, None)

    @Slot()
    def _forget(self) -> None:
        self._chosen.clear()
        self.fit()

    def _needed(self, columns: range | None = None) -> int:
        """Return the width that the numbers of some columns need, by default of all measured."""
        if columns is None:
            columns = range(min(self._model.columnCount(), _MEASURED_COLUMNS))
        characters = max(map(self._model.characters, columns))
        return self._view.fontMetrics().horizontalAdvance("0") * characters + _AROUND_TEXT

    def _by_names(self, default: int) -> list[int]:
        metrics, model = self._view.fontMetrics(), self._model
        longest = LONGEST_NAME * metrics.averageCharWidth()
        columns = range(min(model.columnCount(), _MEASURED_NAMES))
        names = (metrics.horizontalAdvance(model.column_name(k)) for k in columns)
        return [max(default, min(name, longest) + _AROUND_TEXT) for name in names]
