"""A few literal epochs with a buffer, from where a path comes to rest."""

import numpy as np
import pytest

from engine import Optimiser, Problem, Settings, StopReason, descend, optimum, triangle_of
from engine.errors import StepVanishes
from engine.frame import Anchor, Convergence
from engine.losses.only_mean_square import TO_AND_FRO
from engine.methods.literal import LiteralPath
from engine.methods.modes import Modes
from engine.methods.path import Descent
from engine.methods.walk import SHORT_WALK
from engine.momentum.many_epochs import MomentumEpochs
from engine.momentum.walker import MomentumWalker
from engine.optimisers.memory import Memory
from engine.step_size import with_fixed_steps

from ..problems import random_problem


def walker_of(problem: Problem, settings: Settings, *, is_reduced: bool = False) -> MomentumWalker:
    fixed, triangle = with_fixed_steps(settings, problem), triangle_of(problem)
    descent = Descent.of(problem, fixed)
    reduced = descent.on(triangle.problem(problem.W)) if is_reduced else None
    return MomentumWalker(
        LiteralPath(descent), descent, reduced, MomentumEpochs(Modes(triangle), fixed)
    )


def remembered(buffer: float, weights: int) -> Memory:
    return Memory(Optimiser.HEAVY_BALL, 500, (np.full((weights, 1), buffer),))


def settings_of(rate: float | str = "safe", **changes: float) -> Settings:
    return Settings(1, rate, 0.1, optimiser="heavy ball", until_converged=True, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("is_reduced", [False, True])
def test_still_weights_stand_for_ever(is_reduced: bool) -> None:
    """A step far below the last digit of W, with a buffer that has come to what it tends to."""
    problem = random_problem(3, 20, 2)
    settings = settings_of(1e-22)
    walker = walker_of(problem, settings, is_reduced=is_reduced)
    walk = walker.follow(500, problem.W, remembered(1.0, 2))
    assert walk.ending is not None
    assert walk.ending.convergence is Convergence.FIXED
    (state,) = walk.states
    assert state.memory is not None
    assert state.memory.arrays[0] == pytest.approx(state.gradient / (1 - 0.9), rel=1e-12)
    assert state.memory.epochs == 500


def test_buffer_still_moves_resting_weights() -> None:
    problem = random_problem(3, 20, 2)
    best = optimum(problem).W
    walk = walker_of(problem, settings_of()).follow(500, best, remembered(1.0, 2))
    assert (len(walk.states), walk.is_told) == (SHORT_WALK, False)
    moved = [state.W for state in walk.states]
    assert not np.array_equal(moved[0], moved[-1])


def test_walk_is_the_literal_path() -> None:
    problem, settings = random_problem(4, 20, 3), settings_of(0.01)
    *_, paused = descend(problem, Settings(40, 0.01, 0.1, optimiser="heavy ball"))
    walk = walker_of(problem, settings).follow(40, paused.W, paused.memory)
    longer = Settings(40 + SHORT_WALK - 1, 0.01, 0.1, optimiser="heavy ball", method="literal")
    *_, frame = descend(problem, longer)
    assert walk.states[-1].W.tolist() == frame.W.tolist()
    assert not walk.is_told
    assert not walk.creeps


def test_rounding_is_told_from_moving() -> None:
    problem = random_problem(1, 20, 6)
    walker = walker_of(problem, settings_of())
    best = optimum(problem).W
    walk = walker.walk(Anchor(500, best * (1 + 1e-13), remembered(0.0, 6)))
    assert walk.is_told or walk.is_rounding


def test_oscillation_is_no_rest() -> None:
    """At the limit, W of one weight jumps to and fro between the same two points."""
    problem = Problem([[1.0]], [0.0], [1.0])
    settings = settings_of(1.5, momentum=0.5)
    buffer = Memory(Optimiser.HEAVY_BALL, 500, (np.array([[-4 / 3]]),))
    walk = walker_of(problem, settings).follow(500, problem.W, buffer)
    if walk.ending is not None:
        assert (walk.ending.stop, walk.ending.detail) == (StopReason.ENDLESS, TO_AND_FRO)


def test_vanished_step_ends_a_walk() -> None:
    problem = Problem([[1.0]], [1.0], [1e30])
    walker = walker_of(problem.starting_from([0.0]), settings_of())
    with pytest.raises(StepVanishes):
        walker._literal.slope(problem.W)
    walk = walker.follow(500, problem.W)
    assert (walk.states, walk.ending) == ((), None)
