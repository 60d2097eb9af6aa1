import warnings

import numpy as np
import pytest

from engine.formula.arithmetic import VALUES
from engine.formula.sums import (
    FACTORS,
    FUSED,
    FUSED_POWERS,
    of_any_log_cosh,
    of_logaddexp,
    of_power,
    of_product,
)
from engine.formula.tree import Operator

X = np.random.default_rng(0).normal(size=(3, 5 * FACTORS + 7)) * 4
Y = np.random.default_rng(1).normal(size=(1, X.shape[1]))


@pytest.mark.parametrize("operator", [Operator.LOG_COSH, Operator.LOGADDEXP])
@pytest.mark.parametrize("columns", [X.shape[1], 70, FACTORS, 3, 1])
def test_logarithm_of_a_product(operator: Operator, columns: int) -> None:
    values = [X[:, :columns], Y[:, :columns]][: 1 + (operator is Operator.LOGADDEXP)]
    found = FUSED[operator](*values, np.empty((3, columns)))
    np.testing.assert_allclose(found, VALUES[operator](*values).sum(axis=1), rtol=1e-13)


def test_single_precision_does_not_overflow() -> None:
    x = np.zeros((2, 4 * FACTORS), np.float32)
    assert FUSED[Operator.LOG_COSH](x, np.empty_like(x)).tolist() == [0, 0]


@pytest.mark.parametrize("kind", [np.float64, np.float32])
@pytest.mark.parametrize("largest", [5.0, 20.0, 43.0, 300.0, 1000.0])
@pytest.mark.parametrize("row", [0, 2])
def test_large_values_do_not_overflow(kind: type[np.floating], largest: float, row: int) -> None:
    x = (X[:, : 2 * FACTORS] / 40).astype(kind)
    x[row] = np.linspace(-largest, largest, x.shape[1])
    with np.errstate(all="ignore"):  # as the callers do
        found = FUSED[Operator.LOG_COSH](x, np.empty_like(x))
    exact = VALUES[Operator.LOG_COSH](x.astype(np.float64)).sum(axis=1)
    eps = float(np.finfo(kind).eps)
    np.testing.assert_allclose(found, exact, rtol=32 * eps, atol=x.shape[1] * eps)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 10.0])
def test_both_log_cosh_agree(scale: float) -> None:
    x = X[:, : 4 * FACTORS] * scale
    found = FUSED[Operator.LOG_COSH](x, np.empty_like(x))
    other = of_any_log_cosh(x, np.empty_like(x))
    np.testing.assert_allclose(found, other, rtol=1e-14, atol=1e-16 * x.shape[1])


def test_undefined_values_stay_so() -> None:
    x = np.array([[1.0, np.nan], [np.inf, 1.0], [0.0, 0.0]])
    with np.errstate(all="ignore"):
        found = FUSED[Operator.LOG_COSH](x, np.empty_like(x))
    np.testing.assert_allclose(found, [np.nan, np.inf, 0.0], atol=1e-15)


@pytest.mark.parametrize("exponent", sorted(FUSED_POWERS))
def test_powers_are_summed(exponent: float) -> None:
    x = np.abs(X)
    found = of_power(x, exponent, np.empty_like(x))
    np.testing.assert_allclose(found, (x**exponent).sum(axis=1), rtol=1e-14)


def test_products_are_summed() -> None:
    room = np.empty_like(X)
    numbers = np.array([[1.0], [2.0], [3.0]])
    for first, second in ((X, Y), (X, X), (2.0, X), (X, 2.0), (numbers, X), (X, numbers)):
        expected = np.broadcast_to(first * second, X.shape).sum(axis=1)
        np.testing.assert_allclose(of_product(first, second, room), expected, rtol=1e-12)
    one_row = X[:, :1]
    np.testing.assert_allclose(of_product(one_row, Y[:, :1], room), one_row[:, 0] * Y[0, 0])


def test_infinite_values_are_summed() -> None:
    x = np.array([[np.inf, 1.0], [-np.inf, 2.0], [np.nan, 0.0]])
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        found = of_logaddexp(x, x, np.empty_like(x))
    assert found[:2].tolist() == [np.inf, -np.inf]
    assert np.isnan(found[2])
