from collections.abc import Iterator
from pathlib import Path
from threading import Event

from pytestqt.qtbot import QtBot

from gui.writing import Writing


def test_a_file_is_written_and_told(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "out.csv"
    writing = Writing(path, [b"a,", b"b\n"])
    with qtbot.waitSignal(writing.ended) as ended:
        writing.start()
    writing.wait()
    assert ended.args == [path, ""]
    assert path.read_bytes() == b"a,b\n"


def test_a_file_that_cannot_be_written_is_told_with_its_reason(
    tmp_path: Path, qtbot: QtBot
) -> None:
    writing = Writing(tmp_path, [b"a"])
    with qtbot.waitSignal(writing.ended) as ended:
        writing.start()
    writing.wait()
    assert "could not be written" in ended.args[1]


def test_a_cancelled_file_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    begun = Event()

    def endless() -> Iterator[bytes]:
        while True:
            begun.set()
            yield b"new"

    writing = Writing(path, endless())
    writing.start()
    begun.wait()
    writing.cancel()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
