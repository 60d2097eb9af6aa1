"""A table for the optimum: its columns scaled by powers of two, which rounds nothing.

A small table is a ``WholeTable``. A large one is a ``ReducedTable``, which only its triangle
stands for, or a ``BlockwiseTable``, whose rows are passed over again. Each has the triangle of
[A | Y], exact products of its columns, and residuals with twice the digits of float64.
"""

import math
from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..cancelling import Cancelled, IsCancelled
from ..matrix import Matrix
from ..problem import Problem
from ..triangle import Triangle, block_height, reduce_blocks, triangle_below, triangle_of
from .extended import (
    CELLS_OF_BLOCKS,
    ROWS_OF_SLICES,
    ExactProducts,
    exponents,
    pair_sum,
    residual_products,
    scaled_by_powers,
    two_product,
)

Indices = NDArray[np.intp]
Powers = NDArray[np.int32]

# Up to so many cells the rows themselves are multiplied exactly: some ms.
CELLS_OF_ROWS = 100_000
# A triangle of columns between 2^-900 and 2^900 neither overflows nor loses digits.
RANGE = 900
SMALLEST = float(np.finfo(float).smallest_subnormal)


def is_small(problem: Problem) -> bool:
    """Return whether the rows are few enough, or no more than their triangle would have."""
    return problem.A.size <= CELLS_OF_ROWS or problem.rows <= problem.weights + 1


class ScaledTable(Protocol):
    """A table with its columns scaled by powers of two, and a triangle of it."""

    R: Matrix
    """A triangle (n, j + 1) of [A | Y]."""
    columns: Powers
    """The power of two taken out of each column of A."""
    output: int
    """The power of two taken out of Y."""
    is_rounded: bool
    """Whether the rows are only known by the triangle, with its rounding."""

    def products(self, chosen: Indices, bits: float) -> ExactProducts:
        """Return the products of the chosen columns and Y, of so many bits of each cell."""
        ...

    def residual_products(self, chosen: Indices, x: Matrix, power: int = 0) -> tuple[Matrix, float]:
        """Return Aᵀr and rᵀr, for Y·2^power and the chosen columns, with twice the digits."""
        ...


class WholeTable:
    """A small table: all of its rows are at hand."""

    is_rounded = False

    def __init__(self, problem: Problem, cancelled: IsCancelled = lambda: False) -> None:
        self.columns = exponents(problem.A)
        self.output = int(exponents(problem.Y)[0])
        powers = np.append(self.columns, self.output)
        self._rows = scaled_by_powers(np.hstack((problem.A, problem.Y)), -powers)
        self.R: Matrix
        height = block_height(problem.weights + 1)
        if problem.rows > height:
            blocks = (self._rows[i : i + height] for i in range(0, problem.rows, height))
            self.R = reduce_blocks(blocks, problem.weights + 1, cancelled).R
        else:
            self.R = triangle_below(self._rows[:0], self._rows, cancelled)

    def products(self, chosen: Indices, _: float) -> ExactProducts:
        """Return the products of the chosen columns and Y, of all bits."""
        rows = _with_output(self._rows, chosen)
        return ExactProducts.of([rows], len(rows))

    def residual_products(self, chosen: Indices, x: Matrix, power: int = 0) -> tuple[Matrix, float]:
        """Return Aᵀr and rᵀr, for Y·2^power and the chosen columns, with twice the digits."""
        return residual_products([_with_output(self._rows, chosen)], x, power)

    def rest_of(self, column: int, chosen: Indices, x: Matrix) -> Matrix:
        """Return column − A·x of the chosen columns, to all digits of float64."""
        A = np.ascontiguousarray(self._rows[:, chosen].T)
        products, errors = two_product(A, -x[:, np.newaxis])
        whole = np.concatenate((products, self._rows[np.newaxis, :, column]))
        high, low = pair_sum(whole, np.concatenate((errors, np.zeros((1, len(self._rows))))))
        rest: Matrix = high + low
        return rest

    def combined(self, chosen: Indices, x: Matrix) -> Matrix:
        """Return A·x of the chosen columns."""
        found: Matrix = self._rows[:, chosen] @ x
        return found

    def products_with(self, chosen: Indices, values: Matrix) -> Matrix:
        """Return Aᵀ·values of the chosen columns."""
        found: Matrix = self._rows[:, chosen].T @ values
        return found

    def rounding_of(self, column: int, chosen: Indices, x: Matrix) -> float:
        """Return how long column − A·x may be because cells are rounded to float64.

        That is half a last digit of each cell; 10,000 columns that were computed of one to eight
        others came to 0.78 of it at most. Each partial sum of many was rounded as well.
        """
        sizes = np.abs(x) * np.abs(self._rows[:, chosen]).max(axis=0)
        terms = float(sizes.sum() / sizes.max()) if sizes.any() else 1.0
        which = np.append(chosen, column)
        smallest = scaled_by_powers(np.full(len(which), SMALLEST), -self.columns[which])
        last_digits = np.maximum(np.spacing(np.abs(self._rows[:, which])), smallest)
        halves = last_digits @ np.append(np.abs(x), 1.0) / 2
        return math.sqrt(terms) * float(np.linalg.norm(halves))


class ReducedTable:
    """A table that only its triangle stands for."""

    is_rounded = True

    def __init__(self, problem: Problem, triangle: Triangle | None, cancelled: IsCancelled) -> None:
        triangle = triangle or triangle_of(problem, cancelled=cancelled)
        powers = np.zeros(problem.weights + 1, np.int32)
        if not _is_accurate(triangle):
            powers = np.append(exponents(problem.A), exponents(problem.Y))
            A = scaled_by_powers(problem.A, -powers[:-1])
            Y = scaled_by_powers(problem.Y, -powers[-1:])
            triangle = triangle_of(Problem(A, Y), cancelled=cancelled)
        more = exponents(triangle.R)
        self.R = scaled_by_powers(triangle.R, -more)
        self.columns: Powers = (powers + more)[:-1]
        self.output = int(powers[-1] + more[-1])

    def products(self, chosen: Indices, bits: float) -> ExactProducts:
        """Return the products of the chosen columns of the triangle and Y, of so many bits."""
        rows = _with_output(self.R, chosen)
        return ExactProducts.of([rows], len(rows), bits)

    def residual_products(self, chosen: Indices, x: Matrix, power: int = 0) -> tuple[Matrix, float]:
        """Return Aᵀr and rᵀr, for Y·2^power and the chosen columns, with twice the digits."""
        return residual_products([_with_output(self.R, chosen)], x, power)


class BlockwiseTable:
    """A large table that has been reduced, and whose rows are passed over again in blocks."""

    is_rounded = False

    def __init__(self, problem: Problem, reduced: ReducedTable, cancelled: IsCancelled) -> None:
        self._problem = problem
        self._cancelled = cancelled
        self.columns = exponents(problem.A)
        self.output = int(exponents(problem.Y)[0])
        self._powers = np.append(self.columns, self.output)
        before = np.append(reduced.columns, reduced.output)
        self.R = scaled_by_powers(reduced.R, before - self._powers)

    def products(self, chosen: Indices, bits: float) -> ExactProducts:
        """Return the products of the chosen columns and Y, of so many bits of each cell."""
        return ExactProducts.of(self._blocks(chosen), self._problem.rows, bits)

    def residual_products(self, chosen: Indices, x: Matrix, power: int = 0) -> tuple[Matrix, float]:
        """Return Aᵀr and rᵀr, for Y·2^power and the chosen columns, with twice the digits."""
        return residual_products(self._blocks(chosen), x, power)

    def _blocks(self, chosen: Indices) -> Iterator[Matrix]:
        height = max(CELLS_OF_BLOCKS // self._problem.weights, ROWS_OF_SLICES)
        for start in range(0, self._problem.rows, height):
            if self._cancelled():
                raise Cancelled
            A, Y = (table[start : start + height] for table in (self._problem.A, self._problem.Y))
            # By columns, as the slices of them will be: that saves a quarter of the time.
            block = np.empty((len(self._powers), len(A)))
            block[:-1], block[-1] = A.T, Y[:, 0]
            scaled = scaled_by_powers(block, -self._powers[:, np.newaxis])
            yield _with_output(scaled.T, chosen)


def _is_accurate(triangle: Triangle) -> bool:
    """Return whether no column of the triangle overflowed or lost digits to underflow."""
    if not np.isfinite(triangle.R).all():
        return False
    return bool(np.abs(exponents(triangle.R)).max() <= RANGE)


def _with_output(rows: Matrix, chosen: Indices) -> Matrix:
    """Return the chosen columns and the last one."""
    last = rows.shape[1] - 1
    return rows if len(chosen) == last else rows[:, np.append(chosen, last)]
