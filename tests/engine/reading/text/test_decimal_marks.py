from collections.abc import Sequence

import pytest

from engine.errors import BadTable
from engine.reading.faults import NeedsChoice
from engine.reading.options import ReadOptions
from engine.reading.text.records import Records
from engine.reading.text.text import BLOCK_SIZE

from ..texts import table_of

SIZES = [1, 12, BLOCK_SIZE]
FAR = "\n" + "5;6\n" * 25
"""Enough rows that those below do not decide the number format when the table is opened."""


def read(
    text: str, separator: str, size: int, columns: Sequence[int] | None = None
) -> list[list[float]]:
    """Read a table block by block, with its marks checked."""
    table = table_of(text, ReadOptions(separator=separator), size)
    wanted = range(table.layout.width) if columns is None else columns
    return [row for rows in table.rows(wanted) for row in rows.values.tolist()]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("text", "separator", "line"),
    [
        ("1,5;2\n1.234;3", ";", 2),
        ("1.234;1,5", ";", 1),
        ("5;6\n1.234;1\n2;1,5\n3.456;0", ";", 2),
        ("5;6\n1,5;1\n2;3\n1.234;0\n5.678;0", ";", 4),
        ("0,5\t1.234", "\t", 1),
        ('"1,5",1.234', ",", 1),
        (f"1.234;5{FAR}1;1.234,5", ";", 1),
        (f"6;1.234{FAR}1.234.567;5", ";", 1),
        (f"1.234;5\n6;7{FAR}8;1.234.567", ";", 1),
        ("1.234,5.5\n1.234.567,2", ",", 1),
        ("1.234;1,234", ";", 1),
    ],
)
def test_ambiguous_point_among_commas_is_refused(
    text: str, separator: str, line: int, size: int
) -> None:
    with pytest.raises(
        BadTable, match=r"1.234 could mean 1234, because other numbers here have decimal commas"
    ) as refused:
        read(text, separator, size)
    assert refused.value.line == line


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1,234;5.5", 1),
        ("5;6\n1,234;2\n7;5.5", 2),
        ("5.5;6\n8;9\n1,234;2\n3,456;7", 3),
        (f"3;1{FAR}1,234,567;1\n1,234;2", 28),
        (f"1,234;1{FAR}3;1,234,567", 1),
        (f"1,234;1{FAR}5;1,234,567.5", 1),
    ],
)
def test_ambiguous_comma_among_points_is_refused(text: str, line: int, size: int) -> None:
    with pytest.raises(
        BadTable, match=r"1,234 could mean 1234, because other numbers here have decimal points"
    ) as refused:
        read(text, ";", size)
    assert refused.value.line == line


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.234;5\n6;0.7", [[1.234, 5], [6, 0.7]]),
        ("1,234;5\n6;7", [[1.234, 5], [6, 7]]),
        ("1.2345;0.5\n0.123;1234.567", [[1.2345, 0.5], [0.123, 1234.567]]),
        ("-1.5;0.5\n1.234e3;1.23", [[-1.5, 0.5], [1234, 1.23]]),
        ("1,5;2\n3;4", [[1.5, 2], [3, 4]]),
        ("1.234;x.y,z\n5;0.6", [[5, 0.6]]),
        ("1.234;1.234,5", [[1234, 1234.5]]),
        ("1.234.567;5\n6;1.234", [[1234567, 5], [6, 1234]]),
        ("1,234;1\n3;1,234,567", [[1234, 1], [3, 1234567]]),
        ("1,234;1,234.5", [[1234, 1234.5]]),
        ("1.234.567;1,5\n2;3", [[1234567, 1.5], [2, 3]]),
        ("1.234;0.1\n1,5", [[1.234, 0.1]]),
    ],
)
def test_unambiguous_marks_are_accepted(text: str, values: list[list[float]], size: int) -> None:
    assert read(text, ";", size) == values


@pytest.mark.parametrize("size", SIZES)
def test_other_columns_cannot_contradict(size: int) -> None:
    text = "x;y;z\n1.234;a;1,5\n1.234;b;2\n"
    assert read(text, ";", size, [2]) == [[1.5], [2]]
    assert read(text.replace(";", "|"), "|", size, [0]) == [[1.234], [1.234]]
    with pytest.raises(BadTable, match=r"^t.csv, line 2, column 1 \(x\): 1.234"):
        read(text, ";", size, [0, 2])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("text", "separator", "comma", "point", "line"),
    [
        ("a;y\n1,5;2\n1.5;3", ";", "1,5", "1.5 in line 3, column 1", 2),
        ("a;y\n1.5;2\n1,5;3", ";", "1,5", "1.5 in line 2, column 1", 3),
        ("a\ty\n1,5\t2.5", "\t", "1,5", "2.5 in line 2, column 2", 2),
        ("a y\n1,5 2.5", " ", "1,5", "2.5 in line 2, column 2", 2),
        ("1,5|3\n2|0.123", "|", "1,5", "0.123 in line 2, column 2", 1),
        (f"1,5;2{FAR}1.25;3", ";", "1,5", "1.25 in line 27, column 1", 1),
        (f"1;2{FAR}1e3;-1.5\n4;2,5e-3", ";", "2,5e-3", "-1.5 in line 27, column 2", 28),
        (f'1,2{FAR.replace(";", ",")}"2,3",1.5', ",", "2,3", "1.5 in line 27, column 2", 27),
        ("1.234.567;0.5", ";", "1.234.567", "0.5 in line 1, column 2", 1),
    ],
)
def test_decimals_written_both_ways_are_refused(
    text: str, separator: str, comma: str, point: str, line: int, size: int
) -> None:
    with pytest.raises(
        BadTable, match=r" has a decimal point\. Write all numbers the same way"
    ) as e:
        read(text, separator, size)
    assert e.value.line == line
    assert f": {comma} has " in str(e.value)
    assert f"but {point} has" in str(e.value)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a;y\n1.234;2\n2.345;3", 2),
        ("a;y\n1;2\n-12.345;3", 3),
        (f"5;6{FAR}1.234;4", 27),
        ("a;y\n1.234;oops\n2;3", 2),
        ("a;y\n1.234;\n2.345;3", 2),
    ],
)
def test_points_that_may_all_group_are_asked_about(text: str, line: int, size: int) -> None:
    with pytest.raises(NeedsChoice, match="Choose the decimal mark") as refused:
        read(text, ";", size)
    assert (refused.value.line, refused.value.option) == (line, "decimal")
    for decimal, factor in ((".", 1), (",", 1000)):
        table = table_of(text, ReadOptions(separator=";", decimal=decimal))
        seen = [row for rows in table.rows([0]) for row in rows.values.tolist()]
        assert any(x[0] != round(x[0]) for x in seen) is (factor == 1)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "proof", ["0.5", "1.5", "1.2345", "1234.567", "0.123", ".5", "1.234e3", "7."]
)
def test_one_number_proves_the_point(proof: str, size: int) -> None:
    text = f"1.234;5{FAR}{proof};3"
    assert read(text, ";", size)[0] == [1.234, 5]
    assert read(f"1.234;a\n{proof};b", ";", size, [0]) == [[1.234], [float(proof)]]


@pytest.mark.parametrize("size", SIZES)
def test_codes_in_quotes_are_no_decimals(size: int) -> None:
    table = table_of('x,choice,y\n1.5,23,2\n2.5,"2,3",3\n3.5,41,4\n', size=size)
    found = list(table.rows([0, 1, 2]))
    assert [row for rows in found for row in rows.values.tolist()] == [[1.5, 23, 2], [3.5, 41, 4]]
    (fault,) = [fault for rows in found for fault in rows.faults]
    assert (fault.line, fault.column, fault.text) == (3, 2, "2,3")
    assert "has a comma, but other numbers here have decimal points" in fault.reason


def test_chosen_marks_are_not_checked() -> None:
    for decimal, values in ((",", [[1234, 1.5]]), (None, [[1234, 1.5]])):
        table = table_of("1.234;1,5", ReadOptions(decimal=decimal, thousands="."))
        (rows,) = table.rows([0, 1])
        assert rows.values.tolist() == values


@pytest.mark.parametrize("text", ["1,2\n1.234,5\n", "1,5;2\n3,5;4\n", "1.5;2\n3.5;4\n"])
def test_table_with_one_mark_reads_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table = table_of(text, size=4)
    monkeypatch.delattr(Records, "rows_in")
    assert len([row for rows in table.rows([0, 1]) for row in rows.values]) == 2


def test_long_numbers_are_shortened() -> None:
    long = "1" * 5000
    with pytest.raises(BadTable, match=r"1,5 has a decimal comma, but 1+… in line 3") as refused:
        list(table_of(f"a;b\n1,5;2\n{long}.5;4\n").rows([0, 1]))
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    "text",
    [
        "1" + " 234" * 900 + "\n1" + " 567" * 900 + "\n",
        "a,b\n" + "1" * 3000 + "%,2\n3%,4\n",
    ],
)
def test_long_doubts_are_shortened(text: str) -> None:
    with pytest.raises(BadTable) as refused:
        list(table_of(text).rows([0]))
    assert len(str(refused.value)) < 600
