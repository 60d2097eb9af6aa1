import numpy as np
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine.momentum.bounds import SLACK, SlopeBounds
from engine.momentum.closed_form import MomentumForm, MomentumRecurrence, Steepness
from engine.momentum.rule import MomentumRule

from .drawn import overshoots, rules


def form_of(rule: MomentumRule, s: float) -> MomentumForm:
    """Return one mode with ηλ(1 − τ) = s and a slope of 1 at the start."""
    steepness = Steepness(np.array([1.0]), 2)
    return MomentumForm(MomentumRecurrence(steepness, rule, s / rule.gain), np.array([1.0]))


@hypothesis_settings(deadline=None, max_examples=200)
@given(st.data(), rules(), st.integers(0, 3000), st.integers(0, 200))
def test_slopes_lie_within_bounds(
    data: st.DataObject, rule: MomentumRule, first: int, length: int
) -> None:
    form = form_of(rule, data.draw(overshoots(rule)))
    bounds = SlopeBounds(form)
    slopes = form.slopes(np.arange(first, first + length + 1.0))[0]
    if not bounds.is_positive[0]:
        slopes = np.abs(slopes)
    least, most = bounds.between(np.array([float(first)]), np.array([float(first + length)]))
    slack = 1e-7 * np.abs(slopes).max() + 1e-300
    assert (least[0] <= slopes + slack).all()
    assert (slopes <= most[0] + slack).all()


@hypothesis_settings(deadline=None)
@given(st.data(), rules().filter(lambda rule: not rule.dampening), st.integers(0, 300))
def test_bounds_of_one_epoch_are_close(data: st.DataObject, rule: MomentumRule, epoch: int) -> None:
    form = form_of(rule, data.draw(overshoots(rule)))
    at = np.array([float(epoch)])
    slope = abs(form.slopes(at)[0, 0])
    least, _ = SlopeBounds(form).between(at, at)
    assert least[0, 0] <= slope * (1 + SLACK) + 1e-7 * max(slope, 1e-9)
    opposite = rule.is_nesterov and not form.recurrence.powers.spectrum.is_complex[0]
    if not opposite:
        assert least[0, 0] >= 0.9 * slope - 1e-7


def test_growing_slope_is_bounded_from_start() -> None:
    form = form_of(MomentumRule(0.5), 3.1)
    least, most = SlopeBounds(form).between(np.array([10.0]), np.array([20.0]))
    slopes = np.abs(form.slopes(np.arange(10.0, 21.0)))
    assert 1 < least[0, 0] <= slopes.min()
    assert slopes.max() <= most[0, 0]
