"""The loss above the least one, direction by direction: what is left, and how fast it shrinks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..frame import Frame
from ..matrix import Matrix
from ..methods.decay import Times
from ..momentum.closed_form import MomentumForm
from ..momentum.rule import LINEAR
from ..optimisers.kinds import Schedule
from ..optimum import Optimum
from ..problem import Problem
from ..settings import Settings
from ..step_size import with_fixed_steps
from ..triangle import Triangle
from ..unit_columns import column_norms, scaled
from .gap import MOST_COLUMNS, Gap
from .wording import default_names, direction, distinct_names


@dataclass(frozen=True, eq=False)
class GapDirection:
    """A part of the gap that shrinks on its own, along an eigenvector of the Hessian.

    Attributes
    ----------
    name : str
        Its one or two largest columns: "x1, x5", with "…" if there are more.
    parts : ndarray, shape (j,)
        How much each weight moves the predictions along it.
    gap : float
        The loss above the least one that is left along it.
    share : float
        The same as a part of the whole gap.
    halving : float
        After how many epochs half of it is left, once it shrinks by a constant factor; inf if it
        never does, and NaN if that is not known: of other optimisers, and of directions that
        rounding blurs.
    """

    name: str
    parts: Matrix
    gap: float
    share: float
    halving: float


class GapByDirection:
    """The gap at a frame of a descent, direction by direction, and what is to come of it.

    ``directions`` are sorted by what is left, the largest part first. There is none where nothing
    is left.
    """

    def __init__(self, gap: Gap, form: MomentumForm | None, names: Sequence[str]) -> None:
        """Take the epochs that follow; None if no closed form has them."""
        lefts = gap.lefts
        order = np.argsort(-lefts, kind="stable")
        self._order = [int(k) for k in order if gap.seen[k] and lefts[k] > 0]
        self._form = form
        total = float(lefts[self._order].sum())
        halvings = np.full(len(lefts), np.nan) if form is None else _halvings(form)
        self.directions = tuple(
            GapDirection(
                direction(gap.parts(k), names),
                gap.parts(k),
                float(lefts[k]),
                float(lefts[k]) / total,
                float(halvings[k]) if gap.is_known(k) else math.nan,
            )
            for k in self._order
        )

    def after(self, times: Times) -> Matrix | None:
        """Return what will be left along each direction after so many epochs, (directions, n).

        None if no closed form tells.
        """
        if self._form is None:
            return None
        left: Matrix = np.square(self._form.residuals(times)[self._order])
        return left / self._form.recurrence.steepness.rows


def gap_by_direction(
    problem: Problem,
    settings: Settings,
    frame: Frame,
    best: Optimum,
    names: Sequence[str] | None = None,
    triangle: Triangle | None = None,
) -> GapByDirection | None:
    """Return what is left of the gap at a frame, along each direction.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the initial W (j, 1) that the descent started from.
    settings : Settings
        What it runs under.
    frame : Frame
        A frame of it.
    best : Optimum
        The optimum of the problem.
    names : sequence of str, optional
        The names of the columns of A; x1, x2, … if not given.
    triangle : Triangle, optional
        The rows reduced, if the problem is only that of their triangle.

    Returns
    -------
    GapByDirection or None
        None if the loss is not the mean square, if the directions cannot be computed, or if there
        are more than 1,000 columns.
    """
    if settings.formula is not None or problem.weights > MOST_COLUMNS:
        return None
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        try:
            rows = None if triangle is None else triangle.rows
            gap = Gap(problem, settings.scale_columns, frame.W, best, rows)
        except np.linalg.LinAlgError:
            return None
        form = None
        if settings.optimiser in LINEAR and settings.schedule is Schedule.CONSTANT:
            columns = problem
            if settings.scale_columns:
                norms = column_norms(problem.A) if triangle is None else triangle.column_norms
                columns = scaled(problem, norms)
            buffer = frame.memory.arrays[0] if frame.memory and frame.memory.arrays else None
            form = gap.form(with_fixed_steps(settings, columns), best.loss, buffer)
        shown = distinct_names(names or default_names(problem.weights))
        return GapByDirection(gap, form, shown)


def _halvings(form: MomentumForm) -> Matrix:
    """Return after how many epochs half of the gap along each mode is left, (j,)."""
    logs = form.recurrence.powers.log_sizes
    halvings = np.full_like(logs, np.inf)
    np.divide(math.log(0.5) / 2, logs, out=halvings, where=logs < 0)
    return halvings
