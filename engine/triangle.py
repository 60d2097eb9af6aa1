"""Exact reduction of N rows to a triangle: once it is there, rows stop mattering.

With the QR factorisation [A | Y] = Q·R, the residual A·W − Y has the length of R·(W, −1), whatever
W is; so the loss of all rows is that of the j + 1 rows of R, divided by the same N. Blocks of rows
are reduced one after another, each stacked below the triangle so far (the sequential TSQR of
Demmel, Grigori, Hoemmen and Langou, SIAM J. Sci. Comput. 34, 2012), so that memory stays bounded.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from .cancelling import Cancelled, IsCancelled
from .matrix import Matrix
from .problem import Problem
from .scaling import column_norms

Progress = Callable[[float], None]

ENTRIES_OF_ONE_THREAD = 2**13
"""Of more, OpenBLAS makes work for several threads, whose waiting costs many times the work."""
ROWS_PER_COLUMN = 4


@dataclass(frozen=True, eq=False)
class Triangle:
    """R (j+1, j+1), upper triangular, of the QR factorisation of [A | Y], and N."""

    R: Matrix
    rows: int

    @property
    def weights(self) -> int:
        """j, the number of weights."""
        return len(self.R) - 1

    def problem(self, W: Matrix) -> Problem:
        """Return a problem of j + 1 rows whose loss, everywhere, is that of all N."""
        R = self._of_problem
        return Problem(R[:, :-1], R[:, -1:], W)

    @property
    def column_norms(self) -> Matrix:
        """The Euclidean length of each column of A, shape (j, 1)."""
        return column_norms(self.R[:, :-1])

    @property
    def is_finite(self) -> bool:
        """Whether nothing overflowed on the way, nor does in the problem."""
        return bool(np.isfinite(self._of_problem).all())

    def divided_by(self, norms: Matrix) -> "Triangle":
        """Return the triangle of A with each column divided by its entry of norms (j, 1)."""
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
    """Reduce a problem; ``progress`` hears the part done. Raises Cancelled when cancelled."""
    height = block_height(problem.weights + 1)
    return reduce_blocks(_blocks(problem, height, progress), problem.weights + 1, cancelled)


def block_height(columns: int) -> int:
    """The rows to reduce at a time, of so many columns, with the triangle above them."""
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
