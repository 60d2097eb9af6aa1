"""Samples of a process, taken from outside: memory, threads and open files."""

import os
import re
from pathlib import Path
from typing import NamedTuple

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
PROCESSES = Path("/proc")


class Sample(NamedTuple):
    """A process at one time; memory in MB. ``private`` is what its end would free (USS)."""

    time: float
    resident: float
    private: float
    threads: int
    files: int


def sample(process: int, time: float) -> Sample | None:
    """Return a sample; None if the process has ended, or the system does not tell (only Linux)."""
    folder = PROCESSES / str(process)
    try:
        pages = int((folder / "statm").read_text("ascii").split()[1])
        rollup = (folder / "smaps_rollup").read_text("ascii")
        threads = sum(1 for _ in (folder / "task").iterdir())
        files = sum(1 for _ in (folder / "fd").iterdir())
    except (OSError, IndexError):
        return None
    private = sum(int(kib) for kib in re.findall(r"^Private_\w+:\s+(\d+) kB", rollup, re.MULTILINE))
    return Sample(time, pages * PAGE_BYTES / 1e6, private * 1024 / 1e6, threads, files)
