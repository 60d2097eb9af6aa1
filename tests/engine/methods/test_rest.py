import numpy as np
import pytest

from engine import Difference, Problem, Settings, learning_rate_limit, triangle_of
from engine.methods.closed_form import ClosedForm, Recurrence
from engine.methods.modes import Modes
from engine.methods.rest import SPREAD_FINISHED, Rest
from engine.methods.rounding import Rounding

from ..problems import published_problem, random_problem


def rest_of(problem: Problem, settings: Settings) -> Rest:
    recurrence = Recurrence(Modes(triangle_of(problem)), settings)
    closed_form = ClosedForm(recurrence, problem.W)
    rounding = Rounding(problem, settings)
    return Rest(closed_form, rounding, settings.fixed_learning_rate, SPREAD_FINISHED)


def test_tiny_steps_are_at_rest_from_start() -> None:
    assert rest_of(published_problem(), Settings(1, 1e-20, 0.1)).holds(np.zeros(1)).all()
    assert not rest_of(published_problem(), Settings(1, 1e-10, 0.1)).holds(np.zeros(1)).any()


def test_published_example_rests_near_4137() -> None:
    rest = rest_of(published_problem(), Settings(1, 0.01, 0.1))
    assert rest.first(0, 2000) is None
    found = rest.first(2048, 8192)
    assert found == pytest.approx(4137, rel=0.04)


def test_first_time_is_after_and_not_beyond() -> None:
    rest = rest_of(published_problem(), Settings(1, 1e-20, 0.1))
    assert rest.first(0, 64) == 1
    assert rest.first(63, 64) == 64
    far = rest.first(10**20, 2 * 10**20)
    assert far is not None
    assert 10**20 < far <= 2 * 10**20


def test_rest_stays_once_reached() -> None:
    for seed in range(10):
        problem = random_problem(seed, 20, 3)
        rate = 0.7 * learning_rate_limit(problem)
        holds = rest_of(problem, Settings(1, rate, 0.1)).holds(np.geomspace(1, 1e6, 200).round())
        assert holds[-1]
        assert np.diff(holds.astype(int)).sum() == 1


def test_steps_that_alternate_rest_earlier() -> None:
    """At μ = −0.9999, W jumps to and fro for ever by 2,000 times what decays."""
    problem = Problem([[1.0]], [0.0], [1.0])
    rate = 0.99995 * learning_rate_limit(problem)
    closed_form = rest_of(problem, Settings(1, rate, 0.1)).closed_form
    _, _, slopes, alternating = closed_form.motion(np.ones(1))
    assert alternating.item() == pytest.approx(1e-4 * slopes.item(), rel=1e-6)


def test_push_along_flat_direction_never_rests() -> None:
    problem = Problem([[1.0, 2.0], [2.0, 4.0]], [1.0, 2.0])
    settings = Settings(1, 0.01, 0.1, Difference.FORWARD)
    assert not rest_of(problem, settings).holds(np.array([1e3, 1e6])).any()
