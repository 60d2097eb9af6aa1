"""Reads and writes Qt's settings in a thread, while other threads of Python go on.

A call of QSettings keeps Python's lock until it returns, also while it waits for the disk: with
``sync`` in a thread the window stood still for as long as with ``sync`` of its own. An event that
Qt handles does not.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSettings


def values_of(store: QSettings) -> dict[str, object]:
    """Return all values by their keys."""
    return {key: store.value(key) for key in store.allKeys()}


def write_values(store: QSettings, values: Mapping[str, object]) -> bool:
    """Write values to the file, and return whether that was possible.

    To be called in the thread in which ``store`` was made.
    """
    for key, value in values.items():
        store.setValue(key, value)
    # By this event a store writes what was set, at the end of a turn of its thread.
    QCoreApplication.sendPostedEvents(store, QEvent.Type.UpdateRequest.value)
    return store.status() is QSettings.Status.NoError and store.isWritable()


def read_ahead(file: Path) -> bool:
    """Return True once the file can be read at once, if there is one.

    Reading by Python lets other threads go on, and what was read is in memory for QSettings.
    """
    with suppress(OSError):
        file.read_bytes()
    return True
