import math
import warnings
from collections.abc import Callable
from itertools import repeat

import numpy as np
import pytest
from hypothesis import given

from engine import Cancelled, Difference, Problem
from engine.formula import backward
from engine.formula.backward import slope_at
from engine.formula.formula import Formula
from engine.formula.program import program_of
from engine.formula.taylor import along_held_predictions, along_weight
from engine.formula.tree import Node
from engine.quotients import Slope
from tests.engine.problems import random_problem

from .losses import LOSSES, UNUSUAL, trees
from .reference import Reference, digits


def problem_for(name: str, rows: int = 60, weights: int = 4) -> Problem:
    problem = random_problem(3, rows, weights)
    Y = problem.Y
    if name == "logistic":
        Y = (Y > 0) * 1.0
    if name == "Poisson":
        Y = np.round(np.exp(np.clip(Y, -2, 2)))
    return Problem(problem.A, Y, problem.W)


@pytest.mark.parametrize("name", LOSSES)
def test_gradient_has_twelve_digits(name: str) -> None:
    problem, formula = problem_for(name), Formula.of(LOSSES[name])
    reference = Reference(formula.root, problem.A, problem.Y)
    slope = formula.slope(problem, problem.W)
    assert digits(slope.gradient, reference.gradient(problem.W)) >= 12
    assert slope.loss == pytest.approx(reference.loss(problem.W), rel=1e-13)


@pytest.mark.parametrize("name", UNUSUAL)
def test_gradient_of_unusual_losses(name: str) -> None:
    problem, formula = problem_for(name, 12, 3), Formula.of(UNUSUAL[name])
    reference = Reference(formula.root, problem.A, problem.Y)
    slope = formula.slope(problem, problem.W)
    assert digits(slope.gradient, reference.gradient(problem.W)) >= 12
    assert slope.loss == pytest.approx(reference.loss(problem.W), rel=1e-13)


@pytest.mark.parametrize("name", [*LOSSES, *UNUSUAL])
def test_blocks_change_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    problem, formula = problem_for(name, 50), Formula.of((LOSSES | UNUSUAL)[name])
    whole = formula.slope(problem, problem.W)
    monkeypatch.setattr(backward, "ROWS_AT_A_TIME", 7)
    blocks = formula.slope(problem, problem.W)
    np.testing.assert_allclose(blocks.gradient, whole.gradient, rtol=1e-11, atol=1e-12)
    assert blocks.loss == pytest.approx(whole.loss, rel=1e-13)


@pytest.mark.parametrize("text", ["mean(sin(P)·cos(Y−P))", "mean(arctan(P))", "mean(cosh(P/9))"])
def test_gradient_of_other_functions(text: str) -> None:
    problem, formula = problem_for("", 20, 2), Formula.of(text)
    quotients = formula.quotients(problem, 1e-5, Difference.CENTRAL)
    found = formula.slope(problem, problem.W)
    np.testing.assert_allclose(found.gradient, quotients.at(problem.W).gradient, rtol=1e-8)


@pytest.mark.parametrize("text", ["3", "mean(Y)", "N²"])
def test_constant_loss_has_no_slope(text: str) -> None:
    problem = problem_for("", 5, 2)
    assert formula_slope(text, problem).gradient.tolist() == [[0.0], [0.0]]


def formula_slope(text: str, problem: Problem) -> Slope:
    return Formula.of(text).slope(problem, problem.W)


def test_slope_at_a_kink_is_the_mean() -> None:
    problem = Problem([[1.0], [2.0], [1.0]], [1.0, 5.0, 9.0], [1.0])
    assert formula_slope("sum(|Y − P|)", problem).gradient[0, 0] == -3
    assert formula_slope("sum(max(Y − P, 0))", problem).gradient[0, 0] == -3.5
    assert formula_slope("sum(|W − 1|)", problem).gradient[0, 0] == 0
    assert formula_slope("mean(|Y − P|^1.5)", problem).gradient[0, 0] < 0


def test_ties_of_a_maximum_count_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem([[1.0], [3.0], [5.0]], [0.0, 0.0, 0.0], [0.0])
    assert formula_slope("max(P)", problem).gradient[0, 0] == 3
    monkeypatch.setattr(backward, "ROWS_AT_A_TIME", 1)
    assert formula_slope("max(P)", problem).gradient[0, 0] == 3
    assert formula_slope("min(P)", problem).gradient[0, 0] == 3
    two = Problem([[1.0, 2.0]], [0.0], [4.0, 4.0])
    assert formula_slope("max(W)", two).gradient.tolist() == [[0.5], [0.5]]


def test_overflow_and_undefined_are_silent() -> None:
    problem = Problem([[1e200], [2e200]], [1.0, 2.0], [1e200])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert formula_slope("mean((Y − P)²)", problem).loss == math.inf
        assert math.isnan(formula_slope("mean(log(−P))", problem).loss)
        assert math.isnan(formula_slope("max(log(−P))", problem).loss)
        assert math.isnan(formula_slope("max(log(−P))", problem).gradient[0, 0])
        assert formula_slope("10^10^10·sum(W²)", problem).loss == math.inf


SMALL = Problem([[1.0, 2.0], [3.0, 4.0]], [1.0, 0.0], [0.5, 0.0])


@pytest.mark.parametrize("loss", ["mean((Y − P)²)", "mean(|Y − P|)", "sum(W²)", "1/sum(W)"])
@pytest.mark.parametrize("end", ["/0", "/(1 − 1)", "/log(1)", "·1e308·1e308", "/1e-300/1e-300"])
def test_extreme_constants_count_as_numpy(loss: str, end: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        slope = formula_slope(loss + end, SMALL)
    assert not math.isfinite(slope.loss)
    assert not np.isfinite(slope.gradient).all()


@pytest.mark.parametrize("loss", ["where(sum(W) < 0, N, 2)", "where(sum(P) < N, 1, N) − 3"])
def test_two_constants_have_no_slope(loss: str) -> None:
    assert formula_slope(loss, SMALL).gradient.tolist() == [[0], [0]]


def test_constant_condition_takes_its_value() -> None:
    slope = formula_slope("mean(where(1 < 2, Y − P, P))", SMALL)
    assert slope.gradient.tolist() == [[-2], [-3]]


def test_log_of_zero_along_a_weight() -> None:
    program = Formula.of("sum(W²) + 0^max(|W|)").program
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert math.isnan(along_weight(program, SMALL.A, SMALL.Y, SMALL.W, 0).slope)


@given(root=trees())
def test_any_formula_has_slopes(root: Node) -> None:
    program = program_of(root)
    for W in (SMALL.W, 0 * SMALL.W, -1e200 * SMALL.W):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert slope_at(program, SMALL.A, SMALL.Y, W).gradient.shape == (2, 1)
            along_weight(program, SMALL.A, SMALL.Y, W, 0)
            along_held_predictions(program, SMALL.A, SMALL.Y, W, 1)


def calls(count: int) -> Callable[[], bool]:
    answers = iter([*repeat(False, count), True])
    return lambda: next(answers)


def test_sweep_is_cancelled_between_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backward, "ROWS_AT_A_TIME", 10)
    problem, program = problem_for("", 40), Formula.of("mean(|Y − P|)").program
    slope_at(program, problem.A, problem.Y, problem.W, calls(4))
    with pytest.raises(Cancelled):
        slope_at(program, problem.A, problem.Y, problem.W, calls(3))
