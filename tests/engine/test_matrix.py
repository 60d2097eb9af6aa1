import sys
from collections import UserList
from fractions import Fraction
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import ArrayLike, DTypeLike, NDArray

from engine.errors import EmptyTable, NotANumber, NotATable, NotFinite, TableTooLarge
from engine.matrix import MOST_CELLS, as_column, as_matrix, check_size, frozen


@pytest.mark.parametrize(
    "values",
    [
        [[1, 2], [3, 4]],
        ((1.0, 2.0), (3.0, 4.0)),
        [np.array([1, 2]), np.array([3, 4])],
        UserList([[1, 2], [3, 4]]),
        [[Fraction(1), np.float32(2)], [np.int64(3), 4]],
        np.array([[1, 2], [3, 4]], dtype=np.uint8),
        np.array([[1, 2], [3, 4]], dtype=">f8"),
        np.array([[1, 2], [3, 4]], dtype=np.float16),
        np.array([[1, 2], [3, 4]], dtype=object),
        np.array([[1, 3], [2, 4]], dtype=np.float64).T,
    ],
)
def test_any_table_becomes_frozen_float64(values: ArrayLike) -> None:
    matrix = as_matrix("A", values)
    assert type(matrix) is np.ndarray
    assert matrix.dtype == np.float64
    assert matrix.flags.c_contiguous
    assert not matrix.flags.writeable
    assert matrix.tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_writeable_array_is_copied() -> None:
    mine = np.ones((2, 2))
    matrix = as_matrix("A", mine)
    mine[0, 0] = 5
    assert matrix[0, 0] == 1


def test_read_only_array_is_shared() -> None:
    matrix = as_matrix("A", [[1.0]])
    assert as_matrix("A", matrix) is matrix


def test_read_only_view_is_copied() -> None:
    base = np.ones((2, 2))
    view = base[:]
    view.setflags(write=False)
    assert not np.shares_memory(frozen(view), base)


@pytest.mark.parametrize(
    ("values", "row", "column"),
    [
        ([[1, 2], [3, "4"]], 2, 2),
        ([[None, 2]], 1, 1),
        ([[1, 2j]], 1, 2),
        ([[1], [[2]]], 2, 1),
        (np.array([["1", "2"]]), 1, 1),
        (np.array([[1, 2 + 1j]]), 1, 1),
    ],
)
def test_cell_without_number_is_named(values: ArrayLike, row: int, column: int) -> None:
    with pytest.raises(NotANumber) as refused:
        as_matrix("A", values)
    assert (refused.value.matrix, refused.value.row, refused.value.column) == ("A", row, column)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 10**400])
def test_cell_not_finite_is_named(bad: float) -> None:
    with pytest.raises(NotFinite) as refused:
        as_matrix("Y", [[1.0, 2.0], [3.0, bad]])
    assert (refused.value.matrix, refused.value.row, refused.value.column) == ("Y", 2, 2)


def test_cancelling_infinities_are_found() -> None:
    with pytest.raises(NotFinite, match="row 1, column 2 is inf"):
        as_matrix("A", np.array([[0.0, np.inf], [-np.inf, 0.0]]))


def test_too_large_long_double_is_named() -> None:
    large = np.array([[1, 1]], dtype=np.longdouble) * np.finfo(np.float64).max * 2
    with pytest.raises(NotFinite):
        as_matrix("A", large)


def test_overflowing_sum_is_accepted() -> None:
    values = np.full((2, 2), np.finfo(np.float64).max)
    assert np.array_equal(as_matrix("A", values), values)


@pytest.mark.parametrize(
    "values", [[1, 2], "12", b"12", 5, None, {"a": 1}, np.ones(3), np.ones((2, 2, 2)), [[1, 2], 3]]
)
def test_non_table_is_refused(values: ArrayLike) -> None:
    with pytest.raises(NotATable, match=r"^A must be a table"):
        as_matrix("A", values)


def test_ragged_table_names_row() -> None:
    with pytest.raises(NotATable, match="row 1 has 2 cells and row 3 has 1"):
        as_matrix("A", [[1, 2], [3, 4], [5]])


@pytest.mark.parametrize("values", [[], [[]], [[], []], np.empty((0, 3)), np.empty((3, 0))])
def test_empty_table_is_refused(values: ArrayLike) -> None:
    with pytest.raises(EmptyTable, match="A is empty"):
        as_matrix("A", values)


class Series:
    """A one-dimensional object of another library, which only has __array__."""

    def __array__(
        self, dtype: DTypeLike | None = None, copy: bool | None = None
    ) -> NDArray[np.float64]:
        return np.array([1.0, 2.0])


@pytest.mark.parametrize(
    "values",
    [[1, 2], (1, 2), [[1], [2]], range(1, 3), np.array([1, 2]), np.array([[1], [2]]), Series()],
)
def test_one_dimension_becomes_a_column(values: ArrayLike) -> None:
    assert as_matrix("Y", as_column(values)).tolist() == [[1.0], [2.0]]


def test_size_limit_counts_a_and_y() -> None:
    check_size(MOST_CELLS // 11, 10)
    with pytest.raises(TableTooLarge, match="20,000,000 rows of 10 columns are too many: A and Y "):
        check_size(20_000_000, 10)
    with pytest.raises(TableTooLarge, match="200,000,000 cells"):
        check_size(1, MOST_CELLS)


def test_text_is_not_a_column() -> None:
    with pytest.raises(NotATable):
        as_matrix("Y", as_column("12"))


def test_masks_still_loading_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """While another thread imports numpy.ma, the module is there and its class is not."""
    monkeypatch.setitem(sys.modules, "numpy.ma", ModuleType("numpy.ma"))
    assert as_matrix("A", np.array([[1.0, 2.0]])).tolist() == [[1.0, 2.0]]
