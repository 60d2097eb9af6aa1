"""The sheet over a table with the update of a weight."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.panels.update_popup import UpdatePopup

LONG = " − ".join(["12345.678901234567"] * 12)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_long_lines_are_broken(qtbot: QtBot) -> None:
    owner = QLineEdit()
    qtbot.addWidget(owner)
    owner.resize(400, 30)
    owner.show()
    popup = UpdatePopup(owner)
    popup.show_at(QRect(10, 5, 20, 10), "Title", f"a <b>\n{LONG}")
    assert popup.text() == f"Title\na <b>\n{LONG}"
    assert popup.textFormat() is Qt.TextFormat.PlainText
    assert popup.width() <= 400
    assert popup.height() > 5 * popup.fontMetrics().height()
    qtbot.keyClick(popup, Qt.Key.Key_7)
    assert not popup.isVisible()
    assert owner.text() == "7"
    popup.show_at(QRect(10, 5, 20, 10), "Title", "1")
    assert popup.width() < 100
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert owner.text() == "7"
