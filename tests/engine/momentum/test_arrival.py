"""A run with momentum rests where its anchors tell, however it is paused."""

from dataclasses import replace

import pytest

from engine import Convergence, Frame, Method, Problem, Settings, StopReason, descend
from engine.frame import Anchor
from engine.methods.literal import LiteralPath
from engine.methods.path import Descent
from engine.methods.segment import boundary_after, is_boundary
from engine.momentum.arrival import MomentumArrival
from engine.momentum.walker import MomentumWalker
from engine.step_size import with_fixed_steps

from ..problems import random_problem
from .test_many_epochs import epochs_of


def last(problem: Problem, settings: Settings, after: Frame | None = None) -> Frame:
    *_, frame = descend(problem, settings, after=after)
    return frame


def test_boundaries_are_doubled() -> None:
    assert [epoch for epoch in range(1025) if is_boundary(epoch)] == [0, 64, 128, 256, 512, 1024]
    assert [boundary_after(epoch) for epoch in (0, 63, 64, 127, 128, 10**6)] == [
        *(64, 64, 128, 128, 256, 2**20)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_pause_at_rest_keeps_every_bit(seed: int) -> None:
    problem = random_problem(seed, 20, 3)
    settings = Settings(3000, "safe", optimiser="heavy ball")
    frames = list(descend(problem, settings))
    rests = [frame.epoch for frame in frames if not is_boundary(frame.epoch)]
    assert rests[0] < 3000
    for pause in (rests[0] - 1, rests[0], rests[0] + 1, 2900):
        paused = last(problem, replace(settings, epochs=pause))
        going_on = last(problem, settings, paused)
        assert going_on.W.tolist() == frames[-1].W.tolist()
        assert going_on.loss == frames[-1].loss


def test_run_until_converged_looks_further() -> None:
    problem = random_problem(1, 20, 3)
    settings = Settings(learning_rate="safe", optimiser="heavy ball", until_converged=True)
    frame = last(problem, settings)
    assert frame.stop is StopReason.CONVERGED
    assert frame.convergence in (Convergence.BY, Convergence.ROUNDING)
    assert frame.method is Method.MODES


def test_anchor_beside_a_boundary_has_arrived() -> None:
    problem = random_problem(1, 20, 3)
    settings = with_fixed_steps(Settings(3000, 1e-4, optimiser="heavy ball"), problem)
    descent, epochs = Descent.of(problem, settings), epochs_of(problem, settings)
    walker = MomentumWalker(LiteralPath(descent), descent, None, epochs)
    arrival = MomentumArrival(descent, walker, 64)
    form = epochs.form_at(problem.W)
    for epoch, found in ((64, False), (65, True)):
        anchor = Anchor(epoch, problem.W)
        assert arrival.goal(form, anchor, epoch, 128) == 128
        assert arrival.goes_on(form, anchor, epoch + 1)
        assert (arrival._walk_from(form, anchor) is not None) is found
