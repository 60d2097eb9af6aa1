from pathlib import Path

import numpy as np
import pytest

from engine import read_table
from engine.reading.cells import Cell, RawRow
from engine.reading.layout import Layout
from engine.reading.preview import preview
from engine.reading.sheets.long_numbers import LongNumbers

from ..workbooks import ods, xlsx


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (1234567890123456789.0, "may be lost in column 1 (id): 1234567890123456768 may"),
        (-9007199254740994.0, "may be lost in column 1 (id): -9007199254740994 may"),
        ("1234567890123456789", "are lost in column 1 (id): 1234567890123456789 becomes 12345"),
        ("9007199254740992", ""),
        (1e18, ""),
        (6.02214076e23, ""),
        (123456789012345.0, ""),
        (0.1, ""),
        ("x", ""),
    ],
)
def test_long_number_is_told(cell: Cell, told: str) -> None:
    notes = LongNumbers(Layout(("id",), 1), [0]).check_first([RawRow(2, [cell])] * 3)
    assert len(notes) == bool(told)
    assert told in "".join(notes)


def test_small_numbers_are_not_looked_at() -> None:
    rows = [RawRow(1, ["1234567890123456789"])]
    assert LongNumbers(Layout((), 1), [0]).check(rows, np.ones((1, 1))) == ()
    assert LongNumbers(Layout((), 1), [0]).check(rows, np.full((1, 1), 1e18))


@pytest.mark.parametrize("write", [xlsx, ods])
@pytest.mark.parametrize("cell", [1234567890123456789, "1234567890123456789"])
def test_sheets_tell_lost_digits(tmp_path: Path, write: object, cell: Cell) -> None:
    assert callable(write)
    path = write(tmp_path / "t.book", {"A": [["y", "id"], [1.5, cell], [2.5, cell]]})
    for notes in (read_table(path).notes, preview(path).notes):
        assert len(notes) == 1
        assert "lost in column 2 (id): 1234567890123456" in notes[0]
