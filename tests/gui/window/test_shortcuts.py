"""No key of the window means two things, whatever has the focus."""

from itertools import combinations

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gui.window.main_window import MainWindow

FROM_DESIGN = {
    "run": "F5",
    "step": "F10",
    "reset": "Shift+F5",
    "take_remedy": "Alt+Return",
    "next_region": "F6",
    "previous_region": "Shift+F6",
    "split": "F7",
    "faster": "F8",
    "slower": "Shift+F8",
    "full_screen": "F11",
    "show_all": "Ctrl+0",
    "view_descent": "Ctrl+1",
    "export_weights": "Ctrl+E",
    "keyboard": "Ctrl+/",
}


def keys_of(window: MainWindow) -> list[tuple[str, QKeySequence]]:
    """Return what has a key, and the key."""
    found = [
        (action.objectName() or action.text(), key)
        for action in window.findChildren(QAction)
        for key in action.shortcuts()
    ]
    for shortcut in window.findChildren(QShortcut):
        name, keys = shortcut.objectName() or "a shortcut", shortcut.keys()
        found += [(name, key) for key in keys]
    return found


def mnemonics_of(window: MainWindow) -> list[tuple[str, QKeySequence]]:
    texts = [
        str(widget.property("text"))
        for widget in window.findChildren(QWidget)
        if isinstance(widget.property("text"), str)
    ]
    texts += [action.text() for action in window.menuBar().actions()]
    found = ((text, QKeySequence.mnemonic(text)) for text in dict.fromkeys(texts))
    return [each for each in found if not each[1].isEmpty()]


def test_no_key_means_two_things(window: MainWindow) -> None:
    ambiguous = [
        (first[0], second[0], first[1].toString())
        for first, second in combinations([*keys_of(window), *mnemonics_of(window)], 2)
        if first[0] != second[0] and first[1] == second[1]
    ]
    assert ambiguous == []


def test_keys_are_those_of_design(window: MainWindow) -> None:
    keys = {
        action.objectName(): [key.toString() for key in action.shortcuts()]
        for action in window.findChildren(QAction)
    }
    assert {name: keys[name][0] for name in FROM_DESIGN} == FROM_DESIGN
    assert "Ctrl+Shift+R" in keys["reset"]


def test_clash_is_found(window: MainWindow) -> None:
    QAction("Another", window).setShortcut(QKeySequence("F5"))
    keys = [key for _, key in keys_of(window)]
    assert keys.count(QKeySequence("F5")) == 2
