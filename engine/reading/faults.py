"""The cells and rows of a table that cannot be used, and how many there are."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..errors import BadTable, EngineError
from ..language.plurals import plural
from ..language.sentence import Chain, marked
from ..shortening import LONGEST_QUOTE, grouped, one_line

# The dialog lists these. All faults are counted, so the list need not be long.
MOST_KEPT = 100
WHOLE_ROW = 0

# One cell is the fault itself; that of one row may be counted apart from it.
_IN_ONE_ROW = plural(
    "engine",
    "{n} cells in 1 row have this problem.",
    "{n} cell in 1 row has this problem.",
    1,
)
_IN_ROWS = plural(
    "engine",
    "{count} cells in {n} rows have this problem.",
    "{count} cells in {n} row have this problem.",
    1,
)


class PlaceForms(NamedTuple):
    """How a row is named, a cell, and a cell of a column with a name."""

    row: str
    cell: str
    named_cell: str


OF_TEXT = PlaceForms(
    marked("engine", "line {line}"),
    marked("engine", "line {line}, column {column}"),
    marked("engine", "line {line}, column {column} ({name})"),
)
OF_ARRAY = PlaceForms(
    marked("engine", "row {line}"),
    marked("engine", "row {line}, column {column}"),
    marked("engine", "row {line}, column {column} ({name})"),
)
OF_SHEET = PlaceForms(
    marked("engine", "sheet {sheet}, row {line}"),
    marked("engine", "sheet {sheet}, row {line}, column {column}"),
    marked("engine", "sheet {sheet}, row {line}, column {column} ({name})"),
)


class Fault(NamedTuple):
    """A cell that is not a number, or a row with the wrong number of cells.

    Attributes
    ----------
    line : int
        The line of a text, or the row of a sheet or an array, counted from 1.
    column : int
        The column, counted from 1; 0 (WHOLE_ROW) if the whole row is at fault.
    name : str
        The name of the column; empty if it has none.
    text : str
        What the cell contains.
    reason : str
        What is wrong with it, as a sentence.
    """

    line: int
    column: int
    name: str
    text: str
    reason: str


@dataclass(frozen=True)
class Faults:
    """All faults of a table: the first ones in full, the others counted.

    Attributes
    ----------
    first : tuple of Fault
        At most 100 (MOST_KEPT), in the order of the rows.
    count : int
        The number of all faults.
    rows : int
        The number of rows that have any.
    by_column : mapping of int to int
        The number of faults in each column that has any, counted from 1.
    """

    first: tuple[Fault, ...]
    count: int
    rows: int
    by_column: Mapping[int, int]


class BadCells(BadTable):
    """A table with unusable cells, read to its end so that ``faults`` covers all of them."""

    def __init__(self, first: BadTable, faults: Faults, advice: str = "") -> None:
        EngineError.__init__(self, following(first.sentence, _and_others(faults), advice))
        self.name, self.problem, self.line = first.name, first.problem, first.line
        self.short = first.short
        self.faults = faults


class NeedsChoice(BadTable):
    """A file can be read in several ways, and only the person who has it knows which is right.

    ``option`` is the field of ReadOptions that decides; ``values`` are the ones to choose from, ()
    if they cannot be listed. The sentence names them.
    """

    def __init__(
        self,
        name: str,
        problem: str,
        option: str,
        values: Sequence[str | bool] = (),
        line: int | None = None,
    ) -> None:
        super().__init__(name, problem, line=line)
        self.option, self.values = option, tuple(values)


def _and_others(faults: Faults) -> str:
    if faults.count == 1:
        return ""
    if faults.rows == 1:
        return _IN_ONE_ROW(faults.count)
    return _IN_ROWS(faults.rows, count=grouped(faults.count))


class Tally:
    """Counts faults while a table is read."""

    def __init__(self) -> None:
        self._first: list[Fault] = []
        self._by_column: Counter[int] = Counter()
        self.rows = 0

    def add(self, faults: Iterable[Fault], rows: int) -> None:
        """Add the faults of some more rows; ``rows`` is how many rows have any."""
        found = list(faults)
        self._first += found[: MOST_KEPT - len(self._first)]
        self._by_column.update(fault.column for fault in found)
        self.rows += rows

    @property
    def faults(self) -> Faults:
        """Everything counted so far."""
        columns = {k: count for k, count in sorted(self._by_column.items()) if k != WHOLE_ROW}
        return Faults(tuple(self._first), self._by_column.total(), self.rows, columns)


def following(*sentences: str) -> str:
    """Return sentences one after the other; those that are empty are left out."""
    first, *others = filter(None, sentences)
    return Chain(first, *(part for each in others for part in (" ", each))) if others else first


def error_at(name: str, fault: Fault, forms: PlaceForms = OF_TEXT, *, sheet: str = "") -> BadTable:
    """Return the error for a fault, named by file, line (or another unit of rows) and column."""
    header = one_line(fault.name, LONGEST_QUOTE)
    form = (forms.named_cell if header else forms.cell) if fault.column != WHOLE_ROW else forms.row
    place = form.format(sheet=sheet, line=fault.line, column=fault.column, name=header)
    return BadTable(name, fault.reason, line=fault.line, place=place)
