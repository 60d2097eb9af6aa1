import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, mean_squared_error
from engine.unit_columns import column_norms, in_table_units, on_unit_lengths, scaled

from .problems import TABLES, analytic_gradient, certified, problems, random_problem


@given(problems())
def test_norms_are_euclidean_lengths(problem: Problem) -> None:
    norms = column_norms(problem.A)
    assert norms.shape == (problem.weights, 1)
    assert norms.ravel() == pytest.approx(np.linalg.norm(problem.A, axis=0), rel=1e-14)


@pytest.mark.parametrize("scale", [5e-324, 1e-300, 1e-160, 1e160, 1e307])
def test_norms_neither_overflow_nor_vanish(scale: float) -> None:
    A = np.array([[3.0, -3.0], [4.0, -4.0]]) * scale
    assert (column_norms(A) / scale).ravel() == pytest.approx([5, 5], rel=1e-15)


def test_zero_column_is_divided_by_1() -> None:
    assert column_norms(np.array([[0.0, 2.0, -0.0]])).ravel().tolist() == [1, 2, 1]


def test_weights_beyond_float64_are_largest() -> None:
    largest, norms = np.finfo(float).max, np.array([[0.5], [2.0]])
    W = np.array([[-largest], [largest]])
    assert in_table_units(W, norms).ravel().tolist() == [-largest, largest / 2]
    assert on_unit_lengths(W, norms).ravel().tolist() == [-largest / 2, largest]


@given(problems(), st.floats(-150, 150))
def test_unit_columns_keep_the_loss(problem: Problem, exponent: float) -> None:
    problem = Problem(problem.A * 10.0**exponent, problem.Y, problem.W / 10.0**exponent)
    norms = column_norms(problem.A)
    made = scaled(problem, norms)
    assert np.linalg.norm(made.A, axis=0) == pytest.approx(np.ones(problem.weights), rel=1e-13)
    assert made.Y.tolist() == problem.Y.tolist()
    assert pytest.approx(problem.A * problem.W.T, rel=1e-14) == made.A * made.W.T
    before = mean_squared_error(problem.A, problem.W, problem.Y)
    least = 1e-13 * float(np.mean(problem.Y**2))
    assert mean_squared_error(made.A, made.W, made.Y) == pytest.approx(before, rel=1e-12, abs=least)


@given(problems())
def test_slope_is_of_scaled_weights(problem: Problem) -> None:
    norms = column_norms(problem.A)
    made = scaled(problem, norms)
    slopes = analytic_gradient(made, made.W) * norms
    assert slopes == pytest.approx(analytic_gradient(problem, problem.W), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", TABLES)
def test_unit_columns_improve_condition(name: str) -> None:
    problem = certified(name).problem
    made = scaled(problem, column_norms(problem.A))
    assert np.linalg.cond(made.A) < np.linalg.cond(problem.A)
    assert pytest.approx(problem.A, rel=1e-15) == made.A * column_norms(problem.A).T


def test_scaled_problem_is_shared() -> None:
    problem = random_problem(0, 5, 2)
    made = scaled(problem, column_norms(problem.A))
    assert not made.A.flags.writeable
    assert not np.shares_memory(made.A, problem.A)
