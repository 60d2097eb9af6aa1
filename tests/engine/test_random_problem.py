import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import EngineError
from engine.examples import published
from engine.random_problem import WORST_CONDITION, random_problem, random_weights


@given(st.integers(1, 30), st.integers(1, 30), st.floats(0, 10), st.integers(0, 2**32 - 1))
def test_random_table_has_condition_number(
    rows: int, columns: int, exponent: float, seed: int
) -> None:
    condition = 10.0**exponent if min(rows, columns) > 1 else 1.0
    problem = random_problem(rows, columns, condition, seed)
    assert problem.A.shape == (rows, columns)
    values = np.linalg.svd(problem.A, compute_uv=False)
    assert len(values) == min(rows, columns)
    assert values[0] / values[-1] == pytest.approx(condition, rel=1e-14 * condition + 1e-13)
    assert np.mean(problem.A**2) == pytest.approx(1, rel=1e-12)
    assert not problem.W.any()


def test_singular_values_are_log_spaced() -> None:
    values = np.linalg.svd(random_problem(100, 7, 1e6, 0).A, compute_uv=False)
    assert values[:-1] / values[1:] == pytest.approx(np.full(6, 10.0), rel=1e-9)


@pytest.mark.parametrize("shape", [(50, 5), (5, 50), (10_000, 3)])
def test_worst_condition_is_about_right(shape: tuple[int, int]) -> None:
    A = random_problem(*shape, WORST_CONDITION, 0).A
    assert np.linalg.cond(A) == pytest.approx(WORST_CONDITION, rel=0.5)


def test_columns_have_no_preferred_direction() -> None:
    tables = np.array([random_problem(20, 3, 100.0, seed).A for seed in range(400)])
    assert np.mean(tables, axis=0) == pytest.approx(0, abs=0.3)
    assert np.mean(tables**2, axis=(0, 1)) == pytest.approx(1, abs=0.2)


def test_without_noise_fit_is_exact() -> None:
    problem = random_problem(30, 4, 10.0, 3)
    W, left, *_ = np.linalg.lstsq(problem.A, problem.Y, rcond=None)
    assert float(left[0]) < 1e-25
    assert 0.1 < np.abs(W).mean() < 3


def test_noise_has_its_deviation() -> None:
    quiet, noisy = (random_problem(20_000, 3, 5.0, 9, noise) for noise in (0.0, 0.5))
    assert noisy.A.tobytes() == quiet.A.tobytes()
    assert np.std(noisy.Y - quiet.Y) == pytest.approx(0.5, rel=0.02)


def test_seed_determines_problem() -> None:
    first, again, other = (random_problem(5, 3, 10.0, seed, 0.1) for seed in (1, 1, 2))
    assert (first.A.tobytes(), first.Y.tobytes()) == (again.A.tobytes(), again.Y.tobytes())
    assert first.A.tobytes() != other.A.tobytes()


def test_seed_0_gives_published_start() -> None:
    assert random_weights(3, 0).tolist() == published().problem.W.tolist()


def test_random_weights_follow_the_seed() -> None:
    assert random_weights(5, 7).tolist() == random_weights(5, 7).tolist()
    assert random_weights(5, 7).tolist() != random_weights(5, 8).tolist()
    assert random_weights(5, 7).shape == (5, 1)


def test_global_random_stream_is_untouched() -> None:
    np.random.seed(3)
    expected = np.random.randn()
    np.random.seed(3)
    random_weights(4, 0)
    assert np.random.randn() == expected


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((0, 3, 1.0, 0), "the number of rows is 0; it must be 1 or more"),
        ((3, -1, 1.0, 0), "the number of columns is -1; it must be 1 or more"),
        ((10**6, 10**6, 1.0, 0), "1,000,000 rows of 1,000,000 columns are too many"),
        ((3, 3, 0.5, 0), "the condition number is 0.5; it must be from 1 to 1e+15"),
        ((3, 3, 1e16, 0), "the condition number is 1e+16; it must be from 1 to 1e+15"),
        ((3, 3, float("nan"), 0), "the condition number is nan; it must be from 1 to 1e+15"),
        ((3, 1, 10.0, 0), "the condition number is 10.0; it must be 1 for a single row or column"),
        ((1, 3, 10.0, 0), "the condition number is 10.0; it must be 1 for a single row or column"),
        ((3, 3, 1.0, -1), "seed is -1; it must be from 0 to 4294967295"),
        ((3, 3, 1.0, 2**32), "seed is 4294967296; it must be from 0 to 4294967295"),
        ((3, 3, 1.0, 0, -0.1), "noise is -0.1; it must be a finite number, zero or more"),
        ((3, 3, 1.0, 0, float("inf")), "noise is inf; it must be a finite number, zero or more"),
        ((100, 3, 1.0, 0, 1.7e308), "Y, row "),
    ],
)
def test_impossible_random_problem_is_refused(
    arguments: tuple[int, int, float, int], sentence: str
) -> None:
    with pytest.raises(EngineError) as refused:
        random_problem(*arguments)
    assert str(refused.value).startswith(sentence)
