from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy
from numpy.typing import NDArray

from engine.errors import BadNumber
from engine.reading.arrays import arrays as arrays_module
from engine.reading.arrays.arrays import ArrayTable, FieldColumns, JoinedColumns
from engine.reading.faults import Fault
from engine.reading.layout import Layout
from engine.reading.options import ReadOptions


def table_of(values: object, skip_rows: int = 0) -> ArrayTable:
    return ArrayTable("t.npy", np.asarray(values), ReadOptions(skip_rows=skip_rows))


shapes = st_numpy.array_shapes(min_dims=2, max_dims=2, max_side=20)
numbers = st_numpy.from_dtype(np.dtype(float), allow_nan=False, allow_infinity=False)


@given(st_numpy.arrays(float, shapes, elements=numbers), st.integers(1, 50), st.booleans())
def test_blocks_hold_all_rows_bit_exactly(
    values: np.ndarray[tuple[int, int], np.dtype[np.float64]], size: int, fortran: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays_module, "CELLS_AT_A_TIME", size)
        stored = np.asfortranarray(values) if fortran else values
        rows = list(table_of(stored).rows(range(values.shape[1])))
    assert np.concatenate([part.values for part in rows]).tobytes() == values.tobytes()
    assert all(part.values.flags.c_contiguous for part in rows)
    fractions = [part.fraction for part in rows]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1


@pytest.mark.parametrize("dtype", ["<i2", ">i4", "<u8", ">f4", "<f2", "longdouble"])
def test_real_dtypes_become_float64(dtype: str) -> None:
    table = table_of(np.array([[1, 2], [3, 4]], dtype=dtype))
    assert table.layout == Layout((), 2)
    (rows,) = table.rows([1])
    assert rows.values.dtype == np.float64
    assert rows.values.tolist() == [[2], [4]]
    assert [[table.text(cell) for cell in row.cells] for row in table.first(1)] == [["1", "2"]]


def test_nonfinite_entries_are_faults() -> None:
    table = table_of([[1, np.nan, 3], [4, 5, 6], [np.inf, 8, -np.inf]])
    (rows,) = table.rows([2, 0])
    assert (rows.values.tolist(), rows.bad_count) == ([[3, 1], [6, 4]], 1)
    assert rows.faults == [
        Fault(3, 3, "", "-inf", "-inf is not a finite number."),
        Fault(3, 1, "", "inf", "inf is not a finite number."),
    ]
    refused = table.error_at(rows.faults[0])
    assert str(refused) == "t.npy, row 3, column 3: -inf is not a finite number."
    with pytest.raises(BadNumber, match="nan is not a finite number"):
        table.parse(table.values[0, 1])
    assert table.parse(table.values[0, 0]) == 1


def test_first_array_rows_show_all_digits() -> None:
    table = table_of([[0.1, 1e22], [2.0, 1 / 3]])
    shown = [(row.line, [table.text(cell) for cell in row.cells]) for row in table.first(9)]
    assert shown == [(1, ["0.1", "1e+22"]), (2, ["2", "0.3333333333333333"])]


def test_skipped_array_rows_are_counted() -> None:
    table = table_of([[1], [2], [np.nan]], skip_rows=1)
    (rows,) = table.rows([0])
    assert rows.values.tolist() == [[2]]
    assert [fault.line for fault in rows.faults] == [3]
    assert [row.line for row in table.first(1)] == [2]


def test_signalling_nan_is_a_fault() -> None:
    table = table_of(np.array([[0x7FA00000], [0x3F800000]], np.uint32).view(np.float32))
    (rows,) = table.rows([0])
    assert (rows.values.tolist(), [fault.line for fault in rows.faults]) == ([[1.0]], [1])
    with pytest.raises(BadNumber):
        table.parse(table.values[0, 0])


LONG = 2**53 + 1


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (np.array([[1, LONG]]), "column 2: 9007199254740993 becomes 9007199254740992,"),
        (np.array([[-LONG], [1]]), "column 1: -9007199254740993 becomes"),
        (np.array([[2**63 - 1]]), "column 1: 9223372036854775807 becomes"),
        (np.array([[2**64 - 1]], dtype=np.uint64), "column 1: 18446744073709551615 becomes"),
        (np.array([[2**53, -(2**63)]]), ""),
        (np.array([[2**63]], dtype=np.uint64), ""),
        (np.array([[1e300, 1.5]]), ""),
    ],
)
def test_digits_lost_in_integers_are_told(values: NDArray[Any], told: str) -> None:
    table = ArrayTable("t.npy", values, ReadOptions())
    (rows,) = table.rows(range(values.shape[1]))
    for notes in (rows.notes, table.checked().notes):
        assert len(notes) == bool(told)
        assert told in "".join(notes)


def test_digits_lost_far_below_are_told() -> None:
    values = np.ones((300, 2), dtype=np.int64)
    values[200:, 1] = LONG
    table = ArrayTable("t.npy", values, ReadOptions())
    assert table.checked().notes == ()
    assert len([note for rows in table.rows([0, 1]) for note in rows.notes]) == 1
    assert [note for rows in table.rows([0]) for note in rows.notes] == []


def test_mixed_columns_keep_their_integers() -> None:
    records = np.array([(0.5, LONG)], dtype=[("x", "f8"), ("id", "i8")])
    fields = FieldColumns(records, ("x", "id"))
    joined = JoinedColumns([np.array([[0.5]]), cast("NDArray[Any]", fields)])
    assert joined.shape == (1, 3)
    assert len(joined) == 1
    assert joined.tolist() == [[0.5, 0.5, 2.0**53]]
    for values, column in ((fields, 2), (joined, 3)):
        (rows,) = ArrayTable("t", cast("NDArray[Any]", values), ReadOptions()).rows([0, column - 1])
        assert len(rows.notes) == 1
        assert f"column {column}: {LONG} becomes" in rows.notes[0]
