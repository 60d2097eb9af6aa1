"""The files opened and saved last."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ..background import Progress, TaskQueue
from ..preferences import Preferences
from ..shown import shown

MOST = 10
KEPT_AS = "recent_files"
LONGEST_FOLDER = 40


class RecentFiles(QObject):
    """The menu Open Recent; ``chosen`` carries a path.

    Files that are gone are greyed as soon as that is known: a disk far away may take its time.
    """

    chosen = Signal(object)

    def __init__(self, window: QWidget, preferences: Preferences) -> None:
        super().__init__(window)
        self._preferences = preferences
        self.menu = QMenu("Open &Recent", window)
        self.menu.setObjectName("open_recent")
        self.menu.setToolTipsVisible(True)
        self._looker = TaskQueue("look for recent files", self)
        self._looker.done.connect(self._grey)
        self.menu.aboutToShow.connect(self.look)
        self.menu.triggered.connect(self._choose)
        self.fill()

    @property
    def paths(self) -> list[Path]:
        """The files, the latest first."""
        return _parsed(self._preferences.choice(KEPT_AS, "[]"))

    def add(self, path: Path) -> None:
        """Put a file first."""
        self._keep([path, *(other for other in self.paths if other != path)])

    @Slot()
    def clear(self) -> None:
        """Take all files off the list."""
        self._keep([])

    def shut_down(self) -> None:
        """Return once no thread is at work."""
        self._looker.stop()

    @Slot()
    def look(self) -> None:
        """Fill the menu, and look which of the files are gone."""
        self.fill()
        self._looker.replace(partial(_gone, self.paths))

    def fill(self) -> None:
        """Fill the menu."""
        self.menu.clear()
        for number, path in enumerate(self.paths, start=1):
            action = self.menu.addAction(_title(number, path))
            action.setData(str(path))
            action.setToolTip(str(path))
        clear = QAction("&Clear Recent", self.menu)
        clear.setObjectName("clear_recent")
        clear.setEnabled(not self.menu.isEmpty())
        clear.triggered.connect(self.clear)
        if clear.isEnabled():
            self.menu.addSeparator()
        self.menu.addAction(clear)

    @Slot(object)
    def _grey(self, gone: Sequence[str]) -> None:
        for action in self.menu.actions():
            if action.data() in gone:
                action.setEnabled(False)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        if action.data() is not None:
            self.chosen.emit(Path(action.data()))

    def _keep(self, paths: list[Path]) -> None:
        texts = [str(path) for path in paths[:MOST]]
        self._preferences.keep_choice(KEPT_AS, json.dumps(texts))


def _parsed(text: str) -> list[Path]:
    try:
        paths = json.loads(text)
    except (ValueError, RecursionError):
        return []
    texts = [path for path in paths if isinstance(path, str)] if isinstance(paths, list) else []
    return [Path(path) for path in texts if path][:MOST]


def _title(number: int, path: Path) -> str:
    folder = str(path.parent)
    home = str(Path.home())
    if folder == home or folder.startswith(home + "/"):
        folder = "~" + folder[len(home) :]
    if len(folder) > LONGEST_FOLDER:
        folder = "…" + folder[1 - LONGEST_FOLDER :]
    key = f"&{number}" if number < MOST else "1&0"
    return f"{key}  {shown(path.name)}  ({folder})".replace("&", "&&").replace("&&", "&", 1)


def _gone(paths: Sequence[Path], _: Progress) -> Sequence[str]:
    return [str(path) for path in paths if not _is_there(path)]


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name the system cannot even ask about
        return False
