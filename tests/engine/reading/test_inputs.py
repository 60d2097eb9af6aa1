import io
import os
import threading
from pathlib import Path

import pytest

from engine.errors import BadTable
from engine.reading.inputs import InputFile, as_bad_table, in_memory, open_input


class Torn(io.BytesIO):
    """A file on a failing disk."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error")


def test_file_can_be_opened_repeatedly(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"1,2\n")
    file = open_input(path)
    assert (file.name, file.path) == ("t.csv", path)
    with file.opened() as one, file.opened() as other:
        assert one.read() == other.read() == b"1,2\n"
    assert file.head(2) == b"1,"


def test_bytes_act_as_a_file() -> None:
    file = in_memory("Clipboard", b"1,2\n")
    assert (file.name, file.path, file.head(99)) == ("Clipboard", None, b"1,2\n")


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"^none.csv: the file could not be read: no such file"):
        open_input(tmp_path / "none.csv")


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="could not be read"):
        open_input(tmp_path)


def test_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "t.csv"
    path.write_bytes(b"1,2\n")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(BadTable, match=r"^t.csv: the file could not be read: permission denied\."):
        open_input(path).head(9)


def test_disk_error_becomes_bad_table() -> None:
    with pytest.raises(BadTable, match=r"^t.csv: the file could not be read: input/output error\."):
        InputFile("t.csv", Torn).head(1)


def test_other_exceptions_pass_through() -> None:
    with pytest.raises(ZeroDivisionError), as_bad_table("t.csv"):
        raise ZeroDivisionError


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_pipe_is_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=[b"1\n2\n"])
    writer.start()
    file = open_input(path)
    writer.join()
    assert file.path is None
    assert [file.head(9), file.head(9)] == [b"1\n2\n"] * 2
