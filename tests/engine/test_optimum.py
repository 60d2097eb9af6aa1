import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, learning_rate_limit, safe_learning_rate
from engine import optimum as optimum_module

from .problems import TABLES, certified, problems, published_problem, random_problem


@given(problems())
def test_the_limit_is_two_over_the_largest_eigenvalue_of_the_hessian(problem: Problem) -> None:
    hessian = 2 / problem.rows * problem.A.T @ problem.A
    expected = 2 / np.linalg.eigvalsh(hessian)[-1]
    assert learning_rate_limit(problem) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", TABLES)
def test_the_limit_of_tables_with_known_eigenvalues(name: str) -> None:
    known = certified(name)
    assert learning_rate_limit(known.problem) == pytest.approx(known.diverges_above, rel=1e-9)


def test_the_limit_of_the_published_problem() -> None:
    assert learning_rate_limit(published_problem()) == pytest.approx(0.0106, abs=5e-5)


@pytest.mark.parametrize("scale", [1e-150, 1e-100, 1e100, 1e150])
def test_the_limit_of_huge_and_tiny_tables(scale: float) -> None:
    problem = random_problem(0, 9, 3)
    expected = learning_rate_limit(problem) / scale / scale
    assert learning_rate_limit(Problem(problem.A * scale, problem.Y)) == pytest.approx(expected)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_sign_of_the_table_does_not_matter(sign: int) -> None:
    assert learning_rate_limit(Problem([[sign * 2.0]], [1])) == pytest.approx(0.25)


def test_without_inputs_there_is_no_limit_and_the_usual_rate_is_safe() -> None:
    limit = learning_rate_limit(Problem([[0.0, 0.0]], [1.0]))
    assert limit == np.inf
    assert safe_learning_rate(limit) == 0.01


def test_a_wide_table_needs_no_square_of_its_width() -> None:
    problem = random_problem(1, 2, 50_000)
    expected = 2 / np.linalg.norm(problem.A, 2) ** 2
    assert learning_rate_limit(problem) == pytest.approx(expected)


def test_rows_are_taken_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(2, 50, 4)
    whole = learning_rate_limit(problem)
    monkeypatch.setattr(optimum_module, "ROWS_IN_CACHE", 7)
    assert learning_rate_limit(problem) == pytest.approx(whole, rel=1e-12)


@pytest.mark.parametrize(
    ("limit", "rate"), [(1.583147907272684e-18, 7.91e-19), (2.0, 1.0), (1.9999, 0.999), (0.0, 0.0)]
)
def test_the_safe_rate_loses_no_more_than_its_further_digits(limit: float, rate: float) -> None:
    assert safe_learning_rate(limit) == rate


@given(st.floats(1e-300, 1e300))
def test_the_safe_rate_is_half_the_limit_rounded_down_to_three_digits(limit: float) -> None:
    rate = safe_learning_rate(limit)
    assert rate <= limit / 2 < 1.0101 * rate
    assert float(f"{rate:.2e}") == rate


def test_a_table_near_the_largest_numbers_still_has_a_rate_that_moves() -> None:
    limit = learning_rate_limit(Problem([[1e308, 1e308]], [1.0]))
    assert 0 < limit < 1e-300
    assert safe_learning_rate(limit) >= 0
