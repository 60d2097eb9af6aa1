"""New rows become rows of A in one place, and each has its prediction or says why not."""

import doctest
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Matrix, Problem
from engine.cancelling import Cancelled
from engine.inference import new_table
from engine.inference.missing import MissingFigure
from engine.inference.new_rows import predict_rows
from engine.inference.new_table import (
    InputColumn,
    NewRowFigures,
    TableReach,
    given_columns,
    rows_of_A,
)
from engine.statistics import Statistics
from engine.terms import CategoryTerm, LogarithmTerm, PowerTerm

from ..problems import random_problem
from .test_figures import statistics_of, with_ones

seeds = st.integers(0, 2**32 - 1)
PLAIN = (InputColumn(is_ones=True), *3 * (InputColumn(),))


def predicted(
    found: Statistics | None, cells: Matrix, problem: Problem, W: Matrix | None = None
) -> NewRowFigures:
    reach = TableReach.of(problem, found)
    return NewRowFigures.of(cells, PLAIN, reach, found, W)


@given(seeds)
def test_figures_are_those_of_rows(seed: int) -> None:
    problem = with_ones(seed)
    found = statistics_of(problem)
    cells = with_ones(seed + 1, 7).A.copy()
    cells[:, 0] = np.nan  # filled by itself
    expected = predict_rows(found, with_ones(seed + 1, 7).A)
    said = predicted(found, cells, problem, 2 * found.best.W)
    assert said.values == pytest.approx(expected.values, abs=0)
    assert said.confidence.tolist() == expected.confidence.tolist()
    assert said.prediction.tolist() == expected.prediction.tolist()
    assert said.standard_errors.tolist() == expected.standard_errors.tolist()
    assert said.now == pytest.approx(2 * expected.values)
    assert said.is_complete.all()


@given(seeds, st.integers(0, 6), st.integers(1, 3))
def test_empty_cell_costs_its_row_alone(seed: int, row: int, column: int) -> None:
    problem, whole = with_ones(seed), with_ones(seed + 1, 7).A
    found = statistics_of(problem)
    cells = whole.copy()
    cells[row, column] = np.nan
    said, all_of = (predicted(found, each, problem, found.best.W) for each in (cells, whole))
    others = np.arange(7) != row
    for (_, figure), (_, expected) in zip(said.columns(), all_of.columns(), strict=True):
        assert math.isnan(figure[row])
        assert figure[others] == pytest.approx(expected[others], rel=1e-9)
    assert said.incomplete == 1
    assert not said.is_extrapolated[row]
    assert said.missing(row) is None


@given(seeds, st.floats(-1e3, 1e3), st.floats(0.01, 1e3))
def test_scaled_columns_predict_alike(seed: int, shift: float, scale: float) -> None:
    problem, cells = with_ones(seed), with_ones(seed + 1, 7).A
    A = problem.A.copy()
    A[:, 2] = (A[:, 2] - shift) / scale
    scaled = Problem(A, problem.Y)
    columns = (PLAIN[0], PLAIN[1], InputColumn(shift, scale), PLAIN[3])
    rows = rows_of_A(cells, columns)
    assert rows[:, 2] == pytest.approx((cells[:, 2] - shift) / scale)
    assert columns[2].original(float(rows[0, 2])) == pytest.approx(cells[0, 2], abs=1e-9)
    first, second = statistics_of(problem), statistics_of(scaled)
    reach = TableReach.of(scaled, second)
    said = NewRowFigures.of(cells, columns, reach, second)
    spread = float(np.abs(problem.Y).max()) * (1 + abs(shift)) * (1 + scale)
    assert said.values == pytest.approx(predict_rows(first, cells).values, abs=1e-7 * spread)


def test_only_ones_need_no_cell() -> None:
    assert given_columns(PLAIN) == (1, 2, 3)
    assert rows_of_A(np.full((1, 4), 7.0), PLAIN).tolist() == [[1, 7, 7, 7]]


def test_terms_are_computed_in_new_rows() -> None:
    """In the units of the table, each after its sources; a row without a number is one empty."""
    columns = (
        InputColumn(name="ln(dose²)", term=LogarithmTerm("dose²", math.e), scale=2.0),
        InputColumn(name="dose", shift=1.0),
        InputColumn(is_ones=True),
        InputColumn(name="dose²", term=PowerTerm("dose", 2.0)),
    )
    assert given_columns(columns) == (1,)
    cells = np.full((3, 4), np.nan)
    cells[:, 1] = [3.0, 0.0, np.nan]
    found = rows_of_A(cells, columns)
    assert found[0].tolist() == [math.log(9.0) / 2, 2.0, 1.0, 9.0]
    assert np.isnan(found[1]).tolist() == [True, False, False, False]
    assert np.isnan(found[2]).tolist() == [True, True, False, True]


@given(seeds)
def test_rows_of_table_are_not_outside(seed: int) -> None:
    problem = with_ones(seed)
    assert predicted(statistics_of(problem), problem.A, problem).extrapolated == 0


def test_row_beyond_a_column_says_so() -> None:
    problem = Problem([[1.0, x] for x in (1, 2, 3, 4)], [1.0, 3, 2, 5])
    found, names = statistics_of(problem), ("intercept", "dose")
    columns = (InputColumn(is_ones=True), InputColumn())
    cells = np.array([[np.nan, 2.5], [np.nan, 4.5], [np.nan, -1.0]])
    said = NewRowFigures.of(cells, columns, TableReach.of(problem, found), found)
    assert said.is_extrapolated.tolist() == [False, True, True]
    assert said.extrapolation(0, names) == ""
    assert said.extrapolation(1, names) == "dose is 4.5: the largest of the fitted rows is 4."
    assert said.extrapolation(2, names) == "dose is −1: the smallest of the fitted rows is 1."


def test_range_is_told_in_own_units() -> None:
    problem = Problem([[1.0, x] for x in (-1, 0, 1)], [1.0, 3, 2])
    columns = (InputColumn(is_ones=True), InputColumn(shift=100.0, scale=10.0))
    said = NewRowFigures.of(np.array([[0.0, 120.0]]), columns, TableReach.of(problem))
    sentence = said.extrapolation(0, ("one", "mass"))
    assert sentence == "mass is 120: the largest of the fitted rows is 110."


def test_several_columns_are_named() -> None:
    problem = with_ones(1)
    said = predicted(statistics_of(problem), np.full((1, 4), 99.0), problem)
    sentence = said.extrapolation(0, ("i", "a", "b", "c"))
    assert sentence == "3 columns are outside their range in the fitted rows: a, b, c."


def test_hidden_extrapolation_is_by_leverage() -> None:
    """Each cell is within its column, but the columns never go apart so far."""
    x = np.linspace(-1, 1, 21)
    z = x + 0.01 * np.cos(40 * x)
    problem = Problem(np.column_stack((np.ones(21), x, z)), x)
    found, columns = statistics_of(problem), PLAIN[:3]
    cells = np.array([[1, 0.5, -0.5]])
    said = NewRowFigures.of(cells, columns, TableReach.of(problem, found), found)
    assert said.outside(0) == []
    assert said.leverages[0] > found.leverage().max()
    assert "the leverage is" in said.extrapolation(0, ("i", "x", "z"))
    unknown = NewRowFigures.of(cells, columns, TableReach.of(problem))
    assert unknown.extrapolated == 0


def test_broken_dependency_says_so() -> None:
    draw = np.random.default_rng(2)
    people = draw.integers(0, 9, size=(30, 2)).astype(float)
    A = np.column_stack((np.ones(30), people, people.sum(axis=1)))
    problem = Problem(A, draw.normal(size=30))
    cells = np.array([[1.0, 2, 3, 5], [1, 2, 3, 6]])
    said = predicted(statistics_of(problem), cells, problem)
    assert said.missing(0) is None
    assert said.is_determined(0)
    assert said.missing(1) is MissingFigure.BROKEN_DEPENDENCY
    assert math.isnan(said.values[1])
    assert not said.is_determined(1)


def test_exact_fit_keeps_values() -> None:
    problem = random_problem(1, 4, 4)
    columns = 4 * (InputColumn(),)
    found = statistics_of(problem)
    said = NewRowFigures.of(np.eye(4), columns, TableReach.of(problem, found), found)
    assert np.isfinite(said.values).all()
    assert said.missing(0) is MissingFigure.NO_DEGREES


def test_without_fit_weights_still_predict() -> None:
    problem = with_ones(3)
    W = np.array([[1.0], [2], [3], [4]])
    cells = problem.A[:5]
    said = predicted(None, cells, problem, W)
    assert said.now == pytest.approx((cells @ W)[:, 0])
    assert np.isnan(said.values).all()
    assert said.missing(0) is None
    assert said.with_weights(2 * W).now == pytest.approx((cells @ W)[:, 0] * 2)
    assert np.isnan(said.with_weights(None).now).all()
    assert np.isnan(said.with_weights(W * np.inf).now).all()


def test_rows_all_empty_have_nothing() -> None:
    problem = with_ones(3)
    found = statistics_of(problem)
    said = predicted(found, np.full((3, 4), np.nan), problem, found.best.W)
    assert said.incomplete == len(said) == 3
    assert all(np.isnan(figure).all() for _, figure in said.columns())


def test_many_rows_can_be_cancelled() -> None:
    problem = with_ones(3)
    found = statistics_of(problem)
    with pytest.raises(Cancelled):
        TableReach.of(problem, found, lambda: True)
    reach = TableReach.of(problem, found)
    with pytest.raises(Cancelled):
        NewRowFigures.of(problem.A, PLAIN, reach, found, cancelled=lambda: True)


def test_examples_hold() -> None:
    failed, tried = doctest.testmod(new_table)
    assert failed == 0 < tried


AREA = [
    InputColumn(is_ones=True),
    *(
        InputColumn(name=f"few = {level}", level=CategoryTerm("few", level, ("a", "b", "c"), "a"))
        for level in "bc"
    ),
    InputColumn(name="area"),
    InputColumn(name="ln(area)", term=LogarithmTerm("area")),
]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([1, 1, 5], "Row 2 has no single level of few: its columns hold 0, or 1 in one of them."),
        ([0.5, 0, 5], "Row 2 has no single level of few: its columns hold 0, or 1 in one of them."),
        ([1, 0, -5], "The logarithm of −5 in row 2 of area does not exist. "),
        ([1, 0, math.nan], ""),
        ([0, 0, 5], ""),
    ],
)
def test_impossible_row_says_why(cells: list[float], said: str) -> None:
    random = np.random.default_rng(1)
    A = random.normal(size=(12, 5))
    figures = statistics_of(Problem(A, random.normal(size=12)))
    rows = np.array([[1, 0, 1, 3, math.nan], [1, *cells, math.nan]])
    found = NewRowFigures.of(rows, AREA, TableReach.of(figures.problem, figures), figures)
    fault = found.fault(1)
    assert ("" if fault is None else str(fault)).startswith(said)
    assert (fault is None) == (not said)
    assert bool(found.is_complete[1]) == (not said and not math.isnan(cells[2]))
    assert np.isnan(found.values[1]) == (not found.is_complete[1])
    assert found.empty == math.isnan(cells[2])
    assert found.fault(0) is None
