from itertools import repeat

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Difference, Problem
from engine.cancelling import Cancelled
from engine.errors import StepVanishes
from engine.methods import updated_quotients
from engine.methods.updated_quotients import UpdatedQuotients
from engine.quotients import Quotients

from ..problems import problems, random_problem, rounding


@given(problems(30, 9), st.sampled_from(Difference), st.floats(-3, 2).map(lambda e: 10**e))
def test_updates_give_the_quotients(problem: Problem, difference: Difference, h: float) -> None:
    whole = Quotients(problem.A, problem.Y, h, difference).at(problem.W)
    updated = UpdatedQuotients(problem.A, problem.Y, h, difference).at(problem.W)
    assert updated.loss == pytest.approx(whole.loss, rel=1e-12)
    assert np.abs(updated.gradient - whole.gradient).max() <= rounding(problem, problem.W, h)


def test_columns_in_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(1, 7, 50)
    whole = UpdatedQuotients(problem.A, problem.Y, 0.1, Difference.FORWARD).at(problem.W)
    monkeypatch.setattr(updated_quotients, "RESIDUALS_IN_CACHE", 21)
    blocks = UpdatedQuotients(problem.A, problem.Y, 0.1, Difference.FORWARD).at(problem.W)
    assert blocks.gradient.tolist() == whole.gradient.tolist()


@pytest.mark.parametrize("difference", Difference)
def test_vanishing_step_names_its_weight(difference: Difference) -> None:
    quotients = UpdatedQuotients(np.ones((1, 3)), np.ones((1, 1)), 1e-9, difference)
    with pytest.raises(StepVanishes, match="column 3, w = "):
        quotients.at(np.array([[0.0], [1.0], [1e9]]))


def test_updates_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updated_quotients, "RESIDUALS_IN_CACHE", 1)
    problem, answers = random_problem(1, 2, 6), iter([*repeat(False, 3), True])
    quotients = UpdatedQuotients(
        problem.A, problem.Y, 0.1, Difference.CENTRAL, lambda: next(answers)
    )
    with pytest.raises(Cancelled):
        quotients.at(problem.W)


def test_cost_grows_with_the_cells_alone() -> None:
    def products(rows: int, columns: int) -> int:
        A, Y = np.ones((rows, columns)), np.ones((rows, 1))
        return UpdatedQuotients(A, Y, 0.1, Difference.CENTRAL).products

    assert products(3, 200) == 2 * products(3, 100)
