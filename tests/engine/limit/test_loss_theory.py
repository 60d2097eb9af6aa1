import math

import numpy as np
import pytest

from engine import Difference, Precision, Problem, Settings
from engine.formula.formula import Formula
from engine.limit.curves import ErrorCurves, measure, steps_between
from engine.limit.loss_point import LossPoint
from engine.limit.loss_table import LossTable
from engine.limit.loss_theory import LossTheory
from engine.limit.regions import Region

from ..formula.reference import Reference
from .loss_places import KINKED, SMOOTH, loss_place, one_row

A_DECADE = 24
RULED = (Region.BEND, Region.CANCEL)
LAST_DIGITS = 8


def looked_at(
    name: str, precision: Precision = Precision.DOUBLE, size: float = 1.0
) -> list[tuple[LossTheory, ErrorCurves]]:
    """Return the theory of each weight, and its errors against slopes of 60 digits."""
    point = loss_place(name, precision, size)
    A, Y = point.table.A.astype(float), point.table.Y.astype(float)
    exact = Reference(point.table.formula.root, A, Y).gradient(point.w.astype(float))
    found = []
    for k in range(point.table.weights):
        theory = point.theory(k)
        curves = measure(point, k, steps_between(*theory.axis(), A_DECADE))
        quotients, slope = curves.quotients, float(exact[k, 0])
        found.append((theory, ErrorCurves(k, precision, curves.source, curves.h, slope, quotients)))
    return found


def shares_within_ten(found: list[tuple[LossTheory, ErrorCurves]]) -> dict[str, float]:
    """Return of how many h the theory is within a factor of 10, for each quotient and region."""
    within: dict[str, list[bool]] = {}
    for theory, curves in found:
        is_moved = curves.h > LAST_DIGITS * theory.epsilon * abs(theory.w)
        for difference in Difference:
            measured = curves.smoothed(difference)
            for span in theory.regions(difference):
                if span.region not in RULED:
                    continue
                is_there = (curves.h < span.largest) & (curves.h > span.smallest) & is_moved
                is_there &= np.isfinite(measured)
                ratio = (measured / theory.errors(curves.h, difference))[is_there]
                name = f"{difference}: {span.region}"
                within.setdefault(name, []).extend(((ratio > 0.1) & (ratio < 10)).tolist())
    return {name: float(np.mean(each)) for name, each in within.items() if each}


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("name", SMOOTH)
def test_theory_is_within_ten(name: str, precision: Precision) -> None:
    shares = shares_within_ten(looked_at(name, precision))
    assert len(shares) == 6
    assert {share for share in shares.values() if share < 0.95} == set()


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("name", ["log-cosh", "log of cosh", "logistic"])
def test_theory_holds_far_beyond_taylor(name: str, precision: Precision) -> None:
    """Of columns of 1,000, h = 1 moves the predictions a thousand times as far as they bend."""
    shares = shares_within_ten(looked_at(name, precision, 1e3))
    assert {share for share in shares.values() if share < 0.95} == set()


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("name", KINKED)
def test_theory_holds_below_kinks(name: str, precision: Precision) -> None:
    found = looked_at(name, precision)
    for theory, curves in found:
        beyond = theory.errors(curves.h, Difference.CENTRAL)[
            curves.h > theory.nearest_kink(Difference.CENTRAL)
        ]
        assert np.isnan(beyond).all()
    shares = shares_within_ten(found)
    assert {share for share in shares.values() if share < 0.95} == set()


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("name", SMOOTH + KINKED)
def test_marked_step_is_nearly_best(name: str, precision: Precision) -> None:
    for theory, curves in looked_at(name, precision):
        for difference in Difference:
            if theory.lacks_room(difference):
                continue
            errors = curves.smoothed(difference)
            marked = curves.marked_h(theory, difference)
            is_seen = np.isfinite(errors) & (curves.h > theory.cancelling_above(difference))
            is_seen &= curves.h < theory.nearest_kink(difference)
            there = int(np.argmin(np.abs(np.log(curves.h / marked))))
            assert marked < theory.nearest_kink(difference)
            assert errors[there] <= 10 * errors[is_seen].min()


def test_best_central_step_is_a_cube_root() -> None:
    point = loss_place("Poisson")
    theory, along = point.theory(0), point.along(0)
    expected = np.cbrt(3 * math.sqrt(2 / math.pi) * math.sqrt(2) / 2 * theory.rounding)
    expected /= np.cbrt(abs(along.third))
    assert theory.best_h(Difference.CENTRAL) == pytest.approx(expected, rel=0.4)


def test_best_one_sided_step_is_a_root() -> None:
    theory = loss_place("Poisson").theory(0)
    rounding = math.sqrt(2 / math.pi) * math.sqrt(2) * theory.rounding
    expected = math.sqrt(2 * rounding / abs(theory.curvature))
    assert theory.best_h(Difference.FORWARD) == pytest.approx(expected, rel=0.4)


def test_regions_begin_at_the_kink() -> None:
    theory = one_row("mean absolute", 3.0, 1.0).theory(0)
    spans = theory.regions(Difference.CENTRAL)
    assert theory.nearest_kink(Difference.CENTRAL) == 2
    assert [span.region for span in spans[:3]] == [Region.KINKS, Region.STRAIGHT, Region.CANCEL]
    assert (spans[0].smallest, spans[-1].smallest) == (2, 0)
    assert theory.region_at(3.0, Difference.CENTRAL) is Region.KINKS
    assert theory.best_h(Difference.CENTRAL) < 2


def test_kinks_too_near_leave_no_room() -> None:
    problem = Problem([[1.0], [0.5]], [1.0 + 1e-11, 1e5])
    table = LossTable.of_rows(problem, Settings(), Formula.of("mean absolute"))
    theory = LossPoint.at(table, np.ones((1, 1))).theory(0)
    assert theory.slope == -0.75
    assert not theory.is_hidden
    assert [each for each in Difference if theory.lacks_room(each)] == [
        Difference.CENTRAL,
        Difference.FORWARD,
    ]


def test_straight_losses_have_no_bend() -> None:
    theory = one_row("mean(2·P)", 3.0, 1.0).theory(0)
    regions = [span.region for span in theory.regions(Difference.FORWARD)]
    assert Region.BEND not in regions
    assert Region.STRAIGHT in regions


@pytest.mark.parametrize(
    ("loss", "y", "w", "side"),
    [
        ("mean absolute", 0.0, 1.0, Difference.BACKWARD),
        ("sum(|W|)", 0.0, -0.3, Difference.FORWARD),
        ("mean(max(0, 1 − Y·P))", 1.0, -1.0, Difference.FORWARD),
        ("mean(max(0, 1 − Y·P)) + 0.1·mean(P^4)", 1.0, -1.0, Difference.FORWARD),
    ],
)
def test_secants_meet_kinks_of_their_side(loss: str, y: float, w: float, side: Difference) -> None:
    point = one_row(loss, y, w)
    theory = point.theory(0)
    kink = theory.nearest_kink(side)
    assert 0 < kink == theory.nearest_kink(Difference.CENTRAL) < math.inf
    other = next(each for each in Difference if each not in (side, Difference.CENTRAL))
    assert theory.nearest_kink(other) == math.inf
    assert theory.region_at(2 * kink, side) is Region.KINKS
    assert theory.region_at(2 * kink, other) is not Region.KINKS
    h = kink * np.array([0.01, 0.3, 1.5, 5.0, 20.0])
    measured = measure(point, 0, h).errors(other)
    foretold = theory.errors(h, other)
    assert (measured <= 10 * foretold).all()
    assert (foretold <= 10 * measured + 1e-9).all()
    assert np.isnan(theory.errors(h, side)).tolist() == [False, False, True, True, True]


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("size", [0.0, 1e-300, 1e-30, 1e-16, 1e-8, 1e-5])
@pytest.mark.parametrize(
    "loss",
    [
        "mean(log(1 + (Y−P)²)) + 0.1·sum(W²)",
        "mean(|Y−P|^1.5) + 0.1·sum(W²)",
        "mean(|Y−P|) + sum(|W|)",
        "mean((Y−P)^4) + 0.1·sum(W^4)",
    ],
)
def test_penalties_need_no_column(loss: str, size: float, precision: Precision) -> None:
    """No prediction moves with such a weight, or hardly: the loss does, by what it has of W."""
    A = np.array([[size, 1.0], [2 * size, 2.0], [4 * size, 3.5]])
    settings = Settings(precision=precision)
    table = LossTable.of_rows(Problem(A, [1.0, 2.0, 3.0]), settings, Formula.of(loss))
    point = LossPoint.at(table, np.array([[0.6], [0.2]]))
    theory = point.theory(0)
    assert not theory.is_hidden
    for difference in Difference:
        assert not theory.lacks_room(difference)
        best = theory.best_h(difference)
        h = best * np.geomspace(0.03, 3.0, 41)
        h = h[h < theory.nearest_kink(difference)]
        foretold = float(np.median(theory.errors(h, difference)))
        measured = float(np.median(measure(point, 0, h).errors(difference)))
        assert foretold < 0.03 * abs(theory.slope)
        assert measured < 10 * foretold
