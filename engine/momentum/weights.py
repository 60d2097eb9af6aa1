"""W, buffer, δW and loss of a run under plain descent, heavy ball or Nesterov, at any epoch."""

from typing import NamedTuple

import numpy as np

from ..errors import BadSetting
from ..language.sentence import marked
from ..matrix import Matrix
from ..methods.decay import Times
from ..methods.modes import Modes
from ..problem import Problem
from ..settings import Settings
from ..step_size import with_fixed_steps
from ..triangle import Triangle, triangle_of
from ..unit_columns import column_norms, scaled
from .closed_form import MomentumForm, MomentumRecurrence, Steepness
from .rule import MomentumRule

# Rows or columns, if they are fewer: finding the modes of so many takes some seconds.
MOST_MODES = 1000


class MomentumPoint(NamedTuple):
    """W (j, 1) after some epochs, with its buffer (j, 1), gradient (j, 1) and loss."""

    W: Matrix
    buffer: Matrix
    gradient: Matrix
    loss: float


class MomentumWeights:
    """The epochs that follow one point W (j, 1) with its buffer (j, 1), as numbers of the table.

    Without a buffer, the point is the start of a run.
    """

    def __init__(
        self,
        modes: Modes,
        recurrence: MomentumRecurrence,
        W: Matrix,
        buffer: Matrix | None = None,
    ) -> None:
        self._vectors, self._W = modes.vectors, W
        along = None if buffer is None else modes.vectors.T @ buffer[:, 0]
        self.form = MomentumForm(recurrence, modes.residual(W), along)
        """The same along the modes."""

    def at(self, time: float) -> MomentumPoint:
        """Return where the run is after a number of epochs."""
        form = self.form
        powers = form.recurrence.powers.at(np.array([float(time)]))
        loss = float(form.squares_of(form.residuals_at(powers))[0])
        return MomentumPoint(
            self._W - self._vectors @ form.moved_at(powers),
            self._vectors @ form.buffers_at(powers),
            self._vectors @ form.slopes_at(powers),
            loss / form.recurrence.steepness.rows,
        )

    def weights(self, times: Times) -> Matrix:
        """Return W at each of the times, (j, n)."""
        moved = self.form.moved_at(self.form.recurrence.powers.at(times))
        W: Matrix = self._W - self._vectors @ moved
        return W


def weights_of_run(
    problem: Problem, settings: Settings, triangle: Triangle | None = None
) -> MomentumWeights | None:
    """Return the epochs of a run from its start; None if its modes cannot be computed.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the initial W (j, 1).
    settings : Settings
        What it runs under: plain descent, heavy ball or Nesterov, at a constant η.
    triangle : Triangle, optional
        The triangle of this problem, if it is known already.

    Returns
    -------
    MomentumWeights or None
        In the units of the columns descended on.

    Raises
    ------
    BadSetting
        If it is under another optimiser, a schedule of η, or a loss other than the mean square.
    """
    rule = MomentumRule.of(settings)
    if settings.formula is not None:
        raise BadSetting("loss", settings.loss, marked("engine", "the mean square here"))
    if min(problem.rows, problem.weights) > MOST_MODES:
        return None
    if settings.scale_columns:
        norms = column_norms(problem.A) if triangle is None else triangle.column_norms
        problem = scaled(problem, norms)
        triangle = triangle and triangle.divided_by(norms)
    fixed = with_fixed_steps(settings, problem)
    with np.errstate(over="ignore", invalid="ignore"):
        try:
            if problem.rows < problem.weights and triangle is None:
                modes = Modes.of_rows(problem, h=fixed.step_h)
            else:
                modes = Modes(triangle or triangle_of(problem))
        except np.linalg.LinAlgError:
            return None
        rate, bias = fixed.fixed_learning_rate, modes.bias(fixed)
        recurrence = MomentumRecurrence(Steepness.of(modes), rule, rate, bias)
        return MomentumWeights(modes, recurrence, problem.W)
