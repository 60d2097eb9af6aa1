"""Reduce the files that a pattern matches, and say now and then how far that is."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TextIO

import numpy as np

from ..language.plurals import plural
from ..language.sentence import marked
from ..matrix import Matrix
from ..parts.cluster import Cluster
from ..parts.condensed_table import CondensedTable
from ..parts.errors import NotForManyFiles
from ..parts.files import is_pattern, matching
from ..parts.part import EndRows
from ..parts.reduce_files import reduce_files
from ..parts.shared_reading import SharedReading
from ..reading.blocks import read_blocks
from ..shortening import grouped
from .request import Request
from .streaming import predict_table
from .terms import AddedTerm, read_terms, with_terms

# As those of a run: a night has ten lines.
FIRST_SECONDS = 10.0
SKIPPED = plural(
    "engine",
    "{n} rows were left out: a cell is not a number.",
    "{n} row was left out: a cell is not a number.",
    1,
)
_NEEDS_ROWS = marked(
    "engine",
    "{option} needs all rows in memory, and those of many files are reduced while they are read.",
)


@dataclass(frozen=True, eq=False)
class ManyFiles:
    """The files of a table, how they are read, and the rows that stand for all of theirs.

    ``plain`` are the names by which terms know the columns of A, and ``terms`` the added ones.
    """

    paths: tuple[Path, ...]
    reading: SharedReading
    table: CondensedTable
    ends: EndRows
    notes: tuple[str, ...]
    plain: tuple[str, ...]
    terms: tuple[AddedTerm, ...]

    def predictions(self, W: Matrix, *, has_ones: bool) -> tuple[Matrix, Matrix]:
        """Read all files again, and return Y and Ŷ of all their rows, both (N, 1)."""
        found = [
            predict_table(
                read_blocks(path, self.reading.options), has_ones, W, self.plain, self.terms
            )
            for path in self.paths
        ]
        observed, predicted = zip(*found, strict=True)
        return np.concatenate(observed), np.concatenate(predicted)


def is_of_many_files(request: Request) -> bool:
    """Return whether a request is about files that are reduced one by one."""
    if request.table is None:
        return False
    return request.cluster is not None or is_pattern(request.table)


def read_many_files(
    request: Request, name_columns: Callable[[tuple[str, ...], int], tuple[str, ...]]
) -> ManyFiles:
    """Reduce the files of a request; raises an EngineError if that fails.

    ``name_columns`` returns the names of the columns of A from the header and their number.
    """
    assert request.table is not None
    _refuse_what_needs_rows(request)
    paths = matching(request.table) if is_pattern(request.table) else (Path(request.table),)
    reading = SharedReading.of(paths[0], request.read_options, has_ones=True)
    plain = name_columns(reading.names, reading.columns - 1)
    terms = read_terms(request.term, plain)
    if terms:
        added = partial(_with_terms, names=plain, terms=terms)
        reading = replace(reading, added=added, more=len(terms))
    cluster = None if request.cluster is None else Cluster(request.cluster, request.workers)
    progress = ReadingProgress(len(paths), sys.stderr)
    found = reduce_files(paths, reading, cluster, progress=progress.look, started=progress.tell)
    skipped = (SKIPPED(found.part.skipped),) if found.part.skipped else ()
    return ManyFiles(
        paths,
        reading,
        CondensedTable.of(found.part),
        EndRows(*(each if request.intercept else each[:, 1:] for each in found.ends)),
        tuple(dict.fromkeys((*reading.notes, *found.part.notes, *skipped))),
        plain,
        terms,
    )


def _refuse_what_needs_rows(request: Request) -> None:
    """Raise NotForManyFiles if an option passes over the rows again, or keeps them."""
    wanted = {
        "--all": request.all,
        "--hold-out": request.hold_out is not None,
    }
    for option, is_wanted in wanted.items():
        if is_wanted:
            raise NotForManyFiles(_NEEDS_ROWS.format(option=option))


def _with_terms(
    values: Matrix, row: int, names: Sequence[str], terms: Sequence[AddedTerm]
) -> Matrix:
    return np.column_stack([with_terms(values[:, :-1], names, terms, row), values[:, -1:]])


class ReadingProgress:
    """Prints how much of the files is read: after 10 s, 20 s, 40 s, and so on."""

    def __init__(self, files: int, stream: TextIO, clock: Callable[[], float] = monotonic) -> None:
        self._files, self._stream, self._clock = files, stream, clock
        self._began = clock()
        self._pause = FIRST_SECONDS

    def look(self, fraction: float) -> None:
        """Print a line if it is time for one."""
        seconds = self._clock() - self._began
        if seconds < self._pause or fraction >= 1:
            return
        while self._pause <= seconds:
            self._pause *= 2
        line = f"{seconds:.0f} s: {100 * fraction:.0f} % of {grouped(self._files)} files are read."
        print(line, file=self._stream, flush=True)

    def tell(self, sentence: str) -> None:
        """Print a sentence about parts that are started anew."""
        print(sentence, file=self._stream, flush=True)
