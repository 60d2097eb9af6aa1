"""The cells and rows of a table that cannot be used, and how many there are."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..errors import BadTable, EngineError
from ..shortening import LONGEST_QUOTE, one_line

# The dialog lists these. All faults are counted, so the list need not be long.
MOST_KEPT = 100
WHOLE_ROW = 0


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
        EngineError.__init__(self, f"{first}{_and_others(faults)}{advice}")
        self.name, self.problem, self.line = first.name, first.problem, first.line
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
    rows = "1 row" if faults.rows == 1 else f"{faults.rows:,} rows"
    return f" {faults.count:,} cells in {rows} have this problem."


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


def error_at(name: str, fault: Fault, unit: str = "line") -> BadTable:
    """Return the error for a fault, named by file, line (or another unit of rows) and column."""
    column = f", column {fault.column}" if fault.column != WHOLE_ROW else ""
    header = one_line(fault.name, LONGEST_QUOTE)
    named = f" ({header})" if header else ""
    return BadTable(
        name, fault.reason, line=fault.line, place=f"{unit} {fault.line}{column}{named}"
    )
