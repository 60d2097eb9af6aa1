import warnings
from collections.abc import Callable
from itertools import repeat

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Difference, Problem, Settings, fit, gradient, mean_squared_error
from engine.cancelling import Cancelled
from engine.errors import StepVanishes
from engine.quotients import Quotients

from .problems import analytic_gradient, problems, random_problem, rounding

differences = st.sampled_from(Difference)


@given(problems(300, 9), differences, st.integers(1, 2000), st.integers(1, 20))
def test_blocks_and_spans_change_nothing(
    problem: Problem, difference: Difference, residuals: int, coordinates: int
) -> None:
    whole = Quotients(problem.A, problem.Y, 0.1, difference).at(problem.W)

    class Small(Quotients):
        RESIDUALS_IN_CACHE = residuals
        COORDINATES_IN_MEMORY = coordinates

    small = Small(problem.A, problem.Y, 0.1, difference).at(problem.W)
    assert small.loss == pytest.approx(whole.loss, rel=1e-12)
    assert np.abs(small.gradient - whole.gradient).max() <= rounding(problem, problem.W, 0.1)


@pytest.mark.parametrize("rows", [63, 64, 65, 128, 129])
def test_no_row_lost_between_blocks(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Quotients, "RESIDUALS_IN_CACHE", 1)
    monkeypatch.setattr(Quotients, "FEWEST_ROWS", 64)  # blocks of 64 rows
    problem = random_problem(0, rows, 2)
    loss = Quotients(problem.A, problem.Y, 0.1, Difference.CENTRAL).at(problem.W).loss
    assert loss == pytest.approx(mean_squared_error(problem.A, problem.W, problem.Y), rel=1e-12)


def test_many_rows_and_weights() -> None:
    problem = random_problem(3, 70_000, 3)
    loss, slopes = Quotients(problem.A, problem.Y, 0.1, Difference.CENTRAL).at(problem.W)
    assert loss == pytest.approx(mean_squared_error(problem.A, problem.W, problem.Y), rel=1e-12)
    assert slopes == pytest.approx(analytic_gradient(problem, problem.W), rel=1e-9, abs=1e-12)


def test_vanishing_weight_counted_across_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Quotients, "COORDINATES_IN_MEMORY", 1)
    with pytest.raises(StepVanishes, match="column 5, w = "):
        gradient(Problem([[1] * 6], [1], [0, 0, 0, 0, 1e9, 0]), h=1e-9)


def calls(count: int) -> Callable[[], bool]:
    """Return a callable that returns False a number of times, then True."""
    answers = iter([*repeat(False, count), True])
    return lambda: next(answers)


def test_evaluation_cancelled_between_blocks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Quotients, "RESIDUALS_IN_CACHE", 1)
    monkeypatch.setattr(Quotients, "FEWEST_ROWS", 64)
    problem = random_problem(0, 200, 2)  # four blocks of at most 64 rows
    Quotients(problem.A, problem.Y, 0.1, Difference.CENTRAL, calls(4)).at(problem.W)
    with pytest.raises(Cancelled):
        Quotients(problem.A, problem.Y, 0.1, Difference.CENTRAL, calls(3)).at(problem.W)


def test_quotients_are_reproducible() -> None:
    problem = random_problem(1, 100, 4)
    quotients = Quotients(problem.A, problem.Y, 0.1, Difference.CENTRAL)
    first = quotients.at(problem.W)
    quotients.at(problem.W + 1)
    again = quotients.at(problem.W)
    assert first.loss == again.loss
    assert np.array_equal(first.gradient, again.gradient)


def test_huge_single_precision_step_is_silent() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = fit(random_problem(1, 5, 2), Settings(3, 0.01, 1e50, precision="float32"))
    assert result.stop.name == "DIVERGED"
