"""A desk to sit at, and a recovery folder of the test's own."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.files.desk import Desk


@pytest.fixture(autouse=True)
def data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's recovery copies lie."""
    home = tmp_path / "data home"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    return home


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    """A window on a small experiment that lies in no file."""
    return Desk.made(qtbot)
