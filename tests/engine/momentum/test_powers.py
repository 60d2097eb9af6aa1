import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine import Matrix
from engine.momentum.powers import EpochPowers, ModePowers
from engine.momentum.rule import MomentumRule

from .drawn import overshoots, rules
from .reference import exact_move, exact_power

TIMES = [1, 2, 7, 33, 64, 65, 100, 500, 10**4, 10**6, 10**9, 10**12, 10**15]


def matrix_of(powers: EpochPowers, s: float, carried: float) -> Matrix:
    """Return the matrix of some epochs along one mode."""
    collected = powers.collected[0, 0]
    rows = [[powers.kept[0, 0], -s * carried * collected], [collected, powers.remembered[0, 0]]]
    return np.array(rows)


@hypothesis_settings(deadline=None)
@given(st.data(), rules(), st.integers(0, 5000), st.integers(0, 5000))
def test_two_times_compose(data: st.DataObject, rule: MomentumRule, first: int, then: int) -> None:
    s = data.draw(overshoots(rule))
    powers = ModePowers(np.array([s]), rule)
    a, b, both = (
        matrix_of(powers.at(np.array([float(t)])), s, rule.carried)
        for t in (first, then, first + then)
    )
    size = np.abs(a).max() * np.abs(b).max()
    np.testing.assert_allclose(a @ b, both, rtol=0, atol=1e-9 * size)


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.data(), rules())
def test_agrees_with_seventy_digits(data: st.DataObject, rule: MomentumRule) -> None:
    s = data.draw(overshoots(rule))
    found = ModePowers(np.array([s]), rule).at(np.array(TIMES, dtype=float))
    for k, epochs in enumerate(TIMES):
        (kept, _), (collected, remembered) = exact_power(s, rule, epochs)
        assert found.moved[0, k] == pytest.approx(exact_move(s, rule, epochs), rel=1e-9)
        assert found.kept[0, k] == pytest.approx(float(kept), rel=1e-9, abs=1e-9)
        assert found.collected[0, k] == pytest.approx(float(collected), rel=1e-9, abs=1e-9)
        assert found.remembered[0, k] == pytest.approx(float(remembered), rel=1e-9, abs=1e-9)


@given(rules())
def test_flat_mode_keeps_its_slope(rule: MomentumRule) -> None:
    found = ModePowers(np.zeros(1), rule).at(np.array([0.0, 1.0, 2.0, 1000.0]))
    buffers, moves = [0.0], [0.0]
    for _ in range(1000):
        buffers.append(rule.beta * buffers[-1] + 1)
        moves.append(moves[-1] + (1 + rule.beta * buffers[-1] if rule.is_nesterov else buffers[-1]))
    assert found.kept.tolist() == [[1.0, 1.0, 1.0, 1.0]]
    assert found.collected[0] == pytest.approx([buffers[t] for t in (0, 1, 2, 1000)], rel=1e-12)
    assert found.moved[0] == pytest.approx([moves[t] for t in (0, 1, 2, 1000)], rel=1e-12)


@pytest.mark.parametrize("is_nesterov", [False, True])
def test_no_momentum_is_plain_descent(is_nesterov: bool) -> None:
    s = np.array([0.0, 1e-12, 0.3, 1.0, 1.7, 2.0])
    times = np.array([0.0, 1.0, 2.0, 65.0, 1e6])
    found = ModePowers(s, MomentumRule(is_nesterov=is_nesterov)).at(times)
    np.testing.assert_allclose(found.kept, (1 - s)[:, np.newaxis] ** times, rtol=1e-9, atol=1e-300)
    assert found.remembered.tolist() == [[1.0, 0.0, 0.0, 0.0, 0.0]] * 6


def test_beyond_every_number_is_infinite() -> None:
    found = ModePowers(np.array([2.1, 1e300]), MomentumRule()).at(np.array([1e15, 1e15 + 1]))
    assert np.isinf(found.kept).all()


def test_growth_shows_distance_from_limit() -> None:
    rule = MomentumRule(0.9)
    powers = ModePowers(rule.most_overshoot * np.array([0.5, 1 - 1e-6, 1 + 1e-6]), rule)
    assert powers.growth[1:] == pytest.approx([-3.8e-6, 3.8e-6], rel=1e-9)
    assert powers.growth[0] <= 0
