import numpy as np
import pytest

from engine import Matrix, Problem, optimum
from engine.inference.covariance import CovarianceRoot
from engine.inference.inflation import inflation


def inflation_of(problem: Problem, intercept: int | None) -> Matrix:
    best = optimum(problem)
    return inflation(problem, best, CovarianceRoot.of(best, problem), intercept)


def test_unrelated_columns_are_not_inflated() -> None:
    A = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])
    problem = Problem(A, [1.0, 2, 3, 4])
    assert inflation_of(problem, None) == pytest.approx([1, 1])


def test_dependent_intercept_is_left_alone() -> None:
    dummies = np.array([[1.0, 0], [1, 0], [0, 1], [0, 1], [0, 1]])
    problem = Problem(np.hstack((dummies, np.ones((5, 1)))), [1.0, 2, 3, 4, 5])
    found = inflation_of(problem, 2)
    assert np.isinf(found[:2]).all()
    assert np.isnan(found[2])
