import numpy as np
import pytest

from engine.momentum.closed_form import MomentumForm, MomentumRecurrence, Steepness
from engine.momentum.rule import MomentumRule

SIZES = np.array([3.0, 1.0, 0.01, 0.0])
RESIDUAL = np.array([1.0, -2.0, 5.0, 0.5])
TIMES = np.array([0.0, 1.0, 10.0, 1000.0])


def form(rule: MomentumRule, share: float = 0.5, side: float = 0.0) -> MomentumForm:
    """Return a form with modes that are steep, slow and flat, and a one-sided quotient's bias."""
    steepness = Steepness(SIZES, 10, 4.0)
    rate = share * rule.most_overshoot / steepness.curvatures[0]
    bias = side * np.array([0.1, 0.0, 0.2, 0.3])
    return MomentumForm(MomentumRecurrence(steepness, rule, rate, bias), RESIDUAL)


RULES = [MomentumRule(), MomentumRule(0.9, 0.5), MomentumRule(0.9, is_nesterov=True)]


@pytest.mark.parametrize("side", [0.0, 1.0, -1.0])
@pytest.mark.parametrize("rule", RULES)
def test_residuals_follow_slopes(rule: MomentumRule, side: float) -> None:
    """The slope along a mode is 2s·e/N, and the quotient's error, at every epoch."""
    epochs = form(rule, side=side)
    slopes = 2 * SIZES[:, np.newaxis] * epochs.residuals(TIMES) / 10
    slopes += epochs.recurrence.bias[:, np.newaxis]
    np.testing.assert_allclose(epochs.slopes(TIMES), slopes, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("rule", RULES)
def test_later_point_goes_on(rule: MomentumRule) -> None:
    whole = form(rule, side=1.0)
    then = np.array([37.0])
    buffer = whole.buffers_at(whole.recurrence.powers.at(then))[:, 0]
    rest = MomentumForm(whole.recurrence, whole.residuals(then)[:, 0], buffer)
    np.testing.assert_allclose(rest.losses(TIMES), whole.losses(TIMES + 37), rtol=1e-11)


def test_loss_has_what_no_weight_removes() -> None:
    epochs = form(MomentumRule(0.5))
    assert epochs.losses(np.array([0.0]))[0] == pytest.approx((4 + np.square(RESIDUAL).sum()) / 10)
    assert epochs.losses(np.array([1e9]))[0] == pytest.approx((4 + 0.25) / 10)


def test_only_stepped_modes_grow() -> None:
    assert not form(MomentumRule(0.9), 1 - 1e-9).grows
    grown = form(MomentumRule(0.9), 1 + 1e-9)
    assert grown.grows
    still = MomentumForm(grown.recurrence, np.array([0.0, 1.0, 1.0, 1.0]))
    assert not still.grows
    assert still.growing_from(1e-16).grows


def test_growth_starts_at_rounding() -> None:
    grown = form(MomentumRule(0.9), 1.5).growing_from(10.0)
    assert grown.residual.tolist() == [10.0, -2.0, 5.0, 0.5]
    assert grown.coordinates[0] == pytest.approx(2 * 3 * 10 / 10)
    stable = form(MomentumRule(0.9))
    assert stable.growing_from(10.0) is stable
