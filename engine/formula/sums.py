"""Sums over the rows without the values that are summed: of squares, powers and logarithms.

A product of two values is summed by BLAS while it is made. A sum of logarithms of 1 + u, with u
from 0 to 1, is the logarithm of a product: one logarithm for sixteen values. With both, log(cosh)
takes 8 ns a value instead of 24 (32,768 values, AVX2).

If numpy computes cosh by vectors of the processor, the product is of cosh itself: 1.2 ns a value
instead of 1.7 (AVX-512), which takes 0.86 of the time of all quotients at 100,000×20.
"""

import math
from collections.abc import Callable
from functools import cache

import numpy as np

from ..matrix import Matrix
from .arithmetic import LOG_2, Value
from .tree import Operator

# The product of so many numbers from 1 to 2 is below 2^16, also in single precision.
FACTORS = 16
# Of 1,000 values, ten at a time leave no rest, which takes a sixth off log(cosh).
FEWER_FACTORS = range(FACTORS, FACTORS // 2 - 1, -1)
# exp(−2x) is 2^(x·HALVINGS), which takes 4.7 ns instead of 5.0.
HALVINGS = -2.0 / LOG_2

# Up to e^16 each, and 2^16 besides, so many of cosh multiply to a number.
MOST_OF_COSH = {
    np.dtype(kind): math.log(float(np.finfo(kind).max)) / FACTORS for kind in (np.float32, float)
}

RowSum = Callable[..., Value]


def of_power(base: Matrix, exponent: float, room: Matrix) -> Matrix:
    """Return Σ base^exponent over the last axis, for an exponent of FUSED_POWERS."""
    if exponent == 2.0:
        return _dot(base, base)
    if exponent == 1.5:
        return _dot(np.sqrt(base, out=room), base)
    return _dot(np.multiply(base, base, out=room), base)


FUSED_POWERS = frozenset({1.5, 2.0, 3.0})
"""The exponents that need no more than a product."""


def of_product(first: Value, second: Value, _room: Matrix) -> Matrix:
    """Return Σ first·second over the last axis; one of them may be a number for each point."""
    for number, values in ((first, second), (second, first)):
        if not np.ndim(number) or np.shape(number)[-1] == 1 != np.shape(values)[-1]:
            scaled: Matrix = np.add.reduce(values, axis=-1) * np.reshape(number, -1)
            return scaled
    return _dot(first, second)


def of_log_cosh(x: Matrix, room: Matrix) -> Matrix:
    """Return Σ log(cosh(x)) over the last axis; ``room`` must not be x."""
    if cosh_is_vectorised() and _is_within_cosh(x[0]):
        sums = _of_log(np.cosh(x, out=room), 0.0)
        if math.isfinite(float(np.add.reduce(sums))):
            return sums
    return of_any_log_cosh(x, room)


@cache
def cosh_is_vectorised() -> bool:
    """Return whether numpy has a cosh for this processor, which else takes longer than exp2."""
    from numpy.lib import introspect  # loaded on use: few losses need it

    known = introspect.opt_func_info(func_name="^cosh$", signature="float64")
    return not all(
        each["current"].startswith("baseline") for each in known.get("cosh", {}).values()
    )


def _is_within_cosh(x: Matrix) -> bool:
    """Return whether products of cosh are numbers at one point, as then mostly at all of them."""
    largest = np.maximum.reduce(np.abs(x))
    return bool(largest <= MOST_OF_COSH[x.dtype])


def of_any_log_cosh(x: Matrix, room: Matrix) -> Matrix:
    """Return Σ log(cosh(x)) over the last axis, of x of any size; ``room`` may be x."""
    np.abs(x, out=room)
    sizes = np.add.reduce(room, axis=-1)
    np.multiply(room, HALVINGS, out=room)
    np.exp2(room, out=room)
    sums: Matrix = sizes + _of_log1p(room, LOG_2)
    return sums


def of_logaddexp(first: Value, second: Value, room: Matrix) -> Matrix:
    """Return Σ log(exp(first) + exp(second)) over the last axis."""
    np.maximum(first, second, out=room)
    larger = np.add.reduce(room, axis=-1)
    np.subtract(first, second, out=room)
    np.abs(room, out=room)
    np.negative(room, out=room)
    np.exp(room, out=room)
    sums: Matrix = larger + _of_log1p(room, 0.0)
    if np.isnan(sums).any():  # also inf − inf
        sums = np.add.reduce(np.logaddexp(first, second, out=room), axis=-1)
    return sums


def _dot(first: Matrix, second: Matrix) -> Matrix:
    found: Matrix = np.vecdot(first, second)
    return found


def _of_log1p(u: Matrix, less: float) -> Matrix:
    """Return Σ (log(1 + u) − less) over the last axis, u from 0 to 1; u is overwritten."""
    return _of_log(np.add(u, 1.0, out=u), less)


def _of_log(u: Matrix, less: float) -> Matrix:
    """Return Σ (log(u) − less) over the last axis, if 16 of u multiply to a number."""
    count = u.shape[-1]
    factors = next((each for each in FEWER_FACTORS if count % each == 0), FACTORS)
    columns = count // factors
    grouped = u[:, : columns * factors].reshape(len(u), factors, columns)
    products = np.multiply.reduce(grouped, axis=1)
    np.log(products, out=products)
    products -= factors * less
    sums: Matrix = np.add.reduce(products, axis=-1)
    if columns * factors < count:
        rest = np.log(u[:, columns * factors :]) - less
        sums += np.add.reduce(rest, axis=-1)
    return sums


def log_cosh_and_slope(x: Matrix) -> tuple[Value, Matrix]:
    """Return Σ log(cosh(x)), and its slopes tanh(x) from the same exponential."""
    size = np.abs(x)
    total = np.add.reduce(size)
    size *= -2.0
    np.expm1(size, out=size)
    # tanh|x| = (1 − u)/(1 + u) with u = exp(−2|x|): all digits also of a small x.
    slopes = np.divide(size, -2.0 - size)
    np.copysign(slopes, x, out=slopes)
    size += 1.0
    return total + _of_log1p(size[np.newaxis], LOG_2)[0], slopes


FUSED: dict[Operator, RowSum] = {
    Operator.POWER: of_power,
    Operator.MULTIPLY: of_product,
    Operator.LOG_COSH: of_log_cosh,
    Operator.LOGADDEXP: of_logaddexp,
}
"""The sum of each operator's values over the rows, of its arguments and room for one result."""

assert math.exp2(FACTORS) < float(np.finfo(np.float32).max)
