from dataclasses import replace

import numpy as np
import pytest

from engine import (
    Convergence,
    Difference,
    Method,
    Problem,
    Settings,
    StopReason,
    descend,
    fit,
    learning_rate_limit,
)
from engine.methods.literal import WEIGHTS_KEPT, LiteralPath, step
from engine.methods.path import Descent
from engine.quotients import Quotients
from engine.step_size import with_fixed_steps

from ..problems import analytic_gradient, published_problem, random_problem


def literal_path(problem: Problem, settings: Settings) -> LiteralPath:
    return LiteralPath(Descent.of(problem, settings), fallback="because")


def test_step_goes_against_gradient() -> None:
    moved = step(np.array([[1.0], [2.0]]), np.array([[0.5], [-1.0]]), 0.1)
    assert moved.ravel() == pytest.approx([0.95, 2.1])


def test_every_epoch_is_recorded() -> None:
    problem, settings = published_problem(), Settings(10, 0.01, 0.1)
    path = literal_path(problem, settings)
    start = path.start(0, problem.W)
    state, recorded = path.advance(start, 10)
    assert (state.epoch, state.stop) == (10, StopReason.DONE)
    assert (state.method, state.fallback) == (Method.LITERAL, "because")
    assert recorded.trace.epoch.tolist() == recorded.keyframes.epoch.tolist() == [*range(1, 11)]
    assert recorded.keyframes.W[-1].tolist() == state.W.ravel().tolist()
    assert recorded.trace.loss[-1] == state.loss


@pytest.mark.parametrize(
    ("epoch_seconds", "lengths"),
    [
        (1e-6, [1, 2, 4, 8, 16, 32]),
        (0.5e-3, [1, 2, 4, 8, 12, 12]),
        (2e-3, [1, 2, 3, 3, 3, 3]),
        (1.0, [1, 1, 1, 1, 1, 1]),
    ],
)
def test_chunks_grow_to_six_milliseconds(epoch_seconds: float, lengths: list[int]) -> None:
    """The clock counts epochs instead of seconds: each takes the same time."""
    problem, settings = published_problem(), Settings(10**6, 1e-4, 0.1)
    evaluated = 0

    def cancelled() -> bool:
        nonlocal evaluated
        evaluated += 1
        return False

    descent = Descent.of(problem, settings, cancelled)
    path = LiteralPath(descent, clock=lambda: evaluated * epoch_seconds * (1 - 1e-9))
    state, found = path.start(0, problem.W), []
    for _ in lengths:
        state, recorded = path.advance(state)
        found.append(len(recorded.trace))
    assert found == lengths


def test_tolerance_stops_literal_path() -> None:
    problem = random_problem(0, 10, 2)
    settings = Settings(10**5, 0.1, 0.1, tolerance=1e-6)
    path = literal_path(problem, settings)
    state, _ = path.advance(path.start(0, problem.W), 10**5)
    assert (state.stop, state.detail) == (StopReason.CONVERGED, Convergence.TOLERANCE.value)
    assert state.convergence is Convergence.TOLERANCE
    assert np.linalg.norm(state.gradient) <= 1e-6


def test_until_converged_stops_at_rounding() -> None:
    """At this h, rounding moves W among far more numbers than an epoch count can visit."""
    problem = random_problem(1, 20, 6)
    settings = Settings(1, 0.1, 1e-8, until_converged=True, method="literal")
    path = literal_path(problem, settings)
    state, _ = path.advance(path.start(0, problem.W), 10**5)
    assert (state.stop, state.convergence) == (StopReason.CONVERGED, Convergence.ROUNDING)
    assert state.epoch > 1
    assert np.abs(analytic_gradient(problem, state.W)).max() < 1e-15 / 1e-8


def first_repeat(problem: Problem, settings: Settings, most: int) -> tuple[int, int]:
    """Return the epoch after which a W comes back, and how many epochs ago it was there."""
    quotients = Quotients(problem.A, problem.Y, settings.fixed_h, settings.difference)
    W, seen = problem.W, {problem.W.tobytes(): 0}
    for epoch in range(most):
        W = step(W, quotients.at(W).gradient, settings.fixed_learning_rate)
        if W.tobytes() in seen:
            return epoch, epoch + 1 - seen[W.tobytes()]
        seen[W.tobytes()] = epoch + 1
    raise AssertionError


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("seed", range(6))
def test_until_converged_stops_at_first_repeat(seed: int, difference: Difference) -> None:
    problem = random_problem(seed, 12, 1 + seed % 3)
    rate = learning_rate_limit(problem) * (0.2 + 0.15 * seed)
    settings = Settings(1, rate, 0.1, difference, method="literal", until_converged=True)
    epoch, period = first_repeat(problem, settings, 10_000)
    *_, frame = descend(problem, settings)
    assert (frame.epoch, frame.stop) == (epoch, StopReason.CONVERGED)
    assert frame.convergence is (Convergence.FIXED if period == 1 else Convergence.CYCLE)


@pytest.mark.parametrize("method", ["literal", "triangle"])
def test_published_example_stands_still(method: str) -> None:
    problem, settings = published_problem(), Settings(until_converged=True, method=method)
    *_, frame = descend(problem, settings)
    # Some 4,100: how many exactly, the rounding of each processor decides.
    epoch, _ = first_repeat(problem, with_fixed_steps(settings, problem), 10**4)
    assert frame.epoch == pytest.approx(epoch, rel=0.02)
    assert frame.convergence in (Convergence.FIXED, Convergence.CYCLE)


def test_single_precision_stands_still() -> None:
    problem = published_problem()
    settings = Settings(h=0.1, until_converged=True, precision="float32")
    *_, frame = descend(problem, settings)
    assert frame.convergence in (Convergence.FIXED, Convergence.CYCLE)
    again = fit(problem.starting_from(frame.W), replace(settings, until_converged=False, epochs=48))
    assert pytest.approx(again.W, rel=1e-6) == frame.W


def test_oscillation_is_no_convergence() -> None:
    problem = Problem([[1.0, 0.0], [0.0, 0.5]], [1, 1], [3, 3])
    result = fit(problem, Settings(learning_rate=2.0, until_converged=True, method="literal"))
    assert result.stop is StopReason.ENDLESS


def test_divergence_beyond_float64_keeps_weights() -> None:
    """From 1e160, squares overflow before the loss has grown 1e30-fold; from 1 they do not."""
    for start, kept in ((1.0, False), (1e145, True)):
        problem = Problem([[1.0]], [0.0], [start])
        settings = Settings(10**4, 20.0, start / 10, method="literal")
        result = fit(problem, settings)
        assert result.stop is StopReason.DIVERGED
        assert np.isfinite(result.W).all()
        assert (WEIGHTS_KEPT in result.detail) is kept


def test_until_converged_stops_when_nothing_moves() -> None:
    """A slope of 1 is no rounding, but η times that is less than the spacing of numbers at W."""
    problem = Problem([[1.0]], [0.0], [1e9])
    settings = Settings(1, 1e-17, 1.0, until_converged=True, method="literal")
    path = literal_path(problem, settings)
    state, recorded = path.advance(path.start(0, problem.W), 10)
    assert (state.epoch, state.stop) == (0, StopReason.CONVERGED)
    assert state.convergence is Convergence.FIXED
    assert len(recorded.trace) == 0


def test_continuing_beyond_int64_epochs() -> None:
    problem = random_problem(0, 9, 2)
    *_, first = descend(problem, Settings(1e20, 0.01))
    settings = Settings(10**20 + 20, 0.01, method="literal")
    for frame in descend(problem, settings, after=first):
        assert frame.epochs.dtype in (np.int64, np.float64)
    assert frame.epoch == 10**20 + 20


def test_unstable_run_held_up_diverges() -> None:
    """Rounding hides the slopes of a large loss, and W goes round: that is no rest."""
    problem = Problem([[1.0]], [1.0], [[3.0]])
    settings = Settings(1000, 2.02, 1e-5, difference="backward", until_converged=True)
    *_, frame = descend(problem, replace(settings, method=Method.LITERAL))
    assert frame.stop is StopReason.DIVERGED
