"""Scales the columns of A to length 1 for a descent, and the weights with them."""

from collections.abc import Iterator

import numpy as np

from .cancelling import Cancelled, IsCancelled
from .matrix import Matrix
from .problem import Problem, check_problem

# In blocks, a pause at 1,000,000×10 takes at most 51 ms; it took 299 ms with the table as a whole.
ROWS_AT_A_TIME = 2**14
LARGEST = float(np.finfo(float).max)


def column_norms(A: Matrix, cancelled: IsCancelled = lambda: False) -> Matrix:
    """Return the Euclidean length of each column of A (N, j), shape (j, 1); 1 instead of 0.

    Raises Cancelled when cancelled.
    """
    largest = np.maximum(A.max(axis=0), -A.min(axis=0))
    largest[largest == 0] = 1.0
    squares = np.zeros(A.shape[1])
    for rows in _blocks(A, cancelled):
        squares += np.square(A[rows] / largest).sum(axis=0)
    with np.errstate(over="ignore"):
        norms: Matrix = np.minimum(largest * np.sqrt(squares), LARGEST)
    norms[norms == 0] = 1.0
    return norms.reshape(-1, 1)


def scaled(problem: Problem, norms: Matrix, cancelled: IsCancelled = lambda: False) -> Problem:
    """Return the problem with A's columns divided by norms (j, 1) and W multiplied by them.

    That changes no loss. Raises Cancelled when cancelled.
    """
    A = np.empty_like(problem.A)
    for rows in _blocks(A, cancelled):
        np.divide(problem.A[rows], norms.T, out=A[rows])
    A.setflags(write=False)
    return Problem(A, problem.Y, on_unit_lengths(problem.W, norms))


def on_unit_lengths(W: Matrix, norms: Matrix) -> Matrix:
    """Return W times norms of the same shape: the weights of columns of length 1, rounded."""
    with np.errstate(over="ignore"):
        # The loss there is beyond float64 as well, which the descent reports.
        found: Matrix = np.clip(W * norms, -LARGEST, LARGEST)
    return found


def in_table_units(W: Matrix, norms: Matrix) -> Matrix:
    """Return W divided by norms of a shape that fits; beyond float64 it is the largest there."""
    with np.errstate(over="ignore"):
        found: Matrix = np.clip(W / norms, -LARGEST, LARGEST)
    return found


def as_descended(W: Matrix, norms: Matrix, W_scaled: Matrix | None = None) -> Matrix:
    """Return W as descended on when the columns are divided by norms of the same shape.

    Those are ``W_scaled``, the floats of the run itself, if it has them: W/|a|·|a| may differ from
    them in the last bit. They are not if they are of other lengths, or of another W.
    """
    if W_scaled is not None and is_of_lengths(W_scaled, W, norms):
        return W_scaled
    return on_unit_lengths(W, norms)


def is_of_lengths(W_scaled: Matrix, W: Matrix, norms: Matrix) -> bool:
    """Return whether weights are those of W on columns that are divided by these norms."""
    return bool(np.array_equal(in_table_units(W_scaled, norms), W))


def on_unit_columns(problem: Problem) -> Problem:
    """Return the problem with columns of length 1, on which ``scale_columns`` descends.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    Problem
        Each column of A (N, j) divided by its Euclidean length, and W (j, 1) multiplied by it, so
        that predictions and loss stay the same. A column of zeros stays as it is.

    Examples
    --------
    >>> on_unit_columns(Problem([[3.0], [4.0]], [1.0, 2.0], [1.0])).W
    array([[5.]])
    """
    check_problem(problem, "on_unit_columns")
    return scaled(problem, column_norms(problem.A))


def _blocks(A: Matrix, cancelled: IsCancelled) -> Iterator[slice]:
    for start in range(0, len(A), ROWS_AT_A_TIME):
        if cancelled():
            raise Cancelled
        yield slice(start, start + ROWS_AT_A_TIME)
