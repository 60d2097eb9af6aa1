"""Whatever the table: a figure that does not exist says why, and one that does says nothing."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Matrix, Problem
from engine.inference.missing import MissingFigure, RSquaredKind
from engine.inference.new_rows import predict_rows
from engine.statistics import Statistics

from .test_figures import statistics_of


def table(rows: int, columns: str, output: str, seed: int) -> Problem:
    """Return a table of columns and a Y, each by a letter.

    One is (1) constant, (0) zeros, (r) random, (=) the first again, (+) the sum of all before, or
    for Y (a) a combination of the columns.
    """
    draw = np.random.default_rng(seed)
    A: list[Matrix] = []
    for letter in columns:
        made = {
            "1": np.ones(rows),
            "0": np.zeros(rows),
            "r": draw.integers(-9, 10, rows).astype(float),
            "=": A[0] if A else np.ones(rows),
            "+": np.sum(A, axis=0) if A else np.ones(rows),
        }
        A.append(made[letter])
    Y = {
        "1": np.full(rows, 0.1),
        "0": np.zeros(rows),
        "r": draw.normal(size=rows),
        "a": np.sum(A, axis=0) * 3,
    }
    return Problem(np.column_stack(A), Y[output])


def contradictions(found: Statistics) -> list[str]:
    """Return which figures exist and say why not, or do not and say nothing."""
    weights = range(found.problem.weights)
    pairs: dict[str, tuple[float, MissingFigure | None]] = {
        "R²": (found.r_squared, found.missing_r_squared),
        "adjusted R²": (found.adjusted_r_squared, found.missing_adjusted_r_squared),
        "residual sd": (found.residual_sd, found.missing_residual_sd),
        "F": (found.f, found.missing_f),
        "p of F": (found.f_p, found.missing_f),
    }
    for k in weights:
        pairs[f"error {k}"] = float(found.standard_errors[k]), found.missing_error(k)
        pairs[f"lower {k}"] = float(found.intervals[k, 0]), found.missing_error(k)
        pairs[f"t {k}"] = float(found.t[k]), found.missing_t(k)
        pairs[f"p {k}"] = float(found.p[k]), found.missing_t(k)
        pairs[f"vif {k}"] = float(found.vif[k]), found.missing_vif(k)
    influence = found.influence()
    for i in range(found.rows):
        pairs[f"studentised {i}"] = float(influence.studentised[i]), influence.missing(i)
        pairs[f"cook {i}"] = float(influence.cook[i]), influence.missing(i)
    said = predict_rows(found, found.problem.A)
    for i in range(found.rows):
        pairs[f"new {i}"] = float(said.standard_errors[i]), said.missing(i)
    return [name for name, (figure, why) in pairs.items() if math.isnan(figure) == (why is None)]


@given(
    st.integers(1, 7),
    st.text("10r=+", min_size=1, max_size=4),
    st.sampled_from("10ra"),
    st.integers(0, 999),
)
def test_missing_figures_all_say_why(rows: int, columns: str, output: str, seed: int) -> None:
    found = statistics_of(table(rows, columns, output, seed))
    assert contradictions(found) == []
    assert found.influence().leverage.sum() == pytest.approx(found.rank, abs=1e-9)


@pytest.mark.parametrize(
    ("rows", "columns", "output", "figure", "expected"),
    [
        (1, "r", "r", "missing_residual_sd", MissingFigure.NO_DEGREES),
        (3, "1rr", "r", "missing_f", MissingFigure.NO_DEGREES),
        (2, "1rr", "r", "missing_adjusted_r_squared", MissingFigure.NO_DEGREES),
        (5, "1r", "1", "missing_r_squared", MissingFigure.CONSTANT_OUTPUT),
        (5, "rr", "1", "missing_r_squared", None),
        (5, "rr", "0", "missing_r_squared", MissingFigure.ZERO_OUTPUT),
        (5, "1", "r", "missing_f", MissingFigure.NOTHING_EXPLAINS),
        (5, "00", "r", "missing_f", MissingFigure.NOTHING_EXPLAINS),
        (5, "1r", "a", "missing_f", None),
    ],
)
def test_reason_is_that_of_table(
    rows: int, columns: str, output: str, figure: str, expected: MissingFigure | None
) -> None:
    assert getattr(statistics_of(table(rows, columns, output, 1)), figure) is expected


def test_exact_fit_has_no_chance_weight() -> None:
    """Y = 0.3·x, rounded: the intercept is rounding alone, so it is not called significant."""
    x = np.arange(1, 9) * 0.1
    found = statistics_of(Problem(np.column_stack((np.ones(8), x)), 0.3 * x))
    assert (found.residual_sd, found.r_squared) == (0, 1)
    assert found.missing_t(0) is MissingFigure.EXACT_FIT
    assert math.isnan(found.p[0])
    assert (found.t[1], found.p[1]) == (math.inf, 0)
    assert found.influence().missing(0) is MissingFigure.EXACT_FIT


def test_row_alone_says_so() -> None:
    A = np.array([[1.0, 0], [1, 0], [1, 0], [1, 1]])
    influence = statistics_of(Problem(A, [1.0, 2, 4, 9])).influence()
    assert influence.missing(3) is MissingFigure.FULL_LEVERAGE
    assert influence.missing(0) is None


def test_broken_dependency_says_so() -> None:
    found = statistics_of(table(9, "1rr+", "r", 3))
    said = predict_rows(found, [[1, 2, 3, 6], [1, 2, 3, 7]])
    assert said.missing(0) is None
    assert said.missing(1) is MissingFigure.BROKEN_DEPENDENCY


def test_tied_weights_are_told_apart() -> None:
    found = statistics_of(table(9, "r0=r", "r", 3))
    assert found.dependencies(["a", "none", "again", "b"]) == ["none = 0", "again = a"]
    assert found.determined.tolist() == [False, False, False, True]
    expected = [
        *(MissingFigure.NOT_DETERMINED, MissingFigure.ZERO_COLUMN),
        *(MissingFigure.NOT_DETERMINED, None),
    ]
    assert [found.missing_error(k) for k in range(4)] == expected


def test_kind_of_r_squared_is_said() -> None:
    assert statistics_of(table(9, "rr", "r", 1)).r_squared_kind is RSquaredKind.ABOUT_ZERO
    assert statistics_of(table(9, "r1", "r", 1)).r_squared_kind is RSquaredKind.ABOUT_MEAN
