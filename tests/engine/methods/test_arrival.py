from dataclasses import replace

import numpy as np
import pytest

from engine import (
    Convergence,
    Frame,
    Method,
    Problem,
    Settings,
    StopReason,
    descend,
    fit,
    learning_rate_limit,
    on_unit_columns,
)
from engine.frame import Anchor
from engine.methods.arrival import CERTAINLY_AT_REST, ArrivalAtRest
from engine.methods.literal import LiteralPath
from engine.methods.path import Descent
from engine.methods.segment import boundary_after, is_boundary
from engine.momentum.walker import MomentumWalker
from engine.step_size import with_fixed_steps

from ..momentum.test_many_epochs import epochs_of
from ..past.runs import problem_of
from ..problems import published_problem, random_problem


def test_modes_name_epoch_by_which_they_rest() -> None:
    *_, literal = descend(published_problem(), Settings(until_converged=True, method="literal"))
    *_, fast = descend(published_problem(), Settings(until_converged=True))
    assert (fast.stop, fast.convergence) == (StopReason.CONVERGED, Convergence.BY)
    assert literal.epoch <= fast.epoch <= 2 * literal.epoch
    assert fast.epoch == pytest.approx(CERTAINLY_AT_REST * literal.epoch, rel=0.1)
    assert pytest.approx(literal.W, rel=1e-12) == fast.W


def test_state_by_then_stands_still_literally() -> None:
    resting = 0
    for seed in range(8):
        problem = random_problem(seed, 30, 3)
        settings = Settings(1, 0.002, 0.1, until_converged=True)
        *_, frame = descend(problem, settings)
        # The last digits of QR decide which it is: all rest with NumPy 2.4, not all with 2.5.
        assert frame.convergence in (Convergence.BY, Convergence.ROUNDING)
        resting += frame.convergence is Convergence.BY
        again = fit(problem.starting_from(frame.W), Settings(8, 0.002, 0.1, method=Method.LITERAL))
        assert pytest.approx(again.W, rel=1e-14) == frame.W
    assert resting >= 6


def test_fixed_epochs_rest_as_well() -> None:
    problem = published_problem()
    frames = [*descend(problem, Settings(20_000, 0.01, 0.1))]
    assert frames[-1].stop is StopReason.DONE
    assert frames[-1].epoch == 20_000
    literal = fit(problem, Settings(5000, 0.01, 0.1, method=Method.LITERAL))
    assert pytest.approx(literal.W, rel=1e-13) == frames[-1].W
    assert np.ptp(frames[-1].losses[1:]) <= 1e-27


def test_tolerance_is_asked_first_at_rest() -> None:
    problem = published_problem()
    settings = Settings(20_000, 0.01, 0.1, tolerance=1e-3, until_converged=True)
    *_, frame = descend(problem, settings)
    assert frame.convergence is Convergence.TOLERANCE
    assert frame.epoch < 4000


def test_wide_tables_are_not_endless() -> None:
    """The closed form leaves W too far off for 2 epochs to show its rest."""
    draw = np.random.default_rng(0)
    problem = Problem(draw.normal(size=(60, 100)), draw.normal(size=60))
    assert fit(problem, Settings(1, "safe", until_converged=True)).stop is StopReason.CONVERGED


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
    arrival = ArrivalAtRest(descent, walker, 64)
    form = epochs.form_at(problem.W)
    for epoch, found in ((64, False), (65, True)):
        anchor = Anchor(epoch, problem.W)
        assert arrival.goal(form, anchor, epoch, 128) == 128
        assert arrival.goes_on(form, anchor, epoch + 1)
        assert (arrival._walk_from(form, anchor) is not None) is found


@pytest.mark.parametrize(("seed", "share"), [(2, 0.01), (3, 0.3), (5, 0.3), (5, 0.01)])
def test_plain_pause_keeps_every_bit(seed: int, share: float) -> None:
    """An unpaused run walked once and never again; a paused one did, to other last digits."""
    problem = problem_of(40, 4, seed)
    rate = share * learning_rate_limit(on_unit_columns(problem))
    settings = Settings(50_000, rate, 0.1, scale_columns=True)
    whole = last(problem, settings)
    for pause in (128, 1000, 4096, 16_384, 20_001):
        paused = last(problem, replace(settings, epochs=pause))
        assert last(problem, settings, paused).W.tolist() == whole.W.tolist()
