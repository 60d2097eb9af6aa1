import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, StopReason, Trace, learning_rate_limit, safe_learning_rate, stability
from engine.settings import Precision, Settings
from engine.stability import (
    UnfitColumns,
    affordable_limit,
    calls_for_limit,
    is_affordable,
    is_at_limit,
    moves_nothing,
    unfit_columns,
)

from .problems import TABLES, certified, problems, published_problem, random_problem


@given(problems())
def test_limit_is_two_over_largest_eigenvalue(problem: Problem) -> None:
    hessian = 2 / problem.rows * problem.A.T @ problem.A
    expected = 2 / np.linalg.eigvalsh(hessian)[-1]
    assert learning_rate_limit(problem) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", TABLES)
def test_limit_of_certified_tables(name: str) -> None:
    known = certified(name)
    assert learning_rate_limit(known.problem) == pytest.approx(known.diverges_above, rel=1e-9)


def test_limit_of_published_problem() -> None:
    assert learning_rate_limit(published_problem()) == pytest.approx(0.0106, abs=5e-5)


@pytest.mark.parametrize("scale", [1e-150, 1e-100, 1e100, 1e150])
def test_limit_of_huge_and_tiny_tables(scale: float) -> None:
    problem = random_problem(0, 9, 3)
    expected = learning_rate_limit(problem) / scale / scale
    assert learning_rate_limit(Problem(problem.A * scale, problem.Y)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("precision", "exponent", "expected"),
    [
        (Precision.DOUBLE, -320, UnfitColumns.TOO_SMALL),
        (Precision.DOUBLE, -200, UnfitColumns.TOO_SMALL),
        (Precision.DOUBLE, -156, UnfitColumns.TOO_SMALL),
        (Precision.DOUBLE, -153, None),
        (Precision.DOUBLE, 0, None),
        (Precision.DOUBLE, 153, None),
        (Precision.DOUBLE, 156, UnfitColumns.TOO_LARGE),
        (Precision.DOUBLE, 307, UnfitColumns.TOO_LARGE),
        (Precision.SINGLE, -25, UnfitColumns.TOO_SMALL),
        (Precision.SINGLE, -18, None),
        (Precision.SINGLE, 20, None),
        (Precision.SINGLE, 25, UnfitColumns.TOO_LARGE),
    ],
)
def test_columns_beyond_every_rate(
    precision: Precision, exponent: int, expected: UnfitColumns | None
) -> None:
    A = np.array([[1.0, 2.0], [3.0, 1.0]]) * float(f"1e{exponent}")
    assert unfit_columns(Problem(A, [1.0, 0.0]), precision) is expected


def test_zero_columns_suit_any_rate() -> None:
    problem = Problem([[0.0, 0.0]], [1.0])
    assert unfit_columns(problem) is None
    assert not moves_nothing(Settings(learning_rate=0.01), problem)


def test_tiny_column_beside_others_fits() -> None:
    assert unfit_columns(Problem([[1.0, 1e-300], [2.0, 1e-300]], [1.0, 0.0])) is None


def test_huge_rate_moves_small_columns() -> None:
    problem = Problem([[1e-156]], [1.0])
    assert unfit_columns(problem) is UnfitColumns.TOO_SMALL
    assert moves_nothing(Settings(learning_rate=1e290), problem)
    assert not moves_nothing(Settings(learning_rate=1e300), problem)
    assert moves_nothing(Settings(learning_rate=1e300, until_converged=True), problem)
    assert not moves_nothing(Settings(learning_rate=1e308, until_converged=True), problem)


@pytest.mark.parametrize("sign", [1, -1])
def test_sign_of_table_is_irrelevant(sign: int) -> None:
    assert learning_rate_limit(Problem([[sign * 2.0]], [1])) == pytest.approx(0.25)


def test_zero_table_has_no_limit() -> None:
    limit = learning_rate_limit(Problem([[0.0, 0.0]], [1.0]))
    assert limit == np.inf
    assert safe_learning_rate(limit) == 0.01


def test_limit_of_wide_table_is_fast() -> None:
    problem = random_problem(1, 2, 50_000)
    expected = 2 / np.linalg.norm(problem.A, 2) ** 2
    assert learning_rate_limit(problem) == pytest.approx(expected)


def test_block_height_does_not_change_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(2, 50, 4)
    whole = learning_rate_limit(problem)
    monkeypatch.setattr(stability, "ROWS_IN_CACHE", 7)
    assert learning_rate_limit(problem) == pytest.approx(whole, rel=1e-12)


@pytest.mark.parametrize(
    ("limit", "rate"), [(1.583147907272684e-18, 7.91e-19), (2.0, 1.0), (1.9999, 0.999), (0.0, 0.0)]
)
def test_safe_rate_keeps_three_digits(limit: float, rate: float) -> None:
    assert safe_learning_rate(limit) == rate


@given(st.floats(1e-300, 1e300))
def test_safe_rate_is_half_the_limit(limit: float) -> None:
    rate = safe_learning_rate(limit)
    assert rate <= limit / 2 < 1.0101 * rate
    assert float(f"{rate:.2e}") == rate


def test_limit_of_overflowing_table_is_positive() -> None:
    limit = learning_rate_limit(Problem([[1e308, 1e308]], [1.0]))
    assert 0 < limit < 1e-300
    assert safe_learning_rate(limit) >= 0


@pytest.mark.parametrize(
    ("rows", "columns", "at_once", "in_thread"),
    [
        (3, 3, True, True),
        (100_000, 10, True, True),
        (10, 100_000, True, True),
        (100_000, 11, False, True),
        (1_000_000, 31, False, True),
        (1_000_000, 32, False, False),
        (32, 1_000_000, False, False),
    ],
)
def test_cost_rule(rows: int, columns: int, at_once: bool, in_thread: bool) -> None:
    assert is_affordable(rows, columns, at_once=True) is at_once
    assert is_affordable(rows, columns) is in_thread


def test_unaffordable_limit_is_bounded_below(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(5, 30, 4)
    exact = learning_rate_limit(problem)
    assert affordable_limit(problem) == exact
    monkeypatch.setattr(stability, "PRODUCTS_IN_THREAD", 0)
    assert exact / 4 <= affordable_limit(problem) < exact


def test_rate_at_limit() -> None:
    assert is_at_limit(1.0, 1.0)
    assert is_at_limit(1 - 1e-10, 1.0)
    assert not is_at_limit(0.999, 1.0)


@pytest.mark.parametrize(
    ("stop", "losses", "calls"),
    [
        (None, [2.0], False),
        (None, [2.0, 1.0], False),
        (None, [1.0, 2.0], True),
        (StopReason.DONE, [2.0, 1.0], False),
        (StopReason.DIVERGED, [2.0, 1.0], True),
        (StopReason.ENDLESS, [2.0, 1.0], True),
        (StopReason.ENDLESS, [1.0], True),
    ],
)
def test_what_calls_for_the_limit(
    stop: StopReason | None, losses: list[float], calls: bool
) -> None:
    trace = Trace.of_each(np.arange(len(losses)), np.array(losses))
    assert calls_for_limit(stop, trace) is calls
