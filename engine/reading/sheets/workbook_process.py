"""Run the process that reads a workbook, and take over its cells.

Whatever the workbook does to that process, this one gets a sentence.
"""

import datetime
import io
import json
import logging
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import IO, Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from ...errors import BadTable
from ...language.sentence import marked
from ...program.commands import READ_WORKBOOK, fit_program, is_bundle
from ..cells import Cell
from ..inputs import InputFile, as_bad_table
from . import workbook_reader
from .workbook_reader import TOO_LARGE, CellCode, Job
from .xlsx_look import too_large

# Python and python-calamine take 30 MB. A table of 1,000,000 random numbers takes 114 MB and is
# packed in 13 MB, 8 bytes a byte; one of equal numbers takes 40.
LEAST_MEMORY, MEMORY_PER_BYTE = 2**28, 40
# The same table takes 2.4 s of computing, 0.2 s for each packed megabyte; a slow machine ten times
# that. The process waits only for its turn, so it is given six times as long by the clock.
LEAST_SECONDS, SECONDS_PER_MEGABYTE, PATIENCE = 2, 4, 6
# A sheet of a million cells is read in 0.9 s even if nearly all are empty. Beyond that, a byte of
# the file may stand for 8 cells: with equal numbers it stands for half a cell (.xlsx) or for 6.
LEAST_CELLS, CELLS_PER_BYTE = 2**20, 8
# Cells that are no numbers are looked at one by one. An .ods of 1 kB may repeat one a million times
# (20 s); so many take 0.5 s beside those that the bytes of the file may stand for.
LEAST_OTHER_CELLS = 2**17
DAMAGED = marked("engine", "this workbook is damaged or in an unsupported format.")
_PROTECTED = marked("engine", "it is protected by a password. Save it without one.")
_TOO_LARGE = marked(
    "engine",
    "reading this workbook would take too much memory. Delete cells far from the table, or save "
    "the table as a CSV file.",
)
_TOO_LONG = marked("engine", "reading this workbook takes too long. Save the table as a CSV file.")
_NO_LIBRARY = marked(
    "engine",
    "reading a workbook needs python-calamine, which is not installed. Install it with python3 -m "
    "pip install python-calamine, or save the sheet as a CSV file.",
)
_NO_PROCESS = marked("engine", "the process that reads workbooks could not be started: {reason}.")
_LIBRARY = "python_calamine"
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows, a program without a console would open one."""

logger = logging.getLogger(__name__)


class CellBlock(NamedTuple):
    """Some rows of a sheet: numbers (n, m), the codes of all cells, and those that are OTHER.

    ``codes`` is None if all cells are floats.
    """

    numbers: NDArray[np.float64]
    codes: NDArray[np.uint8] | None
    others: Sequence[Cell]

    def rows(self) -> list[list[Cell]]:
        """Return the cells row by row."""
        if self.codes is None:
            return cast("list[list[Cell]]", self.numbers.tolist())
        cells = self.numbers.astype(object)
        is_integer = self.codes == CellCode.INTEGER
        cells[is_integer] = self.numbers[is_integer].astype(np.int64)
        cells[self.codes == CellCode.EMPTY] = ""
        others = np.empty(len(self.others), object)
        others[:] = self.others
        cells[self.codes == CellCode.OTHER] = others
        return cast("list[list[Cell]]", cells.tolist())

    def widened(self, left: int, right: int) -> "CellBlock":
        """Return these rows with empty cells on both sides."""
        if not left and not right:
            return self
        sides = ((0, 0), (left, right))
        codes = np.zeros(self.numbers.shape, np.uint8) if self.codes is None else self.codes
        return CellBlock(
            np.pad(self.numbers, sides),
            np.pad(codes, sides, constant_values=CellCode.EMPTY),
            self.others,
        )

    def last_row(self) -> list[Cell]:
        """Return the cells of the last row."""
        if self.codes is None:
            return self._replace(numbers=self.numbers[-1:]).rows()[0]
        count = int((self.codes[-1] == CellCode.OTHER).sum())
        others = self.others[len(self.others) - count :]
        return CellBlock(self.numbers[-1:], self.codes[-1:], others).rows()[0]


@dataclass(frozen=True, eq=False)
class WorkbookSheet:
    """The cells of a sheet; ``start`` and ``end`` are the first and last, counted from 0.

    ``blocks`` have all rows from the first of the sheet on, but only the columns from ``start`` on.
    ``sheets`` are the names of all sheets. A sheet without cells has no ``start``.
    """

    name: str
    sheets: tuple[str, ...]
    start: tuple[int, int] | None = None
    end: tuple[int, int] = (0, 0)
    blocks: tuple[CellBlock, ...] = ()

    def blank_rows(self) -> frozenset[int]:
        """Return the rows without a cell, counted from 1."""
        blank, above = list[int](), 1
        for block in self.blocks:
            if block.codes is not None:
                is_blank = (block.codes == CellCode.EMPTY).all(axis=1)
                blank += (above + np.flatnonzero(is_blank)).tolist()
            above += len(block.numbers)
        return frozenset(blank)

    def extended(self, row: int, columns: Sequence[int]) -> "WorkbookSheet":
        """Return the sheet with empty cells up to a row, and to some columns, counted from 0."""
        assert self.start is not None
        left = min(self.start[1], *columns)
        end = max(self.end[0], row), max(self.end[1], *columns)
        sides = (self.start[1] - left, end[1] - self.end[1])
        blocks = [block.widened(*sides) for block in self.blocks]
        if below := end[0] - self.end[0]:
            empty = np.full((below, end[1] + 1 - left), CellCode.EMPTY, np.uint8)
            blocks.append(CellBlock(np.zeros(empty.shape), empty, ()))
        return replace(self, start=(self.start[0], left), end=end, blocks=tuple(blocks))

    def rows(self) -> Iterator[list[Cell]]:
        """Yield all rows from the first of the sheet on."""
        for block in self.blocks:
            yield from block.rows()


class SheetTooLarge(BadTable):
    """Reading a sheet took more memory or time than it may; ``sheet`` is its name, if known."""

    def __init__(self, name: str, problem: str, sheet: str = "") -> None:
        super().__init__(name, problem)
        self.sheet = sheet


def read_workbook(
    file: InputFile, choice: str | int | None, *, rewrites: bool = False
) -> WorkbookSheet:
    """Return the chosen sheet, or the first that is visible and not empty.

    Its name is "" if there is no such sheet. With ``rewrites``, the workbook is rewritten in plain
    form first (``plain_workbook.py``). Raises BadTable.
    """
    with as_bad_table(file.name), _with_descriptor(file) as workbook:
        size = workbook.seek(0, io.SEEK_END)
        workbook.seek(0)
        return _read(file.name, workbook, size, choice, rewrites)


def _read(
    name: str, workbook: IO[bytes], size: int, choice: str | int | None, rewrites: bool
) -> WorkbookSheet:
    seconds = LEAST_SECONDS + SECONDS_PER_MEGABYTE * size // 2**20
    job = Job(_library(name), LEAST_MEMORY + MEMORY_PER_BYTE * size, seconds, choice, rewrites)
    process = _start(name, job, workbook)
    watchdog = Timer(PATIENCE * seconds, process.kill)
    watchdog.start()
    report = _Report(name, size)
    try:
        assert process.stdout is not None
        with process.stdout as out:
            report.read(out)
    finally:
        if not report.is_done:
            process.kill()
        watchdog.cancel()
        status = process.wait()
    if not report.is_done:
        logger.debug("%s: reading sheet %r ended with status %d", name, report.opening, status)
        raise _error(name, status, report.opening)
    return report.sheet()


def _library(name: str) -> str:
    """Return the folder that python-calamine is in. Raises BadTable if it is not installed."""
    try:
        spec = find_spec(_LIBRARY)
    except ValueError:  # what is imported has no spec
        spec = None
    if spec is None or spec.origin is None:
        raise BadTable(name, _NO_LIBRARY)
    return str(Path(spec.origin).parents[1])


def reader_command(job: Job) -> list[str]:
    """Return the command that runs ``workbook_reader.py`` as a script.

    Python starts without its site packages and settings, which takes 25 ms instead of 37. A bundle
    has no Python to start: there, its program without a window takes the place of Python.
    """
    told = json.dumps(job)
    if is_bundle():
        return [str(fit_program()), READ_WORKBOOK, told]
    return [sys.executable, "-I", "-S", workbook_reader.__file__, told]


def _start(name: str, job: Job, workbook: IO[bytes]) -> "subprocess.Popen[bytes]":
    command = reader_command(job)
    try:
        return subprocess.Popen(
            command,
            stdin=workbook,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadTable(name, _NO_PROCESS.format(reason=reason)) from error


@contextmanager
def _with_descriptor(file: InputFile) -> Iterator[IO[bytes]]:
    """Yield the file, or a copy that another process can read if it is in memory."""
    with file.opened() as opened:
        if file.path is not None:
            yield opened
            return
        with TemporaryFile() as copy:
            copy.write(opened.read())
            copy.flush()
            yield copy


class _Report:
    """What the process has written so far."""

    def __init__(self, name: str, size: int) -> None:
        self._name, self._size = name, size
        self._others = 0
        self._sheets: tuple[str, ...] = ()
        self._start: tuple[int, int] | None = None
        self._end = (0, 0)
        self._blocks: list[CellBlock] = []
        self.opening = ""
        self.is_done = False

    def read(self, out: IO[bytes]) -> None:
        """Read to the end. Raises BadTable if the process cannot read the workbook."""
        for line in out:
            values = json.loads(line)
            if "rows" in values:
                self._add(_block(out, **values))
            elif "start" in values:
                self._set_extent(values["start"], values["end"])
            elif "encrypted" in values:
                raise BadTable(self._name, _PROTECTED)
            elif "damaged" in values:
                logger.debug("%s: %s", self._name, values["damaged"])
                raise BadTable(self._name, DAMAGED)
            self._sheets = tuple(values.get("sheets", self._sheets))
            self.opening = values.get("opening", self.opening)
            self.is_done = "done" in values

    def _set_extent(self, start: Sequence[int], end: Sequence[int]) -> None:
        self._start, self._end = (start[0], start[1]), (end[0], end[1])
        self._check((end[0] + 1) * (end[1] - start[1] + 1), LEAST_CELLS)

    def _add(self, block: CellBlock) -> None:
        """Add some rows, unless that makes too many cells that are no numbers."""
        self._blocks.append(block)
        if block.codes is not None:
            self._others += int(np.count_nonzero(block.codes > CellCode.INTEGER))
            self._check(self._others, LEAST_OTHER_CELLS)

    def _check(self, cells: int, least: int) -> None:
        """Raise SheetTooLarge if there are more cells than ``least`` and the file account for."""
        if cells > least + CELLS_PER_BYTE * self._size:
            rows, columns = (last + 1 for last in self._end)
            raise SheetTooLarge(self._name, too_large(self.opening, rows, columns), self.opening)

    def sheet(self) -> WorkbookSheet:
        """Return the sheet, once all of it is read."""
        return WorkbookSheet(
            self.opening, self._sheets, self._start, self._end, tuple(self._blocks)
        )


def _block(out: IO[bytes], rows: int, width: int, plain: bool, others: Sequence[Any]) -> CellBlock:
    numbers = np.frombuffer(out.read(8 * rows * width), np.float64).reshape(rows, width)
    if plain:
        return CellBlock(numbers, None, ())
    codes = np.frombuffer(out.read(rows * width), np.uint8).reshape(rows, width)
    return CellBlock(numbers, codes, list(map(_from_json, others)))


_TIMES: Mapping[str, Callable[[Any], Cell]] = {
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
    "timedelta": lambda parts: datetime.timedelta(*parts),
}


def _from_json(cell: Cell) -> Cell:
    if not isinstance(cell, dict):
        return cell
    ((kind, value),) = cell.items()
    return _TIMES[kind](value)


def _error(name: str, status: int, sheet: str) -> BadTable:
    """Return why the process ended before it was done."""
    too_large = {TOO_LARGE, -signal.SIGABRT}
    too_long = {-getattr(signal, each) for each in ("SIGXCPU", "SIGKILL") if hasattr(signal, each)}
    if status in too_large:
        return SheetTooLarge(name, _TOO_LARGE, sheet)
    return SheetTooLarge(name, _TOO_LONG, sheet) if status in too_long else BadTable(name, DAMAGED)
