import math
from dataclasses import replace

import numpy as np
import pytest

from engine import Difference, Precision, Problem, Settings, suggest_each_h
from engine.limit.point import LimitPoint
from engine.limit.regions import Region
from engine.limit.table import LimitTable
from engine.limit.theory import ErrorTheory

from .places import TABLES, place

FORWARD, BACKWARD, CENTRAL = Difference.FORWARD, Difference.BACKWARD, Difference.CENTRAL
PUBLISHED = ErrorTheory(0, Precision.DOUBLE, 3, 1.764052345967664, -170.849, 18.45, 4.69, 36.8)


def regions(theory: ErrorTheory, difference: Difference) -> list[Region]:
    return [span.region for span in theory.regions(difference)]


def test_bend_rules_large_steps() -> None:
    h = np.array([1.0, 1e-3])
    assert PUBLISHED.errors(h, FORWARD) == pytest.approx(4.69**2 * h, rel=1e-6)


def test_rounding_rules_small_steps() -> None:
    loss, share = 18.45**2, 18.45 * 36.8 / math.sqrt(3)
    expected = 2.0**-52 * (loss + share) / 1e-12
    assert PUBLISHED.errors(np.array([1e-12]), FORWARD) == pytest.approx(expected, rel=1e-6)
    assert PUBLISHED.errors(np.array([1e-12]), CENTRAL) == pytest.approx(expected / 2, rel=1e-6)


def test_best_one_sided_step_balances_both() -> None:
    rounding = 2.0**-52 * (18.45**2 + 18.45 * 36.8 / math.sqrt(3))
    assert PUBLISHED.best_h(FORWARD) == pytest.approx(math.sqrt(rounding) / 4.69)
    assert PUBLISHED.best_h(BACKWARD) == PUBLISHED.best_h(FORWARD)


def test_best_central_step_is_halfway() -> None:
    expected = (18.45**2 * max(18.45**2, 36.8**2 / 3)) ** 0.25 / 4.69
    assert PUBLISHED.best_h(CENTRAL) == pytest.approx(expected)


def test_fitted_tables_have_a_best_step() -> None:
    fitted = replace(PUBLISHED, root_loss=0.0, slope=0.0)
    assert fitted.best_h(CENTRAL) == pytest.approx(36.8 / math.sqrt(3) / 4.69)
    assert 0 < fitted.best_h(FORWARD) < PUBLISHED.best_h(FORWARD)
    assert fitted.is_flat
    assert fitted.is_hidden


def test_columns_of_zeros_have_a_step() -> None:
    empty = replace(PUBLISHED, root_bend=0.0, slope=0.0)
    assert [empty.best_h(difference) for difference in Difference] == [1.0, 1.0, 1.0]
    assert empty.axis() == (10.0, 1e-17)


def test_best_step_always_moves_the_weight() -> None:
    far = replace(PUBLISHED, w=1e30)
    assert all(1e30 + far.best_h(difference) > 1e30 for difference in Difference)


def test_central_quotient_grows_beyond_best() -> None:
    best = PUBLISHED.best_h(CENTRAL)
    at_best, beyond = PUBLISHED.errors(np.array([best, best * 1e4]), CENTRAL)
    assert beyond > 100 * at_best


def test_published_weight_has_four_regions() -> None:
    one_sided = [Region.BEND, Region.CANCEL, Region.ALIKE, Region.STILL]
    assert regions(PUBLISHED, FORWARD) == one_sided
    assert regions(PUBLISHED, CENTRAL) == [Region.PARABOLA, *one_sided[1:]]


def test_zero_weights_always_move() -> None:
    still = replace(PUBLISHED, w=0.0)
    assert regions(still, FORWARD)[-1] is Region.ALIKE
    assert still.still_below(FORWARD) == 0


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("w", [1.0, -1.0, 1.7, -3e5, 0.3])
@pytest.mark.parametrize("precision", Precision)
def test_still_edge_is_where_steps_begin(
    w: float, difference: Difference, precision: Precision
) -> None:
    held = np.array([w], dtype=precision.value)
    edge = replace(PUBLISHED, w=w, precision=precision).still_below(difference)
    for h, moves in ((edge * 1.01, True), (edge * 0.49, False)):
        moved = [held + np.array([side * h], held.dtype) for side in difference.sides]
        ahead, behind = difference.ends(moved, held)
        assert bool(ahead != behind) is moves


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("precision", Precision)
def test_regions_tile_the_axis(name: str, precision: Precision) -> None:
    point = place(name, "ones", precision)
    for k in range(point.table.weights):
        theory = point.theory(k)
        for difference in Difference:
            spans = theory.regions(difference)
            assert spans[0].largest == math.inf
            assert spans[-1].smallest == 0
            assert [span.smallest for span in spans[:-1]] == [span.largest for span in spans[1:]]


def test_region_of_a_step() -> None:
    found = [PUBLISHED.region_at(h, FORWARD) for h in (1.0, 1e-9, 3e-16, 1e-17)]
    assert found == [Region.BEND, Region.CANCEL, Region.ALIKE, Region.STILL]


def test_axis_is_widened_for_the_table() -> None:
    assert PUBLISHED.axis() == (100.0, 1e-17)
    assert PUBLISHED.axis(3e5, 2e-20) == (1e7, 1e-21)
    small = replace(PUBLISHED, root_bend=4.69e12, w=0.0)
    largest, smallest = small.axis()
    assert largest == 1
    assert smallest < small.best_h(FORWARD) / 10


def test_textbook_steps_know_no_scale() -> None:
    assert PUBLISHED.textbook_h(FORWARD) == 2.0**-26
    assert PUBLISHED.textbook_h(CENTRAL) == pytest.approx(2 ** (-52 / 3))


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize(("size", "end"), [(1.0, 10.0), (1e6, 1.0)])
def test_zeros_have_a_usual_axis(size: float, end: float, precision: Precision) -> None:
    """At W = 0 with Y = 0 nothing is rounded: there is no best h, and none to reach for."""
    A = size * np.array([[1.0, 2.0], [3.0, 4.0]])
    table = LimitTable.of_rows(Problem(A, [0.0, 0.0]), Settings(precision=precision))
    theory = LimitPoint.at(table, np.zeros((2, 1))).theory(0)
    assert (theory.is_flat, theory.is_hidden, theory.is_unrounded) == (True, True, True)
    largest, smallest = theory.axis()
    assert (largest, smallest) == (end, 1e-17)
    assert theory.axis(1e-30) == (end, 1e-31)
    for difference in Difference:
        h = theory.best_h(difference)
        assert smallest < h < largest
        cut = theory.bend * h * abs(sum(difference.sides))
        assert theory.errors(np.array([h]), difference)[0] == pytest.approx(
            cut, rel=1e-6, abs=theory.epsilon * size**2 * h
        )


def test_zeros_have_steps_for_each_weight() -> None:
    problem = Problem([[1.0, 1e3], [1.0, -1e3]], [0.0, 0.0])
    assert suggest_each_h(problem) == pytest.approx((1.0, 1e-3))
    assert suggest_each_h(problem, "forward") == pytest.approx((1.49e-8, 1.49e-11), rel=1e-2)


def test_fitted_loss_is_still_rounded() -> None:
    """Where W fits, the loss is 0, but not what it is the difference of."""
    table = LimitTable.of_rows(Problem([[1.0], [2.0]], [3.0, 6.0]), Settings())
    theory = LimitPoint.at(table, np.array([[3.0]])).theory(0)
    assert (theory.loss, theory.is_flat, theory.is_unrounded) == (0, True, False)
    assert theory.axis() == (100.0, 1e-17)
