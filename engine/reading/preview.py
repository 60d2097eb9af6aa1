"""The beginning of a table, and how it would be read: fast, however large the file is."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..errors import BadTable
from .cells import Record, checked_rows
from .choices import Choices
from .faults import WHOLE_ROW, Fault
from .layout import columns_wanted
from .opening import open_table
from .source import Source

ROWS = 100


class Line(NamedTuple):
    """One row as it stands, and its line in a text, or its row elsewhere, counted from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """The first rows of a table and the faults in them, its columns, and how it would be read.

    ``names`` and ``width`` are those of all its columns, whichever are wanted; ``choices`` has
    every guess; ``sheets`` are the tables of the file where it may hold several.
    """

    choices: Choices
    sheets: tuple[str, ...]
    names: tuple[str, ...]
    width: int
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]


def preview(path: str | Path, choices: Choices | None = None, rows: int = ROWS) -> Preview:
    """Look at some rows at most; raise BadTable only where there is no table to be seen."""
    source = open_table(Path(path), choices or Choices())
    found, broken = _first(source, rows)
    columns = columns_wanted(source.choices, source.layout, source.name)
    faults = checked_rows(found, source.layout, columns, source.number).faults
    return Preview(
        source.choices,
        tuple(source.sheets),
        source.layout.names,
        source.layout.width,
        tuple(Line(row.line, tuple(map(source.text, row.cells))) for row in found),
        (*faults, *broken),
    )


def _first(source: Source, count: int) -> tuple[list[Record], list[Fault]]:
    """Return the first rows, up to a line that cannot be split into cells."""
    found: list[Record] = []
    try:
        for row in source.first(count):
            found.append(row)
    except BadTable as error:
        if error.line is None or not found:
            raise
        return found, [Fault(error.line, WHOLE_ROW, "", "", error.problem)]
    return found, []
