"""The exact loss and slopes of one problem at many W, with which those of a run are compared.

A loss as the computer has it is off in some of its last digits. To show by how much, the exact one
needs more digits than float64 has: it comes as a fraction, from sums of products with twice the
digits of float64. So do the slopes.
"""

import math
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from ..cancelling import IsCancelled, check
from ..matrix import Matrix
from .extended import (
    CELLS_AT_A_TIME,
    exponents,
    pair_sum,
    scaled_by_powers,
    two_product,
    two_sum,
)

# Of the size of the terms of a sum, what twice the digits of float64 may be off by. Over 150 tables
# of conditions up to 1e13 it was 2^-105 at most.
OFF = 2.0**-100


class ExactValues(NamedTuple):
    """The loss and the slopes at one W, without rounding as far as float64 can show.

    Attributes
    ----------
    loss : Fraction
    slopes : tuple of Fraction
        One for each weight.
    digits : ndarray, shape (j,)
        How many digits of each slope are known: about 30, less those that cancel near the optimum.
    """

    loss: Fraction
    slopes: tuple[Fraction, ...]
    digits: Matrix


class ExactLoss:
    """The mean squared error of one table and its slopes, with twice the digits of float64.

    Parameters
    ----------
    A : ndarray, shape (N, j)
    Y : ndarray, shape (N, 1)
        Of float64, or of float32, whose numbers are taken as they are.
    cancelled : callable, optional
        Asked for each block of rows whether to stop.
    """

    def __init__(self, A: Matrix, Y: Matrix, cancelled: IsCancelled = lambda: False) -> None:
        self._columns, self._output = exponents(A), int(exponents(Y)[0])
        self._A, self._Y, self._cancelled = A, Y, cancelled
        self._used = A.any(axis=0)

    def at(self, W: Matrix) -> ExactValues:
        """Return the values at W (j, 1); raise Cancelled when cancelled. W must be finite."""
        # Weights of columns of zeros do not matter, however large they are.
        weights = np.where(self._used, W[:, 0].astype(np.float64), 0.0)
        # Nor do weights of 0, however large the column: frexp gives 0 the exponent of 1.
        sizes = (np.frexp(weights)[1] + self._columns)[weights != 0].tolist()
        sizes += [self._output] if self._Y.any() else []
        size = max(sizes, default=0)
        x = scaled_by_powers(weights, self._columns - size)
        squares = Fraction(0)
        high: Matrix = np.zeros(len(x))
        low: Matrix = np.zeros(len(x))
        lengths = np.zeros(len(x))
        of_output = 0.0
        height = max(CELLS_AT_A_TIME // len(x), 1)
        for start in range(0, len(self._A), height):
            check(self._cancelled)
            rows = slice(start, start + height)
            A = scaled_by_powers(self._A[rows].astype(np.float64), -self._columns)
            Y = scaled_by_powers(self._Y[rows, 0].astype(np.float64), -size)
            columns = np.ascontiguousarray(A.T)
            r, r_low = _residuals(columns, Y, x)
            squares += _sum_of_squares(r, r_low)
            products, errors = two_product(columns, r)
            total, left = pair_sum(products.T, (errors + columns * r_low).T)
            high, more = two_sum(high, total)
            low += left + more
            lengths += np.square(columns).sum(axis=1)
            of_output += float(Y @ Y)
        roots = np.sqrt(lengths)
        terms = roots * (float(roots @ np.abs(x)) + math.sqrt(of_output))
        return ExactValues(
            squares * Fraction(4) ** size / len(self._A),
            self._slopes(high, low, size),
            _digits(np.abs(high), terms),
        )

    def _slopes(self, high: Matrix, low: Matrix, size: int) -> tuple[Fraction, ...]:
        """Return −(2/N)·2^(column + size) times each pair of floats."""
        two = Fraction(2)
        return tuple(
            (Fraction(most) + Fraction(rest)) * two ** (power + size + 1) / -len(self._A)
            for most, rest, power in zip(
                high.tolist(), low.tolist(), self._columns.tolist(), strict=True
            )
        )


def _residuals(columns: Matrix, Y: Matrix, x: Matrix) -> tuple[Matrix, Matrix]:
    """Return Y − A·x of a block of rows, and what rounding cut off it."""
    products, errors = two_product(columns, -x[:, np.newaxis])
    none = np.zeros((1, len(Y)))
    r, r_low = pair_sum(np.concatenate((products, Y[np.newaxis])), np.concatenate((errors, none)))
    # Where all of r cancels, what was cut off is the larger part: its square would be left out.
    return two_sum(r, r_low)


def _sum_of_squares(r: Matrix, r_low: Matrix) -> Fraction:
    squares, errors = two_product(r, r)
    high, low = pair_sum(squares, errors + 2 * r * r_low)
    return Fraction(float(high)) + Fraction(float(low))


def _digits(slopes: Matrix, terms: Matrix) -> Matrix:
    """Return how many digits of sums are known, of which the terms have these sizes."""
    with np.errstate(divide="ignore", invalid="ignore"):
        known: Matrix = np.log10(slopes / (terms * OFF))
    return np.where(slopes > 0, np.maximum(known, 0.0), 0.0)
