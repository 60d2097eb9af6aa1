"""Time and memory of tables in many files, made on the fly: in one process, and on a cluster.

    python3 -m tests.benchmark.many_files ROWS [--kind csv|npy|parquet] [--parts 40] [--workers 2]

prints a line for each way. It is not among the groups of ``python3 -m tests.benchmark``, as it
takes minutes and the extra ``cluster``; docs/scale.md has what it printed.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from subprocess import DEVNULL, Popen, TimeoutExpired
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from engine import Matrix

COLUMNS = 11
MEGABYTE = 1e6
LOOK_SECONDS = 0.05
ROWS_AT_ONCE = 250_000
PAGE = 4096
PROGRAM = """
import json, sys
from pathlib import Path
from engine.parts.reduce_files import Cluster, reduce_files
from engine.parts.shared_reading import SharedReading

def main():
    paths = sorted(Path(sys.argv[1]).iterdir())
    workers = int(sys.argv[2])
    cluster = Cluster(workers=workers) if workers else None
    found = reduce_files(paths, SharedReading.of(paths[0]), cluster)
    print(json.dumps(found.part.R.tolist()))

if __name__ == "__main__":
    main()
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each way and print a line for it; return 1 if their triangles differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=float)
    parser.add_argument("--kind", choices=("csv", "npy", "parquet"), default="csv")
    parser.add_argument("--parts", type=int, default=40)
    parser.add_argument("--workers", type=int, nargs="*", default=(0, 2), help="0: one process")
    parser.add_argument("--folder", type=Path, help="where the parts are made for a while")
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory(dir=chosen.folder) as folder:
        parts = Path(folder) / "parts"
        parts.mkdir()
        began = perf_counter()
        size = write_parts(parts, int(chosen.rows), chosen.parts, chosen.kind)
        print(f"{chosen.rows:.0e} rows made in {perf_counter() - began:.0f} s, {size:.0f} MB")
        script = Path(folder) / "reduce.py"
        script.write_text(PROGRAM, encoding="utf-8")
        triangles = set()
        for workers in chosen.workers:
            out = Path(folder) / f"triangle-{workers}"
            seconds, processor, memory = _run([str(script), str(parts), str(workers)], out)
            triangles.add(out.read_text("utf-8"))
            way = f"cluster of {workers}" if workers else "one process"
            print(
                f"{chosen.kind} {chosen.rows:.0e}×{COLUMNS} in {chosen.parts} parts, {way}: "
                f"{seconds:.1f} s, {processor:.1f} s of the processors, {memory:.0f} MB",
                flush=True,
            )
        print("the same bits" if len(triangles) == 1 else "OTHER BITS")
    return len(triangles) - 1


def write_parts(folder: Path, rows: int, parts: int, kind: str) -> float:
    """Write a table in parts of about the same length; return the megabytes that they take."""
    ends = np.linspace(0, rows, parts + 1).astype(int)
    total = 0.0
    for part in range(parts):
        count = int(ends[part + 1] - ends[part])
        path = folder / f"part-{part:04}.{kind}"
        _write(path, _values(part, count), kind)
        total += path.stat().st_size / MEGABYTE
    return total


def _values(seed: int, rows: int) -> Matrix:
    """Return rows of ten inputs and an output; text of them has six digits."""
    random = np.random.default_rng(seed)
    A = random.normal(50, 20, (rows, COLUMNS - 1)).round(4)
    noise = random.normal(0, 5, rows)
    Y = (A @ np.arange(1.0, COLUMNS) + noise).round(3)
    return np.column_stack((A, Y))


def _write(path: Path, values: Matrix, kind: str) -> None:
    names = [*(f"x{k}" for k in range(1, COLUMNS)), "y"]
    if kind == "npy":
        np.save(path, values)
    elif kind == "csv":
        form = ",".join(["%.4f"] * (COLUMNS - 1) + ["%.3f"]) + "\n"
        with path.open("w", encoding="ascii") as file:
            file.write(",".join(names) + "\n")
            for start in range(0, len(values), ROWS_AT_ONCE):
                block = values[start : start + ROWS_AT_ONCE]
                file.write((form * len(block)) % tuple(block.ravel().tolist()))
    else:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
        columns = {name: values[:, k] for k, name in enumerate(names)}
        parquet.write_table(arrow.table(columns), path)


def _run(arguments: list[str], out: Path) -> tuple[float, float, float]:
    """Run a program.

    Return its seconds, those of all processors together, and the most megabytes that all of its
    processes took.
    """
    began, most, before = perf_counter(), 0.0, _processor()
    with out.open("w", encoding="utf-8") as file:
        process = Popen([sys.executable, *arguments], stdout=file, stdin=DEVNULL)
        while process.poll() is None:
            most = max(most, _resident(process.pid))
            _wait(process)
    if process.returncode:
        raise SystemExit(f"the reduction ended with status {process.returncode}")
    return perf_counter() - began, _processor() - before, most


def _processor() -> float:
    """Return the seconds that ended children, and theirs, have taken."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _wait(process: "Popen[bytes]") -> None:
    with suppress(TimeoutExpired):
        process.wait(LOOK_SECONDS)


def _resident(root: int) -> float:
    """Return the megabytes of a process and all below it, what they share counted once each."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("ascii", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    total = 0.0
    for pid in parents:
        above = pid
        while above not in (root, 0, 1):
            above = parents.get(above, 0)
        if above == root:
            try:
                pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
            except OSError:
                continue
            total += pages * PAGE / MEGABYTE
    return total


if __name__ == "__main__":
    sys.exit(main())
