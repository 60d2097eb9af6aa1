import struct
from pathlib import Path

import pytest

from engine import EngineError, read_table
from engine.reading.sheets.sheet_look import SheetLook
from engine.reading.sheets.xls_look import _plain_format, _scan, look_at_xls, with_plain_formats

from ...problems import DATA

WORKBOOKS = DATA / "workbooks"
EMPTY_TEXT = b"\x03\0\0\0\0\0\xff\xff\0\0"


def look(name: str, sheet: str = "S") -> SheetLook:
    return look_at_xls((WORKBOOKS / name).read_bytes(), sheet)


def test_hidden_rows_and_columns_are_seen() -> None:
    found = look("hidden.xls")
    assert (found.hidden_rows, found.hidden_columns) == ((range(3, 4),), (range(2, 3),))
    assert not found.is_filtered
    assert look("sheets.xls", "Numbers") == look("hidden.xls", "None") == SheetLook()


def test_formulas_without_results_are_refused() -> None:
    with pytest.raises(EngineError, match=r"row 2, column 2 \(y\): this formula was never"):
        read_table(WORKBOOKS / "uncomputed.xls")


@pytest.mark.parametrize("options", [2, 3])
def test_zeros_to_compute_on_opening_are_refused(tmp_path: Path, options: int) -> None:
    data = (WORKBOOKS / "uncomputed.xls").read_bytes()
    zero = bytes([0] * 8 + [options, 0])
    (tmp_path / "t.xls").write_bytes(data.replace(EMPTY_TEXT, zero))
    with pytest.raises(EngineError, match=r"row 2, column 2 \(y\): this formula was never"):
        read_table(tmp_path / "t.xls")
    (tmp_path / "t.xls").write_bytes(data.replace(EMPTY_TEXT, bytes(10)))
    assert read_table(tmp_path / "t.xls").values.tolist() == [[1, 0], [2, 0], [3, 0]]


def test_one_result_shows_that_formulas_were_computed(tmp_path: Path) -> None:
    data = (WORKBOOKS / "uncomputed.xls").read_bytes()
    data = data.replace(EMPTY_TEXT, b"\0\0\0\0\0\0\xf0\x3f\2\0", 1)
    (tmp_path / "t.xls").write_bytes(data.replace(EMPTY_TEXT, bytes(8) + b"\2\0"))
    assert read_table(tmp_path / "t.xls").values.tolist() == [[1, 1], [2, 0], [3, 0]]


def test_totals_are_left_out(tmp_path: Path) -> None:
    table = read_table(WORKBOOKS / "totals.xls")
    assert table.values.tolist() == [[1, 2], [3, 4], [5, 9]]
    assert table.notes[0].startswith("Row 5 was left out: its formulas sum up the rows above.")
    # SUM(A5:A7) in row 5, AVERAGE($B$2:$B$2)
    data = (WORKBOOKS / "totals.xls").read_bytes()
    data = data.replace(b"\x25\1\0\3\0\0\xc0\0\xc0", b"\x25\4\0\6\0\0\xc0\0\xc0")
    data = data.replace(b"\x25\1\0\3\0\1\0\1\0", b"\x25\1\0\1\0\1\0\1\0")
    (tmp_path / "t.xls").write_bytes(data)
    other = read_table(tmp_path / "t.xls")
    assert (other.values[-1].tolist(), other.notes) == ([9, 5], ())


@pytest.mark.parametrize(("first", "last", "totals"), [(4, 4, {5}), (3, 4, set()), (1, 1, set())])
def test_shared_totals_are_seen(first: int, last: int, totals: set[int]) -> None:
    refers = struct.pack("<HHHdHIHBHH", 4, 0, 0, 9.0, 0, 0, 5, 1, 4, 0)
    above = bytes([0x2D]) + struct.pack("<HHHH", 2**16 - 3, 2**16 - 1, 0xC000, 0xC000)
    tokens = above + b"\x19\x10\0\0"
    shared = struct.pack("<HHBBHH", first, last, 0, 1, 2, len(tokens)) + tokens
    records = [(0x0809, b"\0\6\x10\0"), (6, refers), (0x04BC, shared), (0x0A, b"")]
    data = b"".join(struct.pack("<HH", kind, len(each)) + each for kind, each in records)
    assert _scan(data, 0).totals == totals


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        *(
            (text, 0)
            for text in ("General", "0.00", '"days "0', "#,##0.00 [$€-407]", "0\\d", "0_m")
        ),
        *((text, 0) for text in ("[Red]0", "0.00E+00", "Standard", '0" h"', "0*s", "@", "")),
        *((text, 14) for text in ("yyyy-mm-dd", "d/m/yy h:mm", "[$-411]ge.m.d", "h:mm AM/PM")),
        *((text, 46) for text in ("[h]:mm", "[SS]", "[Red][mm]:ss")),
    ],
)
def test_format_is_a_number_or_a_date(text: str, plain: int) -> None:
    assert _plain_format(text) == plain


@pytest.mark.parametrize("number", [50, 58, 60, 163, 400])
def test_own_formats_decide_what_is_a_date(tmp_path: Path, number: int) -> None:
    data = (WORKBOOKS / "dates.xls").read_bytes()
    data = data.replace(b"\xa4\0", number.to_bytes(2, "little"))
    (tmp_path / "t.xls").write_bytes(data)
    with pytest.raises(EngineError, match="2009-07-06 is a date"):
        read_table(tmp_path / "t.xls")
    numbers = data.replace(b"yyyy-mm-dd", b"0.00000000")
    assert numbers != data
    (tmp_path / "t.xls").write_bytes(numbers)
    assert read_table(tmp_path / "t.xls").values[0].tolist() == [40000, 0.5]


def test_known_formats_are_left_alone() -> None:
    for name in ("dates.xls", "sheets.xls", "hidden.xls"):
        assert with_plain_formats((WORKBOOKS / name).read_bytes()) is None


def test_damaged_file_is_no_workbook() -> None:
    data = (WORKBOOKS / "hidden.xls").read_bytes()
    for length in range(0, len(data), 97):
        assert isinstance(look_at_xls(data[:length], "S"), SheetLook)
        with_plain_formats(data[:length])
