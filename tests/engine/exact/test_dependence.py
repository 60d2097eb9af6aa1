import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, optimum
from engine.cancelling import Cancelled
from engine.exact.dependence import Basis, Combination, NearestWeights

from ..least_squares import nearest_of_rows

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
    assert NearestWeights(C, powers).of(x, outputs, start) == pytest.approx(
        expected, rel=1e-9, abs=1e-9
    )


def test_nearest_weights_of_huge_coefficients() -> None:
    C, powers = np.array([[0.75]]), np.array([[2000]], np.int32)
    weights = NearestWeights(C, powers)
    found = weights.of(np.array([0.75]), np.array([2001], np.int32), np.array([5.0, 0.0]))
    assert found.tolist() == [5, 2]


def test_combination_is_like_a_dict() -> None:
    combination = Combination(np.array([0, 4]), np.array([2.5, -1.0]))
    assert combination == {0: 2.5, 4: -1.0}
    assert repr(combination) == "{0: 2.5, 4: -1.0}"
    assert (list(combination), combination[4], combination.get(3)) == ([0, 4], -1.0, None)
    assert list(combination.values()) == [2.5, -1.0]
    assert all(type(value) is float for _, value in combination.items())
    assert pickle.loads(pickle.dumps(combination)) == combination


@pytest.mark.parametrize("rank", [3, 150])
def test_basis_of_several_panels(rank: int) -> None:
    """Columns are taken one by one until one is dependent, and then by panels."""
    draw = np.random.default_rng(rank)
    A = draw.normal(size=(200, rank)) @ draw.normal(size=(rank, 300))
    A[:, 2], A[:, 70] = A[:, :2] @ [2, -1], 0.0
    U = np.asarray(np.linalg.qr(A, mode="r"))
    lengths = np.linalg.norm(U, axis=0)
    U /= np.where(lengths > 0, lengths, 1)
    basis = Basis(U, 1e-13)
    assert len(basis.chosen) == np.linalg.matrix_rank(A) == rank
    assert not {2, 70} & set(basis.chosen)
    made = U[:, basis.chosen] @ basis.coefficients
    assert made == pytest.approx(U[:, basis.others], abs=1e-11)


@pytest.mark.parametrize("rows", [1, 5, 200])
def test_few_digits_hold_in_all_rows(rows: int) -> None:
    """Fewer digits may do for the rows that are tried first, and not for the others."""
    draw = np.random.default_rng(rows)
    base = np.triu(draw.normal(size=(rows, rows)) + 5 * np.eye(rows))
    whole, long = draw.integers(1, 9, size=rows), draw.normal(size=rows)
    last_whole = np.append(long[:-1], 3.0)
    U = np.column_stack((base, base @ whole, base @ long, base @ last_whole))
    lengths = np.linalg.norm(U, axis=0)
    basis = Basis(U / lengths, 1e-14)
    ratio = lengths[rows:] / lengths[:rows, np.newaxis]
    table, scaled = basis.shortened(ratio, np.zeros(ratio.shape, np.int32))
    assert table.tolist() == scaled.tolist()
    assert table[:, 0].tolist() == whole.tolist()
    assert table[:, 1] == pytest.approx(long, rel=1e-9, abs=1e-9)
    assert table[:, 2] == pytest.approx(last_whole, rel=1e-9, abs=1e-9)


@given(seeds, st.floats(0, 12), st.booleans())
def test_nearest_of_uneven_coefficients(seed: int, decades: float, is_alike: bool) -> None:
    """Those too uneven for the products of the rows are solved by their triangle."""
    draw = np.random.default_rng(seed)
    C = draw.normal(size=(3, 2)) @ draw.normal(size=(2, 5)) * 10.0**decades
    if not is_alike:
        C += draw.normal(size=C.shape)
    C = np.rint(C)
    x, start = np.rint(draw.normal(size=3) * 9), np.rint(draw.normal(size=8) * 9)
    found = NearestWeights(C, np.zeros(C.shape, np.int32)).of(x, np.zeros(3, np.int32), start)
    exact = nearest_of_rows(np.hstack((np.eye(3), C)), x, start)
    off = max(abs(Fraction(w) - v) for w, v in zip(found.tolist(), exact, strict=True))
    # Rows so nearly alike let rounding turn the directions that they leave free.
    assert off <= 1e-14 * 10**decades * float(np.abs(found).max())


def test_cancelled_between_parts() -> None:
    draw = np.random.default_rng(1)
    C, powers = draw.normal(size=(40, 400)), np.zeros((40, 400), np.int32)
    with pytest.raises(Cancelled):
        NearestWeights(C, powers, lambda: True)
    with pytest.raises(Cancelled):
        Basis(C, 1e-14, lambda: True)
