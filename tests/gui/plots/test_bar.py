"""The buttons of a plot."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.plots.bar import ButtonBar


def test_button_has_name_and_reacts(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    bar = ButtonBar(parent)
    action = QAction("Fit", parent)
    button = bar.add(action, "fit")
    assert (button.objectName(), button.text()) == ("fit", "Fit")
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(action.triggered):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_only_choices_are_flat(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    bar = ButtonBar(parent)
    assert not bar.add(QAction("Fit", parent), "fit").autoRaise()
    assert bar.add(QAction("By Row", parent, checkable=True), "by_row").autoRaise()
