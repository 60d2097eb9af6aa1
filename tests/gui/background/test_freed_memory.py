"""Freed memory is given back to the system."""

import ctypes
import subprocess
import sys

import numpy as np
import pytest

from gui.background.freed_memory import trim_function
from tests import TIMEOUT_SECONDS
from tests.soak.samples import sample

MEGABYTES = 90
KEPT: list[object] = []
GIVE_BACK = """
import os
from threading import Thread
from PySide6.QtCore import QCoreApplication, QTimer
from gui.background import freed_memory
from tests.gui.background.test_freed_memory import fill_and_free, resident

application = QCoreApplication([])
freed_memory.MILLISECONDS = 1
memory = freed_memory.FreedMemory()
thread = Thread(target=fill_and_free)
thread.start()
thread.join()
kept = resident(os.getpid())
memory.give_back_soon()
QTimer.singleShot(500, application.quit)
application.exec()
print(kept, resident(os.getpid()))
"""


def fill_and_free() -> None:
    """Free arrays that a thread's own heap keeps, since something above them is still in use."""
    raising = np.ones(4_000_000)  # of 32 MB: from then on arrays as large are put on the heap
    del raising
    arrays = [np.ones(1_000_000) for _ in range(MEGABYTES // 8)]
    KEPT.append(np.ones(1_000))
    arrays.clear()


def resident(pid: int) -> float:
    """Return the memory of a process in MB."""
    taken = sample(pid, 0.0)
    assert taken is not None
    return taken.resident


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"),
    reason="only glibc can be asked to give memory back",
)
def test_memory_of_threads_is_returned() -> None:
    """In a process of its own: what a heap keeps depends on all that was freed in it before."""
    done = subprocess.run(
        [sys.executable, "-c", GIVE_BACK], timeout=TIMEOUT_SECONDS, check=True, capture_output=True
    )
    kept, left = (float(number) for number in done.stdout.split())
    assert left < kept - MEGABYTES / 2


def test_other_libraries_keep_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_it(_: object) -> object:
        return object()

    monkeypatch.setattr(ctypes, "CDLL", without_it)
    assert trim_function()(0) is None


def test_missing_library_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> object:
        raise OSError

    monkeypatch.setattr(ctypes, "CDLL", refuse)
    assert trim_function()(0) is None
