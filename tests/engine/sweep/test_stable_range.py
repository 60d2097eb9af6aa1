"""The range in which runs are stable."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, Settings, stability_limit
from engine.sweep.result import SweptSetting
from engine.sweep.stable_range import stable_range

PROBLEM = Problem([[1.0, 0.2], [0.3, 2.0], [1.0, 1.0]], [1.0, 2.0, 3.0])
ABOUT = 1e-6


@given(
    optimiser=st.sampled_from(("plain", "heavy ball", "nesterov")),
    momentum=st.floats(0, 0.99),
)
def test_rate_is_stable_below_its_limit(optimiser: str, momentum: float) -> None:
    settings = Settings(optimiser=optimiser, momentum=momentum)
    found = stable_range(PROBLEM, settings, SweptSetting.LEARNING_RATE)
    assert found == pytest.approx((0.0, stability_limit(PROBLEM, settings)))


@given(
    optimiser=st.sampled_from(("heavy ball", "nesterov")),
    part=st.floats(0.05, 3.9),
    dampening=st.floats(0, 0.9),
)
def test_ends_of_momentum_are_at_the_limit(optimiser: str, part: float, dampening: float) -> None:
    if optimiser == "nesterov":
        dampening = 0.0
    rate = part * stability_limit(PROBLEM, Settings())
    settings = Settings(learning_rate=rate, optimiser=optimiser, dampening=dampening)
    found = stable_range(PROBLEM, settings, SweptSetting.MOMENTUM)
    assert found is not None

    def limit(momentum: float) -> float:
        return stability_limit(PROBLEM, replace(settings, momentum=momentum))

    for momentum in np.linspace(0.001, 0.999, 23).tolist():
        is_stable = found[0] <= momentum <= found[1]
        assert is_stable == (rate <= limit(momentum)) or np.isclose(rate, limit(momentum))


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        (Settings(), SweptSetting.H),
        (Settings(), SweptSetting.MOMENTUM),
        (Settings(optimiser="adam"), SweptSetting.LEARNING_RATE),
        (Settings(schedule="step"), SweptSetting.LEARNING_RATE),
    ],
)
def test_nothing_is_known_of_others(settings: Settings, name: SweptSetting) -> None:
    assert stable_range(PROBLEM, settings, name) is None
