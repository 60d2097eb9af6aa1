import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from engine.archive import read_archive
from gui.background.ending import QUESTION, threads_left_behind
from gui.document import Experiment
from gui.files.errors import NoRecoveryCopy
from gui.files.secant_document import Snapshot
from gui.recovery.slot import RecoverySlot
from gui.recovery.slot_info import SlotInfo
from gui.recovery.writer import RecoveryWriter

INFO = SlotInfo("Trial", 1, 1)


def snapshot(value: float) -> Snapshot:
    return Snapshot(Experiment.of(Problem([[value]], [1]), Settings()))


def copied_cells(folder: Path) -> list[float]:
    return [read_archive(path).A[0, 0] for path in folder.glob("*.secant")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copies"


@pytest.fixture
def writer(folder: Path, qapp: QObject) -> Iterator[RecoveryWriter]:
    parent = QObject()
    writer = RecoveryWriter(folder, parent)
    yield writer
    writer.remove()


def test_first_copy_creates_slot(writer: RecoveryWriter, folder: Path, qtbot: QtBot) -> None:
    assert (writer.key, folder.exists()) == ("", False)
    with qtbot.waitSignal(writer.written):
        writer.write(INFO, snapshot(7))
    assert {path.name.partition("-")[0] for path in folder.glob("*.secant")} == {writer.key}
    assert copied_cells(folder) == [7]


def test_second_copy_replaces_first(writer: RecoveryWriter, folder: Path) -> None:
    for value in (7, 8):
        writer.write(INFO, snapshot(value))
        writer.finish()
    assert copied_cells(folder) == [8]
    writer.write(INFO, None)
    writer.finish()
    assert copied_cells(folder) == []
    assert [path.stem for path in folder.glob("*.json")] == [writer.key]


def test_released_copy_can_be_claimed(writer: RecoveryWriter, folder: Path) -> None:
    writer.write(INFO, snapshot(7))
    key = writer.key
    writer.release()
    assert (writer.key, copied_cells(folder)) == ("", [7])
    slot = RecoverySlot.claim(folder, key)
    assert slot is not None
    slot.release()


def test_release_without_copy_deletes_slot(writer: RecoveryWriter, folder: Path) -> None:
    writer.write(INFO, None)
    writer.release()
    assert list(folder.glob("*.json")) == []


def test_remove_deletes_copy_and_slot(writer: RecoveryWriter, folder: Path) -> None:
    writer.write(INFO, snapshot(7))
    writer.finish()
    writer.remove()
    assert list(folder.iterdir()) == []


def test_adopted_slot_replaces_own_slot(writer: RecoveryWriter, folder: Path) -> None:
    writer.write(INFO, snapshot(7))
    writer.finish()
    other = RecoverySlot.create(folder)
    assert other is not None
    writer.adopt(other, snapshot(6))
    assert copied_cells(folder) == []
    writer.write(INFO, snapshot(8))
    writer.finish()
    assert (writer.key, copied_cells(folder)) == (other.key, [8])


def test_write_problem_is_reported_as_refusal(
    writer: RecoveryWriter, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = QSignalSpy(writer.refused)
    folder.touch()
    writer.write(INFO, snapshot(7))
    assert refused.count() == 1
    folder.unlink()
    with monkeypatch.context() as patch, qtbot.waitSignal(writer.refused):
        patch.setattr(os, "fsync", refuse)
        writer.write(INFO, snapshot(7))
    assert all(isinstance(refused.at(k)[0], NoRecoveryCopy) for k in range(2))
    assert str(refused.at(1)[0]).startswith(f"Recovery copies cannot be written to {folder}: ")


def refuse(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_unexpected_exception_is_reported(
    writer: RecoveryWriter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.archive.archived", lambda _: np.divide)
    with qtbot.waitSignal(writer.failed) as failed:
        writer.write(INFO, snapshot(7))
    assert "TypeError" in failed.args[0]


def test_check_leaves_nothing(writer: RecoveryWriter, folder: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(writer.written):
        writer.check()
    assert (writer.key, writer.problem, list(folder.iterdir())) == ("", None, [])


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (PermissionError(13, "Permission denied"), "Make {parent} writable. "),
        (OSError(30, "Read-only file system"), "Make {parent} writable. "),
        (OSError(28, "No space left on device"), "Free space on its disk. "),
        (OSError(5, "Input/output error"), "Check that folder and its disk. "),
    ],
)
def test_check_says_what_helps(
    writer: RecoveryWriter,
    folder: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    error: OSError,
    advice: str,
) -> None:
    def refuse_folder(_: Path, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch, qtbot.waitSignal(writer.refused):
        patch.setattr(Path, "mkdir", refuse_folder)
        writer.check()
    assert writer.problem is not None
    assert advice.format(parent=folder.parent) in writer.problem.detail
    assert str(error.strerror).lower() in writer.problem.detail


def test_file_in_the_way_is_named(writer: RecoveryWriter, folder: Path, qtbot: QtBot) -> None:
    folder.touch()
    with qtbot.waitSignal(writer.refused):
        writer.check()
    assert writer.problem is not None
    assert writer.problem.detail == (
        f"Recovery copies cannot be written to {folder}: a file is in the way. "
        f"Save often until this is fixed. {folder} is a file. Rename or move it. "
        "Copies then go on by themselves."
    )


class SilentDisk:
    """A disk that answers no more, from ``stop`` to ``go_on``."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._answers = Event()
        self._answers.set()
        self.questions = 0
        for name in ("is_locked", "has_copy"):
            asked = getattr(RecoverySlot, name).fget
            monkeypatch.setattr(RecoverySlot, name, property(self._waiting(asked)))
        for name in ("remove", "release"):
            monkeypatch.setattr(RecoverySlot, name, self._waiting(getattr(RecoverySlot, name)))

    def stop(self) -> None:
        self._answers.clear()

    def go_on(self) -> None:
        self._answers.set()

    def _waiting(self, asked: Callable[[RecoverySlot], object]) -> Callable[[RecoverySlot], object]:
        def wait(slot: RecoverySlot) -> object:
            self.questions += 1
            self._answers.wait(20)
            return asked(slot)

        return wait


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[SilentDisk]:
    disk = SilentDisk(monkeypatch)
    yield disk
    disk.go_on()


def test_silent_disk_is_refused(writer: RecoveryWriter, disk: SilentDisk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(writer.written):
        writer.write(INFO, snapshot(7))
    disk.stop()
    refused = QSignalSpy(writer.refused)
    writer.write(INFO, snapshot(8))
    asked = disk.questions
    writer.write(INFO, snapshot(9))
    assert refused.count() == 2
    assert disk.questions == asked  # one that has not answered is not asked again
    assert writer.problem is not None
    assert "its disk does not respond" in str(writer.problem)


def test_disk_that_answers_again_protects(
    writer: RecoveryWriter, disk: SilentDisk, folder: Path, qtbot: QtBot, qapp: QCoreApplication
) -> None:
    with qtbot.waitSignal(writer.written):
        writer.write(INFO, snapshot(7))
    disk.stop()
    writer.write(INFO, snapshot(8))
    disk.go_on()
    qtbot.waitUntil(lambda: QUESTION not in threads_left_behind(qapp))
    with qtbot.waitSignal(writer.written):
        writer.write(INFO, snapshot(9))
    assert writer.problem is None
    assert copied_cells(folder) == [9]


@pytest.mark.parametrize("leave", [RecoveryWriter.release, RecoveryWriter.remove])
def test_silent_disk_lets_window_close(
    writer: RecoveryWriter,
    disk: SilentDisk,
    qtbot: QtBot,
    leave: Callable[[RecoveryWriter], None],
) -> None:
    with qtbot.waitSignal(writer.written):
        writer.write(INFO, snapshot(7))
    disk.stop()
    leave(writer)
    assert writer.key == ""
