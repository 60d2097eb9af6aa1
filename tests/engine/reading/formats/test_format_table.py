"""The checks of every cell, on columns that the tests make."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadNumber, BadTable
from engine.reading.formats.format_cells import (
    EMPTY,
    NUMBER,
    OTHER,
    CellKind,
    ColumnBlock,
    FormatCell,
    cell_of,
)
from engine.reading.formats.format_limits import check_table
from engine.reading.formats.format_table import DataBlock, FormatTable
from engine.reading.layout import Layout
from engine.reading.options import ReadOptions


def column(*cells: object) -> ColumnBlock:
    """Return a column of these cells; None is an empty one."""
    codes = [EMPTY if cell is None else NUMBER if type(cell) is float else OTHER for cell in cells]
    numbers = [cell if type(cell) is float else 0.0 for cell in cells]
    others = [cell for cell, code in zip(cells, codes, strict=True) if code == OTHER]
    return ColumnBlock(np.array(codes, np.uint8), np.array(numbers), others)


@dataclass(frozen=True)
class Made:
    """Columns that are there already."""

    head: Sequence[DataBlock]
    height: int | None = None

    def blocks(self, columns: Sequence[int]) -> Iterator[DataBlock]:
        """Yield some columns."""
        for block in self.head:
            yield block._replace(columns=[block.columns[k] for k in columns])


def table(*blocks: DataBlock, skip: int = 0) -> FormatTable:
    width = len(blocks[0].columns)
    names = tuple("xyz"[:width])
    return FormatTable("t", Made(blocks), Layout(names, width), ReadOptions(skip_rows=skip))


ROWS = DataBlock([column(1.0, None, 3.0, "4"), column(5.0, 6.0, "a", 8.0)], 1.0)


def test_good_rows_are_kept_in_order() -> None:
    (rows,) = table(ROWS).rows([1, 0])
    assert rows.values.tolist() == [[5, 1], [8, 4]]
    assert [fault[:3] for fault in rows.faults] == [(2, 1, "x"), (3, 2, "y")]
    assert rows.bad_count == 2


def test_rows_that_are_none_are_named() -> None:
    block = ROWS._replace(lines=[7, 9, 11, 13], bad=[(0, "odd.")])
    (rows,) = table(block).rows([0, 1])
    assert rows.faults[0] == (7, 0, "", "", "odd.")
    assert [fault.line for fault in rows.faults] == [7, 9, 11]


def test_skipped_rows_count() -> None:
    for skip in range(4):
        found = list(table(ROWS, ROWS, skip=skip).rows([0, 1]))
        assert sum(len(rows.values) + rows.bad_count for rows in found) == 8 - skip
        first = next(table(ROWS, ROWS, skip=skip).first(1))
        assert first.line == skip + 1
    assert [rows.values.tolist() for rows in table(ROWS, ROWS, skip=4).rows([0, 1])] == [
        [[1, 5], [4, 8]]
    ]


@given(st.lists(st.one_of(st.floats(), st.none(), st.text(max_size=2)), min_size=1, max_size=30))
def test_each_row_is_good_or_bad(cells: list[object]) -> None:
    made = table(DataBlock([column(*cells), column(*([1.0] * len(cells)))], 1.0))
    (rows,) = made.rows([0, 1])
    assert len(rows.values) + rows.bad_count == len(cells)
    assert np.isfinite(rows.values).all()
    good = [cell for cell in cells if type(cell) is float and np.isfinite(cell)]
    assert [value for value in rows.values[:, 0].tolist() if value in good] == good


def test_blocks_are_cut_with_their_others() -> None:
    made = column("a", 1.0, None, "b", "c")
    for start in range(6):
        for end in range(start, 6):
            assert made.part(start, end).cells() == made.cells()[start:end]


@pytest.mark.parametrize(
    ("written", "shown", "said"),
    [
        (["time", "2024-01-02", ""], "2024-01-02", "2024-01-02 is a date or a time"),
        (["label", "1", "male"], "male", "“male” is the label of the code 1"),
        (["missing", "99", ""], "NA", "99 is a code for a missing value."),
        (["missing", ".a", "refused"], "NA", ".a is a code for a missing value (refused)."),
        (["list", "", ""], "[…]", "holds a list"),
        (["record", "", ""], "{…}", "holds a record"),
        (["complex", "", ""], "a + bi", "holds a complex number"),
        (["bytes", "", ""], "(bytes)", "holds bytes"),
        (["decimal", "1e999", ""], "1e999", "1e999 is not a finite number"),
    ],
)
def test_every_kind_of_cell_has_its_sentence(written: list[str], shown: str, said: str) -> None:
    cell = cell_of(written)
    made = table(ROWS)
    assert made.text(cell) == shown
    with pytest.raises(BadNumber) as caught:
        made.parse(cell)
    assert said in str(caught.value)


def test_decimals_and_whole_numbers_are_numbers() -> None:
    made = table(ROWS)
    assert made.parse(cell_of(["decimal", "0.1", ""])) == 0.1
    assert made.parse(2**60) == 2.0**60
    assert made.text(2**60 + 1) == str(2**60 + 1)
    assert made.text(FormatCell(CellKind.DECIMAL, "0.10")) == "0.10"
    assert [made.text(True), made.text(0.5), made.text("a")] == ["TRUE", "0.5", "a"]


@pytest.mark.parametrize(
    ("rows", "columns", "size", "is_refused"),
    [
        (2**24, 1, 1, False),
        (2**24 + 1, 1, 1, True),
        (2**30, 1, 2**25, False),
        (2**30 + 2**26, 1, 2**25, True),
        (None, 2**16, 1, False),
        (1, 2**16 + 1, 2**30, True),
    ],
)
def test_sizes_are_checked(rows: int | None, columns: int, size: int, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(BadTable, match=r"too much|too many"):
            check_table("t", rows, ["x"] * columns, size)
    else:
        check_table("t", rows, ["x"] * columns, size)
