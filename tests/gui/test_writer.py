from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.writer import Writer


@pytest.fixture
def writer(window: QWidget) -> Iterator[Writer]:
    writer = Writer(window)
    yield writer
    writer.shut_down()


def test_a_file_is_written_and_told(writer: Writer, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "out.csv"
    with qtbot.waitSignal(writer.written) as written:
        writer.write(path, [b"a,", b"b\n"])
    assert written.args == [path]
    assert path.read_bytes() == b"a,b\n"


def test_a_file_that_cannot_be_written_is_told_and_the_next_one_is_written(
    writer: Writer, tmp_path: Path, qtbot: QtBot
) -> None:
    refused = QSignalSpy(writer.refused)
    with qtbot.waitSignal(writer.written):
        writer.write(tmp_path, [b"a"])
        writer.write(tmp_path / "b", [b"b"])
    assert "could not be written" in refused.at(0)[0]
    assert (tmp_path / "b").read_bytes() == b"b"


def test_files_are_written_in_the_order_asked_for(
    writer: Writer, tmp_path: Path, qtbot: QtBot
) -> None:
    gate, written = Event(), QSignalSpy(writer.written)

    def slow() -> Iterator[bytes]:
        gate.wait(60)
        yield b"first"

    writer.write(tmp_path / "a", slow())
    writer.write(tmp_path / "b", [b"second"])
    assert list(tmp_path.glob("[ab]")) == []
    gate.set()
    qtbot.waitUntil(lambda: written.count() == 2)
    assert [written.at(k)[0].name for k in range(2)] == ["a", "b"]


def test_what_is_given_up_leaves_the_old_file_and_begins_no_other(
    writer: Writer, tmp_path: Path, qtbot: QtBot
) -> None:
    path, begun = tmp_path / "out.csv", Event()
    path.write_bytes(b"old")

    def endless() -> Iterator[bytes]:
        while True:
            begun.set()
            yield b"new"

    with qtbot.assertNotEmitted(writer.written, wait=50):
        writer.write(path, endless())
        writer.write(tmp_path / "other.csv", [b"other"])
        begun.wait()
        writer.shut_down()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_nobody_expected_is_reported(writer: Writer, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(writer.failed) as failed:
        writer.write(tmp_path / "out.csv", (1 // 0 for _ in range(1)))  # type: ignore[misc]
    assert "ZeroDivisionError" in failed.args[0]
