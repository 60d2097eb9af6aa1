import math

import numpy as np
import pytest

from engine import Difference, Matrix, Precision, Problem, Settings
from engine.cancelling import Cancelled
from engine.limit.digits import quotient_digits
from engine.limit.microscope import HALF_WIDTH, POINTS, look
from engine.limit.point import LimitPoint
from engine.limit.table import LimitTable

from ..problems import published_problem
from .places import place


def published(precision: Precision = Precision.DOUBLE) -> LimitPoint:
    problem = published_problem()
    return LimitPoint.at(LimitTable.of_rows(problem, Settings(precision=precision)), problem.W)


def levels(rises: Matrix) -> int:
    return len(np.unique(rises))


@pytest.mark.parametrize("precision", Precision)
def test_wide_windows_show_a_parabola(precision: Precision) -> None:
    view = look(published(precision), 0, 1.0)
    height = float(np.ptp(view.rises))
    assert view.rises == pytest.approx(view.true_rises, abs=1e-5 * height)
    assert view.beside_tangent == pytest.approx(view.bends, abs=1e-5 * height)
    assert (levels(view.rises) > POINTS // 2, view.is_staircase) == (True, False)


def test_tiny_windows_show_a_staircase() -> None:
    view = look(published(), 0, 3e-15)
    assert 5 < levels(view.rises) < 40
    assert view.is_staircase
    steps = np.diff(np.unique(view.rises))
    assert steps == pytest.approx(np.full(len(steps), np.spacing(340.0)), rel=1e-9)
    assert levels(view.taken) < 60


def test_bend_and_noise_meet_at_best() -> None:
    point = published()
    best = point.theory(0).best_h(Difference.FORWARD)
    view = look(point, 0, best)
    noise = float(np.abs(view.beside_tangent - view.bends).max())
    assert 0.1 < float(view.bends.max()) / noise < 10
    tiny = look(point, 0, best / 1000)
    assert np.abs(tiny.beside_tangent).max() > 100 * tiny.bends.max()
    wide = look(point, 0, best * 1000)
    assert wide.beside_tangent == pytest.approx(wide.bends, rel=0.1, abs=wide.bends.max() / 100)


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("h", [0.1, 1e-9, 3e-15])
def test_secants_end_on_the_losses_of_the_run(difference: Difference, h: float) -> None:
    point = published()
    view, digits = look(point, 0, h), quotient_digits(point, 0, h, difference)
    (left, right), (below, above) = view.ends(digits.ahead, digits.behind, difference)
    assert (left, right) == (min(0, *difference.sides), max(0, *difference.sides))
    assert above - below == digits.ahead - digits.behind
    between = view.bend_at_h / POINTS**2
    found = np.interp([left, right], view.t, view.rises)
    assert found == pytest.approx([below, above], abs=10 * between + 1e-12)


def test_true_curve_goes_through_the_exact_loss() -> None:
    view = look(published(Precision.SINGLE), 0, 1e-3)
    middle = POINTS // 2
    assert view.t[middle] == 0
    assert view.true_rises[middle] == view.offset != 0
    assert view.rises[middle] == 0
    assert (view.t[0], view.t[-1]) == (-HALF_WIDTH, HALF_WIDTH)


def test_still_windows_are_level() -> None:
    view = look(published(), 0, 1e-18)
    assert not view.taken.any()
    assert not view.rises.any()


def test_overflowing_losses_are_no_staircase() -> None:
    problem = Problem([[1e200]], [1.0], [1.0])
    view = look(LimitPoint.at(LimitTable.of_rows(problem, Settings()), problem.W), 0, 1e-3)
    assert math.isnan(view.offset)
    assert not view.is_staircase


def test_looking_is_cancelled() -> None:
    with pytest.raises(Cancelled):
        look(place("Norris", "ones"), 0, 0.1, cancelled=lambda: True)


@pytest.mark.parametrize("h", [1e-9, 1.0, 1e9])
def test_column_of_zeros_has_no_stairs(h: float) -> None:
    problem = Problem([[0.0, 1.0], [0.0, 3.0], [0.0, 0.7]], [0.1, 0.3, 0.6], [1.0, 0.2])
    point = LimitPoint.at(LimitTable.of_rows(problem, Settings()), problem.W)
    view = look(point, 0, h)
    assert view.offset != 0
    assert not view.is_staircase
