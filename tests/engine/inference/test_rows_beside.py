"""Rows that a fit does not count, beside it."""

import numpy as np
import pytest

from engine import EngineError, Problem, optimum
from engine.inference.leave_out import KeptRows, leave_out
from engine.inference.rows_beside import RowsBeside
from engine.statistics import statistics


def test_rows_are_predicted_by_the_others() -> None:
    random = np.random.default_rng(3)
    A, Y = random.normal(size=(40, 3)), random.normal(size=(40, 1))
    kept = leave_out(KeptRows.of(Problem(A, Y)), [4, 17])
    found = RowsBeside.of(statistics(kept.problem, kept.best), A[[4, 17]], Y[[4, 17]])
    others = np.delete(np.arange(40), [4, 17])
    W = optimum(Problem(A[others], Y[others])).W
    assert found.predicted == pytest.approx((A[[4, 17]] @ W)[:, 0], rel=1e-12)
    assert found.residuals == pytest.approx((Y[[4, 17]] - A[[4, 17]] @ W)[:, 0], rel=1e-12)
    assert found.observed.tolist() == Y[[4, 17], 0].tolist()
    assert not found.A.flags.writeable


def test_other_columns_are_refused() -> None:
    problem = Problem([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], [0.0, 1.0, 2.0])
    with pytest.raises(EngineError):
        RowsBeside.of(statistics(problem, optimum(problem)), [[1.0]], [2.0])


def test_unseen_level_has_no_residual() -> None:
    problem = Problem([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0]], [1.0, 2.0, 3.0], [[0.0], [999.0]])
    found = RowsBeside.of(
        statistics(problem, optimum(problem)), [[1.0, 1.0], [1.0, 0.0]], [[210.0], [3.0]]
    )
    assert found.observed.tolist() == [210.0, 3.0]
    assert np.isnan([found.predicted[0], found.residuals[0]]).all()
    assert (found.predicted[1], found.residuals[1]) == pytest.approx((2.0, 1.0))
