import numpy as np
import pytest

from engine.exact.triangular import FEW_COLUMNS, triangle_inverse


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
