"""Sums over the rows without the values that are summed: of squares, powers and logarithms.

A product of two values is summed by BLAS while it is made. A sum of logarithms of 1 + u, with u
from 0 to 1, is the logarithm of a product: one logarithm for sixteen values. With both, log(cosh)
takes 8 ns a value instead of 24 (32,768 values, AVX2).
"""

import math
from collections.abc import Callable

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
    """Return Σ log(cosh(x)) over the last axis."""
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
    np.add(u, 1.0, out=u)
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
