"""Exact reduction of N rows to a triangle, after which the number of rows no longer matters.

With the QR factorisation [A | Y] = Q·R, the residual A·W − Y has the length of R·(W, −1) for every
W. So the loss of all rows is that of the j + 1 rows of R, divided by the same N. Blocks of rows are
reduced one after another, each stacked below the triangle so far, so that memory stays bounded: the
sequential TSQR of Demmel, Grigori, Hoemmen and Langou, SIAM J. Sci. Comput. 34, 2012.

A block of many columns takes a second, in which nothing could cancel it. So it is factorised by
panels of columns, each followed by products of matrices: the algorithm of LAPACK itself.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from .cancelling import IsCancelled, check
from .matrix import Matrix
from .problem import Problem, check_problem
from .threads.caching import cached_property
from .unit_columns import column_norms

Progress = Callable[[float], None]

# OpenBLAS starts several threads for more, which wait for each other: blocks below the limit took
# the reduction of 100,000×20 from 57–2,000 ms to 12.5 ms.
ENTRIES_OF_ONE_THREAD = 2**13
# At least as many new rows per block, or wide tables would mostly reduce their triangle once more.
ROWS_PER_COLUMN = 4
# Multiplications and additions between two checks: 15 ms measured, so that a processor three times
# slower still gives way within 50 ms. A factorisation of no more is made in one piece.
OPERATIONS_AT_ONCE = 2**28
# With the zeros of the triangle skipped, 0.9 times as long as LAPACK in one piece at 5,000×1,000,
# and 1.3 times at 3,000×400. Panels of 32 columns take a fifth longer.
PANEL_COLUMNS = 64
# To look for the intercept takes 10 ms at 1,000,000×10, and next to nothing below.
ROWS_WORTH_A_PASS = 10_000


class SingularValues(NamedTuple):
    """The singular value decomposition U·diag(sizes)·Vt of a triangle, largest first."""

    U: Matrix
    sizes: Matrix
    Vt: Matrix


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
        if (norms == 1).all():
            return self
        key = norms.tobytes()
        known = self._divided.get(key)
        if known is None:
            known = Triangle(self.R / np.append(norms, 1.0), self.rows)
            self._divided.clear()
            self._divided[key] = known
        return known

    @cached_property
    def singular_values(self) -> SingularValues:
        """Those of A, found when they are first asked for: 0.2 s of 1,000 columns.

        Raises numpy's LinAlgError if they cannot be computed.
        """
        return SingularValues(*np.linalg.svd(self.R[:-1, :-1]))

    @cached_property
    def _divided(self) -> dict[bytes, Self]:
        """The latest one by its norms: a run, what it has passed and its surface ask for it."""
        return {}

    @property
    def _of_problem(self) -> Matrix:
        with np.errstate(over="ignore"):
            R: Matrix = self.R * math.sqrt(len(self.R) / self.rows)
        return R


def usable(triangle: Triangle | None) -> Triangle | None:
    """Return the triangle, or None if the length of a column overflowed: it then says nothing.

    The rows themselves may still be descended on, with their columns scaled.
    """
    return triangle if triangle is not None and np.isfinite(triangle.R).all() else None


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
        Asked before every block, and every 20 ms in one of many columns; returns True to cancel.

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
    check_problem(problem, "triangle_of")
    height = block_height(problem.weights + 1)
    found = reduce_blocks(_blocks(problem, height, progress), problem.weights + 1, cancelled)
    if problem.rows > ROWS_WORTH_A_PASS:
        # It is kept, so that the statistics need no pass over the rows after this.
        _ = problem.intercept
    return found


def is_shorter_reduced(problem: Problem) -> bool:
    """Return whether the triangle of a table has fewer rows than the table."""
    return problem.rows > problem.weights + 1


def block_height(columns: int) -> int:
    """Return how many rows to reduce at a time, below the triangle of this many columns.

    Panels skip the zeros of the triangle, so blocks that are factorised by panels may have fewer
    rows: copying 4,000 rows of 1,000 columns takes 70 ms, in which nothing can cancel.
    """
    height = max(ENTRIES_OF_ONE_THREAD // columns - columns, ROWS_PER_COLUMN * columns)
    return columns if is_by_panels(height + columns, columns) else height


def is_by_panels(rows: int, columns: int) -> bool:
    """Return whether so large a matrix is factorised by panels of columns."""
    return 2 * rows * columns * min(rows, columns) > OPERATIONS_AT_ONCE


def reduce_blocks(
    blocks: Iterable[Matrix], columns: int, cancelled: IsCancelled = lambda: False
) -> Triangle:
    """Reduce blocks of [A | Y], each (n, columns), one after another."""
    R: Matrix = np.zeros((0, columns))
    rows = 0
    with np.errstate(over="ignore", invalid="ignore"):
        for block in blocks:
            check(cancelled)
            R = triangle_below(R, block, cancelled)
            rows += len(block)
    square = np.zeros((columns, columns))
    square[: len(R)] = R
    return Triangle(square, rows)


def triangle_below(R: Matrix, block: Matrix, cancelled: IsCancelled = lambda: False) -> Matrix:
    """Return the triangle of an upper triangle R (k, n) with a block (m, n) stacked below it.

    Parameters
    ----------
    R : ndarray, shape (k, n)
        An upper triangle, k = n, or no rows.
    block : ndarray, shape (m, n)
        The rows below it.
    cancelled : callable
        Asked every 20 ms if there are many columns; returns True to cancel.

    Returns
    -------
    ndarray, shape (min(k + m, n), n)

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """
    stacked = np.concatenate((R, block))
    if not is_by_panels(*stacked.shape):
        return np.asarray(np.linalg.qr(stacked, mode="r"))
    return _triangle_by_panels(stacked, len(R), cancelled)


def _triangle_by_panels(stacked: Matrix, zeros: int, cancelled: IsCancelled) -> Matrix:
    """Return the triangle of a matrix, whose first ``zeros`` rows are an upper triangle."""
    for _ in reflections(stacked, zeros, cancelled):
        pass
    return np.triu(stacked[: min(stacked.shape)])


class Reflections(NamedTuple):
    """The product I − V·T·Vᵀ of the reflections of one panel, on the rows from ``start`` on.

    ``turned`` is (V·T)ᵀ. A triangle on top of these rows has zeros that V leaves out.
    """

    start: int
    V: Matrix
    turned: Matrix


def reflections(
    stacked: Matrix, zeros: int = 0, cancelled: IsCancelled = lambda: False
) -> Iterator[Reflections]:
    """Turn a matrix into its triangle in place, and yield the reflections of each panel.

    A panel is factorised by reflections I − V·T·Vᵀ, which are then applied to the columns right of
    it: the block reflectors of Schreiber and Van Loan, SIAM J. Sci. Stat. Comput. 10, 1989.

    Parameters
    ----------
    stacked : ndarray, shape (m, n)
        It ends as the triangle, with anything below it.
    zeros : int
        How many of the first rows are an upper triangle already.
    cancelled : callable
        Asked every 20 ms; returns True to cancel.

    Yields
    ------
    Reflections
        Their product, first to last, is Q of the factorisation Q·R.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """
    rows, columns = stacked.shape
    n = min(rows, columns)
    for start in range(0, n, PANEL_COLUMNS):
        check(cancelled)
        end = min(start + PANEL_COLUMNS, n)
        width = end - start
        # Between the two, the panel has only the zeros of the triangle.
        head, tail = stacked[start:end], stacked[max(end, zeros) :]
        panel = np.concatenate((head[:, start:end], tail[:, start:end]))
        raw, tau = np.linalg.qr(panel, mode="raw")
        V = np.asarray(raw).T
        head[:, start:end] = np.triu(V[:width])
        V[:width] = np.tril(V[:width], -1)
        np.fill_diagonal(V[:width], 1.0)
        turned = (V @ _reflector(V, np.asarray(tau))).T
        at_once = max(1, OPERATIONS_AT_ONCE // (4 * len(V) * width))
        for left in range(end, columns, at_once):
            check(cancelled)
            upper, lower = head[:, left : left + at_once], tail[:, left : left + at_once]
            change = turned[:, :width] @ upper + turned[:, width:] @ lower
            upper -= V[:width] @ change
            lower -= V[width:] @ change
        yield Reflections(start, V, turned)


def _reflector(V: Matrix, tau: Matrix) -> Matrix:
    """Return T, with which I − V·T·Vᵀ is the product of the reflections I − τ_k·v_k·v_kᵀ."""
    products = V.T @ V
    T = np.diag(tau)
    for k in range(1, len(tau)):
        T[:k, k] = -tau[k] * (T[:k, :k] @ products[:k, k])
    return T


def _blocks(problem: Problem, height: int, progress: Progress) -> Iterator[Matrix]:
    for start in range(0, problem.rows, height):
        rows = slice(start, start + height)
        yield np.concatenate((problem.A[rows], problem.Y[rows]), axis=1)
        progress(min(1.0, (start + height) / problem.rows))
