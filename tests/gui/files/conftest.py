"""A window to test."""

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.files.desk import Desk


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    """A window on a small experiment without a file."""
    return Desk.create(qtbot)
