"""The switch between the weights and new rows."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from gui.fit.page_switch import FitPage, PageSwitch


def test_one_page_is_chosen(qtbot: QtBot) -> None:
    switch = PageSwitch()
    qtbot.addWidget(switch)
    chosen = QSignalSpy(switch.chosen)
    assert switch.buttons[FitPage.WEIGHTS].isChecked()
    QTest.mouseClick(switch.buttons[FitPage.NEW_ROWS], Qt.MouseButton.LeftButton)
    assert chosen.at(0)[0] is FitPage.NEW_ROWS
    assert not switch.buttons[FitPage.WEIGHTS].isChecked()
