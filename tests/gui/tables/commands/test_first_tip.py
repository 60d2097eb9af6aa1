import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.tables.commands.actions import FirstTip


def stay(widget: QWidget) -> None:
    """Let the pointer stay over a widget until a tooltip is due."""
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, QPoint(), QPoint()))


@pytest.mark.qt_log_ignore("raise", extend=True)
def test_tip_goes_after_first_time(window: QWidget, qtbot: QtBot) -> None:
    FirstTip(window, "Ctrl+Tab leaves.")
    assert window.toolTip() == "Ctrl+Tab leaves."
    stay(window)
    qtbot.waitUntil(lambda: window.toolTip() == "")
    window.setToolTip("another")
    stay(window)
    qtbot.wait(10)
    assert window.toolTip() == "another"
