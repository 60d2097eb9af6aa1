"""What the view needs of a table, and how it is computed: at once, or in a thread."""

from dataclasses import dataclass

import numpy as np

from engine import Matrix
from engine.cancelling import IsCancelled
from engine.inference.fit_statistics import FitStatistics
from engine.inference.row_figures import RowFigures

from ..document.experiment import Experiment
from ..plots.fit.shown_rows import ShownRows
from ..run.prepared_rows import PreparedRows
from ..text.translation import translated


@dataclass(frozen=True, eq=False)
class FitRequest:
    """Asks for the figures of the optimum of a table.

    ``start`` is the W (j, 1) of the run: of dependent columns, the optimum nearest to it is shown.
    """

    experiment: Experiment
    start: Matrix

    def has_table_of(self, other: "FitRequest") -> bool:
        """Return whether both are of the same rows."""
        return self.experiment.has_data_of(other.experiment)

    def starts_with(self, other: "FitRequest") -> bool:
        """Return whether both start from the same W."""
        return np.array_equal(self.start, other.start)

    def figures(self, prepared: PreparedRows, cancelled: IsCancelled) -> FitStatistics | None:
        """Return the figures; None if cancelled, or if there are too many columns."""
        best = prepared.optimum(self.start, cancelled)
        known = None if best is None else prepared.statistics(best, cancelled)
        if best is None or known is None:
            return None
        found = FitStatistics(self.experiment.problem, best, known)
        for each in ("p", "vif", "intervals"):  # which the window's thread then has at once
            getattr(found, each)
        return found


def rows_of(
    experiment: Experiment, figures: FitStatistics, cancelled: IsCancelled = lambda: False
) -> ShownRows:
    """Return what is drawn of the rows of a fit. Raises Cancelled when cancelled."""
    names = [translated(name) for name in experiment.distinct_names]
    numbering = None
    if experiment.has_gaps:
        is_complete = experiment.A.complete_rows & experiment.Y.complete_rows
        numbering = np.flatnonzero(is_complete).astype(np.int64)
    return ShownRows(RowFigures.of(figures, cancelled=cancelled), names, numbering)


@dataclass(frozen=True, eq=False)
class FoundRows:
    """What is drawn of the rows of a fit."""

    figures: FitStatistics
    rows: ShownRows


@dataclass(frozen=True, eq=False)
class FoundFit:
    """The figures that were computed; None if there are none."""

    request: FitRequest
    figures: FitStatistics | None

    def answers(self, request: FitRequest) -> bool:
        """Return whether these are the figures that are asked for."""
        if not self.request.has_table_of(request):
            return False
        is_free = self.figures is not None and bool(self.figures.best.dependent)
        return not is_free or self.request.starts_with(request)
