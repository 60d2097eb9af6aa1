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


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("x,y\n1,2\n1e-400,2\n2e-400,3\n", "1e-400 in line 3, column 1 (x)"),
        ("x,y\n1,2\n3,-4.9E-325\n", "-4.9E-325 in line 3, column 2 (y)"),
        ("1 2\n3 2.4e-324\n", "2.4e-324 in line 2, column 2"),
        ("1 2\n3 1.5D-400\n", "1.5D-400 in line 2, column 2"),
        ("1 2\n3 0.123-400\n", "0.123-400 in line 2, column 2"),
        ("1 2\n3 1e-0400\n", "1e-0400 in line 2, column 2"),
        ("x;y\n1,5;2\n1,5e-400;2\n", "1,5e-400 in line 3, column 1 (x)"),
        ("x,y\n1,2\n3,1e−400\n", "1e−400 in line 3, column 2 (y)"),
        (f"x,y\n1,2\n3,0.{'0' * 400}1\n", " in line 3, column 2 (y)"),
        (f"x,y\n1,2\n3,0.{'0' * 20}1e-310\n", " in line 3, column 2 (y)"),
    ],
)
def test_vanishing_numbers_are_told(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    for found in (read_table(tmp_path / "t.csv").notes, preview(tmp_path / "t.csv").notes):
        (note,) = found
        assert f"{place} was read as 0" in note


@pytest.mark.parametrize(
    "text",
    [
        "x,y\n0e-400,2\n0,0.0e-999\n",
        "x,y\n4.9e-324,0\n1e-300,2\n",
        f"x,y\n0,2\n1{'0' * 300},3\n",
        "x,y,name\n0,2,1e-400\n0,3,b\n",
        f"x,y\n0.{'0' * 400},2\n3,4\n",
    ],
)
def test_zeros_are_not_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.csv").write_text(text)
    found = read_table(tmp_path / "t.csv", columns=["x", "y"])
    assert found.notes == ()


def test_vanishing_number_far_below_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"x,y\n{FAR}1e-400,3\n1e-400,3\n")
    assert preview(tmp_path / "t.csv").notes == ()
    (note,) = read_table(tmp_path / "t.csv").notes
    assert note.startswith("1e-400 in line 40,002, column 1 (x) was read as 0")


def test_plain_numbers_are_not_split(monkeypatch: pytest.MonkeyPatch) -> None:
    table = table_of("x,y\n1e300,123456789012345\n")
    monkeypatch.delattr(Records, "rows_in")
    assert [rows.notes for rows in table.rows([0, 1])] == [()]


def test_column_is_told_once() -> None:
    records = records_of("9007199254740993\n9007199254740993\n")
    check = LostDigits(records, Layout((), 1), [0], float)
    block = whole(records)
    (rows,) = table_of(block.data).rows([0])
    assert len(check.check_block(block, rows.values)) == 1
    assert check.check_block(block, rows.values) == ()
    assert check.check_first(block) == ()
