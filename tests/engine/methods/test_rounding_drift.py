from dataclasses import replace

import numpy as np
import pytest

from engine import Method, Problem, Settings, fit, learning_rate_limit, triangle_of
from engine.methods.choose import ROUNDING_RULES
from engine.methods.modes import Modes, Recurrence
from engine.methods.rounding import Rounding
from engine.methods.rounding_drift import RoundingDrift, straying

from ..problems import published_problem, random_problem


def foretold(problem: Problem, settings: Settings, walked: int = 0) -> RoundingDrift:
    triangle = triangle_of(problem)
    rounding = Rounding(triangle.problem(problem.W), settings, problem.rows)
    recurrence = Recurrence(Modes(triangle), settings)
    return straying(recurrence, rounding, problem.W, settings, walked)


@pytest.mark.parametrize("h", [1e-4, 1e-5, 1e-6])
def test_the_literal_path_strays_about_as_far_as_foretold(h: float) -> None:
    """Against the literal path with an h at which it strays ten thousand times less."""
    strayed, told = [], []
    for seed in range(12):
        problem = random_problem(seed, 20, 3)
        settings = Settings(300, learning_rate_limit(problem) * 0.3, h, method="literal")
        exact = fit(problem, replace(settings, h=h * 1e4)).history.loss
        literal = fit(problem, settings).history.loss
        strayed.append(np.abs(literal - exact).max() / exact[0])
        told.append(foretold(problem, settings).loss)
    assert max(strayed) < max(told)
    assert np.median(strayed) > 1e-2 * np.median(told)


def test_it_is_visible_where_h_is_tiny_and_not_where_it_fits() -> None:
    problem = published_problem()
    assert not foretold(problem, Settings(1000, 0.01, 0.1)).is_visible
    assert foretold(problem, Settings(1000, 0.01, 1e-9)).is_visible
    assert foretold(problem, Settings(1000, 0.01, 1e-14)).is_visible


def test_what_is_walked_anyway_does_not_count() -> None:
    problem, settings = published_problem(), Settings(1000, 0.01, 1e-3)
    assert foretold(problem, settings, 64).loss < foretold(problem, settings).loss / 10


def test_a_start_at_the_optimum_has_nothing_but_rounding() -> None:
    A = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 7.0]])
    assert foretold(Problem(A, A @ [1, 2], [1, 2]), Settings(10, 0.01, 0.1)).is_visible


def test_to_convergence_only_the_modes_lead() -> None:
    problem = random_problem(0, 20, 3)
    settings = Settings(10, 0.1, 1e-6, until_converged=True)
    assert not foretold(problem, settings).is_visible
    assert foretold(problem, replace(settings, h=1e-13)).is_visible
    assert not foretold(problem, replace(settings, h=1e-13, method=Method.MODES)).is_visible


def test_drift_covers_residual_rounding() -> None:
    """With η = 0 nothing moves: the two losses differ by the rounding of their residuals."""
    ratios = []
    for seed in range(60):
        problem, settings = random_problem(seed, 200, 5), Settings(100, 0.0, 0.1)
        literal = fit(problem, replace(settings, method=Method.LITERAL)).history.loss
        modes = fit(problem, replace(settings, method=Method.MODES)).history.loss
        apart = np.abs(literal - modes).max() / literal[0]
        ratios.append(apart / foretold(problem, settings).loss)
    assert 0.2 < max(ratios) < 1


def test_drift_of_one_row_covers_its_scatter() -> None:
    """The rounding of a single row is no mean: it may be several times the RMS of many rows."""
    ratios = []
    for seed in range(60):
        problem = random_problem(seed, 1, 1)
        settings = Settings(300, learning_rate_limit(problem) * 0.3, 0.1)
        literal = fit(problem, replace(settings, method=Method.LITERAL)).W
        modes = fit(problem, replace(settings, method=Method.MODES)).W
        apart = np.linalg.norm(literal - modes) / np.linalg.norm(literal)
        ratios.append(apart / foretold(problem, settings, 64).weights)
    assert 0.1 < max(ratios) < 1


@pytest.mark.parametrize(
    ("rounding_of_gradient", "fallback"), [(4.9e-10, ""), (5.1e-10, ROUNDING_RULES)]
)
def test_rounding_of_gradient_decides(rounding_of_gradient: float, fallback: str) -> None:
    """η is so small that rounding shows in nothing but the gradient."""
    problem = random_problem(1, 20, 3)
    settings = Settings(500, 1e-9 * learning_rate_limit(problem), 1e-6)
    h = 1e-6 * foretold(problem, settings).gradient / rounding_of_gradient
    assert fit(problem, replace(settings, h=h)).fallback == fallback
