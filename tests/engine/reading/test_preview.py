from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadTable
from engine.reading.faults import Fault
from engine.reading.options import ReadOptions
from engine.reading.preview import Preview, PreviewRow, preview
from engine.reading.tables import read_table

from .workbooks import xlsx


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.csv"


def look(path: Path, text: str | bytes, rows: int = 100, **options: object) -> Preview:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return preview(path, ReadOptions(**options), rows)  # type: ignore[arg-type]


def test_preview_shows_first_rows_and_faults(path: Path) -> None:
    seen = look(path, '# by me\nname;x;y\n\n a ;1,50;2\n"b";3;x\n')
    assert seen.options == ReadOptions(";", ",", "", "utf-8", True, "#", skip_rows=0)
    assert (seen.names, seen.width, seen.sheets) == (("name", "x", "y"), 3, ())
    assert seen.lines == (PreviewRow(4, ("a", "1,50", "2")), PreviewRow(5, ("b", "3", "x")))
    assert [fault[:4] for fault in seen.faults] == [
        (4, 1, "name", "a"),
        (5, 1, "name", "b"),
        (5, 3, "y", "x"),
    ]


def test_only_chosen_columns_have_faults(path: Path) -> None:
    seen = look(path, "name;x;y\na;1,5;2\nb;3;x\n", columns=("x", "y"))
    assert (seen.names, seen.width) == (("name", "x", "y"), 3)
    assert seen.lines[0].cells == ("a", "1,5", "2")
    assert [fault[:4] for fault in seen.faults] == [(3, 3, "y", "x")]
    assert seen.options.columns == ("x", "y")


def test_preview_limits_rows(path: Path) -> None:
    seen = look(path, "x\n" + "1\n" * 500)
    assert [line.line for line in seen.lines] == list(range(2, 102))
    assert [line.line for line in look(path, "1\n" * 500, 3).lines] == [1, 2, 3]


def test_ragged_rows_and_quotes_are_faults(path: Path) -> None:
    seen = look(path, 'x,y\n1,2\n3\n4,5,6\n"7,8\n')
    assert [line.cells for line in seen.lines] == [("1", "2"), ("3",), ("4", "5", "6")]
    assert [(fault.line, fault.column) for fault in seen.faults] == [(3, 0), (4, 0), (5, 0)]
    assert "cannot be split into cells" in seen.faults[-1].reason


@pytest.mark.parametrize("text", [b"", b"\n \n", b"%PDF-1.4", b"\x00\x01\x02\xff", b'"1,2\n'])
def test_preview_without_table_is_refused(path: Path, text: bytes) -> None:
    with pytest.raises(BadTable, match=r"^t.csv"):
        look(path, text)


def test_header_alone_is_previewed(path: Path) -> None:
    seen = look(path, "x,y\n")
    assert (seen.names, seen.width, seen.lines, seen.faults) == (("x", "y"), 2, (), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig", "cp1252"])
def test_preview_reads_only_the_beginning(path: Path, encoding: str) -> None:
    text = "größe,y\n" + "1.25,-3.5\n" * 300_000 + "\0" * 1000 + ";"
    path.write_bytes(text.encode(encoding))
    assert len(preview(path).lines) == 100
    with pytest.raises(BadTable):
        read_table(path)


def test_preview_lists_sheets_and_arrays(tmp_path: Path) -> None:
    book = xlsx(tmp_path / "t.xlsx", {"One": [["x", "y"], [1, "a"]], "Two": [[2]]})
    seen = preview(book)
    assert (seen.sheets, seen.names, seen.width) == (("One", "Two"), ("x", "y"), 2)
    assert seen.options == ReadOptions(sheet="One", header=True, skip_rows=0)
    assert seen.lines == (PreviewRow(2, ("1", "a")),)
    assert [fault[:4] for fault in seen.faults] == [(2, 2, "y", "a")]
    assert preview(book, ReadOptions(sheet="Two")).lines == (PreviewRow(1, ("2",)),)
    np.savez(tmp_path / "t.npz", A=np.array([[1, np.nan]]), Y=np.array([3.0]))
    seen = preview(tmp_path / "t.npz")
    assert (seen.sheets, seen.options.sheet) == (("A", "Y", "A, Y"), "A, Y")
    assert seen.names == ("A1", "A2", "Y")
    seen = preview(tmp_path / "t.npz", ReadOptions(sheet="A"))
    assert seen.options == ReadOptions(sheet="A", skip_rows=0)
    assert seen.lines == (PreviewRow(1, ("1", "nan")),)
    assert seen.faults == (Fault(1, 2, "", "nan", "nan is not a finite number."),)


@pytest.mark.parametrize(
    "text", ["a;b\n1,5;2\n", "# a b\n1 2\n", "2019,2020\n1,2\n", "a\tb\n1'234\t2\n", "sep=;\n1;2\n"]
)
def test_previewed_options_give_same_preview(path: Path, text: str) -> None:
    seen = look(path, text)
    again = preview(path, seen.options)
    assert again == seen
    assert preview(path, replace(seen.options, encoding=None)) == seen
