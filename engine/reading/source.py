"""The interface that every type of table offers to the code that reads it."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from ..errors import BadTable
from .cells import Cell, CheckedRows, RawRow
from .faults import Fault
from .layout import Layout
from .options import ReadOptions


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

    def rows(self, columns: Sequence[int]) -> Iterator[CheckedRows]:
        """Read some columns from the start, a few thousand rows at a time."""

    def first(self, count: int) -> Iterator[RawRow]:
        """Yield at most ``count`` of the first rows, unparsed."""

    def parse(self, cell: Cell) -> float:
        """Return the number in a cell of an unparsed row. Raises BadNumber if it is not one."""

    def text(self, cell: Cell) -> str:
        """Return a cell of an unparsed row as text."""

    def error_at(self, fault: Fault) -> BadTable:
        """Return the error that names a fault by its place in the file."""


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
        raise BadTable(name, "it has no sheets.")
    names = ", ".join(map(repr, sheets))
    raise BadTable(name, f"it has no sheet {choice!r}. Its sheets are {names}.")
