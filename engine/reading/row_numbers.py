"""Row numbers and row names: first columns that are left out unless they are chosen.

- A column under a name such as id or nr that counts the rows from 0 or 1. It counts them only if
  its numbers run to the last row, which takes a pass over the file; so that is looked at only if
  the first rows suggest it.
- A column named rownames, whatever it holds, and one of text without a name: R and pandas write the
  names of rows so.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import filterfalse, islice, takewhile

import numpy as np

from ..errors import BadNumber, BadTable
from ..language.sentence import marked
from .cells import Cell, RawRow
from .faults import WHOLE_ROW
from .layout import Layout
from .notes import column_called
from .options import BadRows, ColumnChoice, ReadOptions
from .source import NarrowedSource, Source

# As R writes them, without case, marks and spaces.
_NAMES_OF_NAMES = {"rownames", "rowname"}
# Bare, and as pandas, readr and spreadsheets write them.
_NAMES = _NAMES_OF_NAMES | {
    *("", "index", "id", "nr", "no", "row", "obs", "unnamed"),
    *("rownumber", "rownum", "rowno", "rownr", "rowid", "rowindex", "observation", "obsno"),
}
_MARKS = re.compile(r"[\s._:#№-]+")
# pandas names a column without a name "Unnamed: 0", readr "...1".
_NUMBERED = re.compile(r"\s*(?:unnamed:?\s*[0-9.]+(?:_level_[0-9]+)?|\.\.\.[0-9]+)\s*", re.I)
# PassengerId, customer_id, Case No., but neither grid nor piano.
_LAST_WORD = re.compile(r"(?:(?<=[a-z])(?:Id|ID|No|Nr)|[\s._-](?i:id|no|nr|index))[\s._:]*$")
# As many rows as the header is guessed from; panels that count within groups rarely get so far.
_FIRST_ROWS = 20
_FEWEST_ROWS = 2
# A, and Y.
_FEWEST_COLUMNS = 2
# Keeps the sum finite: no table has so many rows.
_MOST_MISSING = 10**12
_KEPT = marked(
    "engine", "{column} holds row numbers; it was kept, because no other column is left for A."
)


def may_name_row_numbers(name: str) -> bool:
    """Return whether a column of this name may count the rows."""
    if _NUMBERED.fullmatch(name) is not None or _bare(name) in _NAMES:
        return True
    return _LAST_WORD.search(name) is not None


def row_numbers_notes(column: int, name: str) -> tuple[str, ...]:
    """Return what is said if a column, counted from 0, is left out: it counts or names the rows."""
    return tuple(form.format(column=column_called(column, name)) for form in _LEFT_OUT)


_LEFT_OUT = (
    marked("engine", "{column} was left out: it holds row numbers."),
    marked("engine", "{column} was left out: it holds row names."),
)


def leave_out_row_numbers(source: Source) -> Source:
    """Return a table without the first columns that count or name its rows, and say so in notes.

    Numbers stay if no other column would be left for A.
    """
    layout = source.layout
    read = _read_columns(source.options, layout) if layout.names else ()
    others = (k for k in read if k not in layout.naming_columns)  # those are told of already
    columns = tuple(takewhile(lambda k: may_name_row_numbers(layout.name(k)), others))
    rows = _first_rows(source) if columns and len(read) >= _FEWEST_COLUMNS else []
    if len(rows) < _FEWEST_ROWS:
        return source
    numbers = {k: [_number(source, row.cells, k) for row in rows] for k in columns}
    used = [k for k in columns if any(k < len(row.cells) and _shown(row.cells[k]) for row in rows)]
    naming = {k: form for k in used if (form := _held(source, k, numbers[k]))}
    if not naming:
        return source
    left = [k for k in read if k not in {*naming, *layout.naming_columns}]
    if len(left) < _FEWEST_COLUMNS and not all(map(math.isnan, numbers[min(naming)])):
        kept = (_KEPT.format(column=column_called(k, layout.name(k))) for k in naming)
        return NarrowedSource(source, source.options, layout, (*source.notes, *kept))
    options = source.options
    if not isinstance(options.columns, ColumnChoice):  # a rule still has to choose among the others
        options = replace(options, columns=tuple(k + 1 for k in left))
    notes = (form.format(column=column_called(k, layout.name(k))) for k, form in naming.items())
    layout = layout._replace(row_numbers=tuple(naming))
    return NarrowedSource(source, options, layout, (*source.notes, *notes))


def _held(source: Source, column: int, first: Sequence[float]) -> str:
    """Return what is said of a column by its name and first numbers: it holds row numbers, names.

    "" if it holds neither.
    """
    name = source.layout.name(column)
    numbers, names = _LEFT_OUT
    is_text = all(map(math.isnan, first))
    first = list(filterfalse(math.isnan, first)) or first  # a footer may be among few rows
    is_nameless = not name or _NUMBERED.fullmatch(name)
    if _bare(name) in _NAMES_OF_NAMES or (is_text and is_nameless):
        return numbers if _is_count(first) else names
    return numbers if _is_count(first) and _counts_every_row(source, column) else ""


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _bare(name: str) -> str:
    return _MARKS.sub("", name).casefold()


def _read_columns(options: ReadOptions, layout: Layout) -> tuple[int, ...]:
    """Return the columns, counted from 0, that are read by default."""
    if isinstance(options.columns, tuple):
        return tuple(k - 1 for k in options.columns if isinstance(k, int))
    empty = set(layout.empty_columns)  # a sheet may have 16,384 columns
    return tuple(k for k in range(layout.width) if k not in empty)


def _first_rows(source: Source) -> list[RawRow]:
    """Return the first rows, or none if they cannot be read: reading them all reports that."""
    try:
        return list(islice(source.first(_FIRST_ROWS), _FIRST_ROWS))
    except BadTable:
        return []


def _number(source: Source, cells: Sequence[Cell], column: int) -> float:
    try:
        return source.parse(cells[column]) if column < len(cells) else math.nan
    except BadNumber:
        return math.nan


def _is_count(numbers: Sequence[float]) -> bool:
    """Return whether these numbers begin with 0 or 1 and grow by 1."""
    first = numbers[0]
    return first in (0, 1) and all(number == first + k for k, number in enumerate(numbers))


def _counts_every_row(source: Source, column: int) -> bool:
    """Return whether a column counts the rows to the last one that is read.

    Numbers may be missing for rows that are skipped, or that are too short or too long, so refused.
    """
    options = source.options
    skips = options.bad_rows is BadRows.SKIP or options.columns is ColumnChoice.NUMERIC
    rows = missing = bad = 0
    last = math.nan
    try:
        for block in source.rows((column,)):
            if not skips and any(fault.column != WHOLE_ROW for fault in block.faults):
                return False
            values = block.values[:, 0]
            bad += block.bad_count
            if not len(values):
                continue
            steps = np.diff(values, prepend=last if rows else values[0] - 1) - 1
            if not (np.all(steps >= 0) and np.all(values == np.floor(values))):
                return False
            missing += int(min(steps.sum(), _MOST_MISSING))
            if missing > bad:
                return False
            rows, last = rows + len(values), float(values[-1])
    except BadTable:  # reading the table reports it
        return False
    return rows >= _FEWEST_ROWS
