"""The selection of whole columns: A and W have the same columns, so they are selected in both."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Slot

from ..commands.selection import selects_whole_columns, whole_columns
from ..models.weights import WeightsModel
from .view import MatrixView

_FLAG = QItemSelectionModel.SelectionFlag


class SharedColumns(QObject):
    """Selects whole columns in two tables alike, whichever of them they are selected in.

    Cells are selected in one table only: then the other one gives up its columns. A table of one
    row has no part in this, because a cell of it would be a column.
    """

    def __init__(self, A: MatrixView, W: MatrixView, weights: WeightsModel) -> None:
        super().__init__(W)
        self._A, self._W = A, W
        self._kept: list[int] | None = None
        A.selectionModel().selectionChanged.connect(self._follow_A)
        W.selectionModel().selectionChanged.connect(self._follow_W)
        weights.rows_about_to_change.connect(self._keep)
        weights.rows_changed.connect(self._restore)

    @Slot()
    def _follow_A(self) -> None:
        if self._kept is None:
            _follow(self._A, self._W)

    @Slot()
    def _follow_W(self) -> None:
        if self._kept is None:
            _follow(self._W, self._A)

    @Slot()
    def _keep(self) -> None:
        """Remember the columns while rows of W come and go, which cuts the columns of W."""
        self._kept = _columns_of(self._A)

    @Slot()
    def _restore(self) -> None:
        """Select the same columns in W as before."""
        columns, self._kept = self._kept, None
        if columns:
            _follow(self._A, self._W)


def _follow(leader: MatrixView, follower: MatrixView) -> None:
    """Select in one table the columns that are selected in the other, if that is another set."""
    if min(leader.matrix.rowCount(), follower.matrix.rowCount()) < 2:
        return
    columns = _columns_of(leader)
    if columns == _columns_of(follower):
        return
    model, last = follower.matrix, follower.matrix.rowCount() - 1
    selection = QItemSelection()
    for run in _runs(columns):
        selection.select(model.index(0, run.start), model.index(last, run.stop - 1))
    if not columns and (current := follower.currentIndex()).isValid():
        selection.select(current, current)
    follower.selectionModel().select(selection, _FLAG.ClearAndSelect)


def _columns_of(view: MatrixView) -> list[int]:
    """Return the columns that are selected if nothing else is."""
    return whole_columns(view) if selects_whole_columns(view) else []


def _runs(columns: list[int]) -> list[range]:
    """Return the columns as ranges of neighbours: each is one rectangle, however many there are."""
    runs: list[range] = []
    for column in columns:
        if runs and runs[-1].stop == column:
            runs[-1] = range(runs[-1].start, column + 1)
        else:
            runs.append(range(column, column + 1))
    return runs
