"""What every kind of table offers to those who read it."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from ..errors import BadTable
from .cells import Cell, Record, Rows
from .choices import Choices
from .faults import Fault
from .layout import Layout


class Source(Protocol):
    """A table in a file: its columns, the choices as they turned out, and the sheets beside it."""

    @property
    def name(self) -> str:
        """The name of the file."""

    @property
    def layout(self) -> Layout:
        """All its columns."""

    @property
    def choices(self) -> Choices:
        """How it is read: nothing is left open that applies to this kind."""

    @property
    def sheets(self) -> Sequence[str]:
        """The names of the tables of the file; () where there can be but one."""

    def rows(self, columns: Sequence[int]) -> Iterator[Rows]:
        """Read some columns from the beginning on, some thousand rows at a time."""

    def first(self, count: int) -> Iterator[Record]:
        """Yield the first rows as they stand, as many as asked for at most."""

    def number(self, cell: Cell) -> float:
        """Read a cell of such a row; raise BadNumber for what is no number."""

    def text(self, cell: Cell) -> str:
        """Show a cell of such a row as it stands."""

    def refusal(self, fault: Fault) -> BadTable:
        """Name a fault by its place in the file."""


def sheet_wanted(choice: str | int | None, sheets: Sequence[str], name: str) -> str:
    """Return the sheet chosen, or the first; raise BadTable where it is not there."""
    if isinstance(choice, int) and choice <= len(sheets):
        return sheets[choice - 1]
    if choice in sheets:
        return str(choice)
    if choice is None and sheets:
        return sheets[0]
    if not sheets:
        raise BadTable(name, "there is no sheet in it.")
    known = ", ".join(map(repr, sheets))
    raise BadTable(name, f"there is no sheet {choice!r} in it: there are {known}.")
