import math

import numpy as np
import pytest

from engine.formula.arithmetic import (
    FAST_POWERS,
    PARTIALS,
    VALUES,
    computed,
    log_cosh,
    power,
    slope_of_tanh,
)
from engine.formula.tree import COMPARISONS, REDUCTIONS, Operator

X = np.array([0.3, 1.0, 2.5])


@pytest.mark.parametrize("exponent", [*FAST_POWERS, 2.5, 0.0, -2.0])
def test_powers_agree_with_numpy(exponent: float) -> None:
    out = np.empty_like(X)
    assert power(X, exponent, out) is out
    np.testing.assert_allclose(out, np.power(X, exponent), rtol=4e-16)
    np.testing.assert_allclose(power(X, exponent), out, rtol=0)


def test_log_cosh_does_not_overflow() -> None:
    x = np.array([-1e300, -800.0, -1.0, 0.0, 1e-3, 2.0, np.inf])
    expected = [1e300, 800 - math.log(2), math.log(math.cosh(1)), 0, 5e-7, math.log(math.cosh(2))]
    np.testing.assert_allclose(log_cosh(x), [*expected, np.inf], rtol=1e-6)
    out = np.empty_like(x)
    np.testing.assert_array_equal(log_cosh(x, out), log_cosh(x))


def test_where_may_use_its_values_room() -> None:
    a, b = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    found = VALUES[Operator.WHERE](a < 1.5, a, b, out=a)
    assert found is a
    assert a.tolist() == [1.0, 4.0]


def test_numbers_are_computed_in_silence() -> None:
    assert computed(Operator.POWER, [10.0, 1e10]) == math.inf
    assert computed(Operator.DIVIDE, [1.0, 0.0]) == math.inf
    assert math.isnan(computed(Operator.LOG, [-1.0]))
    assert computed(Operator.LESS, [1.0, 2.0]) == 1


def test_every_operator_has_value_and_slopes() -> None:
    assert set(VALUES) == set(Operator) - REDUCTIONS
    assert set(PARTIALS) == set(Operator) - REDUCTIONS - COMPARISONS


ONE = {
    Operator.NEGATE: (0.7,),
    Operator.ABS: (-0.7,),
    Operator.ADD: (0.7, 0.4),
    Operator.SUBTRACT: (0.7, 0.4),
    Operator.MULTIPLY: (0.7, 0.4),
    Operator.DIVIDE: (0.7, 0.4),
    Operator.POWER: (0.7, 0.4),
    Operator.LOGADDEXP: (0.7, 0.4),
    Operator.LARGER: (0.7, 0.4),
    Operator.SMALLER: (0.7, 0.4),
    Operator.WHERE: (True, 0.7, 0.4),
}


@pytest.mark.parametrize("operator", PARTIALS)
def test_slopes_agree_with_quotients(operator: Operator) -> None:
    values = ONE.get(operator, (0.7,))
    numbers = [np.float64(each) if each is not True else each for each in values]
    result = VALUES[operator](*numbers)
    for place, partial in enumerate(PARTIALS[operator]):
        if values[place] is True:
            continue
        slope = partial if isinstance(partial, float) else partial(result, *numbers)
        ends = [
            VALUES[operator](
                *(
                    each + side * 1e-6 * (i == place) if each is not True else each
                    for i, each in enumerate(numbers)
                )
            )
            for side in (1, -1)
        ]
        assert float(slope) == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-8, abs=1e-9)


@pytest.mark.parametrize("operator", [Operator.LARGER, Operator.SMALLER])
def test_slope_at_a_kink_is_halved(operator: Operator) -> None:
    for partial in PARTIALS[operator]:
        assert callable(partial)
        assert partial(2.0, 2.0, 2.0) == 0.5


def test_flat_slopes_keep_their_digits() -> None:
    """1 − tanh² and expm1 + 1 would cancel: at 12 only six of sixteen digits are left."""
    x = np.array([-300.0, -12.0, -1e-9, 0.0, 0.4, 12.0, 300.0])
    expected = [math.cosh(each) ** -2.0 for each in x]
    np.testing.assert_allclose(slope_of_tanh(x), expected, rtol=1e-15)
    for operator, slopes in ((Operator.TANH, expected), (Operator.EXPM1, np.exp(x))):
        (slope,) = PARTIALS[operator]
        assert callable(slope)
        np.testing.assert_allclose(slope(VALUES[operator](x), x), slopes, rtol=1e-15)
    assert slope_of_tanh(np.inf) == 0


def test_slope_of_power_at_zero() -> None:
    base, exponent = PARTIALS[Operator.POWER]
    assert callable(base)
    assert callable(exponent)
    zero = np.zeros(1)
    assert base(zero, zero, 1.5) == 0
    assert base(zero, zero, 1.0) == 1
    assert base(zero, zero, 0.0) == 0
    with np.errstate(all="ignore"):
        assert exponent(zero, zero, np.array([2.0])) == 0
        assert base(zero + 1, zero, np.array([0.0])) == 0
