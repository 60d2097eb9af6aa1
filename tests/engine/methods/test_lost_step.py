import numpy as np
import pytest

from engine import (
    Cancelled,
    Convergence,
    Fit,
    Problem,
    Settings,
    StopReason,
    descend,
    fit,
    suggest_h,
)
from engine.examples import published
from engine.frame import State
from engine.methods.lost_step import LostStep
from engine.verdict.verdict import Outcome, RemedyKind, Tone

PUBLISHED = published().problem
METHODS = ["automatic", "literal", "triangle"]


def endings(problem: Problem, **settings: object) -> list[Fit]:
    """Run to convergence by every path."""
    given = {"until_converged": True, "learning_rate": "safe", **settings}
    return [fit(problem, Settings(method=method, **given)) for method in METHODS]  # type: ignore[arg-type]


@pytest.mark.parametrize("h", [1e6, 1e7, 1e10, 1e16])
def test_single_precision_never_converges(h: float) -> None:
    for result in endings(PUBLISHED, h=h, precision="float32"):
        assert result.stop is StopReason.STEP_TOO_LARGE
        assert result.end.convergence is None
        assert result.verdict.kind is Outcome.STEP_TOO_LARGE
        assert result.verdict.tone is Tone.FAULT
        assert result.verdict.remedy is not None
        assert dict(result.verdict.remedy.changes) == {"h": 10.0}


@pytest.mark.parametrize("h", [1e17, 1e25])
def test_hidden_slopes_stop_at_start(h: float) -> None:
    for result in endings(PUBLISHED, h=h, until_converged=False, epochs=10):
        assert (result.epochs, result.stop) == (0, StopReason.STEP_TOO_LARGE)
        assert "is too large" in result.detail
        assert result.W.tolist() == PUBLISHED.W.tolist()


@pytest.mark.parametrize("seed", range(4))
def test_wandering_weights_are_not_settled(seed: int) -> None:
    """The closed form would lead to the optimum, beside which the literal weights wander."""
    random = np.random.default_rng(seed)
    A = random.normal(size=(12, 2))
    A[:, 1] = A[:, 0] + 0.1 * A[:, 1]
    problem = Problem(A, A @ [1.0, 2.0] + random.normal(size=12))
    h = 1e9 * suggest_h(problem)
    for result in endings(problem, h=h, learning_rate=0.2):
        assert result.stop is StopReason.STEP_TOO_LARGE
        assert not result.verdict.is_good


def test_exact_central_quotient_still_converges() -> None:
    problem = Problem([[1.0], [2.0], [4.0]], [1.0, 3.0, 5.0])
    for result in endings(problem, h=1e3 * suggest_h(problem)):
        assert result.stop is StopReason.CONVERGED
        assert result.verdict.is_good


def test_rest_is_looked_at_until_cancelled() -> None:
    problem = Problem([[1.0], [2.0], [4.0]], [1.0, 3.0, 5.0])
    settings = Settings(h=1e3 * suggest_h(problem), until_converged=True)
    *_, end = descend(problem, settings)
    assert end.stop is StopReason.CONVERGED
    with pytest.raises(Cancelled):
        LostStep(problem, settings, lambda: True).at_rest(end.state)


def test_hidden_tolerance_is_not_kept() -> None:
    for result in endings(PUBLISHED, h=1e18, tolerance=1e-3):
        assert result.stop is StopReason.STEP_TOO_LARGE


@pytest.mark.parametrize("h", [1e-14, 1e-15])
def test_too_small_step_has_one_reason(h: float) -> None:
    problem = Problem([[1.0, 2.0], [2.0, 1.0], [3.0, -1.0]], [1e5, 2e5, -3e5])
    for result in endings(problem, h=h):
        assert result.stop is StopReason.STEP_VANISHED
        assert result.verdict.remedy is not None
        assert result.verdict.remedy.kind is RemedyKind.STEP


def test_zero_output_needs_no_slope() -> None:
    for result in endings(Problem([[1.0], [2.0]], [0.0, 0.0]), h=1e12):
        assert result.stop is StopReason.CONVERGED


def test_other_endings_are_left() -> None:
    settings = Settings(h=1e18, learning_rate=0.005)
    state = State(0, PUBLISHED.W, 340.0, np.zeros((3, 1)))
    lost = LostStep(PUBLISHED, settings)
    for stop in (None, StopReason.DONE, StopReason.DIVERGED, StopReason.ENDLESS):
        assert lost.at_rest(state._replace(stop=stop)).stop is stop
    later = state._replace(epoch=1)
    assert lost.at_start(later) is later
    settled = state.ended(StopReason.CONVERGED, "", Convergence.FIXED)
    assert lost.at_rest(settled).stop is StopReason.STEP_TOO_LARGE


@pytest.mark.parametrize(
    ("size", "h", "sentence"),
    [
        (1.0, 1e17, "h = 1e+17 is too large for the weight of column 2: in w ± h, w is rounded"),
        (1.0, (1e17, 1e18, 1e17), "h = 1e+18 is too large for the weight of column 2: "),
        (1.0, (1e18, 1e17, 1e17), "h = 1e+18 is too large for the weight of column 1: "),
        (1e6, (1e-15, 1e-14, 1e-15), "h = 1e-14 of the weight of column 2 is too small to show in"),
        (1e6, 1e-14, "h = 1e-14 is too small to show in a loss of"),  # of all weights alike
    ],
)
def test_detail_names_the_weight(size: float, h: float | tuple[float, ...], sentence: str) -> None:
    problem = Problem(PUBLISHED.A * [1.0, 3.0, 1.0], size * PUBLISHED.Y)
    end = fit(problem, Settings(10, 1e-3, h))
    assert end.detail.startswith(sentence)
