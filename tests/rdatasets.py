"""`python3 -m tests.rdatasets COUNT SEED [SOURCE]`: import tables that people teach with.

Draws COUNT tables of the public repository vincentarelbundock/Rdatasets by a seed, and imports each
as the import dialog does: untouched, else after one click on "Use what is complete"; and then as
the command does with ``--columns numeric``. SOURCE is a folder of the repository or a git directory
of it; without one it is cloned to a temporary folder. The tables are not kept.

Tables without two columns of numbers besides row numbers are listed and not counted. The status is
1 if fewer than 97 % of the others import, fewer than 70 % by ``--columns numeric``, or any has row
numbers as a weight.
"""

import argparse
import csv
import io
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from engine import EngineError
from engine.reading.complete import is_gap
from engine.reading.faults import BadCells
from engine.reading.options import ReadOptions
from engine.reading.preview import preview
from engine.reading.row_numbers import may_name_row_numbers
from engine.reading.tables import Table, import_table, measure_completeness, read_table
from gui.importing.options import ImportOptions
from gui.importing.plan import ROWS_SHOWN, ImportPlan
from gui.importing.texts import obstacle

REPOSITORY = "https://github.com/vincentarelbundock/Rdatasets"
FOLDER = "csv"
LEAST_IMPORTED = 0.97
LEAST_BY_COMMAND = 0.70
FEWEST_NUMBERS = 2
LARGEST = 2**25
"""32 MiB: eight times the largest table that the repository has now."""


class Verdict(Enum):
    """How a table comes in, or why it does not."""

    UNTOUCHED = "untouched"
    ONE_CLICK = "one click"
    REFUSED = "refused"
    NO_TABLE = "fewer than two columns of numbers"

    @property
    def is_imported(self) -> bool:
        """Whether the table was imported."""
        return self in (Verdict.UNTOUCHED, Verdict.ONE_CLICK)


@dataclass(frozen=True)
class Outcome:
    """What became of one table."""

    name: str
    by_dialog: Verdict
    by_command: bool
    has_row_numbers: bool
    said: str = ""

    @property
    def line(self) -> str:
        """The outcome in one line."""
        command = "numeric" if self.by_command else "-"
        row_numbers = "ROW NUMBERS" if self.has_row_numbers else ""
        cells = (self.name, self.by_dialog.value, command, row_numbers, self.said)
        return "\t".join(cells).rstrip()

    @property
    def is_counted(self) -> bool:
        """Whether the table has two columns of numbers at all."""
        return self.by_dialog is not Verdict.NO_TABLE


@dataclass(frozen=True)
class Tables:
    """The tables of the repository: their names, and how to get the bytes of one.

    A copy of a repository may lack its largest files.
    """

    names: Sequence[str]
    read: Callable[[str], bytes | None] = field(repr=False)


@contextmanager
def open_tables(source: Path | None) -> Iterator[Tables]:
    """Yield the tables of a folder, of a git directory, or of a clone of the repository."""
    if source is None:
        with TemporaryDirectory() as folder:
            clone = Path(folder) / "clone.git"
            command = ["git", "clone", "--quiet", "--bare", "--depth=1", REPOSITORY, str(clone)]
            subprocess.run(command, check=True)
            yield _of_git(clone)
    elif (source / FOLDER).is_dir():
        paths = sorted((source / FOLDER).glob("*/*.csv"))
        yield Tables([str(path.relative_to(source)) for path in paths], _reader(source))
    else:
        yield _of_git(source)


def _reader(folder: Path) -> Callable[[str], bytes | None]:
    return lambda name: (folder / name).read_bytes()


def _of_git(folder: Path) -> Tables:
    def git(*arguments: str) -> bytes | None:
        command = ["git", f"--git-dir={folder}", *arguments]
        done = subprocess.run(command, check=False, capture_output=True)
        return done.stdout if done.returncode == 0 else None

    listed = git("ls-tree", "-r", "--name-only", "HEAD", FOLDER) or b""
    names = sorted(name for name in listed.decode().splitlines() if name.endswith(".csv"))
    return Tables(names, lambda name: git("show", f"HEAD:{name}"))


@dataclass(frozen=True)
class Columns:
    """The columns of a table as the csv module and float see them.

    ``row_numbers`` are the names of the first ones that count or name the rows, and ``numbers``
    counts the others that hold nothing but numbers and gaps, and two numbers or more.
    """

    row_numbers: tuple[str, ...]
    numbers: int

    @classmethod
    def of(cls, data: bytes) -> "Columns":
        """Look at a table."""
        rows = list(csv.reader(io.StringIO(data.decode("utf-8", "replace"))))
        names, below = (rows[0], [row for row in rows[1:] if row]) if rows else ([], [])
        columns = [[row[k] for row in below if k < len(row)] for k in range(len(names))]
        leading = takewhile(lambda k: may_name_row_numbers(names[k]), range(len(names)))
        counted = [k for k in leading if names[k] == "rownames" or _count_rows(columns[k])]
        others = [k for k in range(len(names)) if k not in counted]
        return cls(tuple(names[k] for k in counted), sum(_are_numbers(columns[k]) for k in others))

    def are_in(self, table: Table | None) -> bool:
        """Return whether A of a table has row numbers."""
        return table is not None and bool(set(self.row_numbers) & set(table.names[:-1]))


def _are_numbers(cells: Sequence[str]) -> bool:
    numbers = sum(map(_is_number, cells))
    return numbers >= FEWEST_NUMBERS and all(_is_number(c) or is_gap(c) for c in cells)


def _count_rows(cells: Sequence[str]) -> bool:
    """Return whether the cells count the rows from 0 or 1."""
    return any(list(cells) == [str(k + first) for k in range(len(cells))] for first in (0, 1))


def _is_number(cell: str) -> bool:
    try:
        return bool(np.isfinite(float(cell)))
    except ValueError:
        return False


def outcome_of(name: str, path: Path, data: bytes) -> Outcome:
    """Import one table by the dialog's plan, and by the command's option."""
    path.write_bytes(data)
    try:
        by_command = read_table(path, columns="numeric")
        is_read, said = by_command.values.shape[1] >= 2, ""
    except EngineError as error:
        by_command, is_read, said = None, False, str(error)
    columns = Columns.of(data)
    if columns.numbers < 2:
        return Outcome(name, Verdict.NO_TABLE, is_read, False)
    try:
        verdict, table = import_by_dialog(path)
    except EngineError as error:
        return Outcome(name, Verdict.REFUSED, is_read, columns.are_in(by_command), str(error))
    has_row_numbers = columns.are_in(by_command) or columns.are_in(table)
    return Outcome(name, verdict, is_read, has_row_numbers, said)


def import_by_dialog(path: Path) -> tuple[Verdict, Table]:
    """Import a table untouched, else by one click. Raises EngineError."""
    plan = ImportPlan(preview(path, ReadOptions(), ROWS_SHOWN), ImportOptions())
    if not obstacle(plan):
        try:
            return Verdict.UNTOUCHED, import_table(path, plan.read_options)
        except BadCells as error:
            plan = plan.with_file_faults(error.faults)
    columns = tuple(range(1, plan.preview.width + 1))
    completeness = measure_completeness(path, ReadOptions(columns=columns))
    plan = plan.with_completeness(completeness).with_complete_part()
    if why := obstacle(plan):
        raise EngineError(why)
    return Verdict.ONE_CLICK, import_table(path, plan.read_options)


def report(outcomes: Sequence[Outcome]) -> bool:
    """Print the shares; return whether they are as promised."""
    counted = [each for each in outcomes if each.is_counted]
    verdicts = Counter(each.by_dialog for each in outcomes)
    for verdict in Verdict:
        print(f"{verdicts[verdict]:6,} {verdict.value}")
    imported = sum(each.by_dialog.is_imported for each in counted) / max(len(counted), 1)
    untouched = verdicts[Verdict.UNTOUCHED] / max(len(counted), 1)
    by_command = sum(each.by_command for each in counted) / max(len(counted), 1)
    wrong = sum(each.has_row_numbers for each in outcomes)
    print(f"{imported:.1%} of {len(counted):,} import, {untouched:.1%} untouched")
    print(f"{by_command:.1%} of {len(counted):,} by --columns numeric")
    print(f"{wrong:,} with row numbers as a weight")
    return imported >= LEAST_IMPORTED and by_command >= LEAST_BY_COMMAND and not wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, import and report."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.rdatasets", description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("source", type=Path, nargs="?")
    chosen = parser.parse_args(arguments)
    with open_tables(chosen.source) as tables, TemporaryDirectory() as folder:
        count = min(chosen.count, len(tables.names))
        names = random.Random(chosen.seed).sample(list(tables.names), count)
        outcomes = list[Outcome]()
        for name in names:
            data = tables.read(name)
            if data is None or len(data) > LARGEST:
                print(name, "too large to be there" if data is None else "too large", sep="\t")
            else:
                outcomes.append(outcome_of(name, Path(folder) / "table.csv", data))
                print(outcomes[-1].line, flush=True)
    return 0 if report(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
