import datetime
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadTable
from engine.reading.inputs import in_memory, open_input
from engine.reading.sheets import workbook_process, workbook_reader
from engine.reading.sheets.workbook_process import SheetTooLarge, WorkbookSheet, read_workbook
from engine.reading.sheets.workbook_reader import TOO_LARGE

from ...problems import DATA
from ..workbooks import Rows, ods, packed, xlsx
from ..xlsb import xlsb_members

SOUND = (DATA / "workbooks" / "sheets.xls").read_bytes()
SLOW = "import time; time.sleep(60)"


def read(path: Path, choice: str | int | None = None) -> WorkbookSheet:
    return read_workbook(open_input(path), choice)


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    """Let another program stand in for the one that reads workbooks."""
    path = folder / "reader.py"
    path.write_text(program, encoding="utf-8")
    monkeypatch.setattr(workbook_reader, "__file__", str(path))


def xlsb(path: Path, rows: Rows) -> Path:
    return packed(path, xlsb_members(rows))


@pytest.mark.parametrize(
    "write", [lambda p, r: xlsx(p, {"S": r}), lambda p, r: ods(p, {"S": r}), xlsb]
)
def test_every_format_gives_same_cells(tmp_path: Path, write: Callable[[Path, Rows], Path]) -> None:
    sheet = read(write(tmp_path / "t", [["x", "y"], [1.5, 2], [None, -3]]))
    assert (sheet.name, sheet.sheets, sheet.start, sheet.end) == ("S", ("S",), (0, 0), (2, 1))
    assert list(sheet.rows()) == [["x", "y"], [1.5, 2], ["", -3]]


def test_kinds_of_cells_are_kept(tmp_path: Path) -> None:
    rows: Rows = [["text", True, False, 0.5, 7, None, "date:45000", "é\n😀"], [*range(8)]]
    first, second = read(xlsx(tmp_path / "t", {"S": rows})).rows()
    assert first == ["text", True, False, 0.5, 7, "", datetime.date(2023, 3, 15), "é\n😀"]
    assert [type(cell) for cell in first[1:3]] == [bool, bool]
    assert second == [*range(8)]


def test_numbers_are_kept_bit_for_bit(tmp_path: Path) -> None:
    numbers = [0.1, 1 / 3, 1e300, -5e-324, 2.0**53 + 2, -0.0]
    (row,) = read(xlsx(tmp_path / "t", {"S": [numbers]})).rows()
    assert repr(row) == repr(numbers)


def test_blocks_of_rows_are_joined(tmp_path: Path) -> None:
    rows = [[float(k), 0.5] for k in range(100_000)]
    sheet = read(xlsb(tmp_path / "t", rows))
    assert len(sheet.blocks) > 1
    assert list(sheet.rows()) == rows


def test_workbook_in_memory_is_read() -> None:
    sheet = read_workbook(in_memory("t.xls", SOUND), "Odd")
    assert (sheet.name, sheet.sheets) == ("Odd", ("Numbers", "Odd", "Empty"))
    assert read_workbook(in_memory("t.xls", SOUND), "Empty").start is None
    assert read_workbook(in_memory("t.xls", SOUND), 7).name == ""


@pytest.mark.parametrize("data", [b"", SOUND[:3000], b"text"])
def test_damaged_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(BadTable, match=r"^t.xls: this workbook is damaged or in an unsupported"):
        read_workbook(in_memory("t.xls", data), None)


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is limited on Linux")
def test_memory_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = xlsx(tmp_path / "t.xlsx", {"S": [[0.5] * 20] * 4000})
    assert len(read(path).blocks) == 1
    monkeypatch.setattr(workbook_process, "LEAST_MEMORY", 2**24)
    monkeypatch.setattr(workbook_process, "MEMORY_PER_BYTE", 0)
    with pytest.raises(BadTable, match=r"^t.xlsx: .*(too much memory|damaged)"):
        read(path)


@pytest.mark.parametrize(
    "rows", [[[1.0, 2.0]] * 30, [[]] * 40 + [[1.0]], [[1.0] + [None] * 60 + [2.0]]]
)
def test_number_of_cells_is_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: Rows
) -> None:
    path = xlsx(tmp_path / "t.xlsx", {"S": rows})
    read(path)
    monkeypatch.setattr(workbook_process, "LEAST_CELLS", 39)
    monkeypatch.setattr(workbook_process, "CELLS_PER_BYTE", 0)
    with pytest.raises(
        SheetTooLarge, match=r"sheet S extends to row \d+ and column \d+"
    ) as refused:
        read(path)
    assert refused.value.sheet == "S"


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        (f"import os; os._exit({TOO_LARGE})", "would take too much memory"),
        ("import os; os.abort()", "would take too much memory" if sys.platform == "linux" else ""),
        ("import os; os._exit(1)", "is damaged or in an unsupported format"),
        ("import os; os._exit(0)", "is damaged or in an unsupported format"),
        ('print(\'{"opening": "S"}\')', "is damaged or in an unsupported format"),
    ],
)
def test_end_of_process_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, problem: str
) -> None:
    stand_in(monkeypatch, tmp_path, program)
    with pytest.raises(BadTable, match=f"^t.xls: .*{problem}"):
        read_workbook(in_memory("t.xls", SOUND), None)


def test_process_is_ended_after_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, tmp_path, SLOW)
    monkeypatch.setattr(workbook_process, "PATIENCE", 0.1)
    with pytest.raises(BadTable, match=r"^t.xls: .*(takes too long|is damaged)"):
        read_workbook(in_memory("t.xls", SOUND), None)


def test_interruption_ends_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = workbook_process._start

    def interrupt(self: object, out: object) -> None:
        raise KeyboardInterrupt

    def remember(*arguments: object) -> "subprocess.Popen[bytes]":
        started.append(start(*arguments))  # type: ignore[arg-type]
        return started[0]

    stand_in(monkeypatch, tmp_path, SLOW)
    monkeypatch.setattr(workbook_process._Report, "read", interrupt)
    monkeypatch.setattr(workbook_process, "_start", remember)
    with pytest.raises(KeyboardInterrupt):
        read_workbook(in_memory("t.xls", SOUND), None)
    assert started[0].poll() is not None


def test_missing_process_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with pytest.raises(BadTable, match="could not be started: resource temporarily unavailable"):
        read_workbook(in_memory("t.xls", SOUND), None)


def test_large_block_of_mixed_cells() -> None:
    codes = np.array([[0, 1], [2, 3]], np.uint8)
    block = workbook_process.CellBlock(np.array([[0.5, 7.0], [0.0, 0.0]]), codes, ["text"])
    assert block.rows() == [[0.5, 7], ["", "text"]]
    assert type(block.rows()[0][1]) is int


def test_blank_rows_are_found(tmp_path: Path) -> None:
    sheet = read(xlsx(tmp_path / "t", {"S": [["x"], [], [1], [None], [2]]}))
    assert sheet.blank_rows() == {2, 4}
    assert read(xlsb(tmp_path / "t", [[0.5], [1.5]])).blank_rows() == frozenset()


def test_workbook_is_rewritten_on_request(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "t", {"S": [["x"], [1]], "T": [[2]]})
    sheet = read_workbook(open_input(path), "T", rewrites=True)
    assert (sheet.sheets, list(sheet.rows())) == (("S", "T"), [[2]])
    old = read_workbook(in_memory("t.xls", SOUND), "Odd", rewrites=False)
    assert old.name == "Odd"


def test_last_row_has_its_own_cells() -> None:
    codes = np.array([[3, 0], [3, 2]], np.uint8)
    block = workbook_process.CellBlock(np.array([[0.0, 1.5], [0.0, 0.0]]), codes, ["a", "b"])
    assert block.last_row() == ["b", ""]
    assert workbook_process.CellBlock(np.array([[1.0], [2.0]]), None, ()).last_row() == [2.0]


@pytest.mark.parametrize("rows", [[[None, 1.5], [None, 2.5]], [[None, "x"], [None, 2.5]]])
def test_sheet_is_extended_by_empty_cells(tmp_path: Path, rows: Rows) -> None:
    sheet = read(xlsx(tmp_path / "t", {"S": rows}))
    assert (sheet.start, sheet.end) == ((0, 1), (1, 1))
    larger = sheet.extended(3, [0, 2])
    assert (larger.start, larger.end) == ((0, 0), (3, 2))
    first, second = ([row[1]] for row in rows)
    assert [*larger.rows()] == [["", *first, ""], ["", *second, ""], [""] * 3, [""] * 3]
    assert sheet.extended(0, [1]).blocks == sheet.blocks
