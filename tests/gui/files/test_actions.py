import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gui.files.actions import FileActions


@pytest.mark.parametrize(
    ("name", "key"),
    [("new", "Ctrl+N"), ("open", "Ctrl+O"), ("save", "Ctrl+S"), ("save_as", "Ctrl+Shift+S")],
)
def test_each_action_has_key_and_tooltip(qtbot: QtBot, name: str, key: str) -> None:
    owner = QObject()
    action = getattr(FileActions(owner), name)
    assert isinstance(action, QAction)
    assert action.objectName() == name
    assert action.shortcut().toString() == key
    assert action.toolTip().endswith(f"({key})")
    assert "&" in action.text()
