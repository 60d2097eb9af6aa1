from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Optimiser, Settings
from engine.optimisers.limits import limit_factor, usual_rate

SHARES = st.floats(0.0, 0.99)


def radius(settings: Settings, rate: float) -> float:
    """Return by how much two epochs on a slope of λ = 1 grow: the largest root."""
    beta, damped = settings.momentum, 1 - settings.dampening
    if settings.optimiser == "nesterov":
        rows = [[(1 + beta) * (1 - rate), -beta * (1 - rate)], [1, 0]]
    else:
        rows = [[1 + beta - damped * rate, -beta], [1, 0]]
    return float(np.abs(np.linalg.eigvals(np.array(rows))).max())


@given(SHARES, SHARES)
def test_heavy_ball_grows_beyond_its_limit(momentum: float, dampening: float) -> None:
    settings = Settings(optimiser="heavy ball", momentum=momentum, dampening=dampening)
    factor = limit_factor(settings)
    assert factor is not None
    if momentum:
        assert radius(settings, 2 * factor * 1.001) > 1
        assert radius(settings, 2 * factor * 0.999) < 1 + 1e-12


@given(SHARES)
def test_nesterov_grows_beyond_its_limit(momentum: float) -> None:
    settings = Settings(optimiser="nesterov", momentum=momentum)
    factor = limit_factor(settings)
    assert factor is not None
    assert radius(settings, 2 * factor * 1.001) > 1
    assert radius(settings, 2 * factor * 0.999) < 1 + 1e-12


@pytest.mark.parametrize(
    ("given", "factor"),
    [
        ({}, 1.0),
        ({"optimiser": "heavy ball", "momentum": 0, "dampening": 0.5}, 1.0),
        ({"optimiser": "nesterov", "momentum": 0.9}, 1.9 / 2.8),
        ({"optimiser": "adam"}, None),
        ({"optimiser": "rmsprop"}, None),
    ],
)
def test_factor_of_the_limit(given: dict[str, Any], factor: float | None) -> None:
    assert limit_factor(Settings(**given)) == factor


def test_usual_rates_are_those_of_torch() -> None:
    usual = {each.value: usual_rate(each) for each in Optimiser}
    assert usual == {
        **dict.fromkeys(("plain", "heavy ball", "nesterov")),
        **dict.fromkeys(("rmsprop", "adagrad"), 0.01),
        **dict.fromkeys(("adam", "adamw"), 0.001),
    }
