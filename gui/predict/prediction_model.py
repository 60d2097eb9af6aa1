"""What is predicted for the new rows of the document: at once, or in a thread."""

import logging
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from engine import Matrix
from engine.cancelling import IsCancelled
from engine.inference.new_table import InputColumn, NewRowFigures, TableReach
from engine.statistics import Statistics

from ..background import Progress, TaskQueue
from ..document import Experiment, Grid
from .figure_columns import ShownFigures
from .prediction_basis import PredictionBasis

CELLS_AT_ONCE = 2**12
"""So many cells of new rows are predicted in 3 ms, also of a table that is refined."""
TABLE_AT_ONCE = 2**15
"""So many cells of a table are looked through in 2 ms."""
WEIGHTS_AT_ONCE = 2**20
"""So many cells times the weights now take 3 ms."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class PredictionRequest:
    """Asks for what is predicted from the optimum; the weights now are another matter."""

    experiment: Experiment
    rows: Grid
    columns: tuple[InputColumn, ...]
    figures: Statistics | None

    def is_same_as(self, other: "PredictionRequest") -> bool:
        """Return whether both have the same answer."""
        is_same = self.rows is other.rows and self.figures is other.figures
        return is_same and self.columns == other.columns and self.has_table_of(other)

    def has_table_of(self, other: "PredictionRequest") -> bool:
        """Return whether the rows of the table are the same."""
        return self.experiment.has_data_of(other.experiment)

    def reach(self, cancelled: IsCancelled = lambda: False) -> TableReach:
        """Pass over the rows of the table. Raises Cancelled when cancelled."""
        return TableReach.of(self.experiment.problem, self.figures, cancelled)

    def predicted(
        self, reach: TableReach, W: Matrix | None, cancelled: IsCancelled = lambda: False
    ) -> NewRowFigures:
        """Predict for the rows. Raises Cancelled when cancelled."""
        cells = self.rows.joined
        return NewRowFigures.of(cells, self.columns, reach, self.figures, W, cancelled=cancelled)


@dataclass(frozen=True, eq=False)
class FoundPredictions:
    """What was predicted, with the weights of then, and how far the rows of the table reach."""

    request: PredictionRequest
    W: Matrix | None
    reach: TableReach
    rows: NewRowFigures


class PredictionModel(QObject):
    """Keeps the predictions up to date; ``changed`` says that there are others."""

    changed = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._basis: PredictionBasis | None = None
        self._found: FoundPredictions | None = None
        self._tasks = TaskQueue("predict", self)
        self._tasks.done.connect(self._take)
        self._tasks.failed.connect(self.failed)

    @property
    def basis(self) -> PredictionBasis | None:
        """What is predicted from; None while there is no table."""
        return self._basis

    @property
    def cells(self) -> Grid | None:
        """The cells of the new rows; None if there are none."""
        return None if self._basis is None else self._basis.experiment.new_rows

    @property
    def is_computing(self) -> bool:
        """Whether the predictions of the rows are still to come."""
        return self.cells is not None and self._shown_rows() is None

    @property
    def shown(self) -> ShownFigures | None:
        """The predictions; None while there is no table."""
        return None if self._basis is None else ShownFigures(self._basis, self._shown_rows())

    def show_basis(self, basis: PredictionBasis | None) -> None:
        """Predict from another basis."""
        self._basis = basis
        self._refresh()
        self.changed.emit()

    def pause(self) -> None:
        """Compute nothing more: the page is not seen."""
        self._tasks.cancel()

    def shut_down(self) -> None:
        """Stop for good; return once no thread is left."""
        self._tasks.stop()

    def _request(self) -> PredictionRequest | None:
        basis, cells = self._basis, self.cells
        if basis is None or cells is None:
            return None
        return PredictionRequest(basis.experiment, cells, basis.columns, basis.figures)

    def _shown_rows(self) -> NewRowFigures | None:
        request, found = self._request(), self._found
        if request is None or found is None or not found.request.is_same_as(request):
            return None
        return found.rows

    def _refresh(self) -> None:
        """Predict what can be predicted at once; a thread does the rest."""
        request, found = self._request(), self._found
        if request is None or self._basis is None:
            self._found = None
            self._tasks.cancel()
            return
        W, cells = self._basis.W, request.rows.shape[0] * request.rows.shape[1]
        if found is not None and found.request.is_same_as(request):
            if _is_same(found.W, W):
                return
            if cells <= WEIGHTS_AT_ONCE:
                rows = found.rows.with_weights(W)
                self._found = FoundPredictions(found.request, W, found.reach, rows)
                return
        reach = None
        if found is not None and found.request.figures is request.figures:
            reach = found.reach if found.request.has_table_of(request) else None
        if cells <= CELLS_AT_ONCE and (
            reach is not None or request.experiment.cells <= TABLE_AT_ONCE
        ):
            reach = reach or request.reach()
            self._found = FoundPredictions(request, W, reach, request.predicted(reach, W))
            self._tasks.cancel()
            return
        self._tasks.replace(partial(_compute, request, W, reach))

    @Slot(object)
    def _take(self, found: FoundPredictions) -> None:
        """Take what a thread has computed; weights may have moved on."""
        self._found = found
        self._refresh()
        self.changed.emit()


def _is_same(one: Matrix | None, other: Matrix | None) -> bool:
    if one is None or other is None:
        return one is other
    return one is other or np.array_equal(one, other)


def _compute(
    request: PredictionRequest, W: Matrix | None, reach: TableReach | None, progress: Progress
) -> FoundPredictions:
    """Predict in a thread. Raises Cancelled when cancelled."""
    reach = reach or request.reach(progress.is_cancelled)
    rows = request.predicted(reach, W, progress.is_cancelled)
    logger.debug("%d new rows are predicted", len(rows))
    return FoundPredictions(request, W, reach, rows)
