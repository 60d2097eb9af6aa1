"""Reading and writing a million rows, beside the commit that this work began from.

Whole processes are compared by what they compute, in turns, with and without the extra ``arrow``.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, TemporaryFile
from typing import NamedTuple

import numpy as np

from tests.engine.reading.workbooks import xlsx

from .measure import Measure, not_measured

FIRST = "2275e1f"
ROOT = Path(__file__).parents[2]
ROWS, ROWS_OF_SHEET, COLUMNS = 1_000_000, 100_000, 10
ROUNDS = 3
MOST_MEMORY = 1.3
_READ = "import engine; engine.read_table({path!r}{options})"
_BLOCKED = "import sys; sys.modules['pyarrow'] = None; "
# What the system counts begins with the memory of the process that started this one.
_TELL_MEMORY = """
import re
print(re.search(r"VmHWM:\\s*([0-9]+)", open("/proc/self/status").read())[1])
"""
# The name of the module has changed since.
_WRITE = """
import numpy as np
try:
    from engine.writing.csv import table_csv
except ImportError:
    from engine.writing.exporting import table_csv
from engine import Problem
table = np.load({path!r})
problem = Problem(table[:, :-1], table[:, -1])
with open({out!r}, "wb") as file:
    for piece in table_csv([], problem.A, problem.Y):
        file.write(piece)
"""


class Used(NamedTuple):
    """What a process took: seconds of computing, and bytes of memory at most."""

    seconds: float
    memory: float


class Job(NamedTuple):
    """A program of both commits, and the most that it may take of what the first one takes."""

    what: str
    program: str
    with_arrow: float
    without: float


def beside_first_measures(rows: int = ROWS, rounds: int = ROUNDS) -> list[Measure]:
    """Measure each job at both commits."""
    with TemporaryDirectory() as folder:
        try:
            with first_commit(Path(folder) / "first") as first:
                return list(_measures(first, jobs(Path(folder), rows), rounds))
        except (OSError, subprocess.CalledProcessError):
            what = f"1,000,000×10 read and written, beside commit {FIRST}"
            return [not_measured(what, "×", "git cannot check that commit out")]


@contextmanager
def first_commit(folder: Path) -> Iterator[Path]:
    """Check the first commit out into a folder, and remove it again."""
    add = ["git", "-C", str(ROOT), "worktree", "add", "--quiet", "--detach", str(folder), FIRST]
    subprocess.run(add, check=True, capture_output=True)
    try:
        yield folder
    finally:
        remove = ["git", "-C", str(ROOT), "worktree", "remove", "--force", str(folder)]
        subprocess.run(remove, check=True, capture_output=True)


def jobs(folder: Path, rows: int) -> list[Job]:
    """Write the tables, and return the programs that read and write them."""
    random = np.random.default_rng(1)
    table = random.normal(size=(rows, COLUMNS))
    cells = [list(map(repr, row)) for row in table.tolist()]
    names = [f"x{k}" for k in range(COLUMNS)]
    colours = random.choice(["red", "green", "blue", "dark violet"], rows).tolist()
    days = (np.datetime64("2000-01-01") + random.integers(0, 9000, rows)).astype(str).tolist()
    is_gap = (random.random(table.shape) < 0.1).tolist()
    with_gaps = (
        ["NA" if gap else cell for cell, gap in zip(row, gaps, strict=True)]
        for row, gaps in zip(cells, is_gap, strict=True)
    )
    texts: Mapping[str, Iterator[list[str]]] = {
        "plain": iter(chain([names], cells)),
        "label": (
            [first, *row] for first, row in zip(["l", *colours], [names, *cells], strict=True)
        ),
        "date": ([first, *row] for first, row in zip(["d", *days], [names, *cells], strict=True)),
        "quoted": ([f'"{cell}"' for cell in row] for row in [names, *cells]),
        "gaps": chain([names], with_gaps),
    }
    for name, lines in texts.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8") as file:
            file.writelines(",".join(line) + "\n" for line in lines)
    np.save(folder / "table.npy", table)
    in_sheet = min(rows, ROWS_OF_SHEET)
    xlsx(folder / "table.xlsx", {"S": [names, *table[:in_sheet].tolist()]})
    of_numbers = f", columns=tuple(range(2, {COLUMNS + 2}))"
    size, infinite = f"{rows:,}×{COLUMNS}", float("inf")

    def read(name: str, options: str = "") -> str:
        return _READ.format(path=str(folder / name), options=options)

    written = _WRITE.format(path=str(folder / "table.npy"), out=os.devnull)
    return [
        Job(f"{size} CSV read", read("plain.csv"), 0.4, 1.05),
        Job(f"{size} read, a label column not chosen", read("label.csv", of_numbers), 0.25, 0.6),
        Job(f"{size} read, a date column not chosen", read("date.csv", of_numbers), 0.25, 0.6),
        Job(f"{size} read, all cells quoted", read("quoted.csv"), 0.35, 1.05),
        Job(f"{size} read, 10 % NA skipped", read("gaps.csv", ", bad_rows='skip'"), 0.35, 1.05),
        Job(f"{in_sheet:,}×{COLUMNS} .xlsx read", read("table.xlsx"), 0.7, 1.05),
        Job(f"{size} written as CSV", written, 0.4, infinite),
    ]


def _measures(first: Path, works: list[Job], rounds: int) -> Iterator[Measure]:
    has_arrow = find_spec("pyarrow") is not None
    for what, program, with_arrow, without in works:
        turns = [
            (
                used(first, program),
                used(ROOT, program) if has_arrow else None,
                used(ROOT, _BLOCKED + program),
            )
            for _ in range(rounds)
        ]
        said = f"{what}, of commit {FIRST}'s computing"
        if has_arrow:
            found = [(old, new) for old, new, _ in turns if new is not None]
            figure = median(new.seconds / old.seconds for old, new in found)
            yield Measure(f"{said}, with arrow", figure, "×", at_most=with_arrow)
            memory = median(new.memory / old.memory for old, new in found)
            yield Measure(f"{what}, of its memory, with arrow", memory, "×", at_most=MOST_MEMORY)
        else:
            yield not_measured(f"{said}, with arrow", "×", "pyarrow is not installed")
        figure = median(new.seconds / old.seconds for old, _, new in turns)
        yield Measure(f"{said}, without", figure, "×", at_most=without)


def used(tree: Path, program: str) -> Used:
    """Run a program of a tree in a process of its own. Raises CalledProcessError if it fails."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    command = [sys.executable, "-c", program + _TELL_MEMORY]
    with TemporaryFile() as out:
        process = subprocess.Popen(command, env=environment, cwd=tree, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        out.seek(0)
        return Used(usage.ru_utime + usage.ru_stime, 1024 * float(out.read().split()[-1]))
