"""Kill workers of a cluster while it reduces a table: its triangle must keep every bit.

    python3 -m tests.killed_workers [ROWS] [--kind csv|npy|parquet] [--parts 40] [--workers 8]

makes a table of 11 columns in parts, reduces it in one process, and then on a cluster from which
0, 1, 2, 3 and 5 workers are killed. It takes minutes, and needs the extra ``cluster``.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from engine.parts.cluster import Cluster
from engine.parts.reduce_files import reduce_files
from engine.parts.shared_reading import SharedReading
from engine.reading.blocks import read_blocks
from engine.triangle import block_height, reduce_blocks
from tests.benchmark.many_files import COLUMNS, write_parts

KILLED = (0, 1, 2, 3, 5)
AGREEMENT = 1e-12
WORKER = b"multiprocessing.spawn"


class Killer:
    """Kills so many workers, one after the other, as a reduction gets on.

    Parameters
    ----------
    count : int
        How many.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self.killed: list[int] = []

    def look(self, fraction: float) -> None:
        """Kill the next worker if it is time for one."""
        due = (len(self.killed) + 1) / (self._count + 2)
        if len(self.killed) < self._count and fraction >= due:
            others = [pid for pid in workers_of(os.getpid()) if pid not in self.killed]
            if others:
                os.kill(others[0], signal.SIGKILL)
                self.killed.append(others[0])


def workers_of(process: int) -> list[int]:
    """Return the workers among the children of a process, the oldest first."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text("ascii").rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_bytes()
        except OSError:  # it has ended
            continue
        if parent == process and WORKER in command:
            found.append(int(folder.name))
    return sorted(found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each run; return 1 if a triangle differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=float, nargs="?", default=1e7)
    parser.add_argument("--kind", choices=("csv", "npy", "parquet"), default="csv")
    parser.add_argument("--parts", type=int, default=40)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args(arguments)
    wrong = 0
    with TemporaryDirectory(dir=chosen.folder) as folder:
        write_parts(Path(folder), int(chosen.rows), chosen.parts, chosen.kind)
        paths = sorted(Path(folder).iterdir())
        reading = SharedReading.of(paths[0])
        height = block_height(COLUMNS)
        blocks = (
            block.values[k : k + height]
            for path in paths
            for block in read_blocks(path, reading.options)
            for k in range(0, len(block.values), height)
        )
        machine = reduce_blocks(blocks, COLUMNS)
        signs = np.where(machine.R.diagonal() < 0, -1.0, 1.0)
        expected = machine.R * signs[:, np.newaxis]
        lengths = np.linalg.norm(expected, axis=0)
        bits = set[bytes]()
        for count in KILLED:
            killer, began = Killer(count), perf_counter()
            cluster = Cluster(workers=chosen.workers)
            part = reduce_files(paths, reading, cluster, progress=killer.look).part
            apart = float((np.abs(part.R - expected) / lengths).max())
            bits.add(part.R.tobytes())
            is_right = part.rows == machine.rows == int(chosen.rows) and apart <= AGREEMENT
            wrong += not (is_right and len(killer.killed) == count)
            print(
                f"{len(killer.killed)} of {chosen.workers} killed: {part.rows} rows in "
                f"{perf_counter() - began:.0f} s, {apart:.1e} of a column from one machine's",
                flush=True,
            )
    print("the same bits" if len(bits) == 1 else "OTHER BITS")
    return int(wrong > 0 or len(bits) != 1)


if __name__ == "__main__":
    sys.exit(main())
