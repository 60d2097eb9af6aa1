import numpy as np
import pytest

from engine import Problem, Settings
from engine.methods.divergence import Divergence

STABLE, UNSTABLE = 0.4, 1.1  # the limit of a single column of ones is 1


def bounds(learning_rate: float = STABLE, h: float = 0.1, output: float = 2.0) -> Divergence:
    return Divergence(Problem([[1.0]], [output]), Settings(learning_rate=learning_rate, h=h))


@pytest.mark.parametrize("loss", [np.inf, np.nan, 4.1e30])
@pytest.mark.parametrize("learning_rate", [STABLE, UNSTABLE])
def test_diverged_beyond_bound(loss: float, learning_rate: float) -> None:
    assert bounds(learning_rate).reached(loss)


def test_drifting_growth_needs_unstable_rate() -> None:
    """At h = 1e-6 the quotients drift above a loss of (1e-6 / 10ε)² ≈ 2e17."""
    assert not bounds(UNSTABLE, h=1e-6).reached(2.0e17)
    assert bounds(UNSTABLE, h=1e-6).reached(2.1e17)
    assert not bounds(STABLE, h=1e-6).reached(2.1e17)
    assert not bounds(UNSTABLE, h=1e6).reached(3.9e30)


def test_lost_step_under_unstable_rate_diverged() -> None:
    assert bounds(UNSTABLE).after_step_failed(4.1)
    assert not bounds(UNSTABLE).after_step_failed(4.0)
    assert not bounds(STABLE).after_step_failed(4.1)
    assert bounds(STABLE).after_step_failed(np.inf)


def test_zero_loss_growth_starts_at_rounding() -> None:
    assert not bounds(h=1.0, output=0.0).reached(1.0)
    assert bounds(h=1.0, output=0.0).reached(1e15)


@pytest.mark.parametrize("output", [1e200, 2.0])
@pytest.mark.parametrize("h", [1e-200, 1e200])
def test_overflowing_bound_still_stops_at_inf(output: float, h: float) -> None:
    assert bounds(h=h, output=output).reached(np.inf)


def test_step_lost_in_rounding_of_loss() -> None:
    """The smallest h that shows is 100·ε·√(loss / mean(A²))."""
    assert bounds(h=1e-14).step_is_lost(1.0)
    assert not bounds(h=1e-13).step_is_lost(1.0)
    assert bounds(h=1e-13).step_is_lost(100.0)


def test_step_never_lost_on_zero_table() -> None:
    assert not Divergence(Problem([[0.0]], [1.0]), Settings(h=1e-20)).step_is_lost(1.0)
