"""Exact reduction of N rows to a triangle, after which the number of rows no longer matters.

With the QR factorisation [A | Y] = Q·R, the residual A·W − Y has the length of R·(W, −1) for every
W. So the loss of all rows is that of the j + 1 rows of R, divided by the same N. Blocks of rows are
reduced one after another, each stacked below the triangle so far, so that memory stays bounded: the
sequential TSQR of Demmel, Grigori, Hoemmen and Langou, SIAM J. Sci. Comput. 34, 2012.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from .cancelling import Cancelled, IsCancelled
from .matrix import Matrix
from .problem import Problem
from .unit_columns import column_norms

Progress = Callable[[float], None]

# OpenBLAS starts several threads for more, which wait for each other: blocks below the limit took
# the reduction of 100,000×20 from 57–2,000 ms to 12.5 ms.
ENTRIES_OF_ONE_THREAD = 2**13
# At least as many new rows per block, or wide tables would mostly reduce their triangle once more.
ROWS_PER_COLUMN = 4


@dataclass(frozen=True, eq=False)
class Triangle:
    """The rows of a problem, reduced by a QR factorisation.

    Attributes
    ----------
    R : ndarray, shape (j + 1, j + 1)
        The upper triangle of the QR factorisation of [A | Y].
    rows : int
        N, the number of rows that were reduced.
    """

    R: Matrix
    rows: int

    @property
    def weights(self) -> int:
        """j, the number of weights."""
        return len(self.R) - 1

    def problem(self, W: Matrix) -> Problem:
        """Return a problem of j + 1 rows whose loss is that of all N rows, at every W."""
        R = self._of_problem
        return Problem(R[:, :-1], R[:, -1:], W)

    @property
    def column_norms(self) -> Matrix:
        """The Euclidean length of each column of A, shape (j, 1)."""
        return column_norms(self.R[:, :-1])

    @property
    def is_finite(self) -> bool:
        """Whether nothing overflowed in the reduction, and nothing does in the problem."""
        return bool(np.isfinite(self._of_problem).all())

    def divided_by(self, norms: Matrix) -> "Triangle":
        """Return the triangle of A with its columns divided by norms (j, 1)."""
        return Triangle(self.R / np.append(norms, 1.0), self.rows)

    @property
    def _of_problem(self) -> Matrix:
        with np.errstate(over="ignore"):
            R: Matrix = self.R * math.sqrt(len(self.R) / self.rows)
        return R


def triangle_of(
    problem: Problem,
    progress: Progress = lambda _: None,
    cancelled: IsCancelled = lambda: False,
) -> Triangle:
    """Reduce the rows of a problem to a triangle.

    Parameters
    ----------
    problem : Problem
        A (N, j) and Y (N, 1).
    progress : callable
        Called with the fraction of rows reduced, from 0 to 1, after every block.
    cancelled : callable
        Asked before every block; returns True to cancel.

    Returns
    -------
    Triangle

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.

    Notes
    -----
    Sequential TSQR: Demmel, Grigori, Hoemmen and Langou, SIAM J. Sci. Comput. 34, 2012.

    Examples
    --------
    >>> triangle_of(Problem([[3.0], [4.0]], [0.0, 0.0])).column_norms
    array([[5.]])
    """
    height = block_height(problem.weights + 1)
    return reduce_blocks(_blocks(problem, height, progress), problem.weights + 1, cancelled)


def block_height(columns: int) -> int:
    """Return how many rows to reduce at a time, below the triangle of this many columns."""
    return max(ENTRIES_OF_ONE_THREAD // columns - columns, ROWS_PER_COLUMN * columns)


def reduce_blocks(
    blocks: Iterable[Matrix], columns: int, cancelled: IsCancelled = lambda: False
) -> Triangle:
    """Reduce blocks of [A | Y], each (n, columns), one after another."""
    R: Matrix = np.zeros((0, columns))
    rows = 0
    with np.errstate(over="ignore", invalid="ignore"):
        for block in blocks:
            if cancelled():
                raise Cancelled
            R = np.asarray(np.linalg.qr(np.concatenate((R, block)), mode="r"))
            rows += len(block)
    square = np.zeros((columns, columns))
    square[: len(R)] = R
    return Triangle(square, rows)


def _blocks(problem: Problem, height: int, progress: Progress) -> Iterator[Matrix]:
    for start in range(0, problem.rows, height):
        rows = slice(start, start + height)
        yield np.concatenate((problem.A[rows], problem.Y[rows]), axis=1)
        progress(min(1.0, (start + height) / problem.rows))
