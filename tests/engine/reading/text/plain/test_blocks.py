"""Blocks read at once give what reading cell by cell gives, with pyarrow and without."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine import import_table, read_table
from engine.errors import BadTable, EngineError
from engine.reading.options import ReadOptions
from engine.reading.text.plain import arrow_lines, blocks
from engine.reading.text.plain.arrow_lines import ArrowLines
from engine.reading.text.plain.blocks import PlainReader, PlainRows
from engine.reading.text.text import TextBlock

from .drawn_tables import DrawnTable, drawn_tables, verdict

SEED, COUNT = 19, 150
READERS = ("arrow", "numpy")


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that chooses the reader of plain blocks: arrow, numpy or none."""
    read = PlainReader.read

    def choose(name: str) -> None:
        found = pytest.importorskip("pyarrow") and ArrowLines() if name == "arrow" else None
        monkeypatch.setattr(PlainReader, "_arrow_for", lambda self, block: found)
        monkeypatch.setattr(PlainReader, "read", read if name in READERS else _read_nothing)

    return choose


def _read_nothing(self: PlainReader, block: TextBlock) -> PlainRows | None:
    return None


@pytest.mark.parametrize("reader", READERS)
def test_drawn_tables_read_alike(reader: str, reads: Callable[[str], None]) -> None:
    tables = drawn_tables(SEED, COUNT)
    reads("none")
    expected = list(map(verdict, tables))
    reads(reader)
    assert list(map(verdict, tables)) == expected


TABLES: dict[str, tuple[str, dict[str, Any]]] = {
    "label": ("c,x,y\n" + 'red,1.5,2\n"a,b",2.5,3\n' * 30, {"columns": [2, 3]}),
    "date": ("x,d,y\n" + "1.5,2020-01-02,2\n" * 30, {"columns": [3, 1]}),
    "quoted": ('"x","y"\n' + '"1.5","-2e3"\n' * 30, {}),
    "gaps": ("x,y\n" + "1.5,NA\n2,3\n,4\n" * 30, {"bad_rows": "skip"}),
    "total": ("c,x\n" + "red,1\n" * 30 + "Total,30\n", {"columns": [2]}),
    "blank": ("x,y\n1,2\n,\nNA,NA\n3,4\n", {"bad_rows": "skip"}),
    "commas": ("c;x\n" + "a.b;1,5\n" * 30, {"columns": [2]}),
    "empty cell": ("c,x\n" + "a,1\n" * 30 + "b,\n", {"columns": [2], "bad_rows": "skip"}),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", TABLES)
def test_tables_have_same_notes(
    name: str, reader: str, reads: Callable[[str], None], tmp_path: Path
) -> None:
    text, options = TABLES[name]
    path = tmp_path / "t.csv"
    path.write_text(text)
    reads("none")
    expected = read_table(path, **options)
    reads(reader)
    found = read_table(path, **options)
    assert found.values.tobytes() == expected.values.tobytes()
    assert (found.names, found.skipped, found.notes) == (
        expected.names,
        expected.skipped,
        expected.notes,
    )


def test_gaps_are_refused_alike(reads: Callable[[str], None], tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,y\n" + "1,2\n" * 30 + "3,NA\nnull,\n")
    faults = list[object]()
    for reader in ("none", "arrow"):
        reads(reader)
        with pytest.raises(BadTable) as caught:
            import_table(path, ReadOptions())
        error: Any = caught.value
        faults.append((str(error), error.faults))
        with pytest.raises(EngineError, match="line 32, column 2"):
            read_table(path)
    assert faults[0] == faults[1]


def test_cut_is_tried_ever_more_seldom(
    reads: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = list[int]()
    monkeypatch.setattr(blocks, "cut_columns", lambda *_: tried.append(1))
    reads("numpy")
    table = DrawnTable(b"c,x\n" + b"a,1\n" * 4000, {"columns": [2]}, 40)
    verdict(table)
    assert 7 <= len(tried) <= 20


def test_longest_cell_is_refused_alike(reads: Callable[[str], None]) -> None:
    long = b"c,x\n" + b"a,1\n" * 20 + b"b" * 2**18 + b",2\n"
    table = DrawnTable(long, {"columns": [2]}, 2**20)
    found = list[object]()
    for reader in ("none", *READERS):
        reads(reader)
        found.append(verdict(table))
    assert found[0] == found[1] == found[2]
    assert "larger than field limit" in str(found[0])


def test_least_size_pays_for_loading() -> None:
    assert arrow_lines.LEAST_SIZE >= 2**21
