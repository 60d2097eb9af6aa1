import numpy as np
import pytest
from hypothesis import given

from engine import Problem, mean_squared_error, predict, residual

from .problems import problems, published_problem


def test_published_loss() -> None:
    problem = published_problem()
    loss = mean_squared_error(problem.A, problem.W, problem.Y)
    assert loss == pytest.approx(340.381080443314, rel=1e-14)


@given(problems())
def test_loss_is_mean_squared_residual(problem: Problem) -> None:
    squares = []
    for row, observed in zip(problem.A.tolist(), problem.Y.ravel().tolist(), strict=True):
        products = (a * w for a, w in zip(row, problem.W.ravel().tolist(), strict=True))
        squares.append((observed - sum(products)) ** 2)
    loss = mean_squared_error(problem.A, problem.W, problem.Y)
    assert loss == pytest.approx(sum(squares) / len(squares), rel=1e-12)


def test_overflowing_loss_is_inf() -> None:
    column = np.array([[1e200]])
    assert mean_squared_error(column, column, column) == np.inf
    assert predict(column, column).tolist() == [[np.inf]]


def test_prediction_is_a_column() -> None:
    assert predict(np.eye(2), np.array([[3.0], [4.0]])).tolist() == [[3.0], [4.0]]


def test_residual_is_observed_minus_predicted() -> None:
    assert residual(np.array([[3.0]]), np.array([[1.0]])).tolist() == [[2.0]]
    assert residual(np.array([[1e308]]), np.array([[-1e308]])).tolist() == [[np.inf]]
