import numpy as np
import pytest

from engine import Problem, Settings, learning_rate_limit, triangle_of
from engine.frame import Anchor
from engine.methods.closed_form import Recurrence
from engine.methods.literal import LiteralPath, step
from engine.methods.modes import Modes
from engine.methods.path import Descent
from engine.methods.walk import LONG_WALK, SHORT_WALK, Walker

from ..problems import random_problem


def walker_of(problem: Problem, settings: Settings, *, is_reduced: bool = False) -> Walker:
    triangle = triangle_of(problem)
    descent = Descent.of(problem, settings)
    reduced = descent.on(triangle.problem(problem.W)) if is_reduced else None
    recurrence = Recurrence(Modes(triangle), settings)
    return Walker(LiteralPath(descent), descent, reduced, recurrence)


def solved(seed: int) -> Problem:
    problem = random_problem(seed, 20, 2)
    return problem.starting_from(np.linalg.lstsq(problem.A, problem.Y, rcond=None)[0])


def settings_for(problem: Problem, h: float = 0.1) -> Settings:
    return Settings(1, learning_rate_limit(problem) / 2, h, until_converged=True)


@pytest.mark.parametrize("is_reduced", [False, True])
def test_walk_from_optimum_repeats(is_reduced: bool) -> None:
    for seed in range(10):
        problem = solved(seed)
        settings = settings_for(problem)
        walk = walker_of(problem, settings, is_reduced=is_reduced).walk(Anchor(500, problem.W))
        assert walk.ending is not None
        assert walk.is_told
        if not is_reduced:
            W = step(walk.states[-1].W, walk.states[-1].gradient, settings.fixed_learning_rate)
            assert W.tolist() == walk.states[walk.cycle_start].W.tolist()


def test_reduced_walk_reports_loss_of_rows() -> None:
    problem = solved(1)
    settings = settings_for(problem)
    (state,) = walker_of(problem, settings, is_reduced=True).walk(Anchor(500, problem.W)).states
    assert state.loss == LiteralPath(Descent.of(problem, settings)).slope(state.W).loss


def test_correction_undoes_error_of_prediction() -> None:
    """From 10^5 last digits off, the slow mode would need thousands of epochs to come to rest."""
    problem = random_problem(3, 20, 2)
    A = problem.A.copy()
    A[:, 1] = A[:, 0] + A[:, 1] / 30
    problem = Problem(A, problem.Y)
    best = np.linalg.lstsq(A, problem.Y, rcond=None)[0]
    walker = walker_of(problem, settings_for(problem))
    off = best * (1 + 1e5 * np.finfo(float).eps)
    assert not walker.follow(10**5, off).is_told
    assert walker.walk(Anchor(10**5, off)).is_told


def test_rounding_is_told_from_moving() -> None:
    walks = []
    for seed in range(8):
        problem = random_problem(seed, 20, 6)
        best = np.linalg.lstsq(problem.A, problem.Y, rcond=None)[0]
        walker = walker_of(problem, settings_for(problem, 1e-7))
        walks.append(walker.follow(500, best, is_long=True))
    # Others come to rest, one with NumPy 2.4 and four with 2.5: the last digits of lstsq decide.
    goes_on = [walk for walk in walks if walk.ending is None]
    assert len(goes_on) >= 3
    assert {(walk.is_rounding, len(walk.states)) for walk in goes_on} == {(True, LONG_WALK)}


def test_moving_path_tells_nothing() -> None:
    problem = random_problem(0, 20, 3)
    settings = Settings(1, 1e-6, 0.1, until_converged=True)
    walk = walker_of(problem, settings).follow(0, problem.W)
    assert (len(walk.states), walk.is_told, walk.creeps) == (SHORT_WALK, False, False)
