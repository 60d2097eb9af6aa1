"""A right click on a header selects the row or column that its menu will act on."""

from typing import cast

from PySide6.QtCore import QItemSelectionRange, QObject, Slot
from PySide6.QtWidgets import QTableView

from .header import FlatHeader


class Aside(QObject):
    """Selects the row or column whose header is right-clicked, unless it is selected already."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        for header, select in (
            (view.horizontalHeader(), self._select_column),
            (view.verticalHeader(), self._select_row),
        ):
            cast(FlatHeader, header).right_clicked.connect(select)

    @Slot(int)
    def _select_column(self, column: int) -> None:
        rows = self._view.model().rowCount()
        whole = [each for each in self._selected() if each.height() == rows]
        if not any(each.left() <= column <= each.right() for each in whole):
            self._view.selectColumn(column)

    @Slot(int)
    def _select_row(self, row: int) -> None:
        columns = self._view.model().columnCount()
        whole = [each for each in self._selected() if each.width() == columns]
        if not any(each.top() <= row <= each.bottom() for each in whole):
            self._view.selectRow(row)

    def _selected(self) -> list[QItemSelectionRange]:
        return self._view.selectionModel().selection().toList()
