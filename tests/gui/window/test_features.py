import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from engine import Settings
from engine.archive import archived
from engine.archive.experiment import SavedExperiment
from engine.examples import published
from engine.writing.atomic_write import write_whole
from gui.document import Document
from gui.preferences import Preferences
from gui.run.session import Session
from gui.text.message import Message
from gui.window.features import Features
from gui.window.parts import Parts
from tests.gui.finding import named

ONE = np.ones((1, 1))


@pytest.fixture
def document() -> Document:
    example = published()
    return Document(example.problem, example.settings, example.name)


@pytest.fixture
def parts(document: Document, empty_window: QWidget) -> Parts:
    """The parts of the window; as a fixture they live as long as the test."""
    return Parts.of(document, Session(document), empty_window)


@pytest.fixture
def features(document: Document, empty_window: QWidget, parts: Parts, qtbot: QtBot) -> Features:
    session = Session(document)
    return Features.of(empty_window, document, session, parts, Preferences(), lambda: True)


def test_experiments_open_and_tables_import(
    features: Features, document: Document, empty_window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    experiment, table = tmp_path / "one.SECANT", tmp_path / "two.csv"
    write_whole(experiment, archived(SavedExperiment(ONE, ONE, ONE, Settings())))
    table.write_text("x,y\n1,2\n3,4\n")
    with qtbot.waitSignal(document.opened):
        features.open_file(experiment)
    assert document.name == "one"
    with qtbot.waitSignal(document.opened):
        features.open_file(Path(shutil.copy(experiment, tmp_path / "three.csv")))
    assert document.name == "three"
    features.open_file(table)
    named(empty_window, QDialog, "import_dialog").reject()
    features.shut_down()


def test_unopenable_files_are_reported(features: Features, tmp_path: Path, qtbot: QtBot) -> None:
    messages: list[Message] = []
    features.files.message.connect(messages.append)
    features.imports.message.connect(messages.append)
    features.open_file(tmp_path / "no.csv")
    features.open_file(tmp_path / "no.secant")
    qtbot.waitUntil(lambda: len(messages) == 2)
    assert all("no." in message.text for message in messages)
    features.shut_down()
