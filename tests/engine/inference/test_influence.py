import numpy as np
import pytest

from engine import Problem, optimum
from engine.inference.covariance import CovarianceRoot
from engine.inference.influence import Influence


def influence_of(problem: Problem, residual_sd: float) -> Influence:
    best = optimum(problem)
    return Influence.of(problem, best, CovarianceRoot.of(best, problem), residual_sd)


def test_line_has_known_leverages() -> None:
    A = np.array([[1.0, 0], [1, 1], [1, 2], [1, 7]])
    problem = Problem(A, [1.0, 2, 2, 9])
    found = influence_of(problem, 1.0)
    x = A[:, 1] - A[:, 1].mean()
    assert found.leverage == pytest.approx(1 / 4 + x**2 / (x**2).sum())
    assert found.residuals.sum() == pytest.approx(0, abs=1e-14)


def test_row_alone_has_full_leverage() -> None:
    A = np.array([[1.0, 0], [1, 0], [1, 0], [1, 1]])
    problem = Problem(A, [1.0, 2, 4, 9])
    found = influence_of(problem, 1.5)
    assert found.leverage[3] == pytest.approx(1)
    assert np.isnan(found.studentised[3])
    assert np.isfinite(found.studentised[:3]).all()
