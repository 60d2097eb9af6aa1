import numpy as np
import pytest

from engine import Problem, Settings
from engine.methods.divergence import Divergence

STABLE, UNSTABLE = 0.4, 1.1  # the limit of a single column of ones is 1


def bounds(learning_rate: float = STABLE, h: float = 0.1, output: float = 2.0) -> Divergence:
    return Divergence(Problem([[1.0]], [output]), Settings(learning_rate=learning_rate, h=h))


@pytest.mark.parametrize("loss", [np.inf, np.nan, 4.1e30])
@pytest.mark.parametrize("learning_rate", [STABLE, UNSTABLE])
def test_beyond_all_bounds_any_descent_has_diverged(loss: float, learning_rate: float) -> None:
    assert bounds(learning_rate).exceeded_by(loss)


def test_growth_that_outweighs_h_is_held_against_an_unstable_learning_rate_alone() -> None:
    """At h = 1e-6 the quotients drift from a loss of (1e-6 / 10ε)² ≈ 2e17 on."""
    assert not bounds(UNSTABLE, h=1e-6).exceeded_by(2.0e17)
    assert bounds(UNSTABLE, h=1e-6).exceeded_by(2.1e17)
    assert not bounds(STABLE, h=1e-6).exceeded_by(2.1e17)
    assert not bounds(UNSTABLE, h=1e6).exceeded_by(3.9e30)


def test_where_h_fails_any_growth_is_held_against_an_unstable_learning_rate() -> None:
    assert bounds(UNSTABLE).outgrown_by(4.1)
    assert not bounds(UNSTABLE).outgrown_by(4.0)
    assert not bounds(STABLE).outgrown_by(4.1)
    assert bounds(STABLE).outgrown_by(np.inf)


def test_growth_from_a_loss_of_nothing_counts_from_the_rounding_of_what_is_compared() -> None:
    assert not bounds(h=1.0, output=0.0).exceeded_by(1.0)
    assert bounds(h=1.0, output=0.0).exceeded_by(1e15)


@pytest.mark.parametrize("output", [1e200, 2.0])
@pytest.mark.parametrize("h", [1e-200, 1e200])
def test_bounds_that_overflow_still_stop_at_the_largest_number(output: float, h: float) -> None:
    assert bounds(h=h, output=output).exceeded_by(np.inf)


def test_h_is_hidden_where_the_rounding_of_the_loss_outweighs_it() -> None:
    """ε·√(loss / mean(A²)), a hundred times over, is the least h that shows."""
    assert bounds(h=1e-14).hide_h_at(1.0)
    assert not bounds(h=1e-13).hide_h_at(1.0)
    assert bounds(h=1e-13).hide_h_at(100.0)


def test_no_h_is_hidden_where_the_loss_depends_on_no_weight() -> None:
    assert not Divergence(Problem([[0.0]], [1.0]), Settings(h=1e-20)).hide_h_at(1.0)
