"""The columns below a row of names: units, row names and empty comments are set aside."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ..layout import Layout, find_layout
from ..notes import (
    RowUnit,
    comments_left_out,
    names_left_out,
    row_names_left_out,
    unit_rows_left_out,
)
from ..options import BadRows, ReadOptions
from .header import is_name
from .number_patterns import looks_like_number
from .records import CellSplitter, Records
from .row_names import empty_comments, has_names_with_blanks, has_row_names, without_label
from .unit_rows import MISSING, find_unit_rows

# As many as fit in one sentence.
_NAMES_SHOWN = 3
# The cells of a sheet are split already.
_CELLS = CellSplitter("\t")


class NamedColumns(NamedTuple):
    """Columns with names: the records and first rows below them, and what was left out."""

    records: Records
    rows: list[list[str]]
    layout: Layout
    options: ReadOptions
    notes: tuple[str, ...]


class ColumnsBelow(NamedTuple):
    """Columns with names: how many rows of units are below the names, and the rows after them."""

    unit_rows: int
    rows: list[list[str]]
    layout: Layout
    options: ReadOptions
    notes: tuple[str, ...]


def find_named_columns(
    records: Records,
    names: Sequence[str],
    rows: Sequence[list[str]],
    lines: Sequence[str],
    options: ReadOptions,
) -> NamedColumns:
    """Find the columns below their names.

    Parameters
    ----------
    records : Records
        The records that begin below the names.
    names : sequence of str
        The cells of the row of names.
    rows : sequence of list of str
        The first rows below it.
    lines : sequence of str
        The first lines, from the names on.
    options : ReadOptions
        If columns are chosen, none is left out.

    Returns
    -------
    NamedColumns
    """
    below = _without_comments(lines, records.splitter)
    if has_names_with_blanks(names, below, records.splitter):
        records = replace(records, splitter=replace(records.splitter, cells_at_end=len(names)))
        rows = records.splitter.first_rows(below[1:], len(rows))
    found = find_columns_below(names, rows, options, lines=below, splitter=records.splitter)
    for _ in range(found.unit_rows):
        records = replace(records, start=records.first_row()[1])
    return NamedColumns(records, found.rows, found.layout, found.options, found.notes)


def find_columns_below(
    names: Sequence[str],
    rows: Sequence[list[str]],
    options: ReadOptions,
    *,
    lines: Sequence[str] = (),
    splitter: CellSplitter = _CELLS,
    unit: RowUnit = "line",
) -> ColumnsBelow:
    """Find the columns below their names, of a text or of a sheet.

    Parameters
    ----------
    names : sequence of str
        The cells of the row of names.
    rows : sequence of list of str
        The first rows below it.
    options : ReadOptions
        If columns are chosen, none is left out.
    lines : sequence of str
        The lines of a text, from the names on, without comments.
    splitter : CellSplitter
        What splits these lines.
    unit : RowUnit
        What a row is called.

    Returns
    -------
    ColumnsBelow
    """
    notes = list[str]()
    units = find_unit_rows(names, rows)
    if units.count:
        notes.append(unit_rows_left_out(units.count, units.text, units.kind, unit))
    numbers = list(rows[units.count :])
    names = without_label(names, numbers)
    is_open = not isinstance(options.columns, tuple)
    below = [*lines[:1], *lines[units.count + 1 :]]
    if has_row_names(names, numbers, below, splitter):
        layout = find_layout(["", *names], numbers)._replace(row_names=0)
        if is_open:
            notes.append(row_names_left_out([row[0] for row in numbers[:_NAMES_SHOWN]]))
    else:
        layout = find_layout(names, numbers)
    comments = empty_comments(layout.names, numbers) if options.columns is None else None
    if comments is not None:
        notes.append(comments_left_out(layout.names[comments]))
        left_out = {comments, layout.row_names, *layout.empty_columns}
        chosen = tuple(k + 1 for k in range(layout.width) if k not in left_out)
        options = replace(options, columns=chosen)
    if options.bad_rows is BadRows.SKIP and not units.count and _begins_with_text(numbers):
        notes.append(names_left_out(next(filter(None, names), "")))
        layout = layout._replace(names=())
    return ColumnsBelow(units.count, numbers, layout, options, tuple(notes))


def _without_comments(lines: Sequence[str], splitter: CellSplitter) -> list[str]:
    return [line for line in lines if line.strip() and not splitter.is_comment(line)]


def _begins_with_text(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row is text in each column of numbers, so will be skipped."""
    if len(rows) <= 1:
        return False
    first, *others = rows
    numeric = {k for row in others for k, cell in enumerate(row) if looks_like_number(cell)}
    above = [first[k] for k in numeric if k < len(first)]
    return bool(above) and all(is_name(cell) and cell.lower() not in MISSING for cell in above)
