from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from gui.document import Experiment
from gui.files import opening as module
from gui.files.conversion import Snapshot
from gui.files.opening import Opening
from gui.files.place import Place, write
from gui.message import MessageKind
from tests.gui.finding import named


@pytest.fixture
def path(tmp_path: Path) -> Path:
    snapshot = Snapshot(Experiment.of(Problem([[7.0]], [2.0]), Settings()))
    return write(snapshot, Place(tmp_path / "a.secant")).path


@pytest.fixture
def opening(window: QWidget) -> Opening:
    return Opening(window)


def test_a_file_is_read_beside_the_window(opening: Opening, path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opening.read) as read:
        opening.open_path(path)
    snapshot, place = read.args
    assert snapshot.experiment.A.tolist() == [[7]]
    assert place.path == path
    opening.shut_down()


def test_a_dialog_asks_which(opening: Opening, path: Path, qtbot: QtBot, window: QWidget) -> None:
    opening.ask(path.parent)
    with qtbot.waitSignal(opening.read) as read:
        named(window, QFileDialog, "open_dialog").fileSelected.emit(str(path))
    assert read.args[1].path == path
    opening.shut_down()


def test_a_path_is_taken_from_where_the_program_was_started(
    opening: Opening, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    with qtbot.waitSignal(opening.read) as read:
        opening.open_path(Path(path.name))
    assert read.args[1].path == path
    opening.shut_down()


@pytest.mark.parametrize("name", ["none.secant", "", "a.secant/b"])
def test_what_cannot_be_read_is_said(opening: Opening, path: Path, qtbot: QtBot, name: str) -> None:
    with qtbot.waitSignal(opening.said) as said, qtbot.assertNotEmitted(opening.read):
        opening.open_path(path.parent / name)
    assert said.args[0].kind is MessageKind.FAULT
    opening.shut_down()


def test_a_large_file_is_said_to_be_under_way(
    opening: Opening, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGE_BYTES", 1)
    said = QSignalSpy(opening.said)
    with qtbot.waitSignal(opening.read):
        opening.open_path(path)
    assert said.at(0)[0].text == f"Opening {path}…"
    opening.shut_down()


def test_once_shut_down_it_says_nothing_more(opening: Opening, path: Path, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(opening.read, wait=20):
        opening.open_path(path)
        opening.shut_down()


def test_what_was_chosen_and_is_no_experiment_is_left_to_others(
    opening: Opening, path: Path, window: QWidget
) -> None:
    table = path.parent / "b.csv"
    table.write_text("1,2\n")
    foreign = QSignalSpy(opening.foreign)
    opening.ask(path.parent)
    named(window, QFileDialog, "open_dialog").fileSelected.emit(str(table))
    assert [foreign.at(k)[0] for k in range(foreign.count())] == [table]
    opening.shut_down()
