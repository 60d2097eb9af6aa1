import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, optimum
from engine.exact.dependence import Basis, nearest

seeds = st.integers(0, 2**32 - 1)


def test_basis_takes_leftmost_columns() -> None:
    U = np.array([[1, 1, 0, 0.6, 0], [0, 0, 1, 0.8, 0], [0, 0, 0, 0, 0.0]])
    basis = Basis(U, 1e-15)
    assert basis.chosen == [0, 2]
    assert basis.others == [1, 3, 4]
    assert basis.coefficients == pytest.approx(np.array([[1, 0.6, 0], [0, 0.8, 0]]))


@given(seeds, st.integers(3, 400), st.sampled_from([0.0, 1.0, 1e3, 1e6]))
def test_rounded_sums_are_dependent(seed: int, rows: int, offset: float) -> None:
    draw = np.random.default_rng(seed)
    j = int(draw.integers(1, min(rows, 9)))
    A = draw.normal(size=(rows, j)) * 10.0 ** draw.uniform(-3, 3, size=j)
    A += offset * draw.normal(size=j)
    factors = draw.choice([1, -1, 2, 0.1, 2.54, 1 / 3], size=j)
    found = optimum(Problem(np.column_stack((A, A @ factors)), draw.normal(size=rows)))
    ((column, combination),) = found.dependent
    assert column == j
    made = sum(value * A[:, k] for k, value in combination.items())
    terms = np.abs(A) @ np.abs(factors)
    assert (np.abs(made - A @ factors) <= 1e-13 * terms.max()).all()


@given(seeds, st.floats(-13.5, -12.5))
def test_columns_beside_a_sum_are_independent(seed: int, decades: float) -> None:
    draw = np.random.default_rng(seed)
    A = draw.normal(size=(30, 3))
    beside = A.sum(axis=1) * (1 + 10.0**decades * draw.normal(size=30))
    A = np.column_stack((A, beside))
    found = optimum(Problem(A, draw.normal(size=30)))
    assert found.rank == 4
    assert np.linalg.cond(A) > 1e12
    assert found.digits.min() > 15.9


@given(seeds, st.integers(1, 4), st.integers(1, 4))
def test_nearest_weights(seed: int, chosen: int, others: int) -> None:
    draw = np.random.default_rng(seed)
    C, x = draw.normal(size=(chosen, others)), draw.normal(size=chosen)
    start = draw.normal(size=chosen + others)
    powers = draw.integers(-3, 4, size=C.shape).astype(np.int32)
    outputs = np.full(chosen, 2, np.int32)
    T = np.hstack((np.eye(chosen), C * 2.0**powers))
    expected = start + np.linalg.pinv(T) @ (4 * x - T @ start)
    assert nearest(C, powers, x, outputs, start) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_nearest_weights_of_huge_coefficients() -> None:
    C, powers = np.array([[0.75]]), np.array([[2000]], np.int32)
    found = nearest(C, powers, np.array([0.75]), np.array([2001], np.int32), np.array([5.0, 0.0]))
    assert found.tolist() == [5, 2]
