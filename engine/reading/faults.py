"""The cells and rows of a table that cannot be used, and how many there are of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ..errors import BadTable, EngineError
from ..shortening import shortened

MOST_KEPT = 100
WHOLE_ROW = 0


class Fault(NamedTuple):
    """A cell that is no number: its line or row and its column, counted from 1, and its text.

    Column 0 stands for a row that has not as many cells as the others; ``reason`` is a sentence.
    """

    line: int
    column: int
    name: str
    text: str
    reason: str


@dataclass(frozen=True)
class Faults:
    """The first hundred faults, the number of all of them, of their rows, and by column."""

    first: tuple[Fault, ...]
    count: int
    rows: int
    by_column: Mapping[int, int]


class BadCells(BadTable):
    """A table with unusable cells, read to its end so that ``faults`` covers all of them."""

    def __init__(self, first: BadTable, faults: Faults) -> None:
        EngineError.__init__(self, f"{first}{_and_others(faults)}")
        self.name, self.problem, self.line = first.name, first.problem, first.line
        self.faults = faults


def _and_others(faults: Faults) -> str:
    if faults.count == 1:
        return ""
    rows = "1 row" if faults.rows == 1 else f"{faults.rows:,} rows"
    return f" {faults.count:,} cells in {rows} have this problem."


class Tally:
    """Counts faults as they come."""

    def __init__(self) -> None:
        self._first: list[Fault] = []
        self._by_column: Counter[int] = Counter()
        self.rows = 0

    def add(self, faults: Iterable[Fault], rows: int) -> None:
        """Take the faults of some more rows, and how many rows have any."""
        found = list(faults)
        self._first += found[: MOST_KEPT - len(self._first)]
        self._by_column.update(fault.column for fault in found)
        self.rows += rows

    @property
    def faults(self) -> Faults:
        """All that was counted."""
        columns = {k: count for k, count in sorted(self._by_column.items()) if k != WHOLE_ROW}
        return Faults(tuple(self._first), self._by_column.total(), self.rows, columns)


def refusal(name: str, fault: Fault, unit: str = "line") -> BadTable:
    """Name a fault by its file, by its line or whatever else rows are counted in, and its column"""
    column = f", column {fault.column}" if fault.column != WHOLE_ROW else ""
    header = shortened(" ".join(fault.name.split()))  # which may have line ends in it
    named = f" ({header})" if header else ""
    return BadTable(
        name, fault.reason, line=fault.line, place=f"{unit} {fault.line}{column}{named}"
    )
