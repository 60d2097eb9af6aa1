"""Descending on columns of length 1, and reporting weights in the table's own units."""

from collections.abc import Iterator

import numpy as np

from .cancelling import Cancelled, IsCancelled
from .matrix import Matrix
from .problem import Problem

ROWS_AT_A_TIME = 2**14


def column_norms(A: Matrix, cancelled: IsCancelled = lambda: False) -> Matrix:
    """Return the Euclidean length of each column of A (N, j), shape (j, 1); 1 where that is 0.

    Raises Cancelled when cancelled.
    """
    largest = np.maximum(A.max(axis=0), -A.min(axis=0))
    largest[largest == 0] = 1.0
    squares = np.zeros(A.shape[1])
    for rows in _blocks(A, cancelled):
        squares += np.square(A[rows] / largest).sum(axis=0)
    norms: Matrix = largest * np.sqrt(squares)
    norms[norms == 0] = 1.0
    return norms.reshape(-1, 1)


def scaled(problem: Problem, norms: Matrix, cancelled: IsCancelled = lambda: False) -> Problem:
    """Divide the columns of A by their norms (j, 1), and multiply W, which changes no loss.

    Raises Cancelled when cancelled.
    """
    A = np.empty_like(problem.A)
    for rows in _blocks(A, cancelled):
        np.divide(problem.A[rows], norms.T, out=A[rows])
    A.setflags(write=False)
    return Problem(A, problem.Y, problem.W * norms)


def on_unit_columns(problem: Problem) -> Problem:
    """Return the problem that is descended on where columns are scaled."""
    return scaled(problem, column_norms(problem.A))


def _blocks(A: Matrix, cancelled: IsCancelled) -> Iterator[slice]:
    for start in range(0, len(A), ROWS_AT_A_TIME):
        if cancelled():
            raise Cancelled
        yield slice(start, start + ROWS_AT_A_TIME)
