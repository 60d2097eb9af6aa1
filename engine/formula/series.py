"""Numbers with their first three Taylor coefficients along one weight.

A series is a list of four: c0 + c1·t + c2·t² + c3·t³, each a float or an array. What is exactly 0
stays a float 0 and is multiplied with nothing, so that it stays 0 beside an infinite slope.

At a kink the coefficients are those of one side of t = 0, or the mean of both.
"""

from collections.abc import Callable

import numpy as np

from .arithmetic import VALUES, Value, power, slope_of_tanh
from .tree import COMPARISONS, Operator

Series = list[Value]
ORDERS = 4


def constant(value: Value) -> Series:
    """Return a series that does not change along the weight."""
    return [value, 0.0, 0.0, 0.0]


def series_of(operator: Operator, taken: list[Series], side: int) -> Value:
    """Return the series of what an operator makes of others; for a comparison, whether it holds.

    Parameters
    ----------
    operator : Operator
        No reduction.
    taken : list of series
    side : {-1, 0, 1}
        At a kink, whether to follow the side of smaller weights, neither, or that of larger ones.
    """
    if operator in COMPARISONS:
        return _holds(operator, _minus(taken[0], taken[1]), side)
    if operator is Operator.WHERE:
        condition, then, otherwise = taken
        if isinstance(condition, list):  # it compares numbers, and was computed once
            condition = condition[0] != 0
        return [_chosen(condition, x, y) for x, y in zip(then, otherwise, strict=True)]
    if operator in _BINARY:
        return _BINARY[operator](*taken)
    if operator is Operator.NEGATE:
        return [_negative(each) for each in taken[0]]
    if operator is Operator.ABS:
        return _abs(taken[0], side)
    if operator in (Operator.LARGER, Operator.SMALLER):
        sign = 1.0 if operator is Operator.LARGER else -1.0
        return _larger(taken[0], taken[1], sign, side)
    return _composed(taken[0], _DERIVATIVES[operator](taken[0][0]))


def sign_beside(series: Series, side: int) -> Value:
    """Return the sign on one side of t = 0: that of the first coefficient that is not 0."""
    found = np.sign(series[0])
    for order, each in enumerate(series[1:] if side else (), 1):
        found = np.where(found == 0, np.sign(each) * side**order, found)
    return found


def difference(first: Series, second: Series) -> Series:
    """Return first − second, whose zero is a kink of their maximum and minimum."""
    return _minus(first, second)


def _is_zero(value: Value) -> bool:
    return isinstance(value, float) and value == 0.0 and not isinstance(value, np.floating)


def _plus(first: Value, second: Value) -> Value:
    if _is_zero(first):
        return second
    return first if _is_zero(second) else first + second


def _times(first: Value, second: Value) -> Value:
    return 0.0 if _is_zero(first) or _is_zero(second) else first * second


def _negative(value: Value) -> Value:
    return 0.0 if _is_zero(value) else -value


def _added(a: Series, b: Series) -> Series:
    return [_plus(x, y) for x, y in zip(a, b, strict=True)]


def _minus(a: Series, b: Series) -> Series:
    return [_plus(x, _negative(y)) for x, y in zip(a, b, strict=True)]


def _product(a: Series, b: Series) -> Series:
    found = []
    for order in range(ORDERS):
        total: Value = 0.0
        for i in range(order + 1):
            total = _plus(total, _times(a[i], b[order - i]))
        found.append(total)
    return found


def _quotient(a: Series, b: Series) -> Series:
    found: Series = []
    for order in range(ORDERS):
        rest = a[order]
        for i in range(order):
            rest = _plus(rest, _negative(_times(found[i], b[order - i])))
        found.append(0.0 if order and _is_zero(rest) else np.divide(rest, b[0]))
    return found


def _raised(a: Series, b: Series) -> Series:
    if all(map(_is_zero, b[1:])):
        return _composed(a, _power_derivatives(a[0], b[0]))
    exponent = _product(_composed(a, _log(a[0])), b)
    return _composed(exponent, _exp_all(exponent[0]))


def _exp_all(x: Value) -> tuple[Value, ...]:
    value = np.exp(x)
    return value, value, value / 2, value / 6


def _power_derivatives(x: Value, p: Value) -> tuple[Value, ...]:
    """Return x^p and its derivatives over 1, 2 and 6; exactly 0 where a whole power ends."""
    found, factor = [power(x, p)], 1.0
    for order in range(1, ORDERS):
        factor = factor * (p - order + 1) / order
        found.append(0.0 if np.all(factor == 0) else factor * power(x, p - order))
    return tuple(found)


def _composed(a: Series, f: tuple[Value, ...]) -> Series:
    """Return f(a); f has the value and the derivatives over 1, 2 and 6, at a[0]."""
    change: Series = [0.0, *a[1:]]
    square = _product(change, change)
    cube = _product(square, change)
    found = [_times(f[1], x) for x in change]
    for coefficient, terms in ((f[2], square), (f[3], cube)):
        found = [_plus(x, _times(coefficient, y)) for x, y in zip(found, terms, strict=True)]
    return [f[0], *found[1:]]


def _abs(a: Series, side: int) -> Series:
    sign = sign_beside(a, side)
    return [np.abs(a[0]), *(_times(sign, each) for each in a[1:])]


def _larger(a: Series, b: Series, sign: float, side: int) -> Series:
    ahead = sign_beside(_minus(a, b), side) * sign
    return [
        VALUES[Operator.LARGER if sign > 0 else Operator.SMALLER](a[0], b[0]),
        *(
            _plus(_times(0.5 + 0.5 * ahead, x), _times(0.5 - 0.5 * ahead, y))
            for x, y in zip(a[1:], b[1:], strict=True)
        ),
    ]


def _logaddexp(a: Series, b: Series) -> Series:
    apart = _minus(a, b)
    share = 1.0 / (1.0 + np.exp(-apart[0]))
    bend = share * (1.0 - share)
    f = np.logaddexp(apart[0], 0.0), share, bend / 2, bend * (1.0 - 2.0 * share) / 6
    found = _added(b, _composed(apart, f))
    return [np.logaddexp(a[0], b[0]), *found[1:]]


def _holds(operator: Operator, apart: Series, side: int) -> Value:
    if side == 0:
        return VALUES[operator](apart[0], 0.0)
    return VALUES[operator](sign_beside(apart, side), 0.0)


def _chosen(condition: Value, first: Value, second: Value) -> Value:
    if _is_zero(first) and _is_zero(second):
        return 0.0
    return np.where(condition, first, second)


def _log(x: Value) -> tuple[Value, ...]:
    # By numpy: a constant is a float of Python, which raises where numpy says inf.
    return np.log(x), np.divide(1, x), np.divide(-1, 2 * x * x), np.divide(1, 3 * x * x * x)


def _log1p(x: Value) -> tuple[Value, ...]:
    return (np.log1p(x), *_log(1 + x)[1:])


def _expm1(x: Value) -> tuple[Value, ...]:
    return (np.expm1(x), *_exp_all(x)[1:])


def _sin(x: Value) -> tuple[Value, ...]:
    s, c = np.sin(x), np.cos(x)
    return s, c, -s / 2, -c / 6


def _cos(x: Value) -> tuple[Value, ...]:
    s, c = np.sin(x), np.cos(x)
    return c, -s, -c / 2, s / 6


def _sinh(x: Value) -> tuple[Value, ...]:
    s, c = np.sinh(x), np.cosh(x)
    return s, c, s / 2, c / 6


def _cosh(x: Value) -> tuple[Value, ...]:
    s, c = np.sinh(x), np.cosh(x)
    return c, s, c / 2, s / 6


def _arctan(x: Value) -> tuple[Value, ...]:
    q = 1 / (1 + x * x)
    return np.arctan(x), q, -x * q * q, (3 * x * x - 1) * q * q * q / 3


def _tanh(x: Value) -> tuple[Value, ...]:
    t, d = np.tanh(x), slope_of_tanh(x)
    return t, d, -t * d, d * (3 * t * t - 1) / 3


def _log_cosh(x: Value) -> tuple[Value, ...]:
    t, d = np.tanh(x), slope_of_tanh(x)
    return VALUES[Operator.LOG_COSH](x), t, d / 2, -t * d / 3


_BINARY: dict[Operator, Callable[..., Series]] = {
    Operator.ADD: _added,
    Operator.SUBTRACT: _minus,
    Operator.MULTIPLY: _product,
    Operator.DIVIDE: _quotient,
    Operator.POWER: _raised,
    Operator.LOGADDEXP: _logaddexp,
}
_DERIVATIVES: dict[Operator, Callable[[Value], tuple[Value, ...]]] = {
    Operator.EXP: _exp_all,
    Operator.EXPM1: _expm1,
    Operator.LOG: _log,
    Operator.LOG1P: _log1p,
    Operator.SQRT: lambda x: _power_derivatives(x, 0.5),
    Operator.SIN: _sin,
    Operator.COS: _cos,
    Operator.ARCTAN: _arctan,
    Operator.SINH: _sinh,
    Operator.COSH: _cosh,
    Operator.TANH: _tanh,
    Operator.LOG_COSH: _log_cosh,
}
"""Of functions of one value: the value, and the derivatives over 1, 2 and 6."""
