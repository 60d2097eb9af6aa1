"""The numbers of a table: read at once if all are plain, cell by cell if anything is in doubt."""

import datetime
import io
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from ..errors import BadNumber
from ..language.sentence import marked
from ..matrix import Matrix
from ..shortening import in_quotes
from .faults import WHOLE_ROW, Fault
from .layout import Layout
from .options import ANY_SPACE
from .text.fortran import plain_with_letter_e
from .text.number_format import NumberFormat

# Sentences take 1 kB each. Texts that are repeated are seldom more: categories, gaps, units.
MOST_REFUSED = 1000
_KINDS_KEPT = frozenset(
    (str, bool, datetime.date, datetime.datetime, datetime.time, datetime.timedelta)
)
_PLAIN = b"0123456789+-.eE \t\r\n"


class CheckedRows(NamedTuple):
    """Some rows that have been read.

    ``values`` (n, columns) has the rows without a fault. ``bad_count`` is the number of the others,
    ``faults`` are their faults. ``fraction`` is how much of the file has been read up to here.
    ``notes`` say what was noticed in these rows, a sentence each.
    """

    values: Matrix
    faults: Sequence[Fault]
    bad_count: int
    fraction: float
    notes: tuple[str, ...] = ()

    def followed_by(self, others: "CheckedRows") -> "CheckedRows":
        """Return these rows with more rows below them."""
        return CheckedRows(
            np.concatenate((self.values, others.values)),
            (*self.faults, *others.faults),
            self.bad_count + others.bad_count,
            others.fraction,
            (*self.notes, *others.notes),
        )


Cell: TypeAlias = Any
"""The content of a cell: text, a number, a date."""


class RawRow(NamedTuple):
    """One row before it is read: its line in a text (else its row), and its cells."""

    line: int
    cells: Sequence[Cell]


def not_finite(text: str) -> BadNumber:
    """Return the error for a cell that holds NaN or an infinity."""
    return BadNumber(text, marked("engine", "{text} is not a finite number.").format(text=text))


def check_rows(
    rows: Iterable[RawRow],
    layout: Layout,
    columns: Sequence[int],
    parse: Callable[[Cell], float],
    fraction: float = 1.0,
) -> CheckedRows:
    """Read some columns cell by cell. ``parse`` raises BadNumber if a cell is not a number."""
    values, faults, bad = array("d"), list[Fault](), 0
    refused = _Refused()
    for row in rows:
        if found := _faults_and_numbers(row, layout, columns, parse, values, refused):
            faults += found
            bad += 1
    return CheckedRows(np.array(values).reshape(-1, len(columns)), faults, bad, fraction)


class _Refused(dict[Cell, BadNumber]):
    """Why the latest cells were no numbers: a table repeats most of them, blank ones above all."""

    def holds(self, cell: Cell) -> bool:
        """Return whether a cell is among them. A truth value is no number equal to it."""
        return cell.__class__ in _KINDS_KEPT and cell in self

    def keep(self, cell: Cell, error: BadNumber) -> None:
        """Keep why a cell is no number."""
        if cell.__class__ not in _KINDS_KEPT:
            return
        if len(self) >= MOST_REFUSED:
            self.clear()
        self[cell] = error


def _faults_and_numbers(
    row: RawRow,
    layout: Layout,
    columns: Sequence[int],
    parse: Callable[[Cell], float],
    values: "array[float]",
    refused: _Refused,
) -> list[Fault]:
    """Append the numbers of a row to ``values``, or return the faults of the row."""
    if not layout.is_as_wide(row.cells):
        found = f"{len(row.cells)} {'cell' if len(row.cells) == 1 else 'cells'}"
        reason = marked("engine", "this row has {found}, but the first row has {width}.").format(
            found=found, width=layout.width
        )
        return [Fault(row.line, WHOLE_ROW, "", "", reason)]
    if (column := layout.first_in_empty_column(row.cells)) is not None:
        text = str(row.cells[column])
        reason = marked(
            "engine",
            "{text} is in a column that is empty above. Clear the cell, or name the column.",
        ).format(text=in_quotes(text))
        return [Fault(row.line, column + 1, "", text, reason)]
    if refused and any(refused.holds(row.cells[k]) for k in columns):
        return _faults(row, layout, columns, parse, refused)
    try:
        values.extend([parse(row.cells[k]) for k in columns])
    except BadNumber:
        return _faults(row, layout, columns, parse, refused)
    return []


def _faults(
    row: RawRow,
    layout: Layout,
    columns: Sequence[int],
    parse: Callable[[Cell], float],
    refused: _Refused,
) -> list[Fault]:
    """Return what is wrong with some cells of a row. A row of thousands of cells takes long."""
    found, cells = list[Fault](), row.cells
    for k in columns:
        cell = cells[k]
        if refused.holds(cell):
            error: BadNumber | None = refused[cell]
        elif error := _refusal(cell, parse):
            refused.keep(cell, error)
        if error is not None:
            text = cell if isinstance(cell, str) else error.text
            found.append(Fault(row.line, k + 1, layout.name(k), text, error.sentence))
    return found


def _refusal(cell: Cell, parse: Callable[[Cell], float]) -> BadNumber | None:
    """Return why a cell is no number; None if it is one."""
    try:
        parse(cell)
    except BadNumber as error:
        return error.with_traceback(None)  # which holds the row
    return None


def parse_plain_lines(data: bytes, separator: str, number_format: NumberFormat) -> Matrix | None:
    """Read lines of plain, finite numbers fast. Return None if there is anything else."""
    plain = _with_points(data, number_format, separator)
    if not plain or plain.isspace():
        return None
    plain = plain_with_letter_e(plain, plain.translate(None, _PLAIN + separator.encode()))
    if plain is None:
        return None
    delimiter = None if separator == ANY_SPACE else separator
    try:
        lines = io.TextIOWrapper(io.BytesIO(plain), encoding="ascii")
        values: Matrix = np.loadtxt(lines, delimiter=delimiter, comments=None, ndmin=2)
    except ValueError:  # reading cell by cell will find what is wrong and report where
        return None
    return values if np.isfinite(values).all() else None


def parse_plain_cells(cells: Sequence[str], number_format: NumberFormat) -> Matrix | None:
    """Read plain, finite numbers at once, shape (n,). Return None if there is anything else."""
    text = _with_points("\n".join(cells).encode(), number_format)
    text = None if text is None else plain_with_letter_e(text, text.translate(None, _PLAIN))
    if text is None:
        return None
    numbers = text.split(b"\n")
    try:
        values = np.array([float(number) for number in numbers])
    except ValueError:
        return None
    # A quoted cell may contain a line end: it is not a number, but would count as two.
    return values if len(numbers) == len(cells) and np.isfinite(values).all() else None


def _with_points(data: bytes, number_format: NumberFormat, separator: str = "") -> bytes | None:
    """Replace decimal commas by points if there are no other marks. Return None if there are."""
    if number_format.accepts_decimal_comma and b"," in data and separator != ",":
        return None if b"." in data else data.replace(b",", b".")
    return None if number_format.decimal == "," and b"." in data else data
