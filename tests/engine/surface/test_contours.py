"""Ellipses: their points have their loss, and the ladder is one of powers of 4."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem
from engine.surface.contours import FACTOR, Contours
from engine.surface.plane import plane_of_directions, plane_of_weights

from .bowls import SEEDS, bowl_of, problem_of

WHOLE = ((-1e9, 1e9), (-1e9, 1e9))


def contours_of(seed: int) -> Contours:
    return Contours(plane_of_weights(bowl_of(problem_of(seed)), 0, 1))


@given(SEEDS, st.floats(1e-6, 1e6))
def test_points_have_their_loss(seed: int, level: float) -> None:
    contours = contours_of(seed)
    points = contours.ellipse(level, WHOLE)
    np.testing.assert_allclose(contours.plane.gaps(points), level, rtol=1e-6)


@given(SEEDS, st.floats(1e-3, 1e3))
def test_reach_is_that_of_the_points(seed: int, level: float) -> None:
    contours = contours_of(seed)
    points = contours.ellipse(level, WHOLE) - contours.plane.middle
    np.testing.assert_allclose(np.abs(points).max(axis=0), contours.reach(level), rtol=2e-3)


@given(SEEDS, st.floats(0.1, 10), st.floats(0.05, 0.5))
def test_part_in_view_is_dense(seed: int, level: float, part: float) -> None:
    contours = contours_of(seed)
    x, reach = contours.plane.middle[0], contours.reach(level)[0]
    view = (x - part * reach, x + part * reach), (-1e9, 1e9)
    points = contours.ellipse(level, view)
    np.testing.assert_allclose(contours.plane.gaps(points), level, rtol=1e-6)
    assert points[:, 0].min() == pytest.approx(view[0][0], abs=1e-9 * (1 + abs(x)))
    assert np.abs(np.diff(points[: len(points) // 2, 0])).max() < 0.05 * part * reach


def test_levels_are_powers_of_four() -> None:
    contours = Contours(plane_of_directions(bowl_of(Problem(np.eye(2), [0.0, 0.0]))))
    levels = contours.levels(((-10, 10), (-10, 10)), (0.5, 0.5))
    # The corners are 100 above the least loss; a reach of 0.5 has a loss of 1/8.
    assert levels == [64, 16, 4, 1, 0.25]
    assert all(math.log(level, FACTOR) == round(math.log(level, FACTOR)) for level in levels)


def test_far_view_has_few_levels() -> None:
    contours = Contours(plane_of_directions(bowl_of(Problem(np.eye(2), [0.0, 0.0]))))
    assert contours.levels(((-1e200, 1e200), (0, 1)), (0.5, 0.5)) == []
    assert len(contours.levels(((-1e90, 1e90), (0, 1)), (0.0, 0.0))) == 16


@pytest.mark.parametrize("flat", [0, 1])
def test_flat_axis_gives_bands(flat: int) -> None:
    sizes = np.array([2.0, 2.0])
    sizes[flat] = 0.0
    plane = plane_of_weights(bowl_of(Problem(np.diag(sizes), [0.0, 0.0])), 0, 1)
    contours = Contours(plane)
    assert contours.reach(8.0)[flat] == math.inf
    points = contours.ellipse(8.0, ((-5, 5), (-7, 7)))
    np.testing.assert_allclose(plane.gaps(points), 8.0)
    assert np.ptp(points[:, flat]) == (10, 14)[flat]


def test_slanted_band() -> None:
    plane = plane_of_weights(bowl_of(Problem([[1.0, 1.0]], [0.0])), 0, 1)
    points = Contours(plane).ellipse(4.0, ((-5, 5), (-5, 5)))
    np.testing.assert_allclose(np.abs(points.sum(axis=1)), 2.0)


def test_flat_everywhere_has_none() -> None:
    plane = plane_of_weights(bowl_of(Problem(np.zeros((2, 2)), [0.0, 1.0])), 0, 1)
    contours = Contours(plane)
    assert contours.ellipse(1.0, WHOLE).shape == (0, 2)
    assert contours.levels(WHOLE, (0.0, 0.0)) == []
