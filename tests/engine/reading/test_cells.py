import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Matrix
from engine.errors import BadNumber
from engine.reading.cells import (
    MOST_REFUSED,
    RawRow,
    check_rows,
    parse_plain_cells,
    parse_plain_lines,
)
from engine.reading.faults import WHOLE_ROW, Fault
from engine.reading.layout import Layout
from engine.reading.text.number_format import NumberFormat

finite = st.floats(allow_nan=False, allow_infinity=False)
OPEN, COMMAS = NumberFormat(), NumberFormat(comma_is_decimal=True)
LAYOUT = Layout(("a", "b", "y"), 3)


def lines(
    text: str, separator: str = ",", number_format: NumberFormat = OPEN
) -> list[list[float]] | None:
    values = parse_plain_lines(text.encode(), separator, number_format)
    return None if values is None else values.tolist()


def records(*rows: str) -> list[RawRow]:
    return [RawRow(line, row.split(",")) for line, row in enumerate(rows, start=2)]


@given(st.lists(st.tuples(finite, finite), min_size=1))
def test_fast_and_checked_reading_agree(drawn: list[tuple[float, float]]) -> None:
    expected: Matrix = np.array(drawn)
    for separator, number_format, mark in (
        (",", OPEN, "."),
        (";", COMMAS, ","),
        (" ", COMMAS, ","),
    ):
        cells = [[repr(value).replace(".", mark) for value in row] for row in drawn]
        text = "\n".join(map(separator.join, cells))
        fast = parse_plain_lines(text.encode(), separator, number_format)
        assert fast is not None
        assert fast.tobytes() == expected.tobytes()
        flat = parse_plain_cells([cell for row in cells for cell in row], number_format)
        assert flat is not None
        assert flat.tobytes() == expected.tobytes()
        rows = [RawRow(1, row) for row in cells]
        slow = check_rows(rows, Layout((), 2), [0, 1], number_format.parse)
        assert slow.values.tobytes() == expected.tobytes()
        assert (slow.faults, slow.bad_count) == ([], 0)


@pytest.mark.parametrize(
    ("text", "separator", "number_format", "expected"),
    [
        ("1,2\r\n\r\n -3.5e-7 ,+.5\r\n1E5,\t1.\r\n", ",", OPEN, [[1, 2], [-3.5e-7, 0.5], [1e5, 1]]),
        ("1,5;2\n3;4,25", ";", COMMAS, [[1.5, 2], [3, 4.25]]),
        ("1.5;2\n", ";", COMMAS, [[1.5, 2]]),
        ("1\r2\r", ",", OPEN, [[1], [2]]),
        (" 1  2\t3 \n", " ", OPEN, [[1, 2, 3]]),
        ("1|2\n", "|", OPEN, [[1, 2]]),
        ("1,5|2\n", "|", NumberFormat(","), [[1.5, 2]]),
        ("1,2\n", ",", NumberFormat(","), [[1, 2]]),
    ],
)
def test_plain_lines_are_parsed(
    text: str, separator: str, number_format: NumberFormat, expected: list[list[float]]
) -> None:
    assert lines(text, separator, number_format) == expected


@pytest.mark.parametrize(
    ("text", "separator", "number_format"),
    [
        ("", ",", OPEN),
        (" \n\t\n", ",", OPEN),
        ("1,x\n", ",", OPEN),
        ('1,"2"\n', ",", OPEN),
        ("1,2\n3\n", ",", OPEN),
        ("1,\n", ",", OPEN),
        ("1,1e400\n", ",", OPEN),
        ("1 2,3\n", ",", OPEN),
        ("1,5;2\n", ";", OPEN),
        ("1,5;2.5\n", ";", COMMAS),
        ("1.5;2\n", ";", NumberFormat(",")),
        ("1.5,2\n", ",", NumberFormat(",")),
        ("1,5;2\n", ";", NumberFormat(".")),
        ("1,2\0\n", ",", OPEN),
        ("１,2\n", ",", OPEN),
    ],
)
def test_doubtful_lines_are_not_parsed(
    text: str, separator: str, number_format: NumberFormat
) -> None:
    assert lines(text, separator, number_format) is None


@pytest.mark.parametrize(
    ("cells", "number_format"),
    [
        (["1", ""], OPEN),
        (["nan"], OPEN),
        (["1e999"], OPEN),
        (["1_0"], OPEN),
        (["1\n2"], OPEN),
        (["1\n2", "3"], OPEN),
        (["1,5"], OPEN),
        (["1,5", "1.5"], COMMAS),
        (["1.5"], NumberFormat(",")),
        (["1 2"], OPEN),
        ([], OPEN),
    ],
)
def test_doubtful_cells_are_not_parsed(cells: list[str], number_format: NumberFormat) -> None:
    assert parse_plain_cells(cells, number_format) is None


def test_rows_without_faults_are_read() -> None:
    rows = check_rows(records("1,2,3", "4,oops,x", "5,6", "7,8,9"), LAYOUT, [0, 1, 2], OPEN.parse)
    assert rows.values.tolist() == [[1, 2, 3], [7, 8, 9]]
    assert rows.bad_count == 2
    reason = "“oops” is not a number. Write one, such as 0.5 or 1e-3."
    assert rows.faults == [
        Fault(3, 2, "b", "oops", reason),
        Fault(3, 3, "y", "x", reason.replace("oops", "x")),
        Fault(4, WHOLE_ROW, "", "", "this row has 2 cells, but the first row has 3."),
    ]


def test_only_chosen_columns_are_checked() -> None:
    rows = check_rows(records("a,1,2", "b,3,x"), LAYOUT, [1], OPEN.parse)
    assert (rows.values.tolist(), rows.faults) == ([[1], [3]], [])
    rows = check_rows(records("a,1,2", "b,3,x"), LAYOUT, [2, 1], OPEN.parse)
    assert rows.values.tolist() == [[2, 1]]
    assert [fault.column for fault in rows.faults] == [3]


def test_fault_without_header_has_no_name() -> None:
    rows = check_rows(records("x"), Layout((), 1), [0], OPEN.parse)
    assert [fault.name for fault in rows.faults] == [""]


def test_no_rows_give_empty_values() -> None:
    assert check_rows([], LAYOUT, [0, 1], OPEN.parse).values.shape == (0, 2)


def test_repeated_cells_are_parsed_once() -> None:
    parsed: list[object] = []

    def parse(cell: object) -> float:
        parsed.append(cell)
        return OPEN.parse(str(cell))

    rows = [RawRow(k, ["", "1", True]) for k in range(1, 501)]
    found = check_rows(rows, Layout((), 3), [0, 1, 2], parse)
    assert (found.bad_count, len(found.faults), len(found.values)) == (500, 1000, 0)
    assert {(fault.column, fault.text) for fault in found.faults} == {(1, ""), (3, "True")}
    assert parsed.count("") + parsed.count(True) <= 4


def test_true_is_not_taken_for_one() -> None:
    def parse(cell: object) -> float:
        if isinstance(cell, bool):
            raise BadNumber(str(cell), "a truth value.")
        return float(str(cell))

    rows = [RawRow(1, [True, 2.0]), RawRow(2, [1.0, 1]), RawRow(3, [0, True])]
    found = check_rows(rows, Layout((), 2), [0, 1], parse)
    assert found.values.tolist() == [[1.0, 1.0]]
    assert [(fault.line, fault.column) for fault in found.faults] == [(1, 1), (3, 2)]


def test_many_texts_are_not_all_kept() -> None:
    rows = [RawRow(k, [f"a{k % (MOST_REFUSED + 5)}"]) for k in range(3 * MOST_REFUSED)]
    found = check_rows(rows, Layout((), 1), [0], OPEN.parse)
    assert [fault.text for fault in found.faults] == [row.cells[0] for row in rows]
    assert all(fault.text in fault.reason for fault in found.faults)
