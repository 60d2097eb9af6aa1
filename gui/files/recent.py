"""The menu Open Recent."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ..background import Progress, TaskQueue
from ..preferences import Preferences
from ..text.names import elide_name, shown_path
from ..text.translation import translate

MOST_FILES = 10
"""As many as there are digits for Alt keys."""
KEY = "recent_files"
MOST_FOLDER_CHARACTERS = 40
"""Keeps the menu narrow; the tool tip has the whole path."""


class RecentFiles(QObject):
    """The menu of recently used files; ``chosen`` carries a path.

    A worker thread checks which files still exist and disables the others: a network drive can be
    slow.
    """

    chosen = Signal(object)

    def __init__(self, window: QWidget, preferences: Preferences) -> None:
        super().__init__(window)
        self._preferences = preferences
        self.menu = QMenu(translate("files", "Open &Recent"), window)
        self.menu.setObjectName("open_recent")
        self.menu.setToolTipsVisible(True)
        self._checker = TaskQueue("look for recent files", self)
        self._checker.done.connect(self._disable)
        self.menu.aboutToShow.connect(self.refresh)
        self.menu.triggered.connect(self._choose)
        self.fill()

    @property
    def paths(self) -> list[Path]:
        """The files, most recent first."""
        return _parse(self._preferences.choice(KEY, "[]"))

    def add(self, path: Path) -> None:
        """Put a file at the top."""
        self._store([path, *(other for other in self.paths if other != path)])

    @Slot()
    def clear(self) -> None:
        """Remove all files from the list."""
        self._store([])

    def shut_down(self) -> None:
        """Return when the thread has ended."""
        self._checker.stop()

    @Slot()
    def refresh(self) -> None:
        """Fill the menu, then disable the files that no longer exist."""
        self.fill()
        self._checker.replace(partial(_missing, self.paths))

    def fill(self) -> None:
        """Fill the menu."""
        self.menu.clear()
        for number, path in enumerate(self.paths, start=1):
            action = self.menu.addAction(_title(number, path))
            action.setData(str(path))
            action.setToolTip(shown_path(path))
        clear = QAction(translate("files", "&Clear Recent"), self.menu)
        clear.setObjectName("clear_recent")
        clear.setEnabled(not self.menu.isEmpty())
        clear.triggered.connect(self.clear)
        if clear.isEnabled():
            self.menu.addSeparator()
        self.menu.addAction(clear)

    @Slot(object)
    def _disable(self, missing: Sequence[str]) -> None:
        for action in self.menu.actions():
            if action.data() in missing:
                action.setEnabled(False)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        if action.data() is not None:
            self.chosen.emit(Path(action.data()))

    def _store(self, paths: list[Path]) -> None:
        texts = [str(path) for path in paths[:MOST_FILES]]
        self._preferences.keep_choice(KEY, json.dumps(texts))


def _parse(text: str) -> list[Path]:
    try:
        paths = json.loads(text)
    except (ValueError, RecursionError):
        return []
    texts = [path for path in paths if isinstance(path, str)] if isinstance(paths, list) else []
    return [Path(path) for path in texts if path][:MOST_FILES]


def _title(number: int, path: Path) -> str:
    folder = str(path.parent)
    home = str(Path.home())
    if folder == home or folder.startswith(home + "/"):
        folder = "~" + folder[len(home) :]
    if len(folder) > MOST_FOLDER_CHARACTERS:
        folder = "…" + folder[1 - MOST_FOLDER_CHARACTERS :]
    key = f"&{number}" if number < MOST_FILES else "1&0"
    return f"{key}  {elide_name(path.name)}  ({folder})".replace("&", "&&").replace("&&", "&", 1)


def _missing(paths: Sequence[Path], _: Progress) -> Sequence[str]:
    return [str(path) for path in paths if not _exists(path)]


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # not a valid path on this system
        return False
