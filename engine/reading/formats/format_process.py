"""Run the process that reads a file of another program, and take over its columns.

Whatever the file does to that process, this one gets a sentence.
"""

import json
import logging
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from threading import Timer
from typing import Any
from weakref import finalize

import numpy as np

from ...errors import BadTable
from ...language.sentence import marked
from ..inputs import InputFile, as_bad_table
from . import format_worker
from .format_cells import Block, ColumnBlock, cell_of
from .format_limits import LEAST_MEMORY, LEAST_SECONDS, MEMORY_PER_BYTE, PATIENCE
from .format_limits import SECONDS_PER_MEGABYTE as SECONDS
from .format_worker import TOO_LONG, WorkerJob

_DAMAGED = marked("engine", "this file is damaged or of a kind that is not supported.")
_CUT_SHORT = marked("engine", "it is cut short: not all of its rows are there.")
_TOO_LARGE = marked(
    "engine",
    "reading this file would take too much memory. Save fewer columns, or the table as a CSV file.",
)
_TOO_LONG = marked("engine", "reading this file takes too long. Save the table as a CSV file.")
_NO_PROCESS = marked("engine", "the process that reads this file could not be started: {reason}.")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_FILE = "table"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class TableFacts:
    """What a file says of one of its tables before that is read.

    Attributes
    ----------
    name : str
        The name of the table; "" if the file holds just one.
    columns : tuple of str
        The names of its columns.
    rows : int or None
        The number of its rows, if it is known.
    is_named : bool
        Whether the columns have names of their own, not just that of an array.
    problem : str
        What it holds instead of a table of numbers, as a reader calls it; "" if it is one.
    shape : tuple of int
        The shape of an array.
    index, labelled, missing : tuple of int
        The columns, counted from 0, that pandas wrote for the index, those with labels for codes,
        and those with codes for missing values.
    """

    name: str
    columns: tuple[str, ...]
    rows: int | None
    is_named: bool = True
    problem: str = ""
    shape: tuple[int, ...] = ()
    index: tuple[int, ...] = ()
    labelled: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "TableFacts":
        """Return the facts as a reader writes them."""
        return cls(
            str(facts["name"]),
            tuple(map(str, facts["columns"])),
            facts["rows"],
            bool(facts.get("named", True)),
            str(facts.get("problem", "")),
            *(tuple(facts.get(name, ())) for name in ("shape", "index", "labelled", "missing")),
        )


class KeptFolder:
    """A folder for temporary files, removed with the last reference to this, or at the exit.

    A TemporaryDirectory would warn of that: it is made to be closed.
    """

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix="secant-"))
        finalize(self, rmtree, self.path, ignore_errors=True)


@dataclass(frozen=True, eq=False)
class FormatFile:
    """A file that one of the readers reads, by a process for each reading.

    ``size`` is that of the file. ``kept`` holds a copy of what was in memory until nobody reads it.
    """

    name: str
    path: Path
    size: int
    reader: str
    kept: "KeptFolder | None" = field(default=None, repr=False)

    @classmethod
    def of(cls, file: InputFile, reader: str) -> "FormatFile":
        """Return a file, copied to the disk if it is in memory only: another process reads it."""
        with as_bad_table(file.name):
            if file.path is not None:
                return cls(file.name, file.path, file.path.stat().st_size, reader)
            kept = KeptFolder()
            path = kept.path / _FILE
            data = file.head(-1)
            path.write_bytes(data)
            return cls(file.name, path, len(data), reader, kept)

    @contextmanager
    def reading(self) -> Iterator["FormatReading"]:
        """Start a process that reads the file, and end it afterwards."""
        seconds = LEAST_SECONDS + SECONDS * self.size // 2**20
        job = WorkerJob(
            str(Path(__file__).with_name(self.reader)),
            str(self.path.absolute()),
            [each for each in sys.path if each],
            LEAST_MEMORY + MEMORY_PER_BYTE * self.size,
            seconds,
        )
        process = _start(self.name, job)
        reading = FormatReading(self.name, process, PATIENCE * seconds)
        try:
            yield reading
        finally:
            reading.end()


class LibraryUnusable(Exception):
    """The library of a reader is there, but cannot be imported: it may be there in part only."""


class FormatReading:
    """One reading of a file: what it holds, then the columns that are asked for."""

    def __init__(self, name: str, process: "subprocess.Popen[bytes]", patience: float) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._name, self._process, self._patience = name, process, patience
        self._in, self._out = process.stdin, process.stdout
        self.is_whole = False

    def tables(self) -> list[TableFacts]:
        """Return what the tables of the file are. Raises BadTable if it cannot be read."""
        return [TableFacts.of(each) for each in self._message()["tables"]]

    def blocks(
        self, tables: Sequence[int], columns: Sequence[int], most_rows: int | None = None
    ) -> Iterator[Block]:
        """Yield some columns of some tables side by side, counted from 0 over all of these.

        With ``most_rows`` it ends after the block in which there are so many; ``is_whole`` says
        whether these were all. Raises BadTable if the file cannot be read to its end.
        """
        request = {"tables": list(tables), "columns": list(columns), "most_rows": most_rows}
        try:
            self._in.write(json.dumps(request).encode() + b"\n")
            self._in.flush()
        except OSError as error:  # it has just ended
            raise self._error() from error
        while "done" not in (message := self._message()):
            yield [self._column(message["rows"], *each) for each in message["columns"]]
        self.is_whole = bool(message["whole"])

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        for stream in (self._in, self._out):
            try:
                stream.close()
            except OSError:  # what was still to be written has no reader any more
                logger.debug("%s: the reader had ended", self._name)
        self._process.wait()

    def _message(self) -> dict[str, Any]:
        with self._watched():
            line = self._out.readline()
        if not line.endswith(b"\n"):
            raise self._error()
        message: dict[str, Any] = json.loads(line)
        if "unusable" in message:
            logger.debug("%s: %s", self._name, message["unusable"])
            raise LibraryUnusable
        if "damaged" in message:
            logger.debug("%s: %s", self._name, message["damaged"])
            raise BadTable(self._name, _DAMAGED)
        return message

    def _column(self, rows: int, kind: str, has_codes: bool, others: Sequence[Any]) -> ColumnBlock:
        numbers = np.frombuffer(self._bytes(8 * rows), kind) if kind else None
        if has_codes:
            codes = np.frombuffer(self._bytes(rows), np.uint8)
        else:
            codes = np.zeros(rows, np.uint8)
        return ColumnBlock(codes, numbers, list(map(cell_of, others)))

    def _bytes(self, count: int) -> bytes:
        with self._watched():
            data = self._out.read(count)
        if len(data) < count:
            raise self._error()
        return data

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Kill the process if it does not answer: a read of it ends then."""
        watchdog = Timer(self._patience, self._process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield
        finally:
            watchdog.cancel()

    def _error(self) -> BadTable:
        """Return why the process ended before it was done."""
        status = self._process.wait()
        logger.debug("%s: its reader ended with status %d", self._name, status)
        too_long = {TOO_LONG}
        too_long |= {-getattr(signal, each) for each in _TOO_LONG_SIGNALS if hasattr(signal, each)}
        if status == format_worker.TOO_LARGE:
            return BadTable(self._name, _TOO_LARGE)
        return BadTable(self._name, _TOO_LONG if status in too_long else _DAMAGED)


_TOO_LONG_SIGNALS = ("SIGXCPU", "SIGKILL")


def cut_short(name: str) -> BadTable:
    """Return the error of a file with fewer rows than it says."""
    return BadTable(name, _CUT_SHORT)


def _start(name: str, job: WorkerJob) -> "subprocess.Popen[bytes]":
    """Start Python without its site packages and settings: the job has the folders it needs."""
    command = [sys.executable, "-I", "-S", format_worker.__file__, json.dumps(job)]
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadTable(name, _NO_PROCESS.format(reason=reason)) from error
