"""What Qt's file dialogs keep: the places beside the files, the widths of the columns."""

import logging
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSettings

from ..background.ending import PATIENCE_SECONDS, answer_within
from ..background.qt_settings import read_ahead, values_of, write_values

QT_PROJECT = "QtProject"
"""By this name Qt's dialogs of all programs share one file."""
NATIVE, INI = QSettings.Format.NativeFormat, QSettings.Format.IniFormat
USER = QSettings.Scope.UserScope
NOWHERE = "/dev/null/secant"
"""No folder, so that an attempt to write there ends at once."""

logger = logging.getLogger(__name__)


class DialogSettings:
    """Has Qt's dialogs keep their settings in memory until the program ends.

    A dialog that ends would write them itself, in the window's thread: the disk then took up to
    211 ms when others wrote to it, and one that does not respond would have held the window up.
    Other systems than Linux have no file for them, and are left as they are.
    """

    def __init__(self) -> None:
        self._file = ""
        self._memory: QSettings | None = None
        self._stored: Mapping[str, object] = {}

    def begin(self) -> None:
        """Read what is stored; once the window is shown, as no dialog opens before."""
        self._file = QSettings(NATIVE, USER, QT_PROJECT).fileName()
        if not self._file.endswith(".conf"):
            return
        is_read = answer_within(lambda: read_ahead(Path(self._file)), False)
        stored = values_of(QSettings(self._file, INI)) if is_read else None
        QSettings.setPath(NATIVE, USER, NOWHERE)
        # Its values last as long as this object does; each dialog has one of its own beside it.
        self._memory = QSettings(NATIVE, USER, QT_PROJECT)
        if stored is None:
            logger.info("what Qt's dialogs keep could not be read, and is not written")
            return
        self._stored = stored
        for key, value in stored.items():
            self._memory.setValue(key, value)

    def write(self) -> bool:
        """Write what the dialogs have changed, and return whether that was possible.

        It waits no longer for the disk than for a thread.
        """
        if self._memory is None:
            return True
        values = values_of(self._memory)
        changed = {key: value for key, value in values.items() if value != self._stored.get(key)}
        if not changed:
            return True
        return answer_within(lambda: _write(self._file, changed), False, PATIENCE_SECONDS)


def _write(file: str, values: Mapping[str, object]) -> bool:
    read_ahead(Path(file))
    return write_values(QSettings(file, INI), values)
