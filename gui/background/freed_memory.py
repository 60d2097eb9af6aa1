"""Freed memory is given back to the system when another document has been opened.

The C library keeps what the threads of tasks and runs have freed: after a table of a million rows
100 MB, measured with glibc 2.36. How much it keeps depends on what was freed last, so memory at
rest would vary, and other programs would miss it.
"""

import ctypes
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Slot

MILLISECONDS = 2000
"""After so long the tables of the last document are gone: the tasks that read them have ended."""


class FreedMemory(QObject):
    """Gives freed memory back some time after it was asked to. It takes 2 ms for 100 MB."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._give_back = trim_function()
        self._timer = QTimer(self, singleShot=True, interval=MILLISECONDS)
        self._timer.timeout.connect(self._trim)

    @Slot()
    def give_back_soon(self) -> None:
        """Give it back after a while; asked again in the meantime, after a while from then."""
        self._timer.start()

    @Slot()
    def _trim(self) -> None:
        self._give_back(0)


def trim_function() -> Callable[[int], object]:
    """Return glibc's ``malloc_trim``, or a function that does nothing with other libraries."""
    with suppress(OSError, AttributeError, TypeError):
        trim: Callable[[int], object] = ctypes.CDLL(None).malloc_trim
        return trim
    return lambda _: None
