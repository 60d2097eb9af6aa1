"""What a sheet's file says beside its cells: which are hidden, and which would be misread."""

import codecs
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import IO
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from ...errors import BadTable
from ...shortening import LONGEST_QUOTE, one_line
from .last_rows import Summary

_MOST_NAMED = 5
"""As many ranges of rows as can be read in one sentence."""
# In XML, with the prefixes of functions that are newer than the format.
TOTAL_FUNCTIONS = (
    rb"(?:_xlfn\.|COM\.MICROSOFT\.|LEGACY\.)?(?:SUM|AVERAGE|SUBTOTAL|MEDIAN|MIN|MAX|COUNTA?"
    rb"|(?:STDEV|VAR)(?:P|\.[SP])?)"
)
"""Functions that sum up the cells above them in one number."""
RAISED_DIGITS = "a number with raised digits, which would be read like the others"
"""What ``in_parts`` says of such a number."""
SAVE_AGAIN = "Open the workbook in a spreadsheet program and save it there."


@dataclass(frozen=True, eq=False)
class Uncomputed:
    """The formulas of a column that have no result, or a stored 0 that is none.

    Attributes
    ----------
    first : str
        The first of them and its place, for a sentence.
    rows : ndarray of int
        Their rows, counted from 1, in order; 0 if the file does not say.
    """

    first: str
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
        self._first: dict[int, str] = {}
        self._rows: dict[int, array[int]] = {}

    def add(self, column: int, row: int, describe: Callable[[str], str]) -> None:
        """Note one by its column and row, counted from 1; 0 if the file does not say them.

        ``describe`` is given its place for a sentence. The same formula may come twice.
        """
        rows = self._rows.get(column)
        if rows is None:
            place = f" in row {row}, column {column}" if row else " in a cell"
            self._first[column] = describe(place)
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
    in_parts : str
        The first value of which only the beginning would be read, or with digits that are none of
        its own; "" if there is none.
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
    in_parts: str = ""
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
            raise BadTable(name, misread(sheet, found.first))


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


def misread(sheet: str, what: str) -> str:
    """Say what a sheet has that cannot be read, and what helps."""
    return f"sheet {sheet} has {what}. {SAVE_AGAIN}"


def no_result(place: str) -> str:
    """Describe a formula without a result; ``place`` is such as " in row 7, column 2"."""
    return f"a formula without a result{place}"


def never_computed(place: str) -> str:
    """Describe formulas whose results of 0 stand for none."""
    return f"formulas that were never computed: the result 0 is stored for the one{place}"


def uncomputed_note(columns: Sequence[int]) -> str:
    """Say which columns have formulas without a result."""
    return f"Formulas in {_named(columns, 'column')} were never computed. {SAVE_AGAIN}"


def hidden_rows_note(rows: Sequence[int], *, is_filtered: bool, is_read: bool) -> str:
    """Say which rows are hidden, and whether they were read."""
    one = len(rows) == 1
    count, verb = ("1 row", "is") if one else (f"{len(rows):,} rows", "are")
    where = "by the filter of the sheet" if is_filtered else "in the sheet"
    done = "read like the others" if is_read else "left out"
    past = "was" if one else "were"
    return f"{count} {verb} hidden {where} ({_named(rows, 'row')}) and {past} {done}."


def hidden_columns_note(columns: Sequence[int]) -> str:
    """Say which of the columns that were read are hidden."""
    one = len(columns) == 1
    count, verb, past = ("1 column", "is", "was") if one else (f"{len(columns):,}", "are", "were")
    count = count if one else f"{count} columns"
    named = _named(columns, "column")
    return f"{count} {verb} hidden in the sheet ({named}) and {past} read like the others."


def totals_note(rows: Sequence[int]) -> str:
    """Say that the last rows were left out because they sum up those above; how to keep them."""
    one = len(rows) == 1
    named = _named(rows, "row").capitalize()
    return (
        f"{named} {'was' if one else 'were'} left out: {'its' if one else 'their'} formulas sum up "
        f"the rows above. To read {'it' if one else 'them'}, replace the formulas by their results."
    )


def computed_rows_note(rows: Sequence[int], formula: str) -> str:
    """Say that the last rows seem to be computed from those above, and were read."""
    named = _named(rows, "row").capitalize()
    one = len(rows) == 1
    return (
        f"{named} {'is' if one else 'are'} computed from the rows above "
        f"({one_line(formula, LONGEST_QUOTE)}) and {'was' if one else 'were'} read like the others."
    )


def subtotals_note(rows: Sequence[int]) -> str:
    """Say that rows within a table seem to be subtotals, and were read."""
    one = len(rows) == 1
    named = _named(rows, "row").capitalize()
    return (
        f"{named} {'has' if one else 'have'} formulas that sum up rows above, and "
        f"{'was' if one else 'were'} read like the others. Delete {'it' if one else 'them'} in the "
        f"sheet if {'it is a subtotal' if one else 'they are subtotals'}."
    )


def blank_rows_note(rows: Sequence[int]) -> str:
    """Say that rows within a table have no values: it may be two tables, one below the other."""
    count, verb = ("1 row", "has") if len(rows) == 1 else (f"{len(rows):,} rows", "have")
    return (
        f"{count} within the table {verb} no values ({_named(rows, 'row')}): what is below may be "
        "another table."
    )


def blank_columns_note(columns: Sequence[int]) -> str:
    """Say that columns within a table are blank: it may be two tables side by side."""
    one = len(columns) == 1
    count, verb = ("1 column", "is") if one else (f"{len(columns):,} columns", "are")
    return (
        f"{count} within the table {verb} blank ({_named(columns, 'column')}) and left out: what "
        "is right of it may be another table."
    )


def _named(numbers: Sequence[int], unit: str) -> str:
    parts = [
        f"{first}–{last}" if last > first else f"{first}" for first, last in ranges_of(numbers)
    ]
    listed = ", ".join(parts[:_MOST_NAMED]) + (", …" if len(parts) > _MOST_NAMED else "")
    return f"{unit} {listed}" if len(numbers) == 1 else f"{unit}s {listed}"


def ranges_of(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last number of each run of consecutive ones."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found
