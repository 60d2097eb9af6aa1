import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from engine import Difference, Precision, Problem, Settings, optimum, triangle_of
from engine.cancelling import Cancelled
from engine.limit.any_loss import point_at, table_of_rows
from engine.limit.curves import (
    POINTS_A_DECADE,
    ErrorCurves,
    digits_right,
    measure,
    steps_between,
)
from engine.limit.point import LimitPoint
from engine.limit.regions import LimitTheory, Region
from engine.limit.table import LimitTable, LossSource
from engine.quotients import Quotients

from ..least_squares import CERTIFIED, table_problem
from ..problems import published_problem, random_problem
from .places import NEAR, STARTS, TABLES, place

# So many points make a running mean over half a decade one of 13 errors.
A_DECADE = 24
A_QUARTER = A_DECADE // 4
MANY = 400
RULED = (Region.BEND, Region.CANCEL)


# Of w: with fewer last digits in a step, products with a column of few digits are not rounded.
LAST_DIGITS = 8


def weights_of(point: LimitPoint) -> list[tuple[LimitTheory, ErrorCurves]]:
    """Return the theory and the curves of all weights whose slope shows at some h."""
    theories = [point.theory(k) for k in range(point.table.weights)]
    return [
        (theory, measure(point, theory.weight, steps_between(*theory.axis(), A_DECADE)))
        for theory in theories
        if not theory.is_hidden
    ]


def shares_within_ten(point: LimitPoint) -> dict[str, float]:
    """Return of how many h the theory is within a factor of 10, for each quotient and region."""
    within: dict[str, list[bool]] = {}
    for theory, curves in weights_of(point):
        is_moved = curves.h > LAST_DIGITS * theory.epsilon * abs(theory.w)
        for difference in Difference:
            measured = curves.smoothed(difference)
            for span in theory.regions(difference):
                is_there = (curves.h < span.largest) & (curves.h > span.smallest) & is_moved
                is_there &= np.isfinite(measured)
                ratio = (measured / theory.errors(curves.h, difference))[is_there]
                if span.region in RULED:
                    name = f"{difference}: {span.region}"
                    within.setdefault(name, []).extend(((ratio > 0.1) & (ratio < 10)).tolist())
    return {name: float(np.mean(each)) for name, each in within.items() if each}


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("where", STARTS)
@pytest.mark.parametrize("name", TABLES)
def test_theory_is_within_ten(name: str, where: str, precision: Precision) -> None:
    point = place(name, where, precision)
    shares = shares_within_ten(point)
    assert {share for share in shares.values() if share < 0.95} == set()
    # The Wampler tables are fitted by ones: their slopes are 0, and no quotient shows them.
    is_fitted = where == "ones" and name.startswith("Wampler")
    assert len(shares) == (0 if is_fitted else 5)


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("size", [0.0, 1.0, 1e3])
def test_theory_holds_for_many_columns(size: float, precision: Precision) -> None:
    problem = random_problem(6, 150, 40)
    table = LimitTable.of_rows(problem, Settings(precision=precision))
    point = LimitPoint.at(table, size * problem.W)
    shares = shares_within_ten(point)
    assert len(shares) == 5
    assert {share for share in shares.values() if share < 0.95} == set()


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("where", [*STARTS, NEAR])
@pytest.mark.parametrize("name", TABLES)
def test_marked_step_is_nearly_best(name: str, where: str, precision: Precision) -> None:
    for theory, curves in weights_of(place(name, where, precision)):
        for difference in Difference:
            errors = curves.smoothed(difference)
            marked = curves.marked_h(theory, difference)
            is_seen = np.isfinite(errors) & (curves.h > theory.cancelling_above(difference))
            there = int(np.argmin(np.abs(np.log(curves.h / marked))))
            assert errors[there] <= 10 * errors[is_seen].min()


def whole_number_points(precision: Precision) -> list[LimitPoint]:
    """Return points of random tables of whole numbers, whose losses are exact at some h."""
    random = np.random.default_rng(5)
    points = []
    for _ in range(60):
        rows, columns = (int(random.integers(1, most)) for most in (4, 3))
        A = random.integers(-9, 10, (rows, columns)).astype(float)
        Y, W = random.integers(-9, 10, (rows, 1)), random.integers(-3, 4, (columns, 1))
        table = LimitTable.of_rows(Problem(A, Y.astype(float)), Settings(precision=precision))
        points.append(LimitPoint.at(table, W.astype(float)))
    return points


def lost_by_mark(theory: LimitTheory, curves: ErrorCurves, difference: Difference) -> float:
    """Return how many times the least error, or the last digit, the one at the marked h is.

    The mark is that of the few h of a window, the errors are those of many.
    """
    few = curves.h[:: A_DECADE // POINTS_A_DECADE]
    quotients = {
        each: found[:: A_DECADE // POINTS_A_DECADE] for each, found in curves.quotients.items()
    }
    marked = replace(curves, h=few, quotients=quotients).marked_h(theory, difference)
    errors = curves.smoothed(difference)
    is_seen = np.isfinite(errors) & (curves.h > theory.cancelling_above(difference))
    is_seen &= curves.h >= theory.last_digit  # smaller ones all take the same step
    there = int(np.argmin(np.abs(np.log(curves.h / marked))))
    last_digit = theory.epsilon * abs(theory.slope)
    return float(errors[there] / max(errors[is_seen].min(), last_digit))


@pytest.mark.parametrize("precision", Precision)
def test_whole_numbers_mark_no_luck(precision: Precision) -> None:
    for point in whole_number_points(precision):
        for theory, curves in weights_of(point):
            best = theory.best_h(Difference.CENTRAL)
            assert curves.marked_h(theory, Difference.CENTRAL) == best
            for difference in Difference:
                assert lost_by_mark(theory, curves, difference) <= 10


UNEVEN_SIZES = (1e-300, 1e-150, 1e-20, 1e-8, 1.0, 1e5, 1e12, 1e150)


@pytest.mark.parametrize("seed", range(40))
def test_uneven_columns_keep_the_promise(seed: int) -> None:
    """Of 600 such tables, 5,407 marks were looked at: one lost more, by luck of one last digit."""
    random = np.random.default_rng(seed)
    rows, columns = (int(random.integers(1, most)) for most in (13, 5))
    A = random.normal(size=(rows, columns)) * random.choice(UNEVEN_SIZES, columns)
    Y = A.sum(axis=1) + random.normal(size=rows) * random.choice(UNEVEN_SIZES)
    W = [0.0, 1.0, 1 + 1e-6][seed % 3] * np.ones((columns, 1))
    point = LimitPoint.at(LimitTable.of_rows(Problem(A, Y), Settings()), W)
    for theory, curves in weights_of(point):
        for difference in Difference:
            if theory.slope and not curves.is_hidden(theory, difference):
                assert lost_by_mark(theory, curves, difference) <= 10


@pytest.mark.parametrize(
    ("A", "Y", "W", "difference"),
    [
        ([[2, 3]], 5, [1, 0], Difference.CENTRAL),
        ([[1]], 9, [3], Difference.CENTRAL),
        ([[3]], 5, [1], Difference.FORWARD),
    ],
)
def test_exact_quotients_are_luck(
    A: list[list[float]], Y: float, W: list[float], difference: Difference
) -> None:
    table = LimitTable.of_rows(Problem(A, [Y]), Settings())
    point = LimitPoint.at(table, np.array(W, float).reshape(-1, 1))
    theory = point.theory(0)
    curves = measure(point, 0, steps_between(*theory.axis()))
    assert curves.marked_h(theory, difference) == theory.best_h(difference)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("size", [1e-2, 1e-3])
def test_single_precision_marks_near_optimum(seed: int, size: float) -> None:
    problem = table_problem("Filip")
    off = np.random.default_rng(seed).standard_normal(problem.W.shape)
    table = LimitTable.of_rows(problem, Settings(precision="float32"))
    point = LimitPoint.at(table, optimum(problem).W * (1 + size * off))
    for theory, curves in weights_of(point):
        for difference in Difference:
            if not curves.is_hidden(theory, difference):
                assert lost_by_mark(theory, curves, difference) <= 10


def points_near_optimum(precision: Precision, source: LossSource) -> Iterator[LimitPoint]:
    """Return points of all tables, from a tenth to a ten-thousandth off the optimum."""
    for name in TABLES:
        problem, settings = table_problem(name), Settings(precision=precision)
        table = LimitTable.of_rows(problem, settings)
        if source is LossSource.TRIANGLE:
            table = LimitTable.of_triangle(triangle_of(problem), settings)
        W = optimum(problem).W
        for seed, size in product((1, 2), (1e-1, 1e-2, 1e-3, 1e-4)):
            off = np.random.default_rng(seed).standard_normal(W.shape)
            yield LimitPoint.at(table, W * (1 + size * off))


@pytest.mark.parametrize("source", LossSource)
@pytest.mark.parametrize("precision", Precision)
def test_marks_near_optimum_are_nearly_best(precision: Precision, source: LossSource) -> None:
    """Processors round differently, and one mark of 20,000 is beyond every rule."""
    lost = [
        lost_by_mark(theory, curves, difference)
        for point in points_near_optimum(precision, source)
        for theory, curves in weights_of(point)
        for difference in Difference
        if not curves.is_hidden(theory, difference)
    ]
    assert len(lost) > 1000
    assert sum(each > 10 for each in lost) <= len(lost) / 1000


@pytest.mark.parametrize("size", [1.0, 3.0])
def test_steps_of_one_digit_are_luck(size: float) -> None:
    """All h below the last digit of w take the same step: the mark stays above."""
    problem = Problem([[size], [2 * size]], [3.0, 7.0 * size], [4.0])
    table = LimitTable.of_rows(problem, Settings(precision="float32"))
    point = LimitPoint.at(table, problem.W)
    theory = point.theory(0)
    curves = measure(point, 0, steps_between(*theory.axis(), A_DECADE))
    steps = np.float32(4.0) + curves.h.astype(np.float32) - np.float32(4.0)
    digit = float(np.spacing(np.float32(4.0)))
    below = (curves.h < digit) & (steps > 0)
    assert set(steps[below]) == {np.float32(digit)}
    for difference in Difference:
        assert curves.marked_h(theory, difference) >= digit


@pytest.mark.parametrize("where", STARTS)
@pytest.mark.parametrize("name", ["Longley", "Norris", "Filip", "Pontius", "diabetes_raw"])
def test_foretold_step_is_nearly_best(name: str, where: str) -> None:
    for theory, curves in weights_of(place(name, where)):
        for difference in Difference:
            assert curves.marked_h(theory, difference) == theory.best_h(difference)


@pytest.mark.parametrize("difference", Difference)
def test_losses_alike_give_no_slope(difference: Difference) -> None:
    point = place("Longley", "zeros")
    for theory, curves in weights_of(point):
        is_far_below = curves.h < theory.alike_below(difference) / 10
        assert (curves.quotients[difference][is_far_below] == 0).all()
        assert (curves.digits_right(difference)[is_far_below] == 0).all()


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("where", [*STARTS, NEAR])
@pytest.mark.parametrize("name", ["Norris", "Longley", "Filip", "diabetes_raw"])
def test_losses_are_alike_in_their_region(name: str, where: str, precision: Precision) -> None:
    point = place(name, where, precision)
    for theory, curves in weights_of(point):
        for difference in Difference:
            spans = curves.regions(theory, difference)
            assert (spans[0].largest, spans[-1].smallest) == (math.inf, 0)
            assert [each.smallest for each in spans[:-1]] == [each.largest for each in spans[1:]]
            for span in spans:
                is_there = (curves.h < span.largest) & (curves.h > span.smallest)
                quotients = curves.quotients[difference][is_there]
                quotients = quotients[np.isfinite(quotients)]
                if span.region is Region.ALIKE and 0 < len(quotients) < A_QUARTER:
                    # Chance decides of so few, and each kernel rounds W otherwise: look closer.
                    finely = np.geomspace(span.largest, span.smallest, MANY)
                    quotients = measure(point, theory.weight, finely).quotients[difference]
                    quotients = quotients[np.isfinite(quotients)]
                if span.region is Region.ALIKE and len(quotients):
                    assert np.mean(quotients == 0) >= 0.4  # a window reaches beyond the region


def test_losses_that_differ_are_not_alike() -> None:
    theory, curves = weights_of(place("Norris", "ones", Precision.SINGLE))[0]
    assert Region.ALIKE in {each.region for each in theory.regions(Difference.FORWARD)}
    found = curves.regions(theory, Difference.FORWARD)
    assert Region.ALIKE not in {each.region for each in found}


def test_still_weights_have_no_quotient() -> None:
    point = LimitPoint.at(LimitTable.of_rows(published_problem(), Settings()), np.ones((3, 1)))
    theory, curves = weights_of(point)[0]
    for difference in Difference:
        is_still = curves.h <= theory.still_below(difference)
        assert (np.isnan(curves.quotients[difference]) == is_still).all()
        assert np.isnan(curves.digits_right(difference)[is_still]).all()


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("difference", Difference)
def test_curves_show_the_quotients(difference: Difference, precision: Precision) -> None:
    problem = random_problem(4, 60, 3)
    table = LimitTable.of_rows(problem, Settings(precision=precision))
    point = LimitPoint.at(table, problem.W)
    h = steps_between(1.0, 1e-3)
    found = measure(point, 1, h).quotients[difference]
    W = point.w.reshape(-1, 1)
    for each, quotient in zip(h.tolist(), found.tolist(), strict=True):
        gradient = Quotients(table.A, table.Y, each, difference).at(W).gradient
        rounding = 40 * float(np.finfo(precision.value).eps) / each
        assert quotient == pytest.approx(float(gradient[1, 0]), abs=rounding)


def test_triangle_shows_the_same_rounding() -> None:
    for name in ("Norris", "diabetes_raw", "plant"):
        rows = weights_of(place(name, "ones"))
        triangle = weights_of(place(name, "ones", source=LossSource.TRIANGLE))
        for (theory, of_rows), (_, of_triangle) in zip(rows, triangle, strict=True):
            h = of_rows.h
            is_ruled = (h < theory.best_h(Difference.FORWARD)) & (
                h > theory.cancelling_above(Difference.FORWARD)
            )
            both = (each.smoothed(Difference.FORWARD) for each in (of_rows, of_triangle))
            on_rows, on_triangle = (np.median(each[is_ruled] * h[is_ruled]) for each in both)
            assert 0.1 < on_rows / on_triangle < 10
    assert of_triangle.source is LossSource.TRIANGLE


def test_measuring_is_cancelled() -> None:
    point = place("Norris", "ones")
    with pytest.raises(Cancelled):
        measure(point, 0, steps_between(1.0, 1e-3), lambda: True)


def test_steps_are_even_in_decades() -> None:
    h = steps_between(1.0, 1e-17, 8)
    assert (h[0], h[-1], len(h)) == (1.0, 1e-17, 17 * 8 + 1)
    assert np.diff(np.log10(h)) == pytest.approx(-1 / 8)


def test_digits_end_with_the_precision() -> None:
    errors = np.array([0.0, 1e-9, 3.0, np.nan])
    assert digits_right(errors, 1.0, Precision.DOUBLE)[:3] == pytest.approx([16, 9, 0])
    assert digits_right(errors, 1.0, Precision.SINGLE)[:3] == pytest.approx([8, 8, 0])
    assert np.isnan(digits_right(errors, 1.0, Precision.DOUBLE)[3])
    assert np.isnan(digits_right(errors, 0.0, Precision.DOUBLE)).all()


# Wampler5 is of whole numbers, whose losses round to nothing at some h: the least is luck.
REAL = (*(each for each in CERTIFIED if each != "Wampler5"), "diabetes_raw")
KINKED = "mean absolute", "huber", "quantile", "mean(|Y − P|^1.5)"


@pytest.mark.parametrize("loss", KINKED)
@pytest.mark.parametrize("name", REAL)
def test_kinked_marks_are_nearly_best(name: str, loss: str) -> None:
    """Also at an optimum, where predictions are rounded by far more than the losses beside W."""
    problem, seen = table_problem(name), 0
    for W in (problem.W * 0, problem.W * 0 + 1, optimum(problem).W):
        settings = Settings(loss=loss, h=0.1)
        point = point_at(table_of_rows(problem, settings), W)
        for k in range(problem.weights):
            theory = point.theory(k)
            if theory.is_flat or theory.no_derivative:
                continue
            curves = measure(point, k, steps_between(*theory.axis()))
            for difference in Difference:
                if theory.lacks_room(difference) or curves.is_hidden(theory, difference):
                    continue
                kink, marked = theory.nearest_kink(difference), curves.marked_h(theory, difference)
                assert marked < kink
                is_below = (curves.h < kink) & (curves.h >= theory.last_digit)
                errors = np.where(is_below, curves.errors(difference), np.nan)
                smoothed = curves._mean_within(0.25, errors)
                there = int(np.argmin(np.abs(np.log(curves.h / marked))))
                there += not is_below[there]
                digit = theory.epsilon * abs(theory.slope)
                least = max(float(np.nanmin(smoothed[is_below])), digit)
                assert smoothed[there] <= 10 * least, (k, difference, marked)
                seen += 1
    assert seen
