"""The table whose mean square is a loss."""

import numpy as np
import pytest

from engine import Problem, Settings, mean_squared_error
from engine.losses.equal_rows import equal_rows, least_of

PROBLEM = Problem([[1.0, 2.0], [3.0, 5.0], [4.0, -1.0]], [1.0, 2.0, 4.0], [0.5, -0.25])
RIDGE = "mean((Y − P)²) + 0.5·sum(W²)"


def test_mean_square_has_its_own_rows() -> None:
    assert equal_rows(PROBLEM, Settings()) is PROBLEM


@pytest.mark.parametrize("scaled", [False, True])
def test_ridge_has_more_rows(scaled: bool) -> None:
    settings = Settings(loss=RIDGE, scale_columns=scaled)
    rows = equal_rows(PROBLEM, settings)
    assert rows is not None
    assert rows.rows == 5
    assert settings.formula is not None
    loss = float(settings.formula.losses(PROBLEM, PROBLEM.W.T)[0])
    assert mean_squared_error(rows.A, rows.W, rows.Y) == pytest.approx(loss, rel=1e-14)


def test_least_of_ridge_is_its_optimum() -> None:
    best = least_of(PROBLEM, Settings(loss=RIDGE))
    assert best is not None
    A, Y = PROBLEM.A, PROBLEM.Y
    expected = np.linalg.solve(A.T @ A + 1.5 * np.eye(2), A.T @ Y)
    np.testing.assert_allclose(best.W, expected, rtol=1e-12)


@pytest.mark.parametrize("loss", ["mean absolute", "huber", "mean(|Y − P|^1.5)"])
def test_other_losses_have_none(loss: str) -> None:
    assert equal_rows(PROBLEM, Settings(loss=loss)) is None
    assert least_of(PROBLEM, Settings(loss=loss)) is None
