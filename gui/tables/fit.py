"""How high the rows and how wide the columns of a view are."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QTableView

from .header import MARGIN
from .model import TableModel

_MEASURED_COLUMNS = 20
_AROUND_LINE = 10


class Fit(QObject):
    """Sizes rows by the font, and all columns alike by the numbers of the first rows and columns.

    Never by all of them: a million rows would take seconds.
    """

    widths_changed = Signal()

    def __init__(self, view: QTableView, model: TableModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        model.modelReset.connect(self.fit)
        model.dataChanged.connect(self.widen)

    @Slot()
    def fit(self) -> None:
        """Follow the font, and another shape."""
        line = self._view.fontMetrics().height() + _AROUND_LINE
        self._view.verticalHeader().setDefaultSectionSize(line)
        self._view.horizontalHeader().setFixedHeight(line)
        self._set_width(self._needed())
        self._view.updateGeometry()

    @Slot()
    def widen(self) -> None:
        """Make room for a longer number; never narrower, so that nothing moves without need."""
        if self._needed() > self._view.horizontalHeader().defaultSectionSize():
            self._set_width(self._needed())
        self._view.updateGeometry()

    def _set_width(self, width: int) -> None:
        if width != self._view.horizontalHeader().defaultSectionSize():
            self._view.horizontalHeader().setDefaultSectionSize(width)
            self._view.updateGeometry()
            self.widths_changed.emit()

    def _needed(self) -> int:
        columns = range(min(self._model.columnCount(), _MEASURED_COLUMNS))
        characters = max(map(self._model.characters, columns))
        return self._view.fontMetrics().horizontalAdvance("0") * characters + 2 * MARGIN + 1
