"""The list of all keys, made from the menus and the shortcuts themselves."""

import html
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QWidget

from ..text.key_help import HandlesKeys
from . import texts


class KeyEntry(NamedTuple):
    """Keys, and what they do; one below a submenu is named with it."""

    keys: tuple[str, ...]
    text: str


def key_list(bar: QMenuBar) -> dict[str, list[KeyEntry]]:
    """Return the keys of each menu that has any, by the menu's name, in their order."""
    found = {
        _plain(entry.text()): list(_entries(menu, ""))
        for entry in bar.actions()
        if isinstance(menu := entry.menu(), QMenu)
    }
    return {title: entries for title, entries in found.items() if entries}


def other_keys(window: QMainWindow) -> list[KeyEntry]:
    """Return the keys of the window that no menu has: of settings, epochs and the start of W."""
    in_menus = {id(action) for action in _actions(window.menuBar())}
    entries = [
        KeyEntry(_texts_of(shortcut.keys()), shortcut.whatsThis())
        for shortcut in window.findChildren(QShortcut)
    ]
    entries += [
        KeyEntry(keys, _plain(action.text()))
        for action in window.findChildren(QAction)
        if id(action) not in in_menus and (keys := _keys(action))
    ]
    return entries


def keys_of_parts(window: QMainWindow) -> dict[str, list[KeyEntry]]:
    """Return the keys that the parts of the window handle themselves, as these tell."""
    found: dict[str, dict[KeyEntry, None]] = {}
    for part in window.findChildren(QWidget):
        if isinstance(part, HandlesKeys):
            entries = found.setdefault(part.KEYS.title, {})
            entries.update({KeyEntry((line.shown,), line.text): None for line in part.KEYS.lines})
    return {title: list(entries) for title, entries in found.items()}


def key_page(window: QMainWindow) -> str:
    """Return the page of all keys: of the menus, of the window, and those of its parts."""
    sections = [_section(title, entries) for title, entries in key_list(window.menuBar()).items()]
    if others := other_keys(window):
        sections.append(_section(texts.IN_WINDOW, others))
    sections += [_section(title, entries) for title, entries in keys_of_parts(window).items()]
    return texts.KEYS.format(sections="".join(sections))


def _entries(menu: QMenu, path: str) -> Iterator[KeyEntry]:
    for action in menu.actions():
        text = _plain(action.text())
        text = texts.IN_MENU.format(menu=path, text=text) if path else text
        below = action.menu()
        if isinstance(below, QMenu):
            yield from _entries(below, text)
        elif keys := _keys(action):
            yield KeyEntry(keys, text)


def _actions(menu: QMenu | QMenuBar) -> Iterator[QAction]:
    """Yield the actions of a menu and of all below it."""
    for action in menu.actions():
        yield action
        below = action.menu()
        if isinstance(below, QMenu):
            yield from _actions(below)


def _keys(action: QAction) -> tuple[str, ...]:
    return _texts_of(action.shortcuts())


def _texts_of(keys: Iterable[QKeySequence]) -> tuple[str, ...]:
    native = QKeySequence.SequenceFormat.NativeText
    return tuple(dict.fromkeys(filter(None, (key.toString(native) for key in keys))))


def _plain(text: str) -> str:
    """Return the text of a menu without the mark of its key and the dots of its dialog."""
    return text.replace("&", "").removesuffix("…")


def _section(title: str, entries: list[KeyEntry]) -> str:
    rows = (
        texts.KEY_ROW.format(keys=html.escape(texts.OR.join(keys)), text=html.escape(text))
        for keys, text in entries
    )
    return texts.KEY_SECTION.format(title=html.escape(title), rows="".join(rows))
