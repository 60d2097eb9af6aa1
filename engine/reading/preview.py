"""The first rows of a table and how they would be read: fast for a file of any size."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..deprecation import renamed_parameter, warn_of_rename
from ..errors import BadTable, path_of
from .cells import RawRow, check_rows
from .faults import WHOLE_ROW, Fault
from .guard import guarded
from .layout import find_columns
from .notes import RowUnit
from .opening import open_table
from .options import ReadOptions, checked_options
from .source import Source
from .totals import labelled_totals_notes

# A few screens full: enough to recognise a table, and read in under 0.1 s.
ROWS = 100


class PreviewRow(NamedTuple):
    """One row as text, and its line in a text (else its row), counted from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """The first rows of a table, their faults, and how the whole table would be read.

    Attributes
    ----------
    options : ReadOptions
        The options used, with every guess filled in.
    sheets : tuple of str
        The names of the tables in the file if it can contain several; otherwise empty.
    names : tuple of str
        The names of all columns, chosen or not; empty if there is no header.
    width : int
        The number of all columns.
    lines : tuple of PreviewRow
        The first rows as text, each with its ``line`` and its ``cells``.
    faults : tuple of Fault
        What is wrong with the chosen columns in these rows.
    notes : tuple of str
        What was done so that this is a table, a sentence each: what was left out, and why.
    row_names : tuple of int
        The columns, counted from 1, that name or count the rows, and are left out for that.
    """

    options: ReadOptions
    sheets: tuple[str, ...]
    names: tuple[str, ...]
    width: int
    lines: tuple[PreviewRow, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()
    row_names: tuple[int, ...] = ()

    @property
    def choices(self) -> ReadOptions:
        """The old name of ``options``."""
        warn_of_rename("Preview.choices", "Preview.options")
        return self.options


@renamed_parameter("choices", "options")
def preview(path: str | Path, options: ReadOptions | None = None, rows: int = ROWS) -> Preview:
    """Read the first rows of a table, and guess how to read the rest.

    Parameters
    ----------
    path : str or Path
        A text, a workbook or a NumPy file. Its content decides which, not its name.
    options : ReadOptions, optional
        Options left open are guessed.
    rows : int
        The largest number of rows to read.

    Returns
    -------
    Preview

    Raises
    ------
    BadTable
        If there is nothing to show. Cells that are not numbers are ``faults`` of the preview.
    """
    options = ReadOptions() if options is None else checked_options(options)
    source = open_table(path_of(path, "preview"), options)
    with guarded(source.name):
        return _preview(source, rows)


def _preview(source: Source, rows: int) -> Preview:
    found, broken = _first(source, rows)
    columns = find_columns(source.options, source.layout, source.name)
    faults = check_rows(found, source.layout, columns, source.parse).faults
    notes = tuple(source.notes)
    if len(found) < rows and not broken:  # the last row is among them
        unit: RowUnit = "row" if source.options.separator is None else "line"
        notes += labelled_totals_notes(found, columns, source.parse, unit)
    return Preview(
        source.options,
        tuple(source.sheets),
        source.layout.names,
        source.layout.width,
        tuple(PreviewRow(row.line, tuple(map(source.text, row.cells))) for row in found),
        (*faults, *broken),
        notes,
        tuple(k + 1 for k in source.layout.naming_columns),
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
