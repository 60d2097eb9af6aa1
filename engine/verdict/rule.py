"""The one rule for ✓: a point is the optimum if its loss and all of its weights are.

The loss is least if it exceeds the least possible one by no more than 1e-9 of that and the rounding
floor F of the loss,

    F = 4ε·(L + √(L·S/N)) + 16ε²·S,    S = Σ mean(A_k²)·w_k² + mean(Y²).

ε is 2⁻⁵², or 2⁻²³ in single precision. A residual is rounded by about ε·√S, so its square by
2ε·√(L·S), which is a mean over N rows. The last term is what rounding leaves of a loss of 0.

Each weight must be finite, and within 1e-6 of its own size or the error that the optimum states.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..cancelling import IsCancelled
from ..matrix import Matrix
from ..optimum import MOST_DIGITS, SMALL_WEIGHT, Optimum, optimum
from ..problem import Problem
from ..settings import Precision
from ..triangle import Triangle
from ..unit_columns import column_norms

# Relative to the least loss.
LOSS_TOLERANCE = 1e-9
# Relative to the weight of the optimum.
WEIGHT_TOLERANCE = 1e-6
EPSILON = float(np.finfo(float).eps)
# The exact optimum of these takes 1.2 ms (500×10), beside 0.5 ms of a triangle's; a run, 20 ms.
CELLS_WORTH_EXACTNESS = 5_000
# Rounding the weights of dependent columns, which add up to what is determined.
ROUNDED_SUM = 4 * EPSILON


@dataclass(frozen=True, eq=False)
class Comparison:
    """A point beside the optimum.

    Attributes
    ----------
    has_least_loss : bool
        Whether the loss is the least possible, to its rounding.
    off : ndarray, shape (j,)
        How far each weight is from the optimum's, as a multiple of what the rule allows. Of
        dependent columns, only what the table determines is compared.
    """

    has_least_loss: bool
    off: Matrix

    @property
    def is_optimum(self) -> bool:
        """Whether the point is the optimum."""
        return self.has_least_loss and bool((self.off <= 1).all())


def optimum_to_compare(
    problem: Problem,
    triangle: Triangle | None = None,
    cancelled: IsCancelled = lambda: False,
) -> Optimum:
    """Return the optimum as exactly as the rule needs it, as fast as that allows.

    A small table is solved exactly. Of a larger one the triangle is, unless its rounding could be
    seen in a weight: then the rows are passed over again. Raises Cancelled when cancelled.
    """
    if problem.A.size <= CELLS_WORTH_EXACTNESS or problem.rows < problem.weights:
        # The triangle of a wide table has more rows than the table, whose columns are dependent.
        return optimum(problem, cancelled=cancelled)
    best = optimum(problem, triangle=triangle, exact=False, cancelled=cancelled)
    is_sharp = best.error <= WEIGHT_TOLERANCE / 10 * np.abs(best.W[:, 0])
    if is_sharp.all():
        return best
    return optimum(problem, refine=True, triangle=triangle, cancelled=cancelled)


def compare(
    problem: Problem,
    W: Matrix,
    loss: float,
    best: Optimum,
    precision: Precision = Precision.DOUBLE,
) -> Comparison:
    """Compare a point W (j, 1) and its loss with the optimum of a problem."""
    sizes = column_sizes(problem)
    has_least = has_least_loss(problem, W, loss, best, precision)
    with np.errstate(over="ignore", invalid="ignore"):
        off = _weights_off(problem, W[:, 0], best, sizes)
    return Comparison(has_least, off)


def has_least_loss(
    problem: Problem,
    W: Matrix,
    loss: float,
    best: Optimum,
    precision: Precision = Precision.DOUBLE,
) -> bool:
    """Return whether the loss at W (j, 1) is the least possible, to its rounding."""
    if not np.isfinite(loss):
        return False
    allowed = LOSS_TOLERANCE * best.loss
    with np.errstate(over="ignore", invalid="ignore"):
        if loss - best.loss <= allowed:
            return True
        allowed += rounding_floor(problem, W, loss, precision) + best.loss_error
        return bool(loss - best.loss <= allowed)


def rounding_floor(
    problem: Problem, W: Matrix, loss: float, precision: Precision = Precision.DOUBLE
) -> float:
    """Return F, by which rounding alone may raise a loss at W (j, 1)."""
    with np.errstate(over="ignore", invalid="ignore"):
        return rounding_of_loss(loss, _squares(problem, W), problem.rows, precision)


def rounding_of_loss(
    loss: float, squares: float, rows: int, precision: Precision = Precision.DOUBLE
) -> float:
    """Return F of a loss, given S and N."""
    epsilon = float(np.finfo(precision.value).eps)
    of_residuals = np.sqrt(loss) * np.sqrt(squares / rows)
    return float(4 * epsilon * (loss + of_residuals) + 16 * epsilon**2 * squares)


def least_loss_floor(
    problem: Problem, best: Optimum, precision: Precision = Precision.DOUBLE
) -> float:
    """Return below which loss only rounding is left; 0 unless the least possible one counts as 0.

    It is what ``compare`` allows.
    """
    if best.loss != 0:
        return 0.0
    return rounding_floor(problem, best.W, best.loss, precision) + best.loss_error


def resting_floor(
    problem: Problem, W: Matrix, loss: float, precision: Precision = Precision.DOUBLE
) -> float:
    """Return a loss below which one at W (j, 1) may rise by rounding, whatever the method.

    To F it adds N·ε²·S: reducing N rows rounds their residuals by up to about √N·ε·√S. Measured at
    300,000×10 with an exact Y, a run came to rest at a hundredth of it.
    """
    epsilon = float(np.finfo(precision.value).eps)
    with np.errstate(over="ignore", invalid="ignore"):
        of_rows = problem.rows * epsilon**2 * _squares(problem, W)
    return rounding_floor(problem, W, loss, precision) + of_rows


def _squares(problem: Problem, W: Matrix) -> float:
    """Return S, the mean squares of the terms of the predictions at W (j, 1), and of Y."""
    predicted = float(np.square(column_sizes(problem) * W[:, 0]).sum())
    return predicted + float(np.mean(np.square(problem.Y)))


def column_sizes(problem: Problem) -> Matrix:
    """Return √mean(A_k²) for each column, (j,), also if the squares would overflow or vanish."""
    squares = problem.mean_squares
    if np.isfinite(squares).all() and (squares > np.finfo(float).tiny).all():
        return np.sqrt(squares)
    sizes: Matrix = column_norms(problem.A)[:, 0] / np.sqrt(problem.rows)
    sizes[~problem.A.any(axis=0)] = 0.0
    return sizes


def natural_sizes(problem: Problem) -> Matrix:
    """Return ‖Y‖/‖A_k‖, (j,), each weight if its column alone made up Y; 0 for a zero column."""
    sizes, observed = column_sizes(problem), np.sqrt(np.mean(np.square(problem.Y)))
    natural: Matrix = np.zeros_like(sizes)
    np.divide(observed, sizes, out=natural, where=sizes > 0)
    return natural


def determined(
    W: Matrix, best: Optimum, of_coefficients: Callable[[Matrix], Matrix] = np.asarray
) -> Matrix:
    """Return what a table determines of W (j,): the weights that its independent columns act as.

    If x3 = x1 + 2·x2, then w3 acts as w3 more of w1 and as 2·w3 more of w2. The entries of
    dependent columns themselves are 0.
    """
    acting = W.copy()
    for k, terms in best.dependent:
        acting[terms.columns] += of_coefficients(terms.coefficients) * W[k]
    acting[[k for k, _ in best.dependent]] = 0.0
    return acting


def right_digits(W: Matrix, best: Optimum) -> Matrix:
    """Return how many significant digits of each weight of W (j, 1) are right at least, (j,).

    From 0 to 16; NaN for weights that the table does not determine.
    """
    goal = best.W[:, 0]
    with np.errstate(all="ignore"):
        off = np.abs(W[:, 0] - goal) + best.error
        found = np.clip(-np.log10(off / np.abs(goal)), 0.0, MOST_DIGITS) + 0.0
    found = np.where(off == 0, MOST_DIGITS, found)
    return np.where(np.isnan(best.digits), np.nan, np.fmin(found, best.digits))


def _weights_off(problem: Problem, W: Matrix, best: Optimum, sizes: Matrix) -> Matrix:
    now, goal = determined(W, best), determined(best.W[:, 0], best)
    error = np.where(np.isfinite(best.error), best.error, 0.0)
    if best.dependent:
        error = error + ROUNDED_SUM * determined(np.abs(best.W[:, 0]), best, np.abs)
    allowed = np.maximum(WEIGHT_TOLERANCE * np.abs(goal), error)
    distance = np.abs(now - goal)
    zero = (goal == 0) & (distance > allowed)
    if zero.any():
        small = np.minimum(_rounding(problem, best, sizes), SMALL_WEIGHT * natural_sizes(problem))
        allowed[zero] = np.maximum(allowed, small)[zero]
    off: Matrix = np.zeros_like(distance)
    with np.errstate(divide="ignore"):
        np.divide(distance, allowed, out=off, where=distance > 0)
    # A weight beyond float64 is held as the largest one.
    off[~(np.abs(W) < np.finfo(float).max)] = np.inf
    off[np.isnan(off)] = np.inf
    return off


def _rounding(problem: Problem, best: Optimum, sizes: Matrix) -> Matrix:
    """Return what rounding the cells of Y and of the columns may do to each weight, (j,)."""
    rounding = np.zeros(len(sizes))
    others = {k for k, _ in best.dependent}
    chosen = [k for k in range(len(sizes)) if k not in others]
    U = best.unit_columns[:, chosen]
    if U.size == 0 or not np.isfinite(U).all():
        return rounding
    triangle = np.asarray(np.linalg.qr(U, mode="r")) if len(U) != len(chosen) else U
    try:
        lengths = np.linalg.norm(np.linalg.inv(triangle), axis=1)
    except np.linalg.LinAlgError:
        return rounding
    observed = float(np.sqrt(np.mean(np.square(problem.Y))))
    rounding[chosen] = 4 * EPSILON * lengths * observed / sizes[chosen]
    return rounding
