from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import cells
from engine.cells import all_values, checked_values
from engine.errors import BadTable
from engine.reading import Records, read_records

finite = st.floats(allow_nan=False, allow_infinity=False)


def records(text: str, separator: str = ",", names: tuple[str, ...] = ()) -> Records:
    return Records("t.csv", separator, names, text.encode(), 1 + bool(names))


@given(st.lists(st.tuples(finite, finite), min_size=1))
def test_both_ways_read_every_float64_bit_for_bit(values: list[tuple[float, float]]) -> None:
    table = records("\n".join(f"{a!r},{b!r}" for a, b in values))
    expected = np.array(values).tobytes()
    assert all_values(table).tobytes() == expected
    assert checked_values(table, [0, 1]).tobytes() == expected


@given(st.lists(st.tuples(finite, finite), min_size=1))
def test_decimal_commas_between_semicolons_too(values: list[tuple[float, float]]) -> None:
    table = records("\n".join(f"{a!r};{b!r}" for a, b in values).replace(".", ","), ";")
    expected = np.array(values).tobytes()
    assert all_values(table).tobytes() == expected
    assert checked_values(table, [0, 1]).tobytes() == expected


def test_plain_numbers_are_never_read_cell_by_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(cells, "checked_values")
    text = "1,2\r\n\r\n -3.5e-7 ,+.5\r\n1E5,\t1.\r\n"
    assert all_values(records(text)).tolist() == [[1, 2], [-3.5e-7, 0.5], [1e5, 1]]
    assert all_values(records("1,5;2\n3;4,25", ";")).tolist() == [[1.5, 2], [3, 4.25]]
    assert all_values(records("1\r2\r")).tolist() == [[1], [2]]


@pytest.mark.parametrize(
    ("text", "separator", "values"),
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
    text: str, separator: str, values: list[list[float]]
) -> None:
    assert all_values(records(text, separator)).tolist() == values


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
    table = records(f"1,2,3\n4,{cell},6\n", names=("a", "b", "y"))
    with pytest.raises(BadTable) as refused:
        all_values(table)
    assert str(refused.value).startswith("t.csv, line 3: column 2 (b): ")
    assert reason in str(refused.value)


def test_without_a_header_a_column_has_no_name() -> None:
    with pytest.raises(BadTable, match=r"t.csv, line 2: column 1: 'x' is not a number"):
        all_values(records("1,2\nx,4"))


@pytest.mark.parametrize("row", ["3", "3,4,5", "3,4,"])
def test_a_ragged_row_is_named(row: str) -> None:
    count = row.count(",") + 1
    with pytest.raises(
        BadTable, match=f"line 2: this row has {count} cells, but the first one has 2"
    ):
        all_values(records(f"1,2\n{row}\n"))


def test_a_header_of_another_width_is_ragged_too() -> None:
    with pytest.raises(BadTable, match="line 2: this row has 3 cells, but the first one has 2"):
        all_values(records("1,2,3\n4,5,6\n", names=("a", "b")))


def test_a_header_alone_is_no_table() -> None:
    with pytest.raises(BadTable, match=r"^t.csv: there are names, but no rows"):
        all_values(records(" \n", names=("a", "b")))


@pytest.mark.parametrize(
    ("text", "separator"),
    [("1,5;2\n1.234;3", ";"), ("1.234;1,5", ";"), ("0,5\t1.234", "\t"), ('"1,5",1.234', ",")],
)
def test_a_point_that_may_group_among_decimal_commas_is_refused(text: str, separator: str) -> None:
    with pytest.raises(
        BadTable, match=r"1.234 could mean 1234, as other numbers here have decimal"
    ):
        all_values(records(text, separator))


@pytest.mark.parametrize("text", ["1.234;5", "1.234;1,234,567.5", "1.2345;0,5"])
def test_a_point_that_cannot_mean_thousands_there_is_a_point(text: str) -> None:
    assert all_values(records(text, ";"))[0, 0] == float(text.split(";")[0])


def test_only_the_columns_asked_for_need_hold_numbers() -> None:
    table = records("a,1\nb,2\n", names=("name", "value"))
    assert checked_values(table, [1]).tolist() == [[1], [2]]


def test_a_quoted_header_counts_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('"a\nb",y\n1,2\n3,x\n', encoding="utf-8")
    with pytest.raises(BadTable, match=r"line 4: column 2 \(y\)"):
        all_values(read_records(path))
