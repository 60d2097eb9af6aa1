import numpy as np
import pytest

from engine import Method, Problem, Settings, StopReason, descend
from engine.methods.literal import SETTLED, WITHIN_ROUNDING, WITHIN_TOLERANCE, LiteralPath, step
from engine.methods.path import Descent

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
    assert (state.stop, state.detail) == (StopReason.CONVERGED, WITHIN_TOLERANCE)
    assert np.linalg.norm(state.gradient) <= 1e-6


@pytest.mark.parametrize("h", [1e-3, 1e-7])
def test_until_converged_stops_at_rounding(h: float) -> None:
    problem = random_problem(0, 10, 2)
    settings = Settings(1, 0.1, h, until_converged=True, method="literal")
    path = literal_path(problem, settings)
    state, _ = path.advance(path.start(0, problem.W), 10**5)
    assert (state.stop, state.detail) == (StopReason.CONVERGED, WITHIN_ROUNDING)
    assert state.epoch > 1
    assert np.abs(analytic_gradient(problem, state.W)).max() < 1e-13 / h


def test_until_converged_stops_when_nothing_moves() -> None:
    """A slope of 1 is no rounding, but η times that is less than the spacing of numbers at W."""
    problem = Problem([[1.0]], [0.0], [1e9])
    settings = Settings(1, 1e-17, 1.0, until_converged=True, method="literal")
    path = literal_path(problem, settings)
    state, recorded = path.advance(path.start(0, problem.W), 10)
    assert (state.epoch, state.stop, state.detail) == (0, StopReason.CONVERGED, SETTLED)
    assert len(recorded.trace) == 0


def test_continuing_beyond_int64_epochs() -> None:
    problem = random_problem(0, 9, 2)
    *_, first = descend(problem, Settings(1e20, 0.01))
    settings = Settings(10**20 + 20, 0.01, method="literal")
    for frame in descend(problem, settings, after=first):
        assert frame.epochs.dtype in (np.int64, np.float64)
    assert frame.epoch == 10**20 + 20
