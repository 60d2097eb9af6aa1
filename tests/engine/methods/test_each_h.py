"""A step h for each weight, on every path."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from engine import (
    Difference,
    Matrix,
    Method,
    Precision,
    Problem,
    Settings,
    StopReason,
    descend,
    fit,
    gradient,
    triangle_of,
)
from engine.errors import BadSetting, StepVanishes
from engine.limits import literal_gradient
from engine.methods.modes import Modes
from engine.methods.rounding import Rounding
from engine.methods.step_working import StepWriter
from engine.methods.updated_quotients import UpdatedQuotients, quotients_of
from engine.quotients import Quotients

from ..problems import analytic_gradient, mean_squares, random_problem

STEPS = (0.5, 1e-3, 0.25)
SIDES = {Difference.CENTRAL: 0, Difference.FORWARD: 1, Difference.BACKWARD: -1}


def run(problem: Problem, **changes: object) -> tuple[Matrix, float]:
    settings = Settings(**{"epochs": 300, "learning_rate": "safe", "h": STEPS, **changes})  # type: ignore[arg-type]
    result = fit(problem, settings)
    return result.W, result.loss


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("evaluation", [Quotients, UpdatedQuotients])
def test_each_quotient_has_its_own_step(evaluation: type, difference: Difference) -> None:
    problem = random_problem(3, 20, 3)
    found = evaluation(problem.A, problem.Y, np.array(STEPS), difference).at(problem.W).gradient
    for k, h in enumerate(STEPS):
        alone = evaluation(problem.A, problem.Y, h, difference).at(problem.W).gradient
        assert found[k] == alone[k]


@pytest.mark.parametrize("form", ["vectorised", "literal"])
@pytest.mark.parametrize("difference", Difference)
def test_gradient_takes_a_step_for_each(difference: Difference, form: str) -> None:
    problem = random_problem(4, 20, 3)
    found = gradient(problem, h=STEPS, difference=difference, form=form)
    bias = SIDES[difference] * np.reshape(STEPS, (3, 1)) * mean_squares(problem)
    assert found == pytest.approx(analytic_gradient(problem, problem.W) + bias, rel=1e-9)


def test_vanishing_step_names_its_weight() -> None:
    problem = random_problem(4, 20, 3)
    steps = np.array([0.1, 1e-20, 0.1])
    for evaluate in (
        lambda: quotients_of(problem.A, problem.Y, steps, Difference.CENTRAL).at(problem.W),
        lambda: literal_gradient(problem, problem.W, steps, Difference.CENTRAL),
    ):
        with pytest.raises(StepVanishes) as caught:
            evaluate()
        assert (caught.value.weight, caught.value.h) == (2, 1e-20)


def test_other_numbers_of_steps_are_refused() -> None:
    problem = random_problem(4, 20, 3)
    with pytest.raises(BadSetting, match="one number, or 3, one for each weight"):
        gradient(problem, h=(0.1, 0.2))
    with pytest.raises(BadSetting, match="one number, or 3, one for each weight"):
        fit(problem, Settings(h=(0.1, 0.2)))


@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("difference", Difference)
def test_all_methods_give_the_same_run(difference: Difference, scaled: bool) -> None:
    problem = random_problem(5, 40, 3)
    W, loss = run(problem, difference=difference, method=Method.LITERAL, scale_columns=scaled)
    for method in (Method.TRIANGLE, Method.MODES, Method.AUTOMATIC):
        again = run(problem, difference=difference, method=method, scale_columns=scaled)
        assert again[0] == pytest.approx(W, rel=1e-10)
        assert again[1] == pytest.approx(loss, rel=1e-11)


@pytest.mark.parametrize("difference", Difference)
def test_modes_carry_the_run(difference: Difference) -> None:
    problem = random_problem(6, 40, 3)
    frames = descend(problem, Settings(10_000, 1e-3, STEPS, difference))
    *_, last = frames
    assert (last.method, last.fallback) == (Method.MODES, "")


@pytest.mark.parametrize("difference", [Difference.FORWARD, Difference.BACKWARD])
def test_wide_tables_are_pushed_alike(difference: Difference) -> None:
    problem = random_problem(8, 20, 230)
    steps = tuple(np.random.default_rng(1).uniform(1e-3, 1e-1, 230))
    ends = [
        fit(problem, Settings(500, "safe", steps, difference, method=method))
        for method in (Method.LITERAL, Method.MODES)
    ]
    assert pytest.approx(ends[0].W, rel=1e-8) == ends[1].W
    assert len(Modes.of_rows(problem, h=np.array(steps)).sizes) == 21


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("difference", Difference)
def test_working_has_the_step_of_each(difference: Difference, precision: Precision) -> None:
    problem = random_problem(7, 30, 3)
    settings = Settings(1, 0.01, STEPS, difference, precision=precision, method="literal")
    working = StepWriter(problem, settings).at(problem.W)
    assert working is not None
    after = fit(problem, settings)
    steps = [working.of_weight(k) for k in range(3)]
    assert [step.h for step in steps] == list(STEPS)
    taken = np.array([step.step for step in steps]) / len(difference.sides)
    assert taken == pytest.approx(STEPS, rel=1e-3)
    assert [step.w_next_of_table for step in steps] == after.W[:, 0].tolist()


@pytest.mark.parametrize("difference", Difference)
def test_equal_steps_are_one_step(difference: Difference) -> None:
    problem = random_problem(9, 50, 4)
    one = fit(problem, Settings(2000, "safe", 0.01, difference))
    each = fit(problem, Settings(2000, "safe", (0.01,) * 4, difference))
    assert pytest.approx(one.W, rel=1e-11) == each.W
    assert (each.stop, each.epochs) == (one.stop, one.epochs)


def test_rounding_of_each_is_that_of_its_step() -> None:
    problem = random_problem(10, 50, 3)
    each = Rounding(problem, Settings(h=STEPS))
    W, losses = np.repeat(problem.W, 2, axis=1), np.array([1.0, 2.0])
    found = each.of_quotient(W, losses)
    assert found.shape == (3, 2)
    ones = [Rounding(problem, Settings(h=h)).of_quotient(W, losses) for h in STEPS]
    sizes = np.sqrt(problem.mean_squares)
    for k, one in enumerate(ones):
        # With one h for all weights, that of the largest column counts as what h adds to the loss.
        factor = float(sizes.max() / sizes[k]) ** 2
        assert (found[k] <= one * (1 + 1e-12)).all()
        assert (found[k] * factor >= one).all()
    norm = each.norm_of_quotient_at(problem.W, 1.0)
    assert norm == pytest.approx(float(np.linalg.norm(found[:, 0])))


def test_converged_runs_rest_at_the_optimum() -> None:
    problem = random_problem(11, 60, 3)
    scales = np.array([1e-6, 1.0, 1e6])
    problem = Problem(problem.A * scales, problem.Y, problem.W)
    settings = Settings(learning_rate="safe", h="fits each weight", until_converged=True)
    scaled = fit(problem, replace(settings, scale_columns=True))
    assert scaled.stop is StopReason.CONVERGED
    assert scaled.digits.min() > 8


def test_single_precision_takes_a_step_for_each() -> None:
    problem = random_problem(12, 60, 3)
    scales = np.array([1e-3, 1.0, 1e3])
    problem = Problem(problem.A * scales, problem.Y, np.zeros((3, 1)))
    changes = {"precision": Precision.SINGLE, "h": "fits each weight"}
    frames = list(descend(problem, Settings(50, "safe", **changes), chunk_epochs=1))  # type: ignore[arg-type]
    assert all(later.loss <= former.loss * (1 + 1e-6) for former, later in pairwise(frames))


def test_triangle_has_the_same_steps() -> None:
    problem = random_problem(13, 400, 3)
    settings = Settings(20, "safe", "fits each weight")
    rows = fit(problem, settings)
    *_, reduced = descend(problem, settings, triangle=triangle_of(problem))
    assert pytest.approx(rows.W, rel=1e-12) == reduced.W
