from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from gui.document import Experiment
from gui.files import FileRequests
from gui.files import opening as module
from gui.files.dialogs import ANYTHING, EXPERIMENTS, TABLES
from gui.files.file_state import FileState, write
from gui.files.opening import Opening
from gui.files.secant_document import Snapshot
from gui.text.message import MessageKind
from tests.gui.finding import named


@pytest.fixture
def path(tmp_path: Path) -> Path:
    snapshot = Snapshot(Experiment.of(Problem([[7.0]], [2.0]), Settings()))
    return write(snapshot, FileState(tmp_path / "a.secant")).path


@pytest.fixture
def opening(window: QWidget) -> Iterator[Opening]:
    opening = Opening(window)
    yield opening
    opening.shut_down()


def test_file_is_read_in_thread(opening: Opening, path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opening.loaded) as read:
        opening.open_path(path)
    snapshot, file_state = read.args
    assert snapshot.experiment.A.tolist() == [[7]]
    assert file_state.path == path


def test_dialog_chooses_file(opening: Opening, path: Path, qtbot: QtBot, window: QWidget) -> None:
    opening.show_dialog(path.parent)
    with qtbot.waitSignal(opening.loaded) as read:
        named(window, QFileDialog, "open_dialog").fileSelected.emit(str(path))
    assert read.args[1].path == path


def test_relative_path_becomes_absolute(
    opening: Opening, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    with qtbot.waitSignal(opening.loaded) as read:
        opening.open_path(Path(path.name))
    assert read.args[1].path == path


@pytest.mark.parametrize("name", ["none.secant", "", "a.secant/b"])
def test_unreadable_file_is_reported(opening: Opening, path: Path, qtbot: QtBot, name: str) -> None:
    with qtbot.waitSignal(opening.message) as message, qtbot.assertNotEmitted(opening.loaded):
        opening.open_path(path.parent / name)
    assert message.args[0].kind is MessageKind.FAULT


def test_impossible_name_is_reported(opening: Opening, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opening.message) as told:
        opening.open_path(Path("/folder/a\0b.secant"))
    assert "could not be read" in told.args[0].text


def test_large_file_shows_opening_message(
    opening: Opening, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGE_BYTES", 1)
    messages = QSignalSpy(opening.message)
    with qtbot.waitSignal(opening.loaded):
        opening.open_path(path)
    assert messages.count() == 1
    assert messages.at(0)[0].text == f"Opening {path}…"


@pytest.mark.parametrize(("size", "is_large"), [(8 * 2**20, False), (8 * 2**20 + 1, True)])
def test_files_above_8_mib_are_large(
    opening: Opening, tmp_path: Path, size: int, is_large: bool
) -> None:
    path = tmp_path / "sparse.secant"
    with path.open("wb") as file:
        file.truncate(size)
    messages = QSignalSpy(opening.message)
    opening.open_path(path)
    assert [messages.at(k)[0].text for k in range(messages.count())] == (
        [f"Opening {path}…"] if is_large else []
    )
    assert all(messages.at(k)[0].kind is MessageKind.GOING for k in range(messages.count()))


def test_shut_down_opening_emits_nothing(opening: Opening, path: Path, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(opening.loaded, wait=20):
        opening.open_path(path)
        opening.shut_down()


def test_chosen_table_emits_not_an_experiment(
    opening: Opening, path: Path, window: QWidget
) -> None:
    table = path.parent / "b.csv"
    table.write_text("1,2\n")
    not_an_experiment = QSignalSpy(opening.not_an_experiment)
    opening.show_dialog(path.parent)
    dialog = named(window, QFileDialog, "open_dialog")
    assert dialog.nameFilters() == [EXPERIMENTS, TABLES, ANYTHING]
    assert "Tables to import (*.csv " in TABLES
    dialog.fileSelected.emit(str(table))
    assert [not_an_experiment.at(k)[0] for k in range(not_an_experiment.count())] == [table]


def test_file_open_event_emits_path(qapp: QApplication, qtbot: QtBot) -> None:
    requests = FileRequests(qapp)
    with qtbot.waitSignal(requests.requested) as requested:
        QApplication.postEvent(qapp, QFileOpenEvent("/folder/a b.secant"))
    assert requested.args == [Path("/folder/a b.secant")]
    qapp.removeEventFilter(requests)


def test_other_events_pass(qapp: QApplication) -> None:
    requests = FileRequests(qapp)
    requested = QSignalSpy(requests.requested)
    assert not requests.eventFilter(qapp, QEvent(QEvent.Type.User))
    assert not requests.eventFilter(qapp, QFileOpenEvent(QUrl("https://example.org/a")))
    assert requests.eventFilter(QObject(), QFileOpenEvent("/folder/a.secant"))
    assert requested.count() == 1
    qapp.removeEventFilter(requests)
