import math
from functools import partial

import numpy as np
import pytest

from engine import Cancelled, Matrix
from engine.methods import decomposition
from engine.methods.decomposition import decompose
from engine.triangle import PANEL_COLUMNS


@pytest.fixture
def every_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every wide table by panels."""
    monkeypatch.setattr(decomposition, "is_by_panels", lambda *_: True)
    monkeypatch.setattr(decomposition, "OPERATIONS_AT_ONCE", 2**16)


def drawn(kind: str, rows: int, columns: int) -> Matrix:
    draw = np.random.default_rng(columns)
    A: Matrix = draw.normal(size=(rows, columns))
    if kind == "alike":
        A[-1], A[:, -1] = A[0], A[:, 0]
    if kind == "scaled":
        A *= 10.0 ** draw.uniform(-6, 6, size=columns)
    if kind == "zeros":
        A[:, : columns // 2] = 0
    return A


@pytest.mark.usefixtures("every_table")
@pytest.mark.parametrize("kind", ["normal", "alike", "scaled", "zeros"])
@pytest.mark.parametrize("rows", [1, 5, PANEL_COLUMNS + 1])
@pytest.mark.parametrize("more", [-1, 0, 1, 90])
def test_panels_decompose_as_lapack(kind: str, rows: int, more: int) -> None:
    columns = max(rows + more, 1)
    A = drawn(kind, rows, columns)
    U, sizes, Vt = decompose(A)
    n = min(rows, columns)
    allowed = 1e-14 * np.linalg.norm(A)
    assert np.abs(sizes - np.linalg.svd(A, compute_uv=False)).max() <= allowed
    assert np.abs((U * sizes) @ Vt - A).max() <= allowed
    assert np.abs(U.T @ U - np.eye(n)).max() < 1e-13
    assert np.abs(Vt @ Vt.T - np.eye(n)).max() < 1e-13


@pytest.mark.usefixtures("every_table")
def test_decomposition_is_cancelled_anywhere() -> None:
    A = drawn("normal", PANEL_COLUMNS + 1, 200)
    asked = 0

    def count(until: float) -> bool:
        nonlocal asked
        asked += 1
        return asked > until

    decompose(A, partial(count, math.inf))
    every = asked
    assert every > 4
    for until in range(every):
        asked = 0
        with pytest.raises(Cancelled):
            decompose(A, partial(count, until))
        assert asked == until + 1


@pytest.mark.usefixtures("every_table")
def test_cells_that_are_none_raise() -> None:
    with pytest.raises(np.linalg.LinAlgError):
        decompose(np.full((2, 5), np.nan))
