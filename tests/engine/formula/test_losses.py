import numpy as np
import pytest

from engine.errors import EngineError
from engine.formula.formula import Formula
from engine.formula.losses import MOST_POINTS, losses_at
from tests.engine.problems import random_problem


def test_more_points_than_a_group() -> None:
    problem = random_problem(0, 30, 2)
    points = np.random.default_rng(0).normal(size=(3 * MOST_POINTS + 5, 2))
    found = Formula.of("mean(|Y − P|) + sum(W²)").losses(problem, points)
    residuals = problem.Y - problem.A @ points.T
    expected = np.abs(residuals).mean(axis=0) + (points**2).sum(axis=1)
    np.testing.assert_allclose(found, expected, rtol=1e-14)


def test_loss_without_weights_is_constant() -> None:
    problem = random_problem(0, 30, 2)
    found = Formula.of("mean(|Y|)").losses(problem, np.zeros((3, 2)))
    assert found == pytest.approx([np.abs(problem.Y).mean()] * 3)
    assert Formula.of("2^3").losses(problem, np.zeros((3, 2))).tolist() == [8, 8, 8]


def test_many_rows_in_blocks() -> None:
    problem = random_problem(0, 50_000, 2)
    found = Formula.of("mean((Y − P)²)").losses(problem, problem.W.T)
    expected = np.mean((problem.Y - problem.A @ problem.W) ** 2)
    assert found[0] == pytest.approx(expected, rel=1e-13)


def test_table_of_words_is_refused() -> None:
    program = Formula.of("mean(Y)").program
    with pytest.raises(EngineError):
        losses_at(program, np.array([["a"]]), np.zeros((1, 1)), np.zeros((1, 1)))
