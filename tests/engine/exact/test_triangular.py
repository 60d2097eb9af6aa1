import numpy as np
import pytest

from engine.exact.triangular import FEW_COLUMNS, triangle_inverse, triangle_solution


@pytest.mark.parametrize("n", [1, 2, FEW_COLUMNS, FEW_COLUMNS + 1, 101, 130])
def test_product_with_inverse_is_identity(n: int) -> None:
    rows = np.random.default_rng(n).normal(size=(n + 5, n))
    T = np.asarray(np.linalg.qr(rows, mode="r"))
    inverse = triangle_inverse(T)
    left = np.abs(inverse @ T - np.eye(n))
    assert (left <= n * np.finfo(float).eps * (np.abs(inverse) @ np.abs(T))).all()
    assert not np.tril(inverse, -1).any()


def test_overflow_is_not_finite() -> None:
    n = 2 * FEW_COLUMNS
    T = np.triu(np.full((n, n), 1e200)) * np.append(1e-200, np.ones(n - 1))
    np.fill_diagonal(T, 1e-200)
    assert not np.isfinite(triangle_inverse(T)).all()


@pytest.mark.parametrize("n", [0, 1, 2, FEW_COLUMNS, FEW_COLUMNS + 1, 101, 130])
@pytest.mark.parametrize("shape", [(), (3,)])
def test_solution_leaves_nothing(n: int, shape: tuple[int, ...]) -> None:
    draw = np.random.default_rng(n)
    T = np.asarray(np.linalg.qr(draw.normal(size=(n + 5, n)), mode="r"))
    right = draw.normal(size=(n, *shape))
    found = triangle_solution(T, right)
    assert found.shape == right.shape
    left = np.abs(T @ found - right)
    assert (left <= (n + 1) * np.finfo(float).eps * (np.abs(T) @ np.abs(found))).all()


def test_zero_on_diagonal_has_no_solution() -> None:
    T = np.triu(np.ones((FEW_COLUMNS + 8, FEW_COLUMNS + 8)))
    T[3, 3] = 0
    with pytest.raises(np.linalg.LinAlgError):
        triangle_solution(T, np.ones(len(T)))
