"""What a fit says of rows that it was not fitted to: Ŷ, how sure it is, and where a new Y falls."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..cancelling import IsCancelled, check
from ..errors import WrongArgument
from ..language.sentence import marked
from ..loss import predict
from ..matrix import Matrix, as_matrix, frozen
from ..optimum import Optimum
from ..problem import Problem
from ..statistics import USUAL_LEVEL, Statistics
from .influence import ROWS_AT_ONCE
from .missing import MissingFigure

# A row of which the dependent cells follow from the others to so much, beside their terms, has a Ŷ
# that all optima share: cells that are typed or averaged are rounded, and weights may be large.
CONSISTENT = 1e-10
USUAL_POINTS = 129


@dataclass(frozen=True, eq=False)
class RowPredictions:
    """What a fit says of M rows.

    Attributes
    ----------
    values : ndarray, shape (M,)
        Ŷ at the optimum.
    standard_errors : ndarray, shape (M,)
        How far Ŷ is from the mean of Y at such rows, typically; NaN if the fit does not tell.
    spreads : ndarray, shape (M,)
        How far Ŷ is from a single new Y, typically; NaN likewise.
    confidence : ndarray, shape (M, 2)
        The lower and upper end of the confidence interval of the mean of Y; NaN likewise.
    prediction : ndarray, shape (M, 2)
        The lower and upper end of the prediction interval of a single new Y; NaN likewise.
    is_determined : ndarray of bool, shape (M,)
        Whether all optima have the same Ŷ. They have not for a row that breaks a dependency of the
        columns: if total = adults + children in each row of the table, it says nothing of a row in
        which total is another number.
    level : float
        The share that the intervals cover in repetitions, for example 0.95.
    without_error : MissingFigure or None
        Why no row at all has a standard error; None if some have.
    leverages : ndarray, shape (M,)
        a·(AᵀA)⁻¹·aᵀ of each row a: of a row of the table itself, its leverage.
    """

    values: Matrix
    standard_errors: Matrix
    spreads: Matrix
    confidence: Matrix
    prediction: Matrix
    is_determined: NDArray[np.bool_]
    level: float
    without_error: MissingFigure | None
    leverages: Matrix = field(repr=False)

    def missing(self, row: int) -> MissingFigure | None:
        """Return why a row, from 0, has no standard error and intervals; None if it has."""
        if not self.is_determined[row]:
            return MissingFigure.BROKEN_DEPENDENCY
        if self.without_error is not None or not math.isnan(self.standard_errors[row]):
            return self.without_error
        return MissingFigure.OUT_OF_RANGE


def predict_rows(
    found: Statistics,
    rows: ArrayLike,
    level: float = USUAL_LEVEL,
    cancelled: IsCancelled = lambda: False,
) -> RowPredictions:
    """Return what a fit says of new rows, with its intervals.

    Parameters
    ----------
    found : Statistics
        The statistics of the fit, such as ``fit(problem).statistics``.
    rows : array_like, shape (M, j)
        The cells of the new rows, in the columns of A.
    level : float, optional
        The share that the intervals cover in repetitions.
    cancelled : callable, optional
        Asked for each block of rows whether to stop.

    Returns
    -------
    RowPredictions

    Raises
    ------
    EngineError
        If the rows are no table of numbers with as many columns as A.
    Cancelled
        If ``cancelled`` returned True.

    Notes
    -----
    The variance of Ŷ = a·W is s²·a·(AᵀA)⁻¹·aᵀ, and that of a new Y less its Ŷ is s² more: Seber
    and Lee, *Linear Regression Analysis*, second edition, 2003, section 5.3.

    Examples
    --------
    >>> from engine import Problem, optimum
    >>> from engine.statistics import statistics
    >>> problem = Problem([[1, 0], [1, 1], [1, 2]], [0, 2, 1])
    >>> found = predict_rows(statistics(problem, optimum(problem)), [[1, 1]])
    >>> found.values.tolist(), found.standard_errors.round(6).tolist()
    ([1.0], [0.707107])
    """
    X = as_matrix(marked("engine", "the new rows"), rows)
    if X.shape[1] != found.problem.weights:
        raise WrongArgument(
            "predict_rows", "rows", rows, marked("engine", "give as many columns as A has")
        )
    lengths = np.empty(len(X))
    for start in range(0, len(X), ROWS_AT_ONCE):
        check(cancelled)
        part = slice(start, start + ROWS_AT_ONCE)
        lengths[part] = found.root.lengths_of(X[part], cancelled)
    is_determined = determined_rows(found.best, X, cancelled)
    values = predict(X, found.best.W)[:, 0]
    width = found.width_of(level)
    with np.errstate(over="ignore", invalid="ignore"):
        errors = np.where(is_determined, found.error_scale * lengths, np.nan)
        errors[np.isinf(errors) | np.isinf(values + 2 * width * errors)] = np.nan  # out of range
        spreads = np.hypot(found.residual_sd, errors)
        leverages = np.square(lengths)
    is_determined.setflags(write=False)
    return RowPredictions(
        frozen(values),
        frozen(errors),
        frozen(spreads),
        _around(values, width * errors),
        _around(values, width * spreads),
        is_determined,
        level,
        found.missing_residual_sd,
        frozen(leverages),
    )


@dataclass(frozen=True, eq=False)
class FitBand:
    """The line of a fit along one column of A, the others held, with its two bands.

    Attributes
    ----------
    column : int
        Which one, from 0.
    x : ndarray, shape (M,)
        Its values.
    held : ndarray, shape (j,)
        Those of all columns; the one of ``column`` is not used.
    predictions : RowPredictions
        What the fit says at each value.
    """

    column: int
    x: Matrix
    held: Matrix
    predictions: RowPredictions


def band_along(
    found: Statistics,
    column: int,
    x: ArrayLike | None = None,
    *,
    held: ArrayLike | None = None,
    level: float = USUAL_LEVEL,
) -> FitBand:
    """Return the fitted line against one column of A, and its confidence and prediction bands.

    Parameters
    ----------
    found : Statistics
        The statistics of the fit.
    column : int
        The column of A, from 0.
    x : array_like, shape (M,), optional
        Its values; evenly from the smallest to the largest of the table if not given.
    held : array_like, shape (j,), optional
        The values of the others; their means if not given.
    level : float, optional
        The share that the bands cover, at each value of x.

    Returns
    -------
    FitBand
    """
    A = found.problem.A
    if x is None:
        x = np.linspace(A[:, column].min(), A[:, column].max(), USUAL_POINTS)
    places = np.ravel(np.asarray(x, dtype=np.float64))
    kept = column_means(found.problem) if held is None else np.ravel(np.asarray(held, np.float64))
    rows = np.tile(kept, (len(places), 1))
    rows[:, column] = places
    return FitBand(column, frozen(places), frozen(kept), predict_rows(found, rows, level))


def column_means(problem: Problem) -> Matrix:
    """Return the mean of each column of A, (j,); of a constant column it is that very number."""
    A = problem.A
    smallest, largest = A.min(axis=0), A.max(axis=0)
    middle = smallest / 2 + largest / 2  # its sum does not overflow
    with np.errstate(over="ignore", invalid="ignore"):
        means = A.mean(axis=0)
    means = np.where(np.isfinite(means), means, middle)
    return frozen(np.clip(means, smallest, largest))


def determined_rows(
    best: Optimum, X: Matrix, cancelled: IsCancelled = lambda: False
) -> NDArray[np.bool_]:
    """Return for each row of (M, j) whether all optima have the same Ŷ.

    Parameters
    ----------
    best : Optimum
        Any optimum of the fitted rows, which tells how their columns depend on each other.
    X : ndarray, shape (M, j)
        The rows, in the columns of A.
    cancelled : callable, optional
        Asked for each block of rows whether to stop; raises Cancelled if it returned True.
    """
    found = np.ones(len(X), dtype=np.bool_)
    for start in range(0, len(X) if best.dependent else 0, ROWS_AT_ONCE):
        check(cancelled)
        part = slice(start, start + ROWS_AT_ONCE)
        for column, terms in best.dependent:
            found[part] &= _follows(X[part], column, terms)
    return found


def _follows(X: Matrix, column: int, terms: Mapping[int, float]) -> NDArray[np.bool_]:
    """Return for each row whether a dependent cell is the combination that it is in the table."""
    expected, size = np.zeros(len(X)), np.abs(X[:, column])
    for k, coefficient in terms.items():
        part = X[:, k] * coefficient
        expected += part
        size = size + np.abs(part)
    close: NDArray[np.bool_] = np.abs(X[:, column] - expected) <= CONSISTENT * size
    return close


def _around(values: Matrix, width: Matrix) -> Matrix:
    return frozen(np.column_stack((values - width, values + width)))
