import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from engine.errors import BadNumber
from engine.reading.arrays import arrays as arrays_module
from engine.reading.arrays.arrays import ArrayTable
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
