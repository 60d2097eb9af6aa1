import math
from dataclasses import replace

import numpy as np
import pytest

from engine import (
    Frame,
    Problem,
    Settings,
    descend,
    learning_rate_limit,
    optimum,
    stability_limit,
    triangle_of,
)
from engine.verdict.gap_directions import GapByDirection, gap_by_direction

from ..problems import random_problem

SLOW = Problem(np.diag([1.0, 0.1, 0.001]), [1.0, 1.0, 1.0])


def frame_of(problem: Problem, settings: Settings) -> Frame:
    *_, frame = descend(problem, settings)
    return frame


def gap_of(problem: Problem, settings: Settings) -> GapByDirection:
    found = gap_by_direction(problem, settings, frame_of(problem, settings), optimum(problem))
    assert found is not None
    return found


@pytest.mark.parametrize("scaled", [False, True])
def test_parts_add_up_to_the_gap(scaled: bool) -> None:
    problem = random_problem(1, 20, 4)
    settings = Settings(20, "safe", scale_columns=scaled)
    found = gap_of(problem, settings).directions
    gap = frame_of(problem, settings).loss - optimum(problem).loss
    assert sum(each.gap for each in found) == pytest.approx(gap, rel=1e-9)
    assert sum(each.share for each in found) == pytest.approx(1.0)
    assert [each.gap for each in found] == sorted((each.gap for each in found), reverse=True)


def test_slowest_direction_is_named_last_left() -> None:
    settings = Settings(1000, 1.0)
    slowest = gap_of(SLOW, settings).directions[0]
    assert slowest.name == "x3"
    assert slowest.share == pytest.approx(1.0, rel=1e-5)
    assert np.argmax(np.abs(slowest.parts)) == 2
    curvature = 2 * 0.001**2 / 3
    assert slowest.halving == pytest.approx(math.log(2) / 2 / curvature, rel=1e-6)


@pytest.mark.parametrize("optimiser", ["plain", "heavy ball", "nesterov"])
def test_what_is_to_come_is_what_comes(optimiser: str) -> None:
    problem = random_problem(4, 15, 3)
    settings = Settings(37, 1, optimiser=optimiser)
    settings = replace(settings, learning_rate=0.3 * stability_limit(problem, settings))
    ahead = gap_of(problem, settings).after(np.array([0.0, 1.0, 60.0]))
    assert ahead is not None
    least = optimum(problem).loss
    for epochs, left in zip((37, 38, 97), ahead.sum(axis=0), strict=True):
        loss = frame_of(problem, replace(settings, epochs=epochs)).loss
        assert left == pytest.approx(loss - least, rel=1e-6, abs=1e-13 * least)


@pytest.mark.parametrize("optimiser", ["heavy ball", "nesterov"])
def test_halving_is_that_of_late_epochs(optimiser: str) -> None:
    settings = Settings(0, 1.0, optimiser=optimiser)
    found = gap_of(SLOW, settings)
    slowest = next(each for each in found.directions if each.name == "x3")
    k = found.directions.index(slowest)
    ahead = found.after(np.array([1000.0, 1000 + round(slowest.halving)]))
    assert ahead is not None
    assert ahead[k, 1] == pytest.approx(ahead[k, 0] / 2, rel=1e-4)


def test_growing_direction_never_halves() -> None:
    problem = random_problem(2, 9, 2)
    settings = Settings(3, 1.1 * learning_rate_limit(problem))
    assert math.inf in [each.halving for each in gap_of(problem, settings).directions]


def test_other_optimisers_have_shares_alone() -> None:
    found = gap_of(SLOW, Settings(5, 0.01, optimiser="adam"))
    assert sum(each.share for each in found.directions) == pytest.approx(1.0)
    assert all(math.isnan(each.halving) for each in found.directions)
    assert found.after(np.array([1.0])) is None


def test_nothing_left_has_no_direction() -> None:
    assert gap_of(Problem([[1.0]], [1.0], [1.0]), Settings(0)).directions == ()


def test_undetermined_direction_has_no_gap() -> None:
    problem = Problem([[1.0, 1.0], [2.0, 2.0], [1.0, 1.0]], [1.0, 2.0, 5.0])
    assert len(gap_of(problem, Settings(0)).directions) == 1


def test_other_losses_have_no_directions() -> None:
    settings = Settings(2, 0.01, loss="huber")
    assert gap_by_direction(SLOW, settings, frame_of(SLOW, settings), optimum(SLOW)) is None


def test_too_many_columns_have_no_directions() -> None:
    wide, frame = Problem(np.ones((1, 1001)), [1.0]), frame_of(SLOW, Settings(0))
    assert gap_by_direction(wide, Settings(0), frame, optimum(SLOW)) is None


@pytest.mark.parametrize("scaled", [False, True])
def test_triangle_has_the_same_directions(scaled: bool) -> None:
    problem = random_problem(6, 40, 3)
    settings = Settings(30, 0.1, 0.1, scale_columns=scaled, optimiser="nesterov")
    frame, best, triangle = frame_of(problem, settings), optimum(problem), triangle_of(problem)
    reduced = triangle.problem(problem.W)
    by_rows = gap_by_direction(problem, settings, frame, best)
    by_triangle = gap_by_direction(reduced, settings, frame, best, triangle=triangle)
    assert by_rows is not None
    assert by_triangle is not None
    for rows, same in zip(by_rows.directions, by_triangle.directions, strict=True):
        assert (rows.gap, rows.halving) == pytest.approx((same.gap, same.halving), rel=1e-6)
