"""The gap by direction: recorded, and foretold by the closed form."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, Settings, fit
from engine.surface.gap_shares import foretold_parts, largest_share

from .bowls import SEEDS, bowl_of, problem_of


@given(
    SEEDS,
    st.sampled_from(["central", "forward", "backward"]),
    st.booleans(),
    st.integers(0, 50),
)
def test_foretold_is_what_a_run_has(seed: int, quotient: str, scaled: bool, time: int) -> None:
    problem = problem_of(seed, weights=3)
    bowl = bowl_of(problem, scaled=scaled)
    rate = 0.9 / bowl.modes.curvatures[0]
    settings = Settings(time, rate, 0.01, quotient, scale_columns=scaled, method="literal")
    foretold = foretold_parts(bowl, settings, problem.W, np.array([float(time)]))[:, 0]
    reached = fit(problem, settings).W if time else problem.W
    there = bowl.parts(reached.T)[:, 0]
    np.testing.assert_allclose(foretold, there, rtol=1e-5, atol=1e-9 * (bowl.floor + there.max()))


def test_largest_share_halves_as_said() -> None:
    bowl = bowl_of(Problem(np.diag([1.0, 0.1]), [0.0, 0.0], [0.01, 10.0]))
    share = largest_share(bowl, 0.5, np.array([[0.01], [10.0]]))
    assert share is not None
    assert (share.mode, share.grows) == (1, False)
    assert share.share == pytest.approx(1 / (1 + 1e-4))
    assert (1 - 0.5 * 0.01) ** (2 * share.halving) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("rate", "halving", "grows"),
    [(1.0, 0.0, False), (1.5, 0.5, False), (2.0, math.inf, False), (2.5, math.inf, True)],
)
def test_halving_at_special_rates(rate: float, halving: float, grows: bool) -> None:
    bowl = bowl_of(Problem([[1.0], [1.0]], [0.0, 0.0], [1.0]))
    share = largest_share(bowl, rate / 2, np.ones((1, 1)))
    assert share is not None
    assert share.halving == pytest.approx(halving, abs=0.1)
    assert share.grows is grows


def test_share_of_an_overflowing_gap() -> None:
    bowl = bowl_of(Problem(np.diag([1.0, 0.5]), [0.0, 0.0]))
    share = largest_share(bowl, 3.0, np.array([[1e200], [2e200]]))
    assert share is not None
    assert share.share == pytest.approx(0.5)
    assert share.grows
    huge = bowl_of(Problem(np.diag([1e10, 1.0]), [0.0, 0.0]))
    assert largest_share(huge, 3.0, np.array([[1e300], [1e300]])) is None


def test_no_gap_has_no_share() -> None:
    bowl = bowl_of(Problem(np.eye(2), [0.0, 0.0]))
    assert largest_share(bowl, 0.5, np.zeros((2, 1))) is None
