from collections.abc import Sequence

import pytest

from engine.errors import BadTable
from engine.marks import Marks
from engine.reading import Records
from engine.text import BLOCK_SIZE

from .texts import records_of

SIZES = [1, 12, BLOCK_SIZE]


def watch(records: Records, columns: Sequence[int] | None = None) -> Marks:
    marks = Marks(records, range(records.width) if columns is None else columns)
    for block in records.blocks():
        marks.watch(block)
    return marks


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
        ('2,1.234\n7.5,8\n"1,5",3\n9,3.456', ",", 1),
    ],
)
def test_the_first_point_that_may_group_among_decimal_commas_is_refused(
    text: str, separator: str, line: int, size: int
) -> None:
    with pytest.raises(
        BadTable, match=r"1.234 could mean 1234, as other numbers here have decimal"
    ) as refused:
        watch(records_of(text, separator, size=size))
    assert refused.value.line == line


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("text", "commas"),
    [
        ("1.234;5\n6;7", False),
        ("1.234;1,234,567.5", False),
        ("1.234;1.234,5", False),
        ("1.2345;0,5\n0.123;1234.567", True),
        ("-1.5;0,5\n1.234e3;1.23", True),
        ("1,5;2\n3;4", True),
    ],
)
def test_other_points_are_points(text: str, commas: bool, size: int) -> None:
    assert watch(records_of(text, ";", size=size)).commas is commas


@pytest.mark.parametrize("size", SIZES)
def test_only_the_columns_asked_for_count(size: int) -> None:
    records = records_of("1.234;a;1,5\n1.234;b;2", ";", ("x", "y", "z"), size)
    assert watch(records, [2]).commas
    assert not watch(records, [0]).commas
    with pytest.raises(BadTable, match=r"line 2: column 1 \(x\): 1.234"):
        watch(records, [0, 2])


def test_separators_are_no_decimal_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    records = records_of("1,2\n1.234,5")
    monkeypatch.delattr(Records, "within")
    assert not watch(records).commas
