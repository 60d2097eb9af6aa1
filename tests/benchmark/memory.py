"""The memory that a very long run takes."""

import re
from pathlib import Path

from engine import Settings, fit

from .lane import own_process
from .measure import Measure
from .task import task_of

EPOCHS = 10**9
STATUS = Path("/proc/self/status")  # where Linux reports a process's memory
KIBIBYTE = 1024


def memory_measures() -> list[Measure]:
    """Measure the growth over 10⁹ epochs, in a process that has already run a few."""
    with own_process() as process:
        megabytes = process.submit(_growth, (3, 3)).result()
    return [Measure("memory for 1,000,000,000 epochs, 3×3", megabytes, "MB", at_most=50)]


def _growth(shape: tuple[int, int]) -> float:
    """Return the peak of resident memory during the run, beyond what was resident before."""
    task = task_of(shape)
    fit(task.problem, Settings(1000, task.learning_rate, task.h))
    before = _resident("VmRSS")
    fit(task.problem, Settings(EPOCHS, task.learning_rate, task.h))
    return _resident("VmHWM") - before


def _resident(which: str) -> float:
    found = re.search(rf"{which}:\s*(\d+) kB", STATUS.read_text("ascii"))
    assert found
    return int(found[1]) * KIBIBYTE / 1e6
