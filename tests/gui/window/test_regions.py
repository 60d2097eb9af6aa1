from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from gui.window.main_window import MainWindow
from gui.window.regions import Regions
from tests.gui.finding import named


def focused() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if isinstance(widget, QWidget) else ""


def test_keys_go_round_all_regions(window: MainWindow) -> None:
    named(window, QToolButton, "run_button").setFocus()
    forwards = []
    for _ in range(4):
        named(window, QAction, "next_region").trigger()
        forwards.append(focused())
    # The message has no remedy, so it takes no focus.
    assert forwards == ["view_tabs", "timeline_groove", "A", "run_button"]
    named(window, QAction, "previous_region").trigger()
    assert focused() == "A"


def test_region_keeps_its_place(window: MainWindow) -> None:
    named(window, QTableView, "Y").setFocus()
    named(window, QAction, "next_region").trigger()
    named(window, QAction, "previous_region").trigger()
    assert focused() == "Y"


def test_search_leaves_other_widgets_alone(empty_window: QWidget, qtbot: QtBot) -> None:
    region, editor = QWidget(empty_window), QLineEdit(empty_window)
    button = QToolButton(empty_window)
    entry = QMenu(button).addAction("an entry")
    field = QLineEdit(region)
    for widget in (region, editor, button):
        widget.show()
    empty_window.activateWindow()
    qtbot.waitUntil(empty_window.isActiveWindow)
    editor.setFocus()
    Regions([region, button], empty_window).go_to_next()
    assert field.hasFocus()
    Shiboken.delete(editor)
    assert Shiboken.isValid(entry)


def test_regions_without_focus_are_left_out(empty_window: QWidget, qtbot: QtBot) -> None:
    fields = [QLineEdit(empty_window) for _ in range(3)]
    for field in fields:
        field.show()
    fields[1].setEnabled(False)
    empty_window.activateWindow()
    qtbot.waitUntil(empty_window.isActiveWindow)
    regions = Regions(fields, empty_window)
    fields[0].setFocus()
    regions.go_to_next()
    assert fields[2].hasFocus()
    regions.go_to_next()
    assert fields[0].hasFocus()
    fields[0].clearFocus()
    regions.go_to_previous()
    assert fields[2].hasFocus()
