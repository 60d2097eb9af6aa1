"""Any loss on a grid, and the lines of its heights."""

import math

import numpy as np
import pytest

from engine import Cancelled, Problem, Settings
from engine.formula.formula import Formula
from engine.surface.loss_grid import LossGrid, grid_of, pieces_at

PROBLEM = Problem([[1.0, 2.0, 0.0], [3.0, -1.0, 1.0]], [1.0, 2.0], [0.5, 0.5, 2.0])
VIEW = (-2.0, 2.0), (-1.0, 3.0)


def formula_of(loss: str) -> Formula:
    formula = Settings(loss=loss).formula
    assert formula is not None
    return formula


def test_grid_has_the_losses() -> None:
    grid = grid_of(PROBLEM, formula_of("mean absolute"), PROBLEM.W, (2, 0), VIEW)
    W = np.array([[grid.y[7]], [0.5], [grid.x[3]]])
    assert grid.losses[7, 3] == pytest.approx(np.abs(PROBLEM.Y - PROBLEM.A @ W).mean())


def test_grid_is_cancelled() -> None:
    with pytest.raises(Cancelled):
        grid_of(PROBLEM, formula_of("huber"), PROBLEM.W, (0, 1), VIEW, lambda: True)


def test_pieces_lie_on_a_circle() -> None:
    x = y = np.linspace(-2, 2, 81)
    pieces = pieces_at(x, y, x**2 + y[:, np.newaxis] ** 2, 1.0)
    np.testing.assert_allclose(np.hypot(*pieces.reshape(-1, 2).T), 1.0, atol=1e-3)
    length = np.linalg.norm(pieces[:, 1] - pieces[:, 0], axis=1).sum()
    assert length == pytest.approx(math.tau, rel=1e-3)


def test_saddle_is_passed_twice() -> None:
    x = np.array([0.0, 1.0])
    pieces = pieces_at(x, x, np.array([[1.0, 0.0], [0.0, 1.0]]), 0.5)
    assert pieces.shape == (2, 2, 2)
    assert sorted(pieces.reshape(-1, 2).tolist()) == [[0, 0.5], [0.5, 0], [0.5, 1], [1, 0.5]]


def test_undefined_losses_have_no_line() -> None:
    x = np.linspace(-1, 1, 21)
    grid = LossGrid(x, x, np.where(x > 0, x, np.nan) + np.zeros((21, 1)))
    levels = grid.levels()
    assert levels
    assert all(np.isfinite(grid.contour(level)).all() for level in levels)
    assert np.isclose(grid.contour(0.25)[..., 0], 0.25).all()


def test_places_too_close_have_no_line() -> None:
    x = np.linspace(-1, 1, 5)
    heights = np.where(x > 0, np.inf, 0.0) + np.zeros((5, 1))
    for places in (np.full(5, 1e300), np.full(5, 3.0)):
        assert np.isfinite(pieces_at(x, places, heights, 0.5)).all()
        assert np.isfinite(pieces_at(places, x, heights.T, 0.5)).all()


@pytest.mark.parametrize("height", [1.0, np.nan])
def test_flat_grid_has_no_levels(height: float) -> None:
    x = np.linspace(-1, 1, 5)
    assert LossGrid(x, x, np.full((5, 5), height)).levels() == []


def test_levels_are_at_round_steps() -> None:
    x = np.linspace(0, 10, 41)
    grid = LossGrid(x, x, np.abs(x) + np.zeros((41, 1)))
    levels = grid.levels()
    assert levels == pytest.approx([k / 2 for k in range(1, 20)])
    assert np.isclose(grid.contour(levels[3])[..., 0], 2.0).all()
