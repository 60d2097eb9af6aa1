"""η's limit: above which learning rate a descent diverges, and what it costs to find out.

Everything about the limit is here. ``learning_rate_limit`` computes it exactly,
``is_affordable`` is the one rule for whether that is fast enough for the caller,
``affordable_limit`` returns a smaller, safe value instead if it is not, ``safe_learning_rate`` and
``fixed_rate`` turn a limit into a rate, ``unfit_columns`` says when no number can be that rate, and
``is_at_limit`` and ``calls_for_limit`` explain a run with it.
"""

import decimal
import math
import sys
from enum import Enum, auto
from numbers import Real

import numpy as np

from .errors import BadSetting
from .frame import StopReason
from .language.sentence import marked
from .problem import Problem, check_problem
from .settings import SAFE, LearningRate, Precision, Settings
from .trace import Trace

# 128 KiB per column: several columns fit into the processor's second-level cache.
ROWS_IN_CACHE = 2**14
# Takes up to 5 ms (10,000×30 and 200×200 measured), which a window does not notice.
PRODUCTS_AT_ONCE = 10_000_000
# Takes up to 0.6 s (1,000,000×30, 1000×1000 and 200,000×50 measured), as nothing can cancel it.
PRODUCTS_IN_THREAD = 1_000_000_000
# An η this close to the limit, relatively, is at it: a field shows the limit with fewer digits.
AT_LIMIT = 1e-9
# Of the way to the optimum, in an epoch. With less, an epoch at a time takes minutes to converge.
LEAST_PART = 1e-6
USUAL = Settings().fixed_learning_rate
THREE_DIGITS = decimal.Context(prec=3, rounding=decimal.ROUND_DOWN)


class UnfitColumns(Enum):
    """Columns of a size at which no number is a learning rate that suits them."""

    TOO_SMALL = auto()
    """Their squares vanish: half of η's limit is beyond the largest number."""
    TOO_LARGE = auto()
    """Their squares overflow: half of η's limit is below the smallest number."""


def learning_rate_limit(problem: Problem) -> float:
    """Return the learning rate η above which the descent diverges.

    Parameters
    ----------
    problem : Problem
        A (N, j) decides the limit; Y and W do not matter.

    Returns
    -------
    float
        2/λmax of the Hessian 2AᵀA/N of the loss; inf if A is zero.

    Notes
    -----
    Along an eigenvector with eigenvalue λ, one epoch multiplies the gradient by 1 − ηλ; it grows if
    η > 2/λ. A is divided by its largest entry first, so that AᵀA neither overflows nor vanishes.
    AAᵀ has the same largest eigenvalue, and is smaller if A has more columns than rows. So the
    cost is ``limit_products`` multiplications.

    Examples
    --------
    >>> learning_rate_limit(Problem([[2.0]], [1.0]))
    0.25
    """
    check_problem(problem, "learning_rate_limit")
    A = problem.A if problem.rows >= problem.weights else problem.A.T
    largest_entry = max(float(A.max()), -float(A.min()))
    if largest_entry == 0:
        return math.inf
    product = np.zeros((A.shape[1], A.shape[1]))
    for i in range(0, len(A), ROWS_IN_CACHE):
        block = A[i : i + ROWS_IN_CACHE] / largest_entry
        product += block.T @ block
    eigenvalue = float(np.linalg.eigvalsh(product)[-1])
    return max(problem.rows / eigenvalue / largest_entry / largest_entry, sys.float_info.min)


def limit_products(rows: int, columns: int) -> int:
    """Return how many multiplications the limit of a table takes."""
    return rows * columns * min(rows, columns)


def is_affordable(rows: int, columns: int, *, at_once: bool = False) -> bool:
    """Return whether the limit of a table is fast to compute, in a thread or ``at_once``.

    ``at_once`` is for a caller that holds up a window.
    """
    most = PRODUCTS_AT_ONCE if at_once else PRODUCTS_IN_THREAD
    return limit_products(rows, columns) <= most


def affordable_limit(problem: Problem) -> float:
    """Return η's limit, or a lower bound of it if the limit is not affordable.

    The largest eigenvalue of 2AᵀA/N is at most the sum of all of them, its trace 2·Σ mean(A_k²).
    """
    if is_affordable(problem.rows, problem.weights):
        return learning_rate_limit(problem)
    trace = float(problem.mean_squares.sum())
    return max(1 / trace, sys.float_info.min) if trace else math.inf


def unfit_columns(problem: Problem, precision: Precision = Precision.DOUBLE) -> UnfitColumns | None:
    """Return why no number of a precision is a learning rate for a problem; None if one is.

    Parameters
    ----------
    problem : Problem
        The problem descended on. Columns of zeros suit any learning rate.
    precision : Precision
        The arithmetic of the run.
    """
    numbers = np.finfo(precision.value)
    least, most = float(numbers.smallest_subnormal), float(numbers.max)
    # λmax is at least its largest column's part, and at most that of all: most tables need no more.
    largest, every = float(problem.mean_squares.max()), float(problem.mean_squares.sum())
    if every < 1 / max(2 * least, sys.float_info.min) and largest > 1 / most:
        return None
    limit = affordable_limit(problem)
    if limit / 2 < least or limit <= sys.float_info.min:  # which is the least that is returned
        return UnfitColumns.TOO_LARGE
    is_small = limit / 2 > most and bool(problem.A.any())
    return UnfitColumns.TOO_SMALL if is_small else None


def moves_nothing(settings: Settings, problem: Problem) -> bool:
    """Return whether W shows no motion in any epoch, as the columns are too small for η.

    Parameters
    ----------
    settings : Settings
        With η as a number. Of the way to the optimum, each epoch goes at most a part of ηλmax.
    problem : Problem
        The problem descended on.
    """
    if unfit_columns(problem, settings.precision) is not UnfitColumns.TOO_SMALL:
        return False
    learning_rate, numbers = settings.fixed_learning_rate, np.finfo(settings.precision.value)
    if learning_rate > float(numbers.max):
        return True  # it is infinite in this precision
    largest_entry = float(np.abs(problem.A).max())
    # λmax is at most 2j times the square of the largest entry, which may vanish on its own.
    part = 2 * problem.weights * (learning_rate * largest_entry * largest_entry)
    if settings.until_converged:
        return part < LEAST_PART
    return part * settings.epochs < float(numbers.eps)


def safe_learning_rate(limit: float) -> float:
    """Return a learning rate at which no mode overshoots: half the limit, to three digits.

    Parameters
    ----------
    limit : float
        η's limit as ``learning_rate_limit`` returns it.

    Returns
    -------
    float
        1/λmax rounded down to three significant digits; the default 0.01 if the limit is inf,
        because W then moves at no rate.

    Examples
    --------
    >>> safe_learning_rate(1.9999)
    0.999
    """
    if not isinstance(limit, Real) or math.isnan(limit):
        raise BadSetting(
            "limit", limit, marked("engine", "a number, as learning_rate_limit returns it")
        )
    if limit == math.inf:
        return USUAL
    return float(THREE_DIGITS.create_decimal_from_float(limit / 2))


def fixed_rate(learning_rate: LearningRate, problem: Problem) -> float:
    """Return η as a number: 1/λmax of the problem descended on if it is "safe"."""
    if learning_rate != SAFE:
        return learning_rate
    limit = learning_rate_limit(problem)
    return USUAL if limit == math.inf else limit / 2


def is_at_limit(learning_rate: float, limit: float) -> bool:
    """Return whether η is at its limit or above it, up to rounding."""
    return learning_rate >= limit * (1 - AT_LIMIT)


def calls_for_limit(stop: StopReason | None, trace: Trace) -> bool:
    """Return whether η's limit would help to explain a run: its loss grew, or it never ends."""
    if stop in (StopReason.DIVERGED, StopReason.ENDLESS):
        return True
    return len(trace) > 1 and bool(trace.loss[-1] > trace.loss[-2])
