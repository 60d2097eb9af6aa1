"""Help ▸ Keyboard has every key of the window, each with what it does."""

import html

from PySide6.QtGui import QAction, QKeySequence, QShortcut

from gui.help.key_list import key_list, key_page, keys_of_parts, other_keys
from gui.window.main_window import MainWindow
from tests.gui.finding import named


def test_every_key_is_listed(window: MainWindow) -> None:
    sequences = [key for action in window.findChildren(QAction) for key in action.shortcuts()]
    sequences += [key for each in window.findChildren(QShortcut) for key in each.keys()]  # noqa: SIM118
    native = QKeySequence.SequenceFormat.NativeText
    keys = {key.toString(native) for key in sequences if not key.isEmpty()}
    entries = [
        *other_keys(window),
        *(e for menu in key_list(window.menuBar()).values() for e in menu),
    ]
    assert {"Alt+N", "Alt+M", "Alt+Left", "Alt+End", "Alt+Down", "F5", "Ctrl+1"} <= keys
    assert {key for entry in entries for key in entry.keys} == keys
    assert [entry for entry in entries if not entry.text] == []
    page = key_page(window)
    assert [entry for entry in entries if html.escape(entry.text) not in page] == []


def test_parts_of_the_window_tell_theirs(window: MainWindow) -> None:
    named(window, QAction, "keyboard").trigger()
    found = keys_of_parts(window)
    assert set(found) == {
        *("In a number", "In a table", "In a plot", "In the timeline", "In The limit"),
        *("In Surface", "In Runs", "In the optimiser", "In the loss"),
    }
    assert len(found["In the timeline"]) == 8
    page = key_page(window)
    missing = [e for entries in found.values() for e in entries if html.escape(e.text) not in page]
    assert missing == []
