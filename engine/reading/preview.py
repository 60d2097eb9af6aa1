"""The first rows of a table and how they would be read: fast for a file of any size."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..errors import BadTable
from .cells import RawRow, check_rows
from .faults import WHOLE_ROW, Fault
from .layout import find_columns
from .opening import open_table
from .options import ReadOptions
from .source import Source

# A few screens full: enough to recognise a table, and read in under 0.1 s.
ROWS = 100


class PreviewRow(NamedTuple):
    """One row as text, and its line in a text (else its row), counted from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """The first rows of a table, their faults, all columns, and how the table would be read.

    ``names`` and ``width`` describe all columns, chosen or not. ``options`` has every guess filled
    in. ``sheets`` are the tables of the file if it can hold several.
    """

    options: ReadOptions
    sheets: tuple[str, ...]
    names: tuple[str, ...]
    width: int
    lines: tuple[PreviewRow, ...]
    faults: tuple[Fault, ...]


def preview(path: str | Path, options: ReadOptions | None = None, rows: int = ROWS) -> Preview:
    """Read at most ``rows`` rows. Raises BadTable only if there is nothing to show."""
    source = open_table(Path(path), options or ReadOptions())
    found, broken = _first(source, rows)
    columns = find_columns(source.options, source.layout, source.name)
    faults = check_rows(found, source.layout, columns, source.parse).faults
    return Preview(
        source.options,
        tuple(source.sheets),
        source.layout.names,
        source.layout.width,
        tuple(PreviewRow(row.line, tuple(map(source.text, row.cells))) for row in found),
        (*faults, *broken),
    )


def _first(source: Source, count: int) -> tuple[list[RawRow], list[Fault]]:
    """Return the first rows, up to a line that cannot be split into cells."""
    found: list[RawRow] = []
    try:
        for row in source.first(count):
            found.append(row)
    except BadTable as error:
        if error.line is None or not found:
            raise
        return found, [Fault(error.line, WHOLE_ROW, "", "", error.problem)]
    return found, []
