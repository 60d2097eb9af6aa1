import math
import time
import warnings
from collections.abc import Callable
from itertools import repeat
from typing import Any

import numpy as np
import pytest

from engine import Cancelled, Difference, Matrix, Problem, gradient
from engine.errors import StepVanishes
from engine.formula import evaluation, losses, quotients
from engine.formula.formula import Formula
from engine.formula.losses import losses_at
from engine.formula.quotients import FormulaQuotients
from tests.engine.problems import random_problem

from .losses import LOSSES, UNUSUAL
from .reference import Reference, digits
from .test_backward import problem_for

ALL = LOSSES | UNUSUAL


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make blocks of a few rows, spans of a few weights and groups of a few points."""
    for module in (evaluation, losses):
        monkeypatch.setattr(module, "CELLS_IN_CACHE", 40)
    monkeypatch.setattr(evaluation, "FEWEST_ROWS", 3)
    monkeypatch.setattr(evaluation, "MOST_ROWS", 7)
    monkeypatch.setattr(quotients, "MOST_ROWS", 7)
    monkeypatch.setattr(losses, "MOST_POINTS", 3)


def quotients_of(text: str, problem: Problem, difference: Difference) -> FormulaQuotients:
    return Formula.of(text).quotients(problem, 1e-3, difference)


def by_definition(formula: Formula, problem: Problem, difference: Difference) -> Matrix:
    """Return each quotient as the definition reads, from losses at whole W."""
    slopes = []
    for k in range(problem.weights):
        moved = []
        for side in difference.sides:
            W = problem.W[:, 0].copy()
            W[k] += side * 1e-3
            moved.append(W)
        ends = difference.ends(moved, problem.W[:, 0])
        found = formula.losses(problem, np.array(ends))
        slopes.append((found[0] - found[1]) / (ends[0][k] - ends[1][k]))
    return np.array(slopes).reshape(-1, 1)


@pytest.mark.parametrize("name", ALL)
def test_losses_at_many_points(name: str) -> None:
    problem, formula = problem_for(name, 25, 3), Formula.of(ALL[name])
    points = np.random.default_rng(2).normal(size=(5, 3))
    found = formula.losses(problem, points)
    reference = Reference(formula.root, problem.A, problem.Y)
    assert found == pytest.approx([reference.loss(W) for W in points], rel=1e-12)


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("name", ALL)
def test_quotients_follow_the_definition(name: str, difference: Difference) -> None:
    problem, formula = problem_for(name, 25, 5), Formula.of(ALL[name])
    loss, slopes = quotients_of(ALL[name], problem, difference).at(problem.W)
    expected = by_definition(formula, problem, difference)
    assert loss == pytest.approx(formula.losses(problem, problem.W.T)[0], rel=1e-13)
    np.testing.assert_allclose(slopes, expected, rtol=1e-9, atol=1e-9 * np.abs(expected).max())


@pytest.mark.parametrize("kept", [2**23, 0])
@pytest.mark.parametrize("unpaired", [0, 2**12])
@pytest.mark.parametrize("name", ALL)
def test_blocks_and_spans_change_nothing(
    name: str, unpaired: int, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem, formula = problem_for(name, 50, 9), Formula.of(ALL[name])
    points = np.random.default_rng(2).normal(size=(8, 9))
    whole = quotients_of(ALL[name], problem, Difference.CENTRAL).at(problem.W)
    at_points = formula.losses(problem, points)
    small(monkeypatch)
    monkeypatch.setattr(quotients, "CELLS_KEPT", kept)
    monkeypatch.setattr(quotients, "FEWEST_ROWS_UNPAIRED", unpaired)
    monkeypatch.setattr(quotients, "CELLS_PAIRED", 30)  # two columns of 7 rows
    blocks = quotients_of(ALL[name], problem, Difference.CENTRAL).at(problem.W)
    assert blocks.loss == pytest.approx(whole.loss, rel=1e-12)
    size = 1e-9 * np.abs(whole.gradient).max() + 1e-12 * abs(whole.loss) / 1e-3
    np.testing.assert_allclose(blocks.gradient, whole.gradient, atol=size)
    np.testing.assert_allclose(formula.losses(problem, points), at_points, rtol=1e-12)


@pytest.mark.parametrize("difference", Difference)
def test_mean_square_is_the_published_loss(difference: Difference) -> None:
    problem = random_problem(1, 40, 3)
    found = quotients_of("mean square", problem, difference).at(problem.W).gradient
    expected = gradient(problem, h=1e-3, difference=difference)
    np.testing.assert_allclose(found, expected, rtol=1e-9)


@pytest.mark.parametrize("kept", [2**23, 0])
@pytest.mark.parametrize("name", ALL)
def test_exact_slopes_come_beside(name: str, kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem, formula = problem_for(name, 50, 4), Formula.of(ALL[name])
    small(monkeypatch)
    monkeypatch.setattr(quotients, "ROWS_CHECKED", 20)
    monkeypatch.setattr(quotients, "CELLS_KEPT", kept)
    made = quotients_of(ALL[name], problem, Difference.CENTRAL)
    made.at(problem.W)
    expected = Reference(formula.root, problem.A, problem.Y).gradient(problem.W)
    found = made.exact_slopes(problem.W)
    assert found.shape == (4, 1)
    assert digits(found, expected) >= 12
    moved = problem.W * 1.25
    elsewhere = formula.slope(problem, moved).gradient
    np.testing.assert_allclose(made.exact_slopes(moved), elsewhere, rtol=1e-11, atol=1e-12)


def test_sums_behind_other_numbers_are_known() -> None:
    """A sum is left out only if the loss adds it up."""
    problem = random_problem(1, 40, 3)
    for loss in ("mean(log(cosh(Y − P)))", "mean(|Y − P|^1.5)", "sum(|Y − P|³)"):
        for text in (f"{loss} + 0.1·sum(W²)", f"{loss}²", f"log({loss})", f"2·{loss} − {loss}/N"):
            formula = Formula.of(text)
            made = formula.quotients(problem, 1e-3)
            found, expected = made.exact_slopes(problem.W), formula.slope(problem, problem.W)
            np.testing.assert_allclose(found, expected.gradient, rtol=1e-12, err_msg=text)


def test_cancelled_prediction_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(1, 40, 3)
    formula = Formula.of("mean(|Y − P|^1.5)")
    made = formula.quotients(problem, 1e-3, cancelled=calls(0))
    with pytest.raises(Cancelled):
        made.exact_slopes(problem.W)
    monkeypatch.setattr(made, "_cancelled", lambda: False)
    expected = formula.slope(problem, problem.W).gradient
    np.testing.assert_allclose(made.exact_slopes(problem.W), expected, rtol=1e-13)


def test_written_out_has_the_losses() -> None:
    problem = random_problem(1, 40, 3)
    made = quotients_of("mean(|Y − P|)", problem, Difference.CENTRAL)
    written = made.written_out(problem.W)
    assert np.array_equal(written.gradient, made.at(problem.W).gradient[:, 0])
    assert np.array_equal(written.gradient, (written.ahead - written.behind) / written.step)


def test_single_precision_stays_single() -> None:
    problem = random_problem(1, 40, 3)
    A, Y, W = (each.astype(np.float32) for each in (problem.A, problem.Y, problem.W))
    for name, text in ALL.items():
        program = Formula.of(text).program
        made = FormulaQuotients(program, A, Y, 0.1, Difference.CENTRAL)
        slopes = made.at(W).gradient
        assert slopes.dtype == np.float32, name
        assert losses_at(program, A, Y, W.T).dtype == np.float32
        exact = FormulaQuotients(program, problem.A, problem.Y, 0.1, Difference.CENTRAL).at(
            problem.W
        )
        size = np.abs(exact.gradient).max() + abs(exact.loss)
        np.testing.assert_allclose(slopes, exact.gradient, atol=2e-4 * size)


@pytest.mark.parametrize("rows", [40, 5000])
@pytest.mark.parametrize("difference", Difference)
def test_moved_residuals_round_once_each(difference: Difference, rows: int) -> None:
    """The sum of the products is no fused one: The limit evaluates the same losses by numpy."""
    problem = random_problem(1, rows, 7)
    h = 1e-3 / (1 + np.arange(7))
    made = Formula.of("max(|Y − P|)").quotients(problem, h, difference)
    written = made.written_out(problem.W)
    A, w, base = problem.A, problem.W[:, 0], made._base
    sides = [w + side * h for side in difference.sides]
    expected = np.array(
        [[np.abs(base + (w[k] - side[k]) * A[:, k]).max() for k in range(7)] for side in sides]
    )
    at_w = np.full(7, np.abs(base).max())
    ahead, behind = difference.ends(expected, at_w)
    assert np.array_equal(written.ahead, ahead)
    assert np.array_equal(written.behind, behind)


def test_step_that_vanishes_is_named() -> None:
    problem = Problem([[1.0] * 3], [1.0], [0.0, 0.0, 1e9])
    with pytest.raises(StepVanishes, match="column 3, w = "):
        Formula.of("mean(|Y − P|)").quotients(problem, 1e-9).at(problem.W)


def test_overflow_and_undefined_are_silent() -> None:
    problem = Problem([[1e200], [2e200]], [1.0, 2.0], [1e200])
    texts = {"mean((Y − P)²)": math.inf, "mean(log(−P))": math.nan, "max(log(−P))": math.nan}
    texts |= {"10^10^10·mean(P)": math.inf, "mean(exp(P))^N^N": math.inf, "1/0 + N": math.inf}
    texts |= {"mean(log(cosh(P)))": math.inf, "0·mean(P²)": math.nan}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for text, loss in texts.items():
            found = Formula.of(text).quotients(problem, 1e190).at(problem.W)
            assert found.loss == pytest.approx(loss, nan_ok=True), text


def calls(count: int) -> Callable[[], bool]:
    answers = iter([*repeat(False, count), True])
    return lambda: next(answers)


def test_evaluation_is_cancelled_between_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch)
    problem, formula = random_problem(0, 40, 3), Formula.of("mean((Y − mean(P))²)")
    count = 0

    def counted() -> bool:
        nonlocal count
        count += 1
        return False

    formula.quotients(problem, 0.1, cancelled=counted).at(problem.W)
    assert count > 20
    for after in (0, 1, count // 2, count - 1):
        with pytest.raises(Cancelled):
            formula.quotients(problem, 0.1, cancelled=calls(after)).at(problem.W)
    with pytest.raises(Cancelled):
        formula.losses(problem, problem.W.T, calls(2))


def test_rows_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A block is predicted when it is evaluated, and for all weights before the next one."""
    small(monkeypatch)
    problem = random_problem(0, 40, 9)
    made = quotients_of("mean(|Y − P|^1.5)", problem, Difference.CENTRAL)
    seen: list[tuple[str, int]] = []
    predict, move = made._predict, made._move_paired

    def predicted(block: int, held: Matrix) -> None:
        seen.append(("predicted", block))
        predict(block, held)

    def moved(block: int, *others: Any) -> None:  # noqa: ANN401
        seen.append(("moved", block))
        move(block, *others)

    monkeypatch.setattr(made, "_predict", predicted)
    monkeypatch.setattr(made, "_move_paired", moved)
    made.at(problem.W)
    spans = len(made._spans)
    assert spans > 2
    assert seen == [
        each for block in range(6) for each in (("predicted", block), *[("moved", block)] * spans)
    ]


@pytest.mark.parametrize("variable", ["P", "W"])
def test_long_work_is_cancelled_soon(variable: str) -> None:
    """The longest formula, of as many exponentials as it may have, on a large table."""
    text = f"mean({'exp(' * 48}{variable}{')' * 48})"
    shape = (200_000, 4) if variable == "P" else (4, 100_000)
    problem = Problem(np.zeros(shape), np.zeros(shape[0]))
    began = time.monotonic()
    with pytest.raises(Cancelled):
        Formula.of(text).quotients(
            problem, 0.1, cancelled=lambda: time.monotonic() - began > 0.2
        ).at(problem.W)
    assert time.monotonic() - began < 2.2  # a second, and another for a busy machine
