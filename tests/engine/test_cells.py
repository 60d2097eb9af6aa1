import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Matrix, cells
from engine.cells import block_values, checked_values
from engine.errors import BadTable
from engine.reading import Records

from .texts import records_of, whole

finite = st.floats(allow_nan=False, allow_infinity=False)


def values(records: Records) -> Matrix:
    return block_values(records, whole(records), range(records.width))


@given(st.lists(st.tuples(finite, finite), min_size=1))
def test_both_ways_read_every_float64_bit_for_bit(drawn: list[tuple[float, float]]) -> None:
    table = records_of("\n".join(f"{a!r},{b!r}" for a, b in drawn))
    expected = np.array(drawn).tobytes()
    assert values(table).tobytes() == expected
    assert checked_values(table, whole(table), [0, 1]).tobytes() == expected


@given(st.lists(st.tuples(finite, finite), min_size=1))
def test_decimal_commas_between_semicolons_too(drawn: list[tuple[float, float]]) -> None:
    table = records_of("\n".join(f"{a!r};{b!r}" for a, b in drawn).replace(".", ","), ";")
    expected = np.array(drawn).tobytes()
    assert values(table).tobytes() == expected
    assert checked_values(table, whole(table), [0, 1]).tobytes() == expected


def test_plain_numbers_are_never_read_cell_by_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(cells, "checked_values")
    text = "1,2\r\n\r\n -3.5e-7 ,+.5\r\n1E5,\t1.\r\n"
    assert values(records_of(text)).tolist() == [[1, 2], [-3.5e-7, 0.5], [1e5, 1]]
    assert values(records_of("1,5;2\n3;4,25", ";")).tolist() == [[1.5, 2], [3, 4.25]]
    assert values(records_of("1\r2\r")).tolist() == [[1], [2]]


@pytest.mark.parametrize(
    ("text", "separator", "expected"),
    [
        ('"1","2"', ",", [[1, 2]]),
        ('"1,5","2"', ",", [[1.5, 2]]),
        ("−1,2", ",", [[-1, 2]]),
        ("1,5\t2", "\t", [[1.5, 2]]),
        ("1,234;2", ";", [[1.234, 2]]),
        ("1.234,5;2", ";", [[1234.5, 2]]),
        ("1.5;2,5", ";", [[1.5, 2.5]]),
        ("1,234,567;2", ";", [[1234567, 2]]),
        ("1 ,2\n \n3,4", ",", [[1, 2], [3, 4]]),
        ("0." + "3" * 400 + ",1" + "0" * 300, ",", [[1 / 3, 1e300]]),
    ],
)
def test_less_plain_numbers_are_read_by_the_rules_of_every_field(
    text: str, separator: str, expected: list[list[float]]
) -> None:
    assert values(records_of(text, separator)).tolist() == expected


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("oops", "'oops' is not a number"),
        ("", "the cell is empty"),
        ("nan", "nan is not a finite number"),
        ("-inf", "-inf is not a finite number"),
        ("1e400", "larger than a number here can be"),
        ("1_000", "'1_000' is not a number"),
        ("１２", "'１２' is not a number"),
        ("0x1F", "is not a number"),
        ("1.2.3", "is not a number"),
        ("1e", "is not a number"),
        ("1 2", "is not a number"),
        ("=1+1", "is not a number"),
        ("TRUE", "is not a number"),
        ('"1,234"', "could mean 1.234 or 1234"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column_and_header(cell: str, reason: str) -> None:
    table = records_of(f"1,2,3\n4,{cell},6\n", names=("a", "b", "y"))
    with pytest.raises(BadTable) as refused:
        values(table)
    assert str(refused.value).startswith("t.csv, line 3: column 2 (b): ")
    assert reason in str(refused.value)


def test_without_a_header_a_column_has_no_name() -> None:
    with pytest.raises(BadTable, match=r"t.csv, line 2: column 1: 'x' is not a number"):
        values(records_of("1,2\nx,4"))


@pytest.mark.parametrize("row", ["3", "3,4,5", "3,4,"])
def test_a_ragged_row_is_named(row: str) -> None:
    count = row.count(",") + 1
    with pytest.raises(
        BadTable, match=f"line 2: this row has {count} cells, but the first one has 2"
    ):
        values(records_of(f"1,2\n{row}\n"))


def test_a_header_of_another_width_is_ragged_too() -> None:
    with pytest.raises(BadTable, match="line 2: this row has 3 cells, but the first one has 2"):
        values(records_of("1,2,3\n4,5,6\n", names=("a", "b")))


def test_only_the_columns_asked_for_need_hold_numbers() -> None:
    table = records_of("a,1\nb,2\n", names=("name", "value"))
    assert checked_values(table, whole(table), [1]).tolist() == [[1], [2]]
