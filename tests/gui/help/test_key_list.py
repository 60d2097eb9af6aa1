from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QWidget
from pytestqt.qtbot import QtBot

from gui.help import texts
from gui.help.key_list import KeyEntry, key_list, key_page, keys_of_parts, other_keys
from gui.widgets.suggesting_field import SuggestingField


def bar_with(qtbot: QtBot, menu: QMenu) -> QMenuBar:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    bar.addMenu(menu)
    menu.setParent(bar, menu.windowFlags())
    return bar


def add(menu: QMenu, text: str, *keys: str) -> QAction:
    action = menu.addAction(text)
    action.setShortcuts([QKeySequence(key) for key in keys])
    return action


def test_list_follows_the_actions(qtbot: QtBot) -> None:
    menu, below = QMenu("&Run"), QMenu("&Method")
    bar = bar_with(qtbot, menu)
    run = add(menu, "&Run", "F5", "Ctrl+R")
    add(menu, "No Key")
    menu.addMenu(below)
    add(below, "&Literal…", "Ctrl+L")
    assert key_list(bar) == {
        "Run": [KeyEntry(("F5", "Ctrl+R"), "Run"), KeyEntry(("Ctrl+L",), "Method ▸ Literal")]
    }
    run.setShortcuts([QKeySequence("F2")])
    assert key_list(bar)["Run"][0].keys == ("F2",)


def test_menu_without_keys_is_left_out(qtbot: QtBot) -> None:
    menu = QMenu("&Help")
    bar = bar_with(qtbot, menu)
    add(menu, "&About")
    assert key_list(bar) == {}


def test_page_has_keys_of_parts(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    add(window.menuBar().addMenu("&Edit"), "A <b> & c", "Ctrl+B")
    window.setCentralWidget(SuggestingField("h", "Step", lambda: ()))
    page = key_page(window)
    assert "In a number" in page
    assert "PgUp, PgDn" in page
    assert "A &lt;b&gt;" in page
    assert texts.IN_WINDOW not in page


def test_parts_of_a_kind_are_told_once(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QWidget())
    for name in ("η", "h"):
        SuggestingField(name, "Number", lambda: (), parent=window.centralWidget())
    entries = keys_of_parts(window)["In a number"]
    assert len(entries) == len(SuggestingField.KEYS.lines)
    assert KeyEntry(("Alt+↓",), "Choose a number that makes sense") in entries


def test_keys_outside_menus_are_listed(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    add(window.menuBar().addMenu("&Edit"), "Cut", "Ctrl+X")
    shortcut = QShortcut(QKeySequence("Alt+N"), window)
    shortcut.setWhatsThis("Go to η")
    epoch = QAction("Epoch &Before", window)
    epoch.setShortcut(QKeySequence("Alt+Left"))
    assert other_keys(window) == [
        KeyEntry(("Alt+N",), "Go to η"),
        KeyEntry(("Alt+Left",), "Epoch Before"),
    ]
    assert texts.IN_WINDOW in key_page(window)
