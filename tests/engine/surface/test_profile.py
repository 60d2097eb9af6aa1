"""The loss along one direction."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem
from engine.surface.profile import profile_of

from .bowls import SEEDS, bowl_of, loss_at, problem_of


@given(SEEDS, st.floats(-20, 20), st.booleans())
def test_loss_is_that_of_its_W(seed: int, place: float, scaled: bool) -> None:
    problem = problem_of(seed, weights=1)
    profile = profile_of(bowl_of(problem, scaled=scaled))
    W = profile.W_at(place)
    assert W[0, 0] == pytest.approx(place)
    assert profile.losses(np.array([place]))[0] == pytest.approx(loss_at(problem, W))
    assert profile.places(W.T)[0] == pytest.approx(place)


def test_one_direction_of_several_weights() -> None:
    problem = Problem([[1.0, 2.0], [2.0, 4.0]], [1.0, 4.0])
    profile = profile_of(bowl_of(problem))
    assert profile.middle == 0
    W = profile.W_at(3.0)
    assert np.linalg.norm(W[:, 0] - profile.optimum) == pytest.approx(3.0)
    assert profile.losses(np.array([3.0]))[0] == pytest.approx(loss_at(problem, W))
