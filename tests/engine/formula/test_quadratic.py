import numpy as np
import pytest

from engine import Problem
from engine.formula.formula import Formula
from engine.formula.quadratic import Quadratic
from tests.engine.problems import random_problem

PROBLEM = random_problem(0, 20, 4)


def quadratic(text: str, problem: Problem = PROBLEM) -> Quadratic | None:
    return Formula.of(text).quadratic(problem)


@pytest.mark.parametrize(
    ("text", "mean_square", "squares", "constant"),
    [
        ("mean square", 1, 0, 0),
        ("mean((P − Y)²)", 1, 0, 0),
        ("mean(|Y − P|²)", 1, 0, 0),
        ("mean((Y − P)·(Y − P))", 1, 0, 0),
        ("mean((Y − P)·(P − Y))", -1, 0, 0),
        ("mean(−(Y − P)²)", -1, 0, 0),
        ("mean((−(Y − P))²)", 1, 0, 0),
        ("mean((2·(Y − P))²/8)", 0.5, 0, 0),
        ("mean(((Y − P)/2)²)", 0.25, 0, 0),
        ("sum((Y − P)²)/N", 1, 0, 0),
        ("sum((Y − P)²)/(2·N)", 0.5, 0, 0),
        ("sum((Y − P)²)", 20, 0, 0),
        ("mean((Y − P)²) + 0.1·sum(W²)", 1, 0.1, 0),
        ("mean((Y − P)²) + sum(0.1·W²)", 1, 0.1, 0),
        ("0.1·sum(W·W) + mean((Y − P)²)/2 + 3", 0.5, 0.1, 3),
        ("mean((Y − P)²) + mean(W²)", 1, 0.25, 0),
        ("−(mean((Y − P)²) − 2·sum(W²))", -1, 2, 0),
        ("mean((Y − P)²) + sum(|W|²)", 1, 1, 0),
        ("5", 0, 0, 5),
        ("N^2", 0, 0, 400),
    ],
)
def test_quadratic_losses_are_recognised(
    text: str, mean_square: float, squares: float, constant: float
) -> None:
    found = quadratic(text)
    assert found == Quadratic(mean_square, squares, constant)
    formula = Formula.of(text)
    points = np.random.default_rng(0).normal(size=(3, 4))
    residuals = PROBLEM.Y - PROBLEM.A @ points.T
    expected = mean_square * (residuals**2).mean(axis=0) + squares * (points**2).sum(axis=1)
    np.testing.assert_allclose(formula.losses(PROBLEM, points), expected + constant, rtol=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "mean(|Y − P|)",
        "mean(|Y − P|^1.5)",
        "mean(|Y − P|·(Y − P))",
        "mean((Y − P)²)^2",
        "mean((Y − P)²)·sum(W²)",
        "mean((Y − P)²) + sum(|W|)",
        "mean((Y − 2·P)²)",
        "mean((Y − P)²)/sum(W²)",
        "1/mean((Y − P)²)",
        "mean((Y − P)²)/0",
        "sqrt(mean((Y − P)²))",
        "mean(P² − 2·P·Y + Y²)",
        "mean(Y²)",
        "mean((Y − Y)²)",
        "mean(where(Y < P, 1, 2)²)",
        "max((Y − P)²)",
        "sum(W)",
        "mean((Y − P)²·Y)",
        "mean(−|Y − P|)",
        "sum((−exp(W))²)",
    ],
)
def test_other_losses_are_not(text: str) -> None:
    assert quadratic(text) is None


def test_mean_square_and_least_are_told() -> None:
    plain, ridge, saddle = (
        quadratic(text)
        for text in ("mean square", "mean((Y − P)²) + sum(W²)", "mean((Y − P)²) − sum(W²)")
    )
    assert plain is not None
    assert ridge is not None
    assert saddle is not None
    assert (plain.is_mean_square, ridge.is_mean_square) == (True, False)
    assert (plain.has_least, ridge.has_least, saddle.has_least) == (True, True, False)
