"""The numbers of a text table: fast where all is plain, cell by cell wherever there is a doubt."""

import io
import re
from array import array
from collections.abc import Iterator, Sequence

import numpy as np

from .errors import BadNumber, BadTable
from .matrix import Matrix
from .numbers import parse_number
from .reading import Record, Records

_PLAIN = b"0123456789+-.eE \t\r\n"
_DECIMAL_COMMA = re.compile(r"[^.,]*,[^.,]*\Z")
_POINT_MAY_GROUP = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}\Z")


def all_values(records: Records) -> Matrix:
    """Read every column, shape (N, n); raise BadTable naming the line and column at fault."""
    values = _plain_values(records)
    if values is None or values.shape[1] != records.width:
        return checked_values(records, range(records.width))
    return values


def checked_values(records: Records, columns: Sequence[int]) -> Matrix:
    """Read some columns cell by cell, shape (N, n); raise BadTable at the first bad one."""
    values, width = array("d"), records.width
    for record in records:
        if len(record.cells) != width:
            raise BadTable(
                records.name,
                f"this row has {len(record.cells)} cells, but the first one has {width}.",
                line=record.line,
            )
        values.extend([_number(records, record, column) for column in columns])
    if not values:
        raise BadTable(records.name, "there are names, but no rows of numbers below them.")
    _refuse_mixed_marks(records, columns)
    return np.array(values).reshape(-1, len(columns))


def _plain_values(records: Records) -> Matrix | None:
    """Read a table of plain, finite numbers, fast; None where anything else is in it."""
    data, separator = records.data, records.separator
    if separator == ";" and b"." not in data:
        data = data.replace(b",", b".")
    if not data.strip() or data.translate(None, _PLAIN + separator.encode()):
        return None
    try:
        lines = io.TextIOWrapper(io.BytesIO(data), encoding="ascii")
        values: Matrix = np.loadtxt(lines, delimiter=separator, comments=None, ndmin=2)
    except ValueError:  # whatever is wrong, the checked way finds it and says where
        return None
    return values if np.isfinite(values).all() else None


def _number(records: Records, record: Record, column: int) -> float:
    cell = record.cells[column]
    try:
        return parse_number(cell, decimal_comma=records.separator == ";")
    except BadNumber as error:
        reason = str(error) if cell else "the cell is empty. Every cell needs a number."
        raise _bad_cell(records, record, column, reason) from error


def _refuse_mixed_marks(records: Records, columns: Sequence[int]) -> None:
    """Refuse 1.234 among numbers with decimal commas, where it may well mean 1234."""
    if not any(_DECIMAL_COMMA.match(cell) for *_, cell in _cells(records, columns)):
        return
    for record, column, cell in _cells(records, columns):
        if _POINT_MAY_GROUP.match(cell):
            reason = (
                f"{cell} could mean {cell.replace('.', '')}, as other numbers here have "
                "decimal commas. Write all numbers the same way."
            )
            raise _bad_cell(records, record, column, reason)


def _cells(records: Records, columns: Sequence[int]) -> Iterator[tuple[Record, int, str]]:
    return ((record, column, record.cells[column]) for record in records for column in columns)


def _bad_cell(records: Records, record: Record, column: int, reason: str) -> BadTable:
    named = f" ({records.names[column]})" if records.names else ""
    return BadTable(records.name, f"column {column + 1}{named}: {reason}", line=record.line)
