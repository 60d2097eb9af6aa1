"""A window to test, and a recovery folder for each test."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.files.desk import Desk


@pytest.fixture(autouse=True)
def data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that holds this test's recovery folder."""
    home = tmp_path / "data home"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    return home


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    """A window on a small experiment without a file."""
    return Desk.create(qtbot)
