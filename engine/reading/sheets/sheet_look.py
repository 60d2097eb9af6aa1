"""What a sheet's file says beside its cells: which are hidden, and which would be misread."""

import codecs
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from ...errors import BadTable
from ...language.lists import listed
from ...language.plurals import plural
from ...language.sentence import Chain
from ...shortening import LONGEST_QUOTE, one_line
from ...threads.caching import cached_property
from .last_rows import Summary
from .misread import SAVE_AGAIN, Misread, MisreadKind

_MOST_NAMED = 5
"""As many ranges of rows as can be read in one sentence."""
# In XML, with the prefixes of functions that are newer than the format.
TOTAL_FUNCTIONS = (
    rb"(?:_xlfn\.|COM\.MICROSOFT\.|LEGACY\.)?(?:SUM|AVERAGE|SUBTOTAL|MEDIAN|MIN|MAX|COUNTA?"
    rb"|(?:STDEV|VAR)(?:P|\.[SP])?)"
)
"""Functions that sum up the cells above them in one number."""
_UNCOMPUTED = plural(
    "engine",
    "Formulas in columns {columns} were never computed.",
    "Formulas in column {columns} were never computed.",
    1,
)
_HIDDEN_ROWS = {  # by whether a filter hides them, and whether they are read
    (True, True): plural(
        "engine",
        "{n} rows are hidden by the filter of the sheet (rows {rows}) and were read like the "
        "others.",
        "{n} row is hidden by the filter of the sheet (row {rows}) and was read like the others.",
        1,
    ),
    (True, False): plural(
        "engine",
        "{n} rows are hidden by the filter of the sheet (rows {rows}) and were left out.",
        "{n} row is hidden by the filter of the sheet (row {rows}) and was left out.",
        1,
    ),
    (False, True): plural(
        "engine",
        "{n} rows are hidden in the sheet (rows {rows}) and were read like the others.",
        "{n} row is hidden in the sheet (row {rows}) and was read like the others.",
        1,
    ),
    (False, False): plural(
        "engine",
        "{n} rows are hidden in the sheet (rows {rows}) and were left out.",
        "{n} row is hidden in the sheet (row {rows}) and was left out.",
        1,
    ),
}
_HIDDEN_COLUMNS = plural(
    "engine",
    "{n} columns are hidden in the sheet (columns {columns}) and were read like the others.",
    "{n} column is hidden in the sheet (column {columns}) and was read like the others.",
    1,
)
_TOTALS = plural(
    "engine",
    "Rows {rows} were left out: their formulas sum up the rows above. To read them, replace the "
    "formulas by their results.",
    "Row {rows} was left out: its formulas sum up the rows above. To read it, replace the formulas "
    "by their results.",
    1,
)
_COMPUTED_ROWS = plural(
    "engine",
    "Rows {rows} are computed from the rows above ({formula}) and were read like the others.",
    "Row {rows} is computed from the rows above ({formula}) and was read like the others.",
    1,
)
_SUBTOTALS = plural(
    "engine",
    "Rows {rows} have formulas that sum up rows above, and were read like the others. Delete them "
    "in the sheet if they are subtotals.",
    "Row {rows} has formulas that sum up rows above, and was read like the others. Delete it in "
    "the sheet if it is a subtotal.",
    1,
)
_BLANK_ROWS = plural(
    "engine",
    "{n} rows within the table have no values (rows {rows}): what is below may be another table.",
    "{n} row within the table has no values (row {rows}): what is below may be another table.",
    1,
)
_BLANK_COLUMNS = plural(
    "engine",
    "{n} columns within the table are blank (columns {columns}) and left out: what is right of it "
    "may be another table.",
    "{n} column within the table is blank (column {columns}) and left out: what is right of it may "
    "be another table.",
    1,
)


@dataclass(frozen=True, eq=False)
class Uncomputed:
    """The formulas of a column that have no result, or a stored 0 that is none.

    Attributes
    ----------
    first : Misread
        The first of them and its place.
    rows : ndarray of int
        Their rows, counted from 1, in order; 0 if the file does not say.
    """

    first: Misread
    rows: NDArray[np.int64]

    def joined(self, other: "Uncomputed | None") -> "Uncomputed":
        """Return these formulas and others of the same column."""
        if other is None:
            return self
        return Uncomputed(self.first, np.union1d(self.rows, other.rows))


@dataclass(frozen=True, eq=False)
class UncomputedCells:
    """The cells of formulas without a result, row by row: ``rows`` and ``columns``, from 1."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]

    @classmethod
    def of(cls, uncomputed: Mapping[int, Uncomputed]) -> "UncomputedCells":
        """Return the cells of all columns."""
        none = np.zeros(0, np.int64)
        rows = np.concatenate([none, *(each.rows for each in uncomputed.values())])
        counts = [len(each.rows) for each in uncomputed.values()]
        columns = np.repeat(np.array([*uncomputed], np.int64), counts)
        order = np.argsort(rows, kind="stable")
        return cls(rows[order], columns[order])

    def within(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the row and column of those in some rows."""
        start, end = np.searchsorted(self.rows, [first, last + 1])
        return list(
            zip(self.rows[start:end].tolist(), self.columns[start:end].tolist(), strict=True)
        )


class UncomputedSeen:
    """Collects the formulas without a result while a file is looked at."""

    def __init__(self) -> None:
        self._first: dict[int, Misread] = {}
        self._rows: dict[int, array[int]] = {}

    def add(self, column: int, row: int, kind: MisreadKind) -> None:
        """Note one by its column and row, counted from 1; 0 if the file does not say them.

        The same formula may come twice.
        """
        rows = self._rows.get(column)
        if rows is None:
            self._first[column] = Misread(kind, row, column)
            rows = self._rows[column] = array("q")
        rows.append(row)

    def found(self) -> Mapping[int, Uncomputed]:
        """Return them by their columns."""
        return {
            column: Uncomputed(first, np.unique(np.array(self._rows[column])))
            for column, first in self._first.items()
        }


@dataclass(frozen=True)
class SheetLook:
    """What was seen of a sheet; rows and columns are counted from 1.

    Attributes
    ----------
    rows, columns : int
        The last row and column with a cell; 0 if that is not known.
    uncomputed : mapping of int to Uncomputed
        The formulas without a result, by their columns. A column is 0 if the file does not say it.
    in_parts : Misread or None
        The first value of which only the beginning would be read, or with digits that are none of
        its own.
    hidden_rows, hidden_columns : tuple of range
        What the sheet does not show, by its filter or by hand.
    is_filtered : bool
        Whether a filter hides rows.
    totals : frozenset of int
        The rows with a formula such as SUM over cells above it.
    summaries : mapping of int to Summary
        The last rows that formulas of any kind compute from rows above.
    """

    rows: int = 0
    columns: int = 0
    uncomputed: Mapping[int, Uncomputed] = field(default_factory=dict)
    in_parts: Misread | None = None
    hidden_rows: tuple[range, ...] = ()
    hidden_columns: tuple[range, ...] = ()
    is_filtered: bool = False
    totals: frozenset[int] = frozenset()
    summaries: Mapping[int, Summary] = field(default_factory=dict)

    @cached_property
    def uncomputed_cells(self) -> UncomputedCells:
        """The cells of the formulas without a result."""
        return UncomputedCells.of(self.uncomputed)

    def refuse_uncomputed(
        self, name: str, sheet: str, columns: Iterable[int] | None = None
    ) -> None:
        """Raise BadTable if a formula has no result, or one that was never computed.

        Only those in some columns matter, if these are given.
        """
        chosen = self.uncomputed if columns is None else {0, *columns}
        found = next((each for k, each in self.uncomputed.items() if k in chosen), None)
        if found is not None:
            raise BadTable(name, found.first.said(sheet))


@contextmanager
def open_utf8(archive: ZipFile, member: str) -> Iterator[IO[bytes]]:
    """Open a member of an archive, in UTF-8 even if it is stored in UTF-16."""
    with archive.open(member) as stream:
        encoding = utf16(stream.read(2))
        stream.seek(0)
        yield codecs.EncodedFile(stream, "utf-8", encoding, "replace") if encoding else stream


def utf16(start: bytes) -> str:
    """Return the encoding if XML starts like a text in UTF-16, else ""."""
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    return {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(start, "")


def within(ranges: Iterable[range], first: int, last: int) -> list[int]:
    """Return the numbers of some ranges that are from ``first`` to ``last``, in order."""
    found = {k for each in ranges for k in range(max(first, each.start), min(last + 1, each.stop))}
    return sorted(found)


def uncomputed_note(columns: Sequence[int]) -> str:
    """Say which columns have formulas without a result."""
    return Chain(_UNCOMPUTED(len(columns), columns=_ranges(columns)), " ", SAVE_AGAIN)


def hidden_rows_note(rows: Sequence[int], *, is_filtered: bool, is_read: bool) -> str:
    """Say which rows are hidden, and whether they were read."""
    return _HIDDEN_ROWS[is_filtered, is_read](len(rows), rows=_ranges(rows))


def hidden_columns_note(columns: Sequence[int]) -> str:
    """Say which of the columns that were read are hidden."""
    return _HIDDEN_COLUMNS(len(columns), columns=_ranges(columns))


def totals_note(rows: Sequence[int]) -> str:
    """Say that the last rows were left out because they sum up those above; how to keep them."""
    return _TOTALS(len(rows), rows=_ranges(rows))


def computed_rows_note(rows: Sequence[int], formula: str) -> str:
    """Say that the last rows seem to be computed from those above, and were read."""
    quoted = one_line(formula, LONGEST_QUOTE)
    return _COMPUTED_ROWS(len(rows), rows=_ranges(rows), formula=quoted)


def subtotals_note(rows: Sequence[int]) -> str:
    """Say that rows within a table seem to be subtotals, and were read."""
    return _SUBTOTALS(len(rows), rows=_ranges(rows))


def blank_rows_note(rows: Sequence[int]) -> str:
    """Say that rows within a table have no values: it may be two tables, one below the other."""
    return _BLANK_ROWS(len(rows), rows=_ranges(rows))


def blank_columns_note(columns: Sequence[int]) -> str:
    """Say that columns within a table are blank: it may be two tables side by side."""
    return _BLANK_COLUMNS(len(columns), columns=_ranges(columns))


def _ranges(numbers: Sequence[int]) -> str:
    """Return numbers of rows or columns: ``3, 5–7``; of many ranges, the first ones and “…”."""
    parts = [
        f"{first}–{last}" if last > first else f"{first}" for first, last in ranges_of(numbers)
    ]
    more = ["…"] if len(parts) > _MOST_NAMED else []
    return listed([*parts[:_MOST_NAMED], *more])


def ranges_of(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last number of each run of consecutive ones."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found
