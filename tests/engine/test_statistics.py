import doctest
import json
import math
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine import Matrix, Problem, optimum, triangle_of
from engine.cancelling import Cancelled
from engine.inference.missing import MissingFigure, RSquaredKind
from engine.statistics import Statistics, statistics

from .least_squares import exact_loss, exact_optimum, random_table, table_problem
from .problems import DATA, random_problem

CERTIFIED = json.loads((DATA / "certified.json").read_text(encoding="utf-8"))
# The condition on columns of length 1, times ε: of Filip's 1.8e9, and of the others' up to 1e6.
RELATIVE = {"Filip": 1e-5}
seeds = st.integers(0, 2**32 - 1)


def statistics_of(problem: Problem) -> Statistics:
    return statistics(problem, optimum(problem))


def with_ones(problem: Problem) -> Problem:
    return Problem(np.hstack((np.ones((problem.rows, 1)), problem.A)), problem.Y)


def inverse_errors(problem: Problem) -> Matrix:
    """Return s·√((AᵀA)⁻¹_kk) by numpy's solver and pseudo-inverse alone: (AᵀA)⁻¹ is A⁺·A⁺ᵀ."""
    A, Y = problem.A, problem.Y
    lengths = np.linalg.norm(A, axis=0)
    U = A / lengths
    residual = Y - U @ np.linalg.lstsq(U, Y, rcond=None)[0]
    variance = float((residual**2).sum()) / (problem.rows - problem.weights)
    errors: Matrix = math.sqrt(variance) * np.linalg.norm(np.linalg.pinv(U), axis=1) / lengths
    return errors


@pytest.mark.parametrize("name", CERTIFIED)
def test_standard_errors_are_the_certified(name: str) -> None:
    found = statistics_of(table_problem(name))
    certified = np.array(CERTIFIED[name]["standard_errors"], dtype=float).ravel()
    assert found.standard_errors == pytest.approx(certified, rel=RELATIVE.get(name, 1e-9), abs=0)


@pytest.mark.parametrize("name", CERTIFIED)
def test_goodness_is_the_certified(name: str) -> None:
    found, known = statistics_of(table_problem(name)), CERTIFIED[name]
    # Filip's powers are rounded to float64, which moves its residuals.
    relative = 1e-8 if name == "Filip" else 1e-13
    assert found.residual_sd == pytest.approx(float(known["residual_sd"]), rel=relative, abs=0)
    relative = 1e-10 if name == "Filip" else 2e-15
    assert found.r_squared == pytest.approx(float(known["r_squared"]), rel=relative)
    assert found.degrees_of_freedom == known["degrees_of_freedom"]
    assert found.optimum.rmse == math.sqrt(optimum(table_problem(name)).loss)


@pytest.mark.parametrize("name", ["Longley", "Pontius", "Norris"])
def test_unexplained_part_keeps_its_digits(name: str) -> None:
    problem = table_problem(name)
    outputs = [Fraction(value) for value in problem.Y[:, 0].tolist()]
    mean = sum(outputs, Fraction(0)) / problem.rows
    variance = float(sum(((y - mean) ** 2 for y in outputs), Fraction(0)) / problem.rows)
    expected = exact_loss(problem, exact_optimum(problem)) / variance
    assert statistics_of(problem).optimum.unexplained == pytest.approx(expected, rel=1e-13)


@given(seeds)
def test_errors_agree_with_the_inverse(seed: int) -> None:
    problem = random_table(seed, 8)
    best = optimum(problem)
    found = statistics(problem, best)
    size = math.sqrt(float(np.mean(problem.Y**2)))
    assume(found.condition < 1e7)
    assume(math.sqrt(best.loss) > 1e-9 * size)  # numpy's residual has lost its digits otherwise
    assert found.standard_errors == pytest.approx(inverse_errors(problem), rel=1e-6, abs=0)
    expected = np.linalg.cond(problem.A / np.linalg.norm(problem.A, axis=0))
    assert found.condition == pytest.approx(expected, rel=1e-6)
    assert found.rank == problem.weights


@given(seeds, st.integers(-150, 150), st.integers(-150, 140))
def test_units_only_scale_the_errors(seed: int, columns: int, output: int) -> None:
    problem = random_problem(seed, 12, 3)
    in_other = Problem(problem.A * 2.0**columns, problem.Y * 2.0**output)
    here, there = statistics_of(problem), statistics_of(in_other)
    expected = np.ldexp(here.standard_errors, output - columns)
    assert there.standard_errors == pytest.approx(expected, rel=1e-12, abs=0)
    assert there.optimum.unexplained == pytest.approx(here.optimum.unexplained, rel=1e-12)


def test_triangle_gives_the_same_errors() -> None:
    problem = random_problem(3, 500, 5)
    best = optimum(problem)
    here = statistics(problem, best)
    there = statistics(problem, best, triangle_of(problem))
    assert there.standard_errors == pytest.approx(here.standard_errors, rel=1e-13)


def test_dependent_columns_have_no_errors() -> None:
    problem = table_problem("fit_collinear")
    found = statistics_of(problem)
    assert found.dependencies("abc") == ["c = a + b"]
    assert not found.determined.any()
    assert found.missing_error(0) is MissingFigure.NOT_DETERMINED
    assert np.isnan(found.standard_errors).all()
    assert (found.rank, found.degrees_of_freedom) == (2, problem.rows - 2)
    assert found.condition == math.inf
    assert found.residual_sd == pytest.approx(
        statistics_of(Problem(problem.A[:, :2], problem.Y)).residual_sd
    )


@pytest.mark.parametrize("place", [0, 1, 3])
def test_weights_beside_dependent_ones_are_determined(place: int) -> None:
    draw = np.random.default_rng(place)
    few = draw.normal(size=(30, 2))
    alone, Y = draw.normal(size=(30, 1)), draw.normal(size=(30, 1))
    columns = [few[:, :1], few[:, 1:], few.sum(axis=1, keepdims=True)]
    columns.insert(place, alone)
    found = statistics_of(Problem(np.hstack(columns), Y)).standard_errors
    expected = inverse_errors(Problem(np.hstack((few, alone)), Y))[-1]
    assert np.isnan(np.delete(found, place)).all()
    assert found[place] == pytest.approx(expected, rel=1e-12)


def test_column_of_zeros_has_no_error() -> None:
    draw = np.random.default_rng(0)
    A, Y = draw.normal(size=(9, 2)), draw.normal(size=(9, 1))
    found = statistics_of(Problem(np.column_stack((A[:, 0], np.zeros(9), A[:, 1])), Y))
    assert np.isnan(found.standard_errors[1])
    assert found.standard_errors[::2] == pytest.approx(inverse_errors(Problem(A, Y)), rel=1e-12)


def test_only_zeros_have_no_errors() -> None:
    found = statistics_of(Problem(np.zeros((4, 2)), [1.0, 2.0, 3.0, 4.0]))
    assert np.isnan(found.standard_errors).all()
    assert found.rank == 0
    assert found.residual_sd == pytest.approx(math.sqrt(7.5))


@pytest.mark.parametrize("rows", [2, 3])
def test_exact_fit_says_no_errors(rows: int) -> None:
    found = statistics_of(random_problem(1, rows, 3))
    assert np.isnan(found.standard_errors).all()
    assert math.isnan(found.residual_sd)
    assert found.degrees_of_freedom == 0
    assert found.r_squared == pytest.approx(1)


def test_loss_has_its_own_goodness() -> None:
    problem = with_ones(random_problem(4, 20, 1))
    found = statistics_of(problem)
    assert found.of_loss(optimum(problem).loss) == found.optimum
    of_mean = found.of_loss(float(np.var(problem.Y)))
    assert of_mean.r_squared == pytest.approx(0, abs=1e-15)
    assert found.of_loss(3 * float(np.var(problem.Y))).r_squared == pytest.approx(-2)
    tiny = found.of_loss(1e-30 * float(np.var(problem.Y)))
    assert tiny.r_squared == 1
    assert tiny.unexplained == pytest.approx(1e-30)
    assert tiny.residual_sd == pytest.approx(tiny.rmse * math.sqrt(20 / 18))
    assert math.isnan(found.of_loss(math.inf).unexplained)
    assert math.isnan(found.of_loss(math.nan).rmse)


def test_constant_output_has_no_r_squared() -> None:
    drawn = random_problem(5, 7, 2)
    found = statistics_of(with_ones(Problem(drawn.A, np.full(7, 0.1))))
    assert math.isnan(found.r_squared)
    assert found.missing_r_squared is MissingFigure.CONSTANT_OUTPUT


def test_without_intercept_zero_is_compared() -> None:
    problem = random_problem(4, 20, 2)
    found = statistics_of(problem)
    assert found.r_squared_kind is RSquaredKind.ABOUT_ZERO
    of_zero = found.of_loss(float(np.mean(np.square(problem.Y))))
    assert of_zero.r_squared == pytest.approx(0, abs=1e-15)
    zeros = statistics_of(Problem(problem.A, np.zeros(20)))
    assert zeros.missing_r_squared is MissingFigure.ZERO_OUTPUT
    constant = statistics_of(Problem(problem.A, np.full(20, 0.1)))
    assert 0 < constant.r_squared < 1
    assert constant.missing_r_squared is None


@pytest.mark.parametrize("offset", [0.0, 3.0, 1e9])
@pytest.mark.parametrize("has_ones", [False, True])
def test_triangle_gives_the_same_r_squared(offset: float, has_ones: bool) -> None:
    drawn = random_problem(9, 60_000, 2)
    problem = Problem(drawn.A, drawn.Y + offset)
    if has_ones:
        problem = with_ones(problem)
    best = optimum(problem, refine=True)
    reduced = statistics(problem, best, triangle_of(problem))
    expected = statistics(problem, best)
    assert reduced.unexplained == pytest.approx(expected.unexplained, rel=1e-9)
    assert reduced.standard_errors == pytest.approx(expected.standard_errors, rel=1e-9)


def test_offset_does_not_change_r_squared() -> None:
    problem = random_problem(6, 40, 1)
    here = statistics_of(with_ones(problem)).optimum.unexplained
    there = statistics_of(with_ones(Problem(problem.A, problem.Y + 2.0**40))).optimum.unexplained
    assert there == pytest.approx(here, rel=1e-3)  # Y itself is rounded to 1e-4


def test_statistics_can_be_cancelled() -> None:
    problem = random_problem(7, 10, 2)
    with pytest.raises(Cancelled):
        statistics(problem, optimum(problem), cancelled=lambda: True)


def test_examples_hold() -> None:
    failed, tried = doctest.testmod(sys.modules["engine.statistics"])
    assert failed == 0 < tried


def test_plant_has_all_its_weights_determined() -> None:
    problem = table_problem("plant")
    found = statistics_of(problem)
    assert (found.rank, found.degrees_of_freedom) == (12, 1988)
    assert found.standard_errors == pytest.approx(inverse_errors(problem), rel=1e-9)
    # The errors that were drawn have a deviation of 4.
    assert found.residual_sd == pytest.approx(4, rel=0.03)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=9, unique=True))
def test_constant_columns_explain_nothing(Y: list[int]) -> None:
    problem = Problem(np.tile([1.0, 3.0], (len(Y), 1)), [y / 7 for y in Y])
    found = statistics(problem, optimum(problem))
    assert (found.r_squared, found.unexplained, found.adjusted_r_squared) == (0.0, 1.0, 0.0)
