"""What the view needs of a table, and how it is computed: at once, or in a thread."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine import Matrix
from engine.cancelling import IsCancelled
from engine.inference.new_rows import band_along
from engine.inference.row_figures import MOST_SHOWN, RowFigures
from engine.inference.rows_beside import RowsBeside
from engine.statistics import Statistics

from ..document.experiment import Experiment
from ..plots.fit.line_plot import FittedLine
from ..plots.fit.shown_rows import ShownRows
from ..run.prediction_sample import sampled_rows
from ..run.prepared_rows import PreparedRows
from ..text.translation import translated

if TYPE_CHECKING:
    from engine.inference.held_out_loss import HeldOutFigures

POINTS = 129
"""Of a line: its bands bend so little that more would not be seen."""


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

    def figures(self, prepared: PreparedRows, cancelled: IsCancelled) -> Statistics | None:
        """Return the figures; None if cancelled, or if there are too many columns."""
        best = prepared.optimum(self.start, cancelled)
        known = None if best is None else prepared.statistics(best, cancelled)
        if best is None or known is None:
            return None
        for each in ("p", "vif", "intervals"):  # which the window's thread then has at once
            getattr(known, each)
        return known

    def held_out(
        self, figures: Statistics, prepared: PreparedRows, cancelled: IsCancelled
    ) -> "HeldOutFigures | None":
        """Return how well the optimum foretells the rows held out; None without any."""
        loss = prepared.held_out_loss(cancelled)
        if loss is None:
            return None
        return loss.figures(
            figures.best.W, about_mean=figures.intercept is not None, best=figures.best
        )


def rows_of(
    experiment: Experiment,
    figures: Statistics,
    cancelled: IsCancelled = lambda: False,
    progress: Callable[[float], None] = lambda _: None,
) -> ShownRows:
    """Return what is drawn of the rows of a fit; ``progress`` is told which part of them is done.

    Raises Cancelled when cancelled.
    """
    names = [translated(name) for name in experiment.distinct_names]
    found = RowFigures.of(figures, cancelled=cancelled, progress=progress)
    out = rows_left_out(experiment)
    beside = None
    if len(out):
        beside = RowsBeside.of(figures, experiment.A.rows(out), experiment.Y.rows(out))
    held_out = None if experiment.held_out is None else experiment.held_out.rows[out]
    numbering = out if len(out) else None
    return ShownRows(found, names, experiment.numbering, beside, numbering, held_out)


def rows_left_out(experiment: Experiment) -> NDArray[np.int64]:
    """Return the complete rows that are left out, from 0; of many, some evenly spread."""
    if experiment.left_out is None:
        return np.empty(0, dtype=np.int64)
    complete = experiment.with_all_rows.counted
    out = experiment.left_out if complete is None else experiment.left_out & complete
    found = np.flatnonzero(out).astype(np.int64)
    return found[sampled_rows(len(found), MOST_SHOWN)]


def line_along(figures: Statistics, rows: RowFigures, column: int) -> FittedLine:
    """Return the fit along a column of A, the others at their means, with its bands."""
    least, largest = rows.ranges[column]
    x = np.linspace(least, largest, POINTS)
    band = band_along(figures, column, x, held=rows.means)
    found = band.predictions
    return FittedLine(column, band.x, found.values, found.confidence, found.prediction)


@dataclass(frozen=True, eq=False)
class FoundRows:
    """What is drawn of the rows of a fit."""

    figures: Statistics
    rows: ShownRows


@dataclass(frozen=True, eq=False)
class FoundFit:
    """The figures that were computed, and those of rows held out; None if there are none."""

    request: FitRequest
    figures: Statistics | None
    held_out: "HeldOutFigures | None" = None

    @classmethod
    def of(
        cls, request: FitRequest, prepared: PreparedRows, cancelled: IsCancelled = lambda: False
    ) -> "FoundFit":
        """Compute the figures, and those of the rows held out; may raise Cancelled."""
        figures = request.figures(prepared, cancelled)
        if figures is None:
            return cls(request, None)
        return cls(request, figures, request.held_out(figures, prepared, cancelled))

    def answers(self, request: FitRequest) -> bool:
        """Return whether these are the figures that are asked for."""
        if not self.request.has_table_of(request):
            return False
        is_free = self.figures is not None and bool(self.figures.best.dependent)
        return not is_free or self.request.starts_with(request)
