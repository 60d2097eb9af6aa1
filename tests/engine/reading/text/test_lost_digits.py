from pathlib import Path

import pytest

from engine import read_table
from engine.reading.blocks import read_blocks
from engine.reading.layout import Layout
from engine.reading.preview import preview
from engine.reading.text.lost_digits import LostDigits
from engine.reading.text.records import Records

from ..texts import records_of, table_of, whole

FAR = "1,2\n" * 40_000
"""More than the lines that are looked at when the table is opened."""


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("id,y\n1234567890123456789,2\n1234567890123456790,3\n", ["column 1 (id): 12345678901234"]),
        ("y,id\n2,9007199254740993\n", ["column 2 (id): 9007199254740993 becomes"]),
        ("1600000000000000001;2,5\n", ["column 1: 1600000000000000001 becomes 160000000000000000"]),
        ("a,b\n-9007199254740993,9007199254740995\n", ["column 1 (a): -90", "column 2 (b): 90"]),
        ("t,y\n1600000000.1234567891,1\n1600000000.1234567892,2\n", ["become the same number"]),
        ("t;y\n1600000000,1234567891;1\n1600000000,1234567892;2\n", ["become the same number"]),
        ("id,y\n9007199254740992,2\n9007199254740994,3\n", []),
        ("id,y\n123456789012345,2\n", []),
        ("x,y\n8.0192999999999994,2\n4.2045000000000003,3\n", []),
        ("x,y\n1.00000000000000000,2\n1.0000000000000000,3\n", []),
        ("x,y\n1e300,2\n1.2345678901234567890e20,3\n", []),
        ("x,y\n" + "1" * 400 + "e-399,2\n", []),
    ],
)
def test_lost_digits_are_told(tmp_path: Path, text: str, notes: list[str]) -> None:
    (tmp_path / "t.csv").write_text(text)
    for found in (read_table(tmp_path / "t.csv").notes, preview(tmp_path / "t.csv").notes):
        assert len(found) == len(notes)
        for note, expected in zip(found, notes, strict=True):
            assert note.startswith("Digits are lost in ")
            assert expected in note


@pytest.mark.parametrize("last", ["9007199254740993,3\n", "9007199254740993,3\nx,4\n"])
def test_lost_digits_far_below_are_told(tmp_path: Path, last: str) -> None:
    (tmp_path / "t.csv").write_text(f"id,y\n{FAR}{last}")
    assert preview(tmp_path / "t.csv").notes == ()
    (note,) = read_table(tmp_path / "t.csv", bad_rows="skip").notes
    assert "column 1 (id): 9007199254740993 becomes 9007199254740992," in note
    blocks = read_blocks(tmp_path / "t.csv", size=64)
    for _ in blocks.rows():
        pass
    assert blocks.notes == (note,)
    assert read_table(tmp_path / "t.csv", columns=["y"], bad_rows="skip").notes == ()


def test_plain_numbers_are_not_split(monkeypatch: pytest.MonkeyPatch) -> None:
    table = table_of("x,y\n1e300,123456789012345\n")
    monkeypatch.delattr(Records, "rows_in")
    assert [rows.notes for rows in table.rows([0, 1])] == [()]


def test_column_is_told_once() -> None:
    records = records_of("9007199254740993\n9007199254740993\n")
    check = LostDigits(records, Layout((), 1), [0])
    block = whole(records)
    (rows,) = table_of(block.data).rows([0])
    assert len(check.check_block(block, rows.values)) == 1
    assert check.check_block(block, rows.values) == ()
    assert check.check_first(block) == ()
