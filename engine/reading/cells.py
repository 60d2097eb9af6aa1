"""The numbers of a table: fast where all is plain, cell by cell wherever there is a doubt."""

import io
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from ..errors import BadNumber
from ..matrix import Matrix
from ..numbers import shown
from .choices import ANY_SPACE
from .faults import WHOLE_ROW, Fault
from .layout import Layout
from .notation import Notation

_PLAIN = b"0123456789+-.eE \t\r\n"


class Rows(NamedTuple):
    """Some rows: ``values`` (n, columns) of those without a fault, the faults of the others, how
    many others there are, and the fraction of the file up to here."""

    values: Matrix
    faults: Sequence[Fault]
    bad: int
    fraction: float

    def followed_by(self, others: "Rows") -> "Rows":
        """Put some more rows below these."""
        return Rows(
            np.concatenate((self.values, others.values)),
            (*self.faults, *others.faults),
            self.bad + others.bad,
            others.fraction,
        )


Cell: TypeAlias = Any
"""Whatever stands in one: a text, a number, a date."""


class Record(NamedTuple):
    """The cells of one row, of whatever kind, and its line in a text, or its row elsewhere."""

    line: int
    cells: Sequence[Cell]


def checked_rows(
    rows: Iterable[Record],
    layout: Layout,
    columns: Sequence[int],
    number: Callable[[Cell], float],
    fraction: float = 1.0,
) -> Rows:
    """Read some columns cell by cell; ``number`` raises BadNumber for a cell that is none."""
    values, faults, bad = array("d"), list[Fault](), 0
    for row in rows:
        if found := _faults_and_numbers(row, layout, columns, number, values):
            faults += found
            bad += 1
    return Rows(np.array(values).reshape(-1, len(columns)), faults, bad, fraction)


def _faults_and_numbers(
    row: Record,
    layout: Layout,
    columns: Sequence[int],
    number: Callable[[Cell], float],
    values: "array[float]",
) -> list[Fault]:
    """Add the numbers of a row to the values, or return its faults."""
    if not layout.is_as_wide(row.cells):
        reason = f"this row has {len(row.cells)} cells, but the first one has {layout.width}."
        return [Fault(row.line, WHOLE_ROW, "", "", reason)]
    if (stray := layout.stray(row.cells)) is not None:
        text = str(row.cells[stray])
        reason = (
            f"{shown(text)} stands in a column that is empty above. Clear it, or name the column."
        )
        return [Fault(row.line, stray + 1, "", text, reason)]
    try:
        values.extend([number(row.cells[k]) for k in columns])
    except BadNumber:
        return [fault for k in columns if (fault := _fault(row, layout, k, number))]
    return []


def _fault(
    row: Record, layout: Layout, column: int, number: Callable[[Cell], float]
) -> Fault | None:
    cell = row.cells[column]
    try:
        number(cell)
    except BadNumber as error:
        text = cell if isinstance(cell, str) else error.text
        return Fault(row.line, column + 1, layout.name(column), text, str(error))
    return None


def plain_lines(data: bytes, separator: str, notation: Notation) -> Matrix | None:
    """Read lines of plain, finite numbers, fast; None where anything else is there, or nothing."""
    plain = _with_points(data, notation, separator)
    if not plain or plain.isspace() or plain.translate(None, _PLAIN + separator.encode()):
        return None
    parted_by = None if separator == ANY_SPACE else separator
    try:
        lines = io.TextIOWrapper(io.BytesIO(plain), encoding="ascii")
        values: Matrix = np.loadtxt(lines, delimiter=parted_by, comments=None, ndmin=2)
    except ValueError:  # whatever is wrong, the checked way finds it and says where
        return None
    return values if np.isfinite(values).all() else None


def plain_cells(cells: Sequence[str], notation: Notation) -> Matrix | None:
    """Read plain, finite numbers, faster than one by one, shape (n,); None as above."""
    text = _with_points("\n".join(cells).encode(), notation)
    if text is None or text.translate(None, _PLAIN):
        return None
    numbers = text.split(b"\n")
    try:
        values = np.array([float(number) for number in numbers])
    except ValueError:
        return None
    # A quoted cell may hold a line end: it is no number then, but would count as two.
    return values if len(numbers) == len(cells) and np.isfinite(values).all() else None


def _with_points(data: bytes, notation: Notation, separator: str = "") -> bytes | None:
    """Turn decimal commas into points, where no other mark is there; None where one is."""
    if notation.takes_commas and b"," in data and separator != ",":
        return None if b"." in data else data.replace(b",", b".")
    return None if notation.decimal == "," and b"." in data else data
