"""The interface that every type of table offers to the code that reads it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..errors import BadTable
from ..language.lists import and_more
from ..language.sentence import marked
from ..shortening import in_quotes, in_quotes_if_text
from .cells import Cell, CheckedRows, RawRow
from .faults import Fault
from .layout import Layout
from .options import ReadOptions

# As many as a person can look through in one sentence.
_MOST_NAMED = 20


class Source(Protocol):
    """A table in a file: its columns, how it is read, and the other tables in the file."""

    @property
    def name(self) -> str:
        """The name of the file."""

    @property
    def layout(self) -> Layout:
        """All columns of the table."""

    @property
    def options(self) -> ReadOptions:
        """How the table is read. Every option that applies to this type is filled in."""

    @property
    def sheets(self) -> Sequence[str]:
        """The names of the tables in the file; () if there can be only one."""

    @property
    def notes(self) -> Sequence[str]:
        """What was done so that this is a table, a sentence each: what was left out, and why."""

    @property
    def height(self) -> int | None:
        """The number of rows, if it is known before they are read."""

    def rows(self, columns: Sequence[int]) -> Iterator[CheckedRows]:
        """Read some columns from the start, a few thousand rows at a time."""

    def first(self, count: int) -> Iterator[RawRow]:
        """Yield at most ``count`` of the first rows, unparsed."""

    def raw_rows(self) -> Iterator[tuple[Sequence[RawRow], float]]:
        """Yield all rows unparsed, some at a time, and the fraction of the file read by then.

        They are the rows that ``rows`` reads or counts as bad, in the same order.
        """

    def parse(self, cell: Cell) -> float:
        """Return the number in a cell of an unparsed row. Raises BadNumber if it is not one."""

    def text(self, cell: Cell) -> str:
        """Return a cell of an unparsed row as text."""

    def error_at(self, fault: Fault) -> BadTable:
        """Return the error that names a fault by its place in the file."""


@dataclass(frozen=True, eq=False)
class NarrowedSource:
    """A table of which fewer columns or rows are read than its reader would; notes say why."""

    source: Source
    options: ReadOptions
    layout: Layout
    notes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.source.name

    @property
    def sheets(self) -> Sequence[str]:
        """The names of the tables in the file; () if there can be only one."""
        return self.source.sheets

    @property
    def height(self) -> int | None:
        """The number of rows, if it is known before they are read."""
        return self.source.height

    def rows(self, columns: Sequence[int]) -> Iterator[CheckedRows]:
        """Read some columns from the start, a few thousand rows at a time."""
        return self.source.rows(columns)

    def first(self, count: int) -> Iterator[RawRow]:
        """Yield at most ``count`` of the first rows, unparsed."""
        return self.source.first(count)

    def raw_rows(self) -> Iterator[tuple[Sequence[RawRow], float]]:
        """Yield all rows unparsed, some at a time, and the fraction of the file read by then."""
        return self.source.raw_rows()

    def parse(self, cell: Cell) -> float:
        """Return the number in a cell of an unparsed row. Raises BadNumber if it is not one."""
        return self.source.parse(cell)

    def text(self, cell: Cell) -> str:
        """Return a cell of an unparsed row as text."""
        return self.source.text(cell)

    def error_at(self, fault: Fault) -> BadTable:
        """Return the error that names a fault by its place in the file."""
        return self.source.error_at(fault)


def find_sheet(choice: str | int | None, sheets: Sequence[str], name: str) -> str:
    """Return the name of the chosen sheet, else of the first.

    Raises BadTable if it does not exist.
    """
    if isinstance(choice, int) and choice <= len(sheets):
        return sheets[choice - 1]
    if choice in sheets:
        return str(choice)
    if choice is None and sheets:
        return sheets[0]
    if not sheets:
        raise BadTable(name, marked("engine", "it has no sheets."))
    names = and_more([in_quotes(each) for each in sheets], _MOST_NAMED)
    raise BadTable(
        name,
        marked("engine", "it has no sheet {choice}. Its sheets are {names}.").format(
            choice=in_quotes_if_text(choice), names=names
        ),
    )
