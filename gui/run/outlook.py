"""What is known of a table before it is run, as far as that takes no noticeable time."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine import Matrix, Optimum
from engine.settings import MEAN_SQUARE
from engine.verdict.outlook import Outlook, outlook
from engine.verdict.rule import optimum_to_compare
from engine.verdict.verdict import Remedy

from ..document import Experiment, Filling

if TYPE_CHECKING:
    from engine.statistics import Statistics

MOST_CELLS = 100_000
"""The loss and the sizes of so many cells take less than a millisecond."""
UNEQUAL = 1e3
"""A descent needs about as many epochs as the square of the spread: here a million."""
MOST_CELLS_SCALED = 10_000
"""What scaled columns buy of so many takes up to 3 ms, and is asked at each edit."""
MOST_PRODUCTS = 1_000_000
"""Cells times columns; the optimum of so many takes up to 2 ms (20×100, 10,000×10 measured)."""


def optimum_at_once(experiment: Experiment) -> Optimum | None:
    """Return the optimum of a table; None if it is unfilled, or would take too long."""
    is_small = experiment.cells * experiment.columns <= MOST_PRODUCTS
    if not is_small or experiment.filling is not Filling.RUNNABLE:
        return None
    if experiment.settings.formula is not None:
        from engine.losses.equal_rows import least_of  # loaded on use, as the formula itself

        return least_of(experiment.problem, experiment.settings)
    return optimum_to_compare(experiment.problem)


def table_statistics_at_once(experiment: Experiment) -> "Statistics | None":
    """Return the statistics of least squares of a table, whatever the loss; None as above."""
    plain = replace(experiment.settings, loss=MEAN_SQUARE)
    best = optimum_at_once(replace(experiment, settings=plain))
    if best is None:
        return None
    from engine.statistics import statistics  # loaded on use, as in gui/run/worker.py

    return statistics(experiment.problem, best)


@dataclass(frozen=True)
class Kink:
    """The slopes of a loss on both sides of a weight, where it has no derivative."""

    name: str
    left: float
    right: float


def kink_at(experiment: Experiment, W: Matrix | None = None) -> Kink | None:
    """Return the first weight along which the loss has two slopes at W (j, 1), or at the start.

    None if there is none, or if looking for one would hold up the window.
    """
    formula, problem = experiment.settings.formula, experiment.problem
    if formula is None:
        return None
    from .companions import kinks_of  # which loads the engine's descents

    found = kinks_of(formula, problem, problem.W if W is None else W)
    for k, (left, right) in (found or {}).items():
        return Kink(experiment.column_name(k), left, right)
    return None


@dataclass(frozen=True)
class TableOutlook:
    """A table before it is run.

    ``limit`` is η's limit, and ``ahead`` what the engine knows; each is None if that would take too
    long. ``scaling`` are scaled columns with how many epochs they save, if the sizes of the columns
    are very unequal and that is known. ``lost_in`` is the name of the first weight that h cannot
    move, if there is one, and ``kink`` a weight along which the loss has no derivative.
    """

    rows: int
    weights: int
    filling: Filling = Filling.RUNNABLE
    lacks_intercept: bool = False
    limit: float | None = None
    ahead: Outlook | None = None
    lost_in: str = ""
    kink: Kink | None = None
    scaling: Remedy | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing yet that a run could fit."""
        return self.filling is not Filling.RUNNABLE

    @classmethod
    def of(
        cls,
        experiment: Experiment,
        limit: float | None,
        *,
        is_example: bool,
        W: Matrix | None = None,
    ) -> "TableOutlook":
        """Look at an experiment, given η's limit. An example needs no column of ones.

        ``W`` (j, 1) is where a run that goes on is; None if the next one begins at the start.
        """
        rows, weights = experiment.complete.A.shape
        if experiment.stands_for is not None:
            rows = experiment.stands_for
        if experiment.filling is not Filling.RUNNABLE or experiment.complete.A.is_zero:
            return cls(rows, weights, experiment.filling, limit=limit)
        lacks_intercept = not is_example and experiment.intercept is None
        is_small = experiment.cells <= MOST_CELLS
        ahead, lost_in, scaling = None, "", None
        if is_small:
            problem = experiment.problem if W is None else experiment.problem.starting_from(W)
            ahead = outlook(problem, experiment.settings)
            if ahead.lost is not None:
                lost_in = experiment.distinct_names[ahead.lost.number - 1]
            if ahead.spread >= UNEQUAL and W is None:
                scaling = _scaling(experiment)
        return cls(
            *(rows, weights),
            lacks_intercept=lacks_intercept,
            limit=limit,
            ahead=ahead,
            lost_in=lost_in,
            kink=kink_at(experiment, W) if is_small else None,
            scaling=scaling,
        )


def _scaling(experiment: Experiment) -> Remedy | None:
    """Return scaled columns with how many epochs they save; None if it takes too long to tell."""
    settings = experiment.settings
    is_known = settings.formula is None and experiment.cells <= MOST_CELLS_SCALED
    if not is_known or settings.scale_columns or (best := optimum_at_once(experiment)) is None:
        return None
    from engine.verdict.judge import scaling_before_run  # loaded on use, as in worker.py

    return scaling_before_run(experiment.problem, settings, best)
