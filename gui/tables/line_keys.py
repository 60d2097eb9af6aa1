"""The keys that insert and remove, for rows or columns: whichever are selected as a whole."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from .axis import Axis
from .selection import selects_whole_columns
from .view import MatrixView

_PAIRS = {"insert_row_above": "insert_column_left", "remove_rows": "remove_columns"}


class LineKeys(QObject):
    """Gives the keys of the commands for rows to those for columns while whole ones are selected.

    So they do in every spreadsheet, and so the menus show them. A lone row is no whole columns.
    """

    def __init__(self, actions: Mapping[str, QAction], parent: QObject) -> None:
        super().__init__(parent)
        self._pairs = [(actions[row], actions[column]) for row, column in _PAIRS.items()]
        self._keys = [(row.shortcuts(), column.shortcuts()) for row, column in self._pairs]
        self._axis = Axis.ROW
        self._view: MatrixView | None = None

    def follow(self, view: MatrixView) -> None:
        """Suit the selection in this view from now on."""
        if view is not self._view:
            if self._view is not None:
                self._view.selectionModel().selectionChanged.disconnect(self._suit)
            self._view = view
            view.selectionModel().selectionChanged.connect(self._suit)
        self._suit()

    @Slot()
    def _suit(self) -> None:
        axis = _axis_of(self._view)
        if axis is self._axis:
            return
        self._axis = axis
        for (row, column), (ours, theirs) in zip(self._pairs, self._keys, strict=True):
            of_columns = axis is Axis.COLUMN
            row.setShortcuts([] if of_columns else ours)
            column.setShortcuts([*ours, *theirs] if of_columns else theirs)


def _axis_of(view: MatrixView | None) -> Axis:
    if view is None or Axis.COLUMN not in view.matrix.axes or view.matrix.rowCount() == 1:
        return Axis.ROW
    return Axis.COLUMN if selects_whole_columns(view) else Axis.ROW
