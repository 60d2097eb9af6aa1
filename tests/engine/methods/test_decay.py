from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.methods.decay import NOTHING_LEFT, Decay

EPSILON = np.finfo(float).eps
DIGITS = 170  # enough for 1 − 1e-40 and its power 1e100 to differ from 1
LEAST = float(np.exp(NOTHING_LEFT))

overshoots = st.one_of(
    st.sampled_from([0.0, 1.0, 2.0, 1e-40, 1e-20, EPSILON, 1 - EPSILON, 1 + EPSILON, 2 - EPSILON]),
    st.floats(1e-30, 2.0),
    st.floats(0.5, 1.5),
)
"""ηλ of stable descents."""
times = st.one_of(st.integers(0, 5000), st.floats(0, 1e100).map(int)).map(float)


def power(overshoot: float, time: float) -> Decimal:
    """Return (1 − ηλ)^t."""
    with localcontext() as context:
        context.prec = DIGITS
        factor = 1 - Decimal(overshoot)
        if time == 0:
            return Decimal(1)
        if factor == 0:
            return Decimal(0)
        size = (Decimal(time) * abs(factor).ln()).exp()
        return -size if factor < 0 and int(time) % 2 else size


def accumulated(overshoot: float, curvature: float, rate: float, time: float) -> Decimal:
    """Return (1 − μ^t)/λ; ηt if λ is 0."""
    with localcontext() as context:
        context.prec = DIGITS
        if curvature == 0:
            return Decimal(rate) * Decimal(time)
        return (1 - power(overshoot, time)) / Decimal(curvature)


def logarithm(overshoot: float, time: float) -> float:
    """Return |t·log|μ||: a power is off by that many ε."""
    factor = abs(1 - Decimal(overshoot))
    return 0.0 if factor == 0 else float(abs(Decimal(time) * factor.ln()))


@given(st.lists(overshoots, min_size=1, max_size=4), st.lists(times, min_size=1, max_size=4))
def test_powers_of_factors(given: list[float], when: list[float]) -> None:
    """The relative error is ε for each factor e by which a power differs from 1."""
    found = Decay(np.array(given), 1.0).powers(np.array(when))
    assert found.shape == (len(given), len(when))
    for row, overshoot in zip(found.tolist(), given, strict=True):
        for value, time in zip(row, when, strict=True):
            exact = float(power(overshoot, time))
            off = 4 * EPSILON * (1 + min(logarithm(overshoot, time), -NOTHING_LEFT))
            assert value == pytest.approx(exact, rel=off, abs=2 * LEAST)


@given(
    st.lists(overshoots, min_size=1, max_size=4),
    st.lists(times, min_size=1, max_size=4),
    st.sampled_from([1.0, 1e-3, 2.0**-40, 1e12]),
)
def test_accumulated_of_factors(given: list[float], when: list[float], rate: float) -> None:
    """(1 − μ^t)/λ keeps all its digits in slow modes, and those of 1/λ in modes that overshoot."""
    curvatures = np.array(given) / rate
    overshoot = (rate * curvatures).tolist()
    found = Decay(curvatures, rate).accumulated(np.array(when))
    assert found.shape == (len(given), len(when))
    for row, own, curvature in zip(found.tolist(), overshoot, curvatures.tolist(), strict=True):
        for value, time in zip(row, when, strict=True):
            exact = float(accumulated(own, curvature, rate, time))
            off = 8 * EPSILON * (1 + -NOTHING_LEFT) / curvature if own > 1 else 0.0
            assert value == pytest.approx(exact, rel=16 * EPSILON, abs=off)


@given(overshoots, st.integers(0, 400))
def test_closed_form_equals_written_out_recurrence(overshoot: float, count: int) -> None:
    """Follow q ← μ·q and its sum in extended precision, epoch by epoch."""
    decay = Decay(np.array([overshoot]), 1.0)
    power, moved = np.longdouble(1), np.longdouble(0)
    for _ in range(count):
        moved += power
        power *= 1 - np.longdouble(overshoot)
    time = np.array([float(count)])
    assert float(decay.powers(time)[0, 0]) == pytest.approx(float(power), rel=1e-13, abs=LEAST)
    assert float(decay.accumulated(time)[0, 0]) == pytest.approx(float(moved), rel=1e-13, abs=1e-13)


def test_nothing_has_moved_at_start() -> None:
    decay = Decay(np.array([0.0, 0.5, 1.0, 1.5, 2.0, 3.0]), 1.0)
    assert decay.powers(np.zeros(1)).tolist() == [[1.0]] * 6
    assert decay.accumulated(np.zeros(1)).tolist() == [[0.0]] * 6


@pytest.mark.parametrize("time", [1.0, 2.0, 3.0, 1e15, 1e100])
def test_mode_that_arrives_at_once_stays(time: float) -> None:
    decay = Decay(np.array([4.0]), 0.25)
    assert decay.powers(np.array([time])).tolist() == [[0.0]]
    assert decay.accumulated(np.array([time])).tolist() == [[0.25]]


@pytest.mark.parametrize("time", [0.0, 1.0, 1e15, 1e100])
def test_flat_mode_never_decays(time: float) -> None:
    decay = Decay(np.array([0.0]), 0.5)
    assert decay.powers(np.array([time])).tolist() == [[1.0]]
    assert decay.accumulated(np.array([time])).tolist() == [[0.5 * time]]


def test_mode_at_limit_oscillates() -> None:
    decay = Decay(np.array([4.0]), 0.5)
    when = np.array([0.0, 1, 2, 3, 2.0**52, 2.0**52 + 1, 2.0**53, 1e100])
    assert decay.powers(when).tolist() == [[1, -1, 1, -1, 1, -1, 1, 1]]
    assert decay.accumulated(when).tolist() == [[0, 0.5, 0, 0.5, 0, 0.5, 0, 0]]


@given(st.floats(2.0, 1e3, exclude_min=True), st.integers(0, 60))
def test_mode_above_limit_grows_alternating(overshoot: float, time: int) -> None:
    decay = Decay(np.array([overshoot]), 1.0)
    found = float(decay.powers(np.array([float(time)]))[0, 0])
    assert found == pytest.approx(float(power(overshoot, time)), rel=1e-12)
    found = float(decay.accumulated(np.array([float(time)]))[0, 0])
    exact = float(accumulated(overshoot, overshoot, 1.0, time))
    assert found == pytest.approx(exact, rel=1e-12, abs=1e-12)


@given(st.floats(0, 2), st.lists(times, min_size=2, max_size=6))
def test_stable_mode_never_grows(overshoot: float, when: list[float]) -> None:
    left = np.abs(Decay(np.array([overshoot]), 1.0).powers(np.array(sorted(when))))
    assert (np.diff(left[0]) <= 0).all()
    assert left.max() <= 1


def test_powers_are_never_subnormal() -> None:
    powers = Decay(np.linspace(0.01, 1.99, 50), 1.0).powers(np.arange(0.0, 1e5, 97))
    assert (np.abs(powers[powers != 0]) > np.sqrt(np.finfo(float).tiny)).all()


def test_factors_and_endless_modes() -> None:
    decay = Decay(np.array([0.0, 0.5, 1.0, 1.5, 2.0, 3.0]) / 4, 4.0)
    assert decay.factors.tolist() == [1, 0.5, 0, -0.5, -1, -2]
    assert decay.is_endless.tolist() == [True, False, False, False, True, True]
