"""Rescaling of columns, stored = (original − shift) / scale, and weights in original units.

A column with one value only, such as an intercept, stays as it is: its shift is 0, its scale 1.
"""

import math
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .cancelling import Cancelled, IsCancelled
from .errors import BadSetting
from .language.lists import one_of
from .language.sentence import marked
from .loss import as_table
from .matrix import Matrix, as_column, as_matrix

# 512 KiB of float64: a block and its temporaries stay in the processor's cache.
CELLS_AT_A_TIME = 2**16
_LEAST, _MOST = 5e-324, sys.float_info.max
# A column may reach ±1.8e308. From it, a shift above 1e292 (half a last digit) overflows, so it is
# halved first; smaller ones are not, because halving costs subnormal numbers a digit.
_LARGE_SHIFT = 1e290


class Rescaling(StrEnum):
    """How a column is rescaled.

    STANDARDISE gives it mean 0 and a population standard deviation of 1. SCALE only divides it by
    its length: the loss then has the same curvature along every weight, as on scaled columns.
    """

    STANDARDISE = "standardise"
    SCALE = "scale"

    @classmethod
    def _missing_(cls, value: object) -> "Rescaling":
        raise BadSetting("rescaling", value, one_of(list(cls)))


class OriginalUnits(NamedTuple):
    """Weights in the units of the columns before rescaling.

    Attributes
    ----------
    W : ndarray, shape (j, 1)
        The weights; inf or NaN if they are too large for a float64.
    constant : float
        What predictions add; 0 if the weight of an intercept includes it, NaN if it is unknown.
    """

    W: Matrix
    constant: float = 0.0


def column_scales(
    A: Matrix, how: str, cancelled: IsCancelled = lambda: False
) -> tuple[Matrix, Matrix]:
    """Return the shift and the scale with which to rescale each column.

    Parameters
    ----------
    A : ndarray, shape (N, j)
        Any finite numbers.
    how : {"standardise", "scale"}
        Mean 0 and standard deviation 1, or only a length of 1.
    cancelled : callable, optional
        Called once per block of rows; return True to stop.

    Returns
    -------
    shift, scale : ndarray, shape (j,)
        In the units of the columns. A column with one value only has shift 0 and scale 1.

    Raises
    ------
    BadSetting
        If ``how`` is unknown.
    Cancelled
        If ``cancelled`` returned True.

    Notes
    -----
    Columns are divided by a power of two first, so that nothing overflows or vanishes.

    Examples
    --------
    >>> column_scales(np.array([[1.0], [3.0]]), "standardise")
    (array([2.]), array([1.]))
    """
    A, rescaling = as_table("A", A), Rescaling(how)
    lowest, highest = A.min(axis=0), A.max(axis=0)
    power = _power_of_two(np.maximum(-lowest, highest))
    if rescaling is Rescaling.STANDARDISE:
        shift, scale = _mean_and_deviation(A, power, cancelled)
    else:
        shift, scale = np.zeros_like(power), _length(A, power, cancelled)
    varies = lowest < highest
    shift = np.where(varies, shift * power, 0.0)
    with np.errstate(over="ignore"):  # by one last digit, at the largest float64
        scale = np.where(varies, np.clip(scale * power, _LEAST, _MOST), 1.0)
    return shift, scale


def rescaled(A: Matrix, shift: ArrayLike, scale: ArrayLike) -> Matrix:
    """Return (A − shift) / scale.

    Parameters
    ----------
    A : ndarray, shape (N, j)
    shift, scale : array_like, shape (j,)

    Returns
    -------
    ndarray, shape (N, j)
        Read-only.

    Examples
    --------
    >>> rescaled(np.array([[1.0], [3.0]]), [2.0], [1.0])
    array([[-1.],
           [ 1.]])
    """
    A = as_table("A", A)
    offset, divisor = _numbers("shift", shift), _numbers("scale", scale)
    for what, given in (
        (marked("engine", "the number of shifts"), offset),
        (marked("engine", "the number of scales"), divisor),
    ):
        if given.shape not in ((), (1,), A.shape[1:]):
            raise BadSetting(
                what,
                given.size,
                marked("engine", "{shape}, one a column").format(shape=A.shape[1]),
            )
    half = np.where(np.abs(offset) > _LARGE_SHIFT, 0.5, 1.0)  # half a difference never overflows
    stored = np.empty(A.shape)
    for rows in _blocks(A):
        np.multiply(A[rows], half, out=stored[rows])
        stored[rows] -= offset * half
        stored[rows] /= divisor * half
    stored.setflags(write=False)
    return stored


def composed(
    shift1: ArrayLike, scale1: ArrayLike, shift2: ArrayLike, scale2: ArrayLike
) -> tuple[Matrix, Matrix]:
    """Return the one rescaling that is equal to a first and then a second one.

    Parameters
    ----------
    shift1, scale1 : array_like, shape (j,)
        The first rescaling.
    shift2, scale2 : array_like, shape (j,)
        The second one, of the rescaled columns.

    Returns
    -------
    shift, scale : ndarray, shape (j,)

    Examples
    --------
    >>> composed([2.0], [10.0], [1.0], [3.0])
    (array([12.]), array([30.]))
    """
    scale = _numbers("scale1", scale1)
    shift: Matrix = _numbers("shift1", shift1) + _numbers("shift2", shift2) * scale
    return shift, scale * _numbers("scale2", scale2)


def in_original_units(
    W: Matrix, shift: ArrayLike, scale: ArrayLike, intercept: int | None = None
) -> OriginalUnits:
    """Return the weights that give the same predictions from the original columns.

    Parameters
    ----------
    W : ndarray, shape (j, 1)
        The weights of the rescaled columns.
    shift, scale : array_like, shape (j,)
        The rescaling of the columns.
    intercept : int, optional
        The index of a column of ones, whose weight takes the constant.

    Returns
    -------
    OriginalUnits
        W_k / scale_k for each column, and the constant −Σ W_k·shift_k / scale_k.

    Examples
    --------
    >>> original = in_original_units(np.array([[3.0]]), [2.0], [10.0])
    >>> original.W.item(), original.constant
    (0.3, -0.6)
    """
    with np.errstate(over="ignore", invalid="ignore"):
        weights: Matrix = as_table("W", W) / _numbers("scale", scale).reshape(-1, 1)
        terms = -weights[:, 0] * _numbers("shift", shift)
    constant = math.fsum(terms.tolist()) if np.isfinite(terms).all() else math.nan
    if intercept is not None:
        weights[intercept, 0] += constant
        constant = 0.0
    return OriginalUnits(weights, constant)


def _numbers(name: str, values: ArrayLike) -> Matrix:
    """Return an array of floats, or one number, as it is, and anything else as numbers (j,)."""
    is_array = type(values) is np.ndarray and values.dtype.kind == "f"
    if is_array or isinstance(values, (float, int, np.floating)):
        return np.asarray(values, np.float64)
    return as_matrix(name, as_column(values, name))[:, 0]


def _power_of_two(largest: Matrix) -> Matrix:
    """Return the largest power of two that is not larger, among normal float64 numbers."""
    _, exponents = np.frexp(largest)
    powers: Matrix = np.ldexp(1.0, np.clip(exponents - 1, -1022, 1023))
    return powers


def _mean_and_deviation(A: Matrix, power: Matrix, cancelled: IsCancelled) -> tuple[Matrix, Matrix]:
    """Return the mean, measured from the first row, and the deviation, measured from the mean.

    With a pass for each, both keep their digits in a column whose values are nearly equal.
    """
    first, total = A[0] / power, np.zeros_like(power)
    for rows in _blocks(A, cancelled):
        total += (A[rows] / power - first).sum(axis=0)
    mean, left, squares = total / len(A), np.zeros_like(power), np.zeros_like(power)
    for rows in _blocks(A, cancelled):
        apart = A[rows] / power - first
        apart -= mean
        left += apart.sum(axis=0)
        squares += np.square(apart).sum(axis=0)
    off = left / len(A)
    return first + (mean + off), np.sqrt(squares / len(A) - off**2)


def _length(A: Matrix, power: Matrix, cancelled: IsCancelled) -> Matrix:
    squares = np.zeros_like(power)
    for rows in _blocks(A, cancelled):
        squares += np.square(A[rows] / power).sum(axis=0)
    return np.sqrt(squares)


def _blocks(A: Matrix, cancelled: IsCancelled = lambda: False) -> Iterator[slice]:
    height = max(1, CELLS_AT_A_TIME // A.shape[1])
    for start in range(0, len(A), height):
        if cancelled():
            raise Cancelled
        yield slice(start, start + height)
