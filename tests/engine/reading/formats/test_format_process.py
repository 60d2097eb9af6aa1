"""Whatever the reading process does, this one gets a sentence. Programs stand in for it."""

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadTable
from engine.reading.formats import format_process, format_worker
from engine.reading.formats.format_cells import CellKind, FormatCell
from engine.reading.formats.format_process import FormatFile, LibraryUnusable, TableFacts
from engine.reading.formats.format_worker import TOO_LARGE, TOO_LONG
from engine.reading.inputs import in_memory, open_input

FACTS = '{"tables": [{"name": "", "rows": 2, "columns": ["x", "y"]}]}'


@pytest.fixture
def file(tmp_path: Path) -> FormatFile:
    """A file that the stand-ins do not look at."""
    path = tmp_path / "t.dat"
    path.write_bytes(b"data")
    return FormatFile.of(open_input(path), "arrow_reader.py")


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    """Let another program stand in for the one that reads files."""
    path = folder / "worker.py"
    path.write_text(program, encoding="utf-8")
    monkeypatch.setattr(format_worker, "__file__", str(path))


def problem(file: FormatFile) -> str:
    """Read the first table, and return why it cannot be read."""
    with pytest.raises(BadTable) as caught:
        read_all(file)
    return caught.value.problem


def read_all(file: FormatFile) -> None:
    """Read all of the first table."""
    with file.reading() as reading:
        reading.tables()
        list(reading.blocks([0], [0, 1]))


SOUND = f"""
import struct, sys
print('{FACTS}', flush=True)
request = sys.stdin.readline()
print('{{"rows": 2, "columns": [["d", true, []], ["q", false, []]]}}', flush=True)
out = sys.stdout.buffer
out.write(struct.pack("2d", 1.5, 0) + bytes([0, 1]) + struct.pack("2q", -7, 2**60))
out.flush()
print('{{"rows": 2, "columns": [["", true, [["time", "12:00", ""]]], ["Q", false, []]]}}')
sys.stdout.flush()
out.write(bytes([2, 1]) + struct.pack("2Q", 2**63, 1))
out.flush()
print('{{"done": true, "whole": true}}', flush=True)
"""


def test_columns_arrive_as_sent(
    file: FormatFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, tmp_path, SOUND)
    with file.reading() as reading:
        assert reading.tables() == [TableFacts("", ("x", "y"), 2)]
        first, second = reading.blocks([0], [0, 1])
        assert reading.is_whole
    assert [column.cells() for column in first] == [[1.5, ""], [-7, 2**60]]
    assert second[0].cells() == [FormatCell(CellKind.TIME, "12:00"), ""]
    assert second[1].cells() == [2**63, 1]
    numbers = first[1].numbers
    assert numbers is not None
    assert numbers.dtype == np.int64


DYING = {
    "nothing": ("", "damaged"),
    "crash": ("import os; os.abort()", "damaged"),
    "half a line": (f"import sys; sys.stdout.write('{FACTS[:30]}')", "damaged"),
    "after the facts": (f"print('{FACTS}')", "damaged"),
    "within a block": (
        f"import sys; print('{FACTS}', flush=True); sys.stdin.readline();"
        'print(\'{"rows": 9, "columns": [["d", false, []]]}\')',
        "damaged",
    ),
    "report": ('print(\'{"damaged": "odd"}\')', "damaged"),
    "memory": (f"import os; os._exit({TOO_LARGE})", "too much memory"),
    "no time": (f"import os; os._exit({TOO_LONG})", "takes too long"),
    "hang": ("import time; time.sleep(60)", "takes too long"),
}


@pytest.mark.parametrize("way", DYING)
def test_process_that_ends_is_a_sentence(
    file: FormatFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    program, said = DYING[way]
    stand_in(monkeypatch, tmp_path, program)
    # A busy machine takes a second to start Python.
    monkeypatch.setattr(format_process, "PATIENCE", 1.0 if way == "hang" else 30.0)
    assert said in problem(file)


def test_unusable_library_is_no_damage(
    file: FormatFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, tmp_path, 'print(\'{"unusable": "no module"}\')')
    with pytest.raises(LibraryUnusable), file.reading() as reading:
        reading.tables()


def test_process_that_cannot_start_is_a_sentence(
    file: FormatFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    assert "could not be started: no such file" in problem(file)


def test_file_in_memory_is_kept_while_read(tmp_path: Path) -> None:
    file = FormatFile.of(in_memory("t.parquet", b"PAR1"), "arrow_reader.py")
    assert file.path.read_bytes() == b"PAR1"
    path = file.path
    del file
    assert not path.exists()


def test_reader_is_ended_with_its_reading(
    file: FormatFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = (
        f"import os, sys; print('{FACTS[:-1]}, \"id\": ' + str(os.getpid()) + '}}', flush=True)"
    )
    stand_in(monkeypatch, tmp_path, program + "; sys.stdin.read(); os._exit(0)")
    with file.reading() as reading:
        line = json.loads(reading._out.readline())
        os.kill(line["id"], 0)
    with pytest.raises(ProcessLookupError):
        os.kill(line["id"], 0)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are those of Linux")
def test_memory_is_limited(
    file: FormatFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = tmp_path / "reader.py"
    reader.write_text("def open_file(path):\n    return bytearray(2**32)\n", encoding="utf-8")
    monkeypatch.setattr(Path, "with_name", lambda self, name: reader)
    assert "too much memory" in problem(file)
