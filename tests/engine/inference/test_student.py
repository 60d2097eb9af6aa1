import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.inference.beta import beta_tail, log_beta
from engine.inference.student import f_tail, t_quantile, two_sided_p

from .tails import P_OF_F, P_OF_T, QUANTILES

degrees_of_freedom = st.integers(1, 10**9)


@pytest.mark.parametrize(("t", "degrees", "p"), P_OF_T)
def test_tails_of_t_are_exact(t: float, degrees: int, p: float) -> None:
    for sign in (1, -1):
        assert two_sided_p(sign * t, degrees) == pytest.approx(p, rel=2e-13, abs=1e-300)


@pytest.mark.parametrize(("f", "above", "below", "p"), P_OF_F)
def test_tails_of_f_are_exact(f: float, above: int, below: int, p: float) -> None:
    assert f_tail(f, above, below) == pytest.approx(p, rel=1e-12)


@pytest.mark.parametrize(("level", "degrees", "t"), QUANTILES)
def test_quantiles_are_exact(level: float, degrees: int, t: float) -> None:
    assert t_quantile(level, degrees) == pytest.approx(t, rel=1e-12)


@given(st.floats(0.01, 0.9999), degrees_of_freedom)
def test_quantile_has_its_tail(level: float, degrees: int) -> None:
    t = t_quantile(level, degrees)
    assert two_sided_p(t, degrees) == pytest.approx(1 - level, rel=1e-11)


@given(st.floats(1e-6, 30), degrees_of_freedom)
def test_f_of_one_is_t_squared(t: float, degrees: int) -> None:
    expected = two_sided_p(t, degrees)
    assert f_tail(t * t, 1, degrees) == pytest.approx(expected, rel=1e-10, abs=1e-290)


@given(st.floats(0.1, 1e6), st.floats(0.1, 1e6))
def test_log_beta_is_that_of_gamma(a: float, b: float) -> None:
    expected = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    size = max(abs(math.lgamma(each)) for each in (a, b, a + b))
    assert log_beta(a, b) == pytest.approx(expected, rel=1e-13, abs=1e-14 * (1 + size))
    assert log_beta(a, b) == log_beta(b, a)


@given(st.floats(0.5, 1e4), st.floats(0.5, 1e4), st.floats(0.001, 0.999))
def test_two_sides_add_up(a: float, b: float, x: float) -> None:
    below, above = beta_tail(a, b, x, 1 - x), beta_tail(b, a, 1 - x, x)
    assert below + above == pytest.approx(1, abs=1e-10)


def test_ends_have_their_values() -> None:
    assert two_sided_p(0.0, 5) == 1.0
    assert two_sided_p(math.inf, 5) == 0.0
    assert two_sided_p(1e200, 1) == pytest.approx(2 / math.pi * 1e-200, rel=1e-12)
    assert math.isnan(two_sided_p(math.nan, 5))
    assert f_tail(math.inf, 2, 3) == 0.0
    assert f_tail(0.0, 2, 3) == 1.0
    assert math.isnan(f_tail(math.nan, 2, 3))
    assert (beta_tail(1, 2, 0.0, 1.0), beta_tail(1, 2, 1.0, 0.0)) == (0.0, 1.0)
