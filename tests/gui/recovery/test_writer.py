import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from engine.archive import read_archive
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
def copies(folder: Path, qapp: QObject) -> Iterator[RecoveryWriter]:
    parent = QObject()
    copies = RecoveryWriter(folder, parent)
    yield copies
    copies.remove()


def test_first_copy_creates_slot(copies: RecoveryWriter, folder: Path, qtbot: QtBot) -> None:
    assert (copies.key, folder.exists()) == ("", False)
    with qtbot.waitSignal(copies.written):
        copies.write(INFO, snapshot(7))
    assert {path.name.partition("-")[0] for path in folder.glob("*.secant")} == {copies.key}
    assert copied_cells(folder) == [7]


def test_second_copy_replaces_first(copies: RecoveryWriter, folder: Path) -> None:
    for value in (7, 8):
        copies.write(INFO, snapshot(value))
        copies.finish()
    assert copied_cells(folder) == [8]
    copies.write(INFO, None)
    copies.finish()
    assert copied_cells(folder) == []
    assert [path.stem for path in folder.glob("*.json")] == [copies.key]


def test_released_copy_can_be_claimed(copies: RecoveryWriter, folder: Path) -> None:
    copies.write(INFO, snapshot(7))
    key = copies.key
    copies.release()
    assert (copies.key, copied_cells(folder)) == ("", [7])
    slot = RecoverySlot.claim(folder, key)
    assert slot is not None
    slot.release()


def test_release_without_copy_deletes_slot(copies: RecoveryWriter, folder: Path) -> None:
    copies.write(INFO, None)
    copies.release()
    assert list(folder.glob("*.json")) == []


def test_remove_deletes_copy_and_slot(copies: RecoveryWriter, folder: Path) -> None:
    copies.write(INFO, snapshot(7))
    copies.finish()
    copies.remove()
    assert list(folder.iterdir()) == []


def test_adopted_slot_replaces_own_slot(copies: RecoveryWriter, folder: Path) -> None:
    copies.write(INFO, snapshot(7))
    copies.finish()
    other = RecoverySlot.create(folder)
    assert other is not None
    copies.adopt(other)
    assert copied_cells(folder) == []
    copies.write(INFO, snapshot(8))
    copies.finish()
    assert (copies.key, copied_cells(folder)) == (other.key, [8])


def test_write_problem_is_reported_as_refusal(
    copies: RecoveryWriter, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = QSignalSpy(copies.refused)
    folder.touch()
    copies.write(INFO, snapshot(7))
    assert refused.count() == 1
    folder.unlink()
    with monkeypatch.context() as patch, qtbot.waitSignal(copies.refused):
        patch.setattr(os, "fsync", refuse)
        copies.write(INFO, snapshot(7))
    assert all(isinstance(refused.at(k)[0], NoRecoveryCopy) for k in range(2))
    assert str(refused.at(1)[0]).startswith(f"Recovery copies cannot be written to {folder}: ")


def refuse(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_unexpected_exception_is_reported(
    copies: RecoveryWriter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.recovery.writer.archived", lambda _: np.divide)
    with qtbot.waitSignal(copies.failed) as failed:
        copies.write(INFO, snapshot(7))
    assert "TypeError" in failed.args[0]
