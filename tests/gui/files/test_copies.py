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
from gui.files.berth import Berth
from gui.files.card import Card
from gui.files.conversion import Snapshot
from gui.files.copies import Copies
from gui.files.errors import NoRecoveryCopy

CARD = Card("Trial", 1, 1)


def snapshot(value: float) -> Snapshot:
    return Snapshot(Experiment.of(Problem([[value]], [1]), Settings()))


def kept(folder: Path) -> list[float]:
    return [read_archive(path).A[0, 0] for path in folder.glob("*.secant")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copies"


@pytest.fixture
def copies(folder: Path, qapp: QObject) -> Iterator[Copies]:
    parent = QObject()
    copies = Copies(folder, parent)
    yield copies
    copies.remove()


def test_a_place_is_taken_with_the_first_copy(copies: Copies, folder: Path, qtbot: QtBot) -> None:
    assert (copies.key, folder.exists()) == ("", False)
    with qtbot.waitSignal(copies.written):
        copies.write(CARD, snapshot(7))
    assert {path.name.partition("-")[0] for path in folder.glob("*.secant")} == {copies.key}
    assert kept(folder) == [7]


def test_one_takes_the_place_of_the_other(copies: Copies, folder: Path) -> None:
    for value in (7, 8):
        copies.write(CARD, snapshot(value))
        copies.finish()
    assert kept(folder) == [8]
    copies.write(CARD, None)
    copies.finish()
    assert kept(folder) == []
    assert [path.stem for path in folder.glob("*.json")] == [copies.key]


def test_left_it_is_there_for_others(copies: Copies, folder: Path) -> None:
    copies.write(CARD, snapshot(7))
    key = copies.key
    copies.leave()
    assert (copies.key, kept(folder)) == ("", [7])
    berth = Berth.taken(folder, key)
    assert berth is not None
    berth.leave()


def test_a_mere_card_is_not_left(copies: Copies, folder: Path) -> None:
    copies.write(CARD, None)
    copies.leave()
    assert list(folder.glob("*.json")) == []


def test_removed_there_is_nothing_of_it(copies: Copies, folder: Path) -> None:
    copies.write(CARD, snapshot(7))
    copies.finish()
    copies.remove()
    assert list(folder.iterdir()) == []


def test_an_adopted_place_is_kept_instead_of_the_own(copies: Copies, folder: Path) -> None:
    copies.write(CARD, snapshot(7))
    copies.finish()
    other = Berth.new(folder)
    assert other is not None
    copies.adopt(other)
    assert kept(folder) == []
    copies.write(CARD, snapshot(8))
    copies.finish()
    assert (copies.key, kept(folder)) == (other.key, [8])


def test_what_stands_in_the_way_is_told(
    copies: Copies, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = QSignalSpy(copies.refused)
    folder.touch()
    copies.write(CARD, snapshot(7))
    assert refused.count() == 1
    folder.unlink()
    with monkeypatch.context() as patch, qtbot.waitSignal(copies.refused):
        patch.setattr(os, "fsync", refuse)
        copies.write(CARD, snapshot(7))
    assert all(isinstance(refused.at(k)[0], NoRecoveryCopy) for k in range(2))
    assert str(refused.at(1)[0]).startswith(f"No recovery copies can be kept in {folder}: ")


def refuse(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_what_nobody_expected_is_reported(
    copies: Copies, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.files.copies.archived", lambda _: np.divide)
    with qtbot.waitSignal(copies.failed) as failed:
        copies.write(CARD, snapshot(7))
    assert "TypeError" in failed.args[0]
