"""The shortcuts of insert and remove: they work on columns while whole columns are selected."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from .axis import TableAxis
from .selection import selects_whole_columns
from .view import MatrixView

_COUNTERPARTS = {"insert_row_above": "insert_column_left", "remove_rows": "remove_columns"}


class LineKeys(QObject):
    """Moves the row commands' shortcuts to the column commands while whole columns are selected.

    Every spreadsheet does this, and the menus show it. A single-row table always counts as rows.
    """

    def __init__(self, actions: Mapping[str, QAction], parent: QObject) -> None:
        super().__init__(parent)
        self._pairs = [(actions[row], actions[column]) for row, column in _COUNTERPARTS.items()]
        self._keys = [(row.shortcuts(), column.shortcuts()) for row, column in self._pairs]
        self._axis = TableAxis.ROW
        self._view: MatrixView | None = None

    def follow(self, view: MatrixView) -> None:
        """Follow the selection of this view."""
        if view is not self._view:
            if self._view is not None:
                self._view.selectionModel().selectionChanged.disconnect(self._assign_keys)
            self._view = view
            view.selectionModel().selectionChanged.connect(self._assign_keys)
        self._assign_keys()

    @Slot()
    def _assign_keys(self) -> None:
        axis = _axis_of(self._view)
        if axis is self._axis:
            return
        self._axis = axis
        for (row, column), (row_keys, column_keys) in zip(self._pairs, self._keys, strict=True):
            is_columns = axis is TableAxis.COLUMN
            row.setShortcuts([] if is_columns else row_keys)
            column.setShortcuts([*row_keys, *column_keys] if is_columns else column_keys)


def _axis_of(view: MatrixView | None) -> TableAxis:
    if view is None or TableAxis.COLUMN not in view.matrix.axes or view.matrix.rowCount() == 1:
        return TableAxis.ROW
    return TableAxis.COLUMN if selects_whole_columns(view) else TableAxis.ROW
