"""Whether a lower loss lies beside the end of a descent, to which its quotients do not lead.

A quotient cuts off what a loss bends between w and w ± h. With an h that is too large, it is 0
beside the least, and W comes to rest there. The exact slopes tell: they are not 0, and along them
the loss falls. Rounding, which a small h shows, is no such reason.
"""

import math
from typing import NamedTuple

import numpy as np

from ..cancelling import IsCancelled
from ..formula.formula import Formula
from ..frame import State
from ..matrix import Matrix
from ..problem import Problem
from ..quotients import steps_of
from ..settings import Settings
from .rounding_of_loss import LossRounding, natural_sizes_of

# Of the exact slopes: from half of them on, the quotients lead elsewhere.
DECIDES = 0.5
# As for the mean square: 3 times their root mean square, errors are rare.
SPREAD = 3.0
# What the rule for ✓ allows: of the loss, and of a weight.
OF_LOSS = 1e-9
OF_WEIGHT = 1e-6
# From four times h to 1e-7 of it, or of a natural size: the way back is about as long as h, and
# shorter for a central quotient.
LONGEST_WAY = 4.0
SHORTEST_WAY = 1e-7


class LowerLoss(NamedTuple):
    """A lower loss beside W, and whether the weights hardly move towards it."""

    loss: float
    rests: bool


def lower_loss_beside(
    formula: Formula,
    problem: Problem,
    settings: Settings,
    state: State,
    cancelled: IsCancelled = lambda: False,
) -> LowerLoss | None:
    """Return a lower loss beside a state that its quotients do not show; None if there is none.

    Parameters
    ----------
    formula : Formula
        The loss on the columns as descended on.
    problem : Problem
        The table, as descended on.
    settings : Settings
        With η and h as numbers.
    state : State
        Its W (j, 1) is that of the columns as descended on, as its gradient is.
    cancelled : callable, optional
        Asked for each block of rows.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """
    W, seen = state.W.astype(np.float64), state.gradient
    with np.errstate(all="ignore"):
        exact = state.exact_gradient
        if exact is None:
            exact = formula.slope(problem, W, cancelled).gradient
        if not (np.isfinite(exact).all() and np.isfinite(seen).all()):
            return None
        rounding = LossRounding(formula, problem, settings, cancelled)
        noise = SPREAD * rounding.of_quotient_at(W, state.loss)
        if not is_decided_by_bias(seen, exact, noise, problem):
            return None
        found, moved = _lowest_along(formula, problem, settings, W, exact, cancelled)
        fallen, sizes = state.loss - found, natural_sizes_of(problem).reshape(-1, 1)
        sizes = np.maximum(np.abs(W), sizes)
        is_far = fallen > OF_LOSS * abs(state.loss) or (moved > OF_WEIGHT * sizes).any()
        if not (is_far and fallen > SPREAD * rounding.of_loss(W, state.loss)):
            return None
        steps = settings.fixed_learning_rate * np.abs(seen)
        rests = settings.is_plain and bool((steps <= OF_LOSS * sizes).all())
        return LowerLoss(found, rests)


def is_decided_by_bias(
    seen: Matrix, exact: Matrix, noise: float | Matrix, problem: Problem
) -> bool:
    """Return whether quotients differ by more than noise from the slopes, by half of them.

    All are (j, 1); ``noise`` may be a number. Weights count by how much they move the predictions.
    """
    with np.errstate(all="ignore"):
        lengths = np.sqrt(problem.mean_squares).reshape(-1, 1)
        shares = np.where(lengths > 0, 1 / lengths, 0.0)
        bias = np.maximum(np.abs(exact - seen) - noise, 0.0)
        whole = float(np.linalg.norm(shares * exact))
        return whole > 0 and bool(np.linalg.norm(shares * bias) >= DECIDES * whole)


def _lowest_along(
    formula: Formula,
    problem: Problem,
    settings: Settings,
    W: Matrix,
    exact: Matrix,
    cancelled: IsCancelled,
) -> tuple[float, Matrix]:
    """Return the lowest loss down the exact slopes, and how far each weight is moved for it.

    The second way is that on columns of one length, if they differ.
    """
    h = steps_of(settings.step_h, len(W)).reshape(-1, 1)
    natural = natural_sizes_of(problem).reshape(-1, 1)
    shortest = SHORTEST_WAY * min(1.0, float(np.min(natural / h)))
    count = 1 + math.ceil(math.log(LONGEST_WAY / shortest, LONGEST_WAY))
    shares = LONGEST_WAY * LONGEST_WAY ** -np.arange(float(count))
    squares = problem.mean_squares.reshape(-1, 1)
    ways = [exact, np.where(squares > 0, exact / squares, 0.0)]
    ways = [way / float(np.max(np.abs(way) / h)) for way in ways]
    moves = np.vstack([share * way.T for way in ways for share in shares])
    losses = formula.losses(problem, W.T - moves, cancelled)
    lowest = int(np.argmin(np.where(np.isnan(losses), np.inf, losses)))
    return float(losses[lowest]), np.abs(moves[lowest]).reshape(-1, 1)
