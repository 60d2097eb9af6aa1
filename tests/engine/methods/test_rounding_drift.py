from dataclasses import replace

import numpy as np
import pytest

from engine import Method, Problem, Settings, fit, learning_rate_limit, triangle_of
from engine.methods.choose import ROUNDING_RULES
from engine.methods.closed_form import Recurrence
from engine.methods.modes import Modes
from engine.methods.path import Descent
from engine.methods.rest import Rest
from engine.methods.rounding import Rounding
from engine.methods.rounding_drift import RoundingDrift, predict_drift

from ..problems import published_problem, random_problem


def predicted(problem: Problem, settings: Settings, literal_epochs: int = 0) -> RoundingDrift:
    triangle = triangle_of(problem)
    rounding = Rounding(triangle.problem(problem.W), settings, problem.rows)
    recurrence = Recurrence(Modes(triangle), settings)
    descent = replace(Descent.of(problem, settings), rounding=rounding)
    return predict_drift(descent, recurrence, literal_epochs)


@pytest.mark.parametrize("h", [1e-4, 1e-5, 1e-6])
def test_literal_path_drifts_as_predicted(h: float) -> None:
    """Compared with the literal path at an h at which it drifts ten thousand times less."""
    drifts, predictions = [], []
    for seed in range(12):
        problem = random_problem(seed, 20, 3)
        settings = Settings(300, learning_rate_limit(problem) * 0.3, h, method="literal")
        exact = fit(problem, replace(settings, h=h * 1e4)).history.loss
        literal = fit(problem, settings).history.loss
        drifts.append(np.abs(literal - exact).max() / exact[0])
        predictions.append(predicted(problem, settings).loss)
    assert max(drifts) < max(predictions)
    assert np.median(drifts) > 1e-2 * np.median(predictions)


def test_tiny_h_exceeds_tolerance() -> None:
    problem = published_problem()
    assert not predicted(problem, Settings(1000, 0.01, 0.1)).exceeds_tolerance
    assert predicted(problem, Settings(1000, 0.01, 1e-9)).exceeds_tolerance
    assert predicted(problem, Settings(1000, 0.01, 1e-14)).exceeds_tolerance


def test_literal_epochs_do_not_drift() -> None:
    problem, settings = published_problem(), Settings(1000, 0.01, 1e-3)
    assert predicted(problem, settings, 64).loss < predicted(problem, settings).loss / 10


def test_start_at_optimum_exceeds_tolerance() -> None:
    A = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 7.0]])
    assert predicted(Problem(A, A @ [1, 2], [1, 2]), Settings(10, 0.01, 0.1)).exceeds_tolerance


def test_until_converged_tolerates_more_drift() -> None:
    problem = random_problem(0, 20, 3)
    settings = Settings(10, 0.1, 1e-6, until_converged=True)
    assert not predicted(problem, settings).exceeds_tolerance
    assert predicted(problem, replace(settings, h=1e-13)).exceeds_tolerance
    assert not predicted(problem, replace(settings, h=1e-13, method=Method.MODES)).exceeds_tolerance


@pytest.fixture
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the closed form give all epochs, also those of a path at rest."""
    monkeypatch.setattr(Rest, "holds", lambda _, times: np.zeros(len(times), dtype=bool))


@pytest.mark.usefixtures("no_rest")
def test_drift_covers_residual_rounding() -> None:
    """With η = 0 nothing moves: the two losses differ by the rounding of their residuals."""
    ratios = []
    for seed in range(60):
        problem, settings = random_problem(seed, 200, 5), Settings(100, 0.0, 0.1)
        literal = fit(problem, replace(settings, method=Method.LITERAL)).history.loss
        modes = fit(problem, replace(settings, method=Method.MODES)).history.loss
        apart = np.abs(literal - modes).max() / literal[0]
        ratios.append(apart / predicted(problem, settings).loss)
    # 0.278 with NumPy 2.4 and 0.281 with 2.5: a model 1.5 times as large or small would be noticed.
    assert 0.2 < np.sqrt(np.mean(np.square(ratios))) < 0.4
    # One of 60 problems decides this: 0.63 with NumPy 2.4, 1.02 with the QR of 2.5.
    assert 0.4 < max(ratios) < 1.3


@pytest.mark.usefixtures("no_rest")
def test_drift_covers_scatter_of_one_row() -> None:
    """The rounding of a single row is no mean: it may be several times the RMS of many rows."""
    ratios = []
    for seed in range(60):
        problem = random_problem(seed, 1, 1)
        settings = Settings(300, learning_rate_limit(problem) * 0.3, 0.1)
        literal = fit(problem, replace(settings, method=Method.LITERAL)).W
        modes = fit(problem, replace(settings, method=Method.MODES)).W
        apart = np.linalg.norm(literal - modes) / np.linalg.norm(literal)
        ratios.append(apart / predicted(problem, settings, 64).weights)
    assert 0.3 < max(ratios) < 0.6  # 0.40, likewise


@pytest.mark.parametrize(
    ("rounding_of_gradient", "fallback"), [(4.9e-10, ""), (5.1e-10, ROUNDING_RULES)]
)
def test_rounding_of_gradient_decides(rounding_of_gradient: float, fallback: str) -> None:
    """η is so small that rounding shows in nothing but the gradient."""
    problem = random_problem(1, 20, 3)
    settings = Settings(500, 1e-9 * learning_rate_limit(problem), 1e-6)
    h = 1e-6 * predicted(problem, settings).gradient / rounding_of_gradient
    assert fit(problem, replace(settings, h=h)).fallback == fallback
