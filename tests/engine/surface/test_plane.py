"""Planes: what lies on them, and which W a place stands for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem
from engine.surface.plane import (
    Plane,
    lengths_of,
    plane_of_directions,
    plane_of_path,
    plane_of_weights,
)
from tests.engine.problems import published_problem

from .bowls import SEEDS, bowl_of, loss_at, problem_of

PLACES = st.tuples(st.floats(-50, 50), st.floats(-50, 50))


def planes_of(problem: Problem, *, scaled: bool) -> list[Plane]:
    bowl = bowl_of(problem, scaled=scaled)
    of_path = plane_of_path(bowl, np.array([problem.W[:, 0], bowl.optimum, 2 * bowl.optimum]))
    assert of_path is not None
    return [plane_of_directions(bowl), of_path, plane_of_weights(bowl, 0, 2)]


@given(SEEDS, PLACES, st.booleans())
def test_gap_is_that_of_its_W(seed: int, place: tuple[float, float], scaled: bool) -> None:
    problem = problem_of(seed)
    floor = bowl_of(problem).floor
    for plane in planes_of(problem, scaled=scaled):
        W = plane.W_at(place)
        (gap,) = plane.gaps(np.array([place]))
        assert floor + gap == pytest.approx(loss_at(problem, W), rel=1e-6)


@given(SEEDS, PLACES, st.booleans())
def test_place_leads_back(seed: int, place: tuple[float, float], scaled: bool) -> None:
    for plane in planes_of(problem_of(seed), scaled=scaled):
        (found,) = plane.places(plane.W_at(place).T)
        size = np.abs(plane.middle).max() + np.abs(place).max() + 1
        np.testing.assert_allclose(found, place, atol=1e-6 * size)


@given(SEEDS, PLACES, SEEDS)
def test_others_are_at_their_best(seed: int, place: tuple[float, float], move: int) -> None:
    problem = problem_of(seed)
    plane = plane_of_weights(bowl_of(problem), 1, 3)
    W = plane.W_at(place)
    moved = W.copy()
    moved[[0, 2], 0] += np.random.default_rng(move).normal(size=2)
    assert (W[1, 0], W[3, 0]) == place
    assert loss_at(problem, W) <= loss_at(problem, moved) * (1 + 1e-12)


def test_directions_are_steepest_and_flattest() -> None:
    plane = plane_of_directions(bowl_of(Problem(np.diag([1.0, 10.0, 3.0]), np.zeros(3))))
    assert plane.modes == (2, 0)
    np.testing.assert_allclose(np.abs(plane.across), [[1, 0, 0], [0, 1, 0]], atol=1e-12)
    assert plane.gaps(np.array([[3.0, 0.0], [0.0, 3.0]])) == pytest.approx([3.0, 300.0])


def test_short_rank_is_flat() -> None:
    A = np.array([[1.0, 1.0, 1.0], [1.0, 2.0, 3.0], [1.0, 3.0, 5.0], [1.0, 4.0, 7.0]])
    bowl = bowl_of(Problem(A, [1.0, 2.0, 2.0, 3.0]))
    plane = plane_of_weights(bowl, 1, 2)
    assert np.linalg.matrix_rank(plane.slopes, tol=1e-9) == 1
    assert plane_of_directions(bowl).modes == (1, 0)
    alone = plane_of_weights(bowl_of(Problem(np.diag([0.0, 2.0]), [1.0, 1.0])), 0, 1)
    assert alone.is_flat == (True, False)


def test_flat_weight_stays_where_it_is() -> None:
    bowl = bowl_of(published_problem())
    assert plane_of_weights(bowl, 0, 2).middle == pytest.approx(bowl.optimum[[0, 2]])


def test_path_lies_on_its_plane() -> None:
    draw = np.random.default_rng(2)
    bowl = bowl_of(problem_of(2))
    W = bowl.optimum + draw.normal(size=(30, 2)) @ draw.normal(size=(2, 4))
    plane = plane_of_path(bowl, np.concatenate((W, bowl.optimum[np.newaxis])))
    assert plane is not None
    for each, place in zip(W, plane.places(W), strict=True):
        np.testing.assert_allclose(plane.W_at(tuple(place))[:, 0], each, atol=1e-9)


def test_straight_path_has_a_second_direction() -> None:
    bowl = bowl_of(problem_of(4))
    plane = plane_of_path(bowl, np.linspace(bowl.optimum, bowl.optimum + 1, 5))
    assert plane is not None
    gram = plane.across @ plane.lift
    np.testing.assert_allclose(gram, np.eye(2), atol=1e-9)


def test_path_without_length_has_none() -> None:
    bowl = bowl_of(problem_of(4))
    assert plane_of_path(bowl, np.ones((3, 4))) is None


def test_lengths_do_not_overflow() -> None:
    assert lengths_of(np.array([[3e200], [4e200]])) == [pytest.approx(5e200)]
