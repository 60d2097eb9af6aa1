import struct
import zipfile
from pathlib import Path

import pytest

from engine import EngineError, read_table
from engine.reading.sheets.sheet_look import SheetLook
from engine.reading.sheets.xlsb_look import look_at_xlsb

from ..workbooks import Rows, packed
from ..xlsb import xlsb_members

ROWS: Rows = [["x", "y"], [1.5, 2], [3, 4]]
SHEET = "xl/worksheets/sheet1.bin"


def with_records(path: Path, *added: bytes) -> Path:
    """Write a workbook with more records at the end of its last row."""
    members = dict(xlsb_members(ROWS))
    data = members[SHEET]
    assert isinstance(data, bytes)
    end = data.rindex(b"\x92\x01")
    return packed(path, members | {SHEET: data[:end] + b"".join(added) + data[end:]})


def look(path: Path) -> SheetLook:
    with zipfile.ZipFile(path) as archive:
        return look_at_xlsb(archive, "S")


def test_extent_is_that_of_the_cells(tmp_path: Path) -> None:
    path = with_records(tmp_path / "t.xlsb")
    assert look(path) == SheetLook(3, 2)
    assert read_table(path).values.tolist() == [[1.5, 2], [3, 4]]


@pytest.mark.parametrize(
    "record",
    [
        bytes([11, 11]) + struct.pack("<II", 2, 0) + b"\x2a\0\0",
        bytes([16, 12]) + struct.pack("<Id", 0, 5.0),
        bytes([12, 4, 0, 0, 0, 0, 13, 8]) + struct.pack("<II", 0, 0),
    ],
)
def test_column_that_is_not_read_is_named(tmp_path: Path, record: bytes) -> None:
    path = with_records(tmp_path / "t.xlsb", record)
    assert look(path).columns > 2
    with pytest.raises(
        EngineError, match=r"S has cells up to row 3 and column .* right of column 2"
    ):
        read_table(path)


def test_row_that_is_not_read_is_named(tmp_path: Path) -> None:
    row = bytes([0, 17]) + struct.pack("<IIHBBBI", 3, 0, 300, 0, 0, 0, 0)
    error = bytes([11, 11]) + struct.pack("<II", 0, 0) + b"\x2a\0\0"
    with pytest.raises(EngineError, match=r"S has cells up to row 4 .* below row 3"):
        read_table(with_records(tmp_path / "t.xlsb", row, error))


def test_hidden_rows_and_columns_are_seen(tmp_path: Path) -> None:
    members = dict(xlsb_members(ROWS))
    data = bytearray(members[SHEET])  # type: ignore[arg-type]
    at = data.index(b"\x91\x01")
    row = data.index(b"\0\x11\1\0\0\0", at)
    data[row + 2 + 11] |= 0x10
    columns = bytes([60, 18]) + struct.pack("<IIIIH", 1, 1, 300, 0, 1)
    wrapped = b"\x86\x03\0" + columns + b"\x87\x03\0"
    path = packed(tmp_path / "t", members | {SHEET: bytes(data[:at]) + wrapped + bytes(data[at:])})
    found = look(path)
    assert (found.hidden_rows, found.hidden_columns) == ((range(2, 3),), (range(2, 3),))


def test_missing_sheet_is_nothing(tmp_path: Path) -> None:
    members = {k: v for k, v in xlsb_members(ROWS).items() if not k.endswith(".rels")}
    assert look(packed(tmp_path / "t", members)) == SheetLook()


def row(number: int, *cells: bytes, flags: int = 0) -> bytes:
    header = struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0)
    return bytes([0, 17]) + header + b"".join(cells)


def real(column: int) -> bytes:
    return bytes([5, 16]) + struct.pack("<IId", column, 0, 0.5)


def small(column: int) -> bytes:
    return bytes([2, 12]) + struct.pack("<III", column, 0, 2)


def test_rows_alike_are_counted(tmp_path: Path) -> None:
    rows = [row(k, real(0), small(1)) for k in range(3, 9)]
    assert look(with_records(tmp_path / "t.xlsb", *rows)) == SheetLook(9, 2)


@pytest.mark.parametrize(
    ("odd", "expected"),
    [
        (row(6, real(0), real(1), flags=0x10), SheetLook(9, 2, hidden_rows=(range(7, 8),))),
        (row(6, real(0), real(1), real(2)), SheetLook(9, 3)),
        (row(6, real(0), small(3)), SheetLook(9, 4)),
        (row(6, real(1)), SheetLook(9, 2)),
        (row(6), SheetLook(9, 2)),
    ],
)
def test_row_unlike_others_is_seen(tmp_path: Path, odd: bytes, expected: SheetLook) -> None:
    rows = [row(k, real(0), small(1)) for k in (3, 4, 5)]
    last = [row(k, small(0), small(1)) for k in (7, 8)]
    assert look(with_records(tmp_path / "t.xlsb", *rows, odd, *last)) == expected


def test_wide_rows_need_no_pattern(tmp_path: Path) -> None:
    rows = [row(k, *map(real, range(300))) for k in (3, 4)]
    assert look(with_records(tmp_path / "t.xlsb", *rows)) == SheetLook(5, 300)


def total(column: int, tokens: bytes) -> bytes:
    data = struct.pack("<IIdHI", column, 0, 4.5, 0, len(tokens)) + tokens + bytes(4)
    return bytes([9, len(data)]) + data


SUM_ABOVE = b"\x25" + struct.pack("<IIHH", 1, 2, 0xC000, 0xC000) + b"\x19\x10\0\0"
TABLE_ABOVE = b"\x1e\x6d\0\x18\x19" + bytes(12) + b"\x42\2\x58\1"
SHARED = b"\x2d" + struct.pack("<IIHH", 2**20 - 2, 2**20 - 1, 0xC000, 0xC000) + b"\x42\1\4\0"


@pytest.mark.parametrize("tokens", [SUM_ABOVE, TABLE_ABOVE])
def test_totals_are_left_out(tmp_path: Path, tokens: bytes) -> None:
    path = with_records(tmp_path / "t.xlsb", row(3, real(0), total(1, tokens)))
    assert look(path).totals == {4}
    table = read_table(path)
    assert table.values.tolist() == [[1.5, 2], [3, 4]]
    assert table.notes[0].startswith("Row 4 was left out: its formulas sum up the rows above.")


@pytest.mark.parametrize(("first", "last", "totals"), [(3, 3, {4}), (2, 3, set()), (1, 1, set())])
def test_shared_totals_are_seen(tmp_path: Path, first: int, last: int, totals: set[int]) -> None:
    data = struct.pack("<IIIII", first, last, 0, 1, len(SHARED)) + SHARED
    record = bytes([0xAB, 0x03, len(data)]) + data
    cells = row(3, real(0), total(1, b"\x01\3\0\0\0"), record)
    assert look(with_records(tmp_path / "t.xlsb", cells)).totals == totals
