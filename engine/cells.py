"""The numbers of a text table: fast where all is plain, cell by cell wherever there is a doubt."""

import io
from array import array
from collections.abc import Sequence

import numpy as np

from .errors import BadNumber, BadTable
from .matrix import Matrix
from .numbers import parse_number
from .reading import Record, Records
from .text import TextBlock

_PLAIN = b"0123456789+-.eE \t\r\n"


def block_values(records: Records, block: TextBlock, columns: Sequence[int]) -> Matrix:
    """Read some columns of a block, shape (n, columns); raise BadTable naming the line at fault."""
    values = _plain_values(block.data, records.separator)
    if values is None or values.shape[1] != records.width:
        return checked_values(records, block, columns)
    return np.take(values, columns, axis=1)


def checked_values(records: Records, block: TextBlock, columns: Sequence[int]) -> Matrix:
    """Read some columns of a block cell by cell, as ``block_values`` does where there is a doubt"""
    values = array("d")
    for record in records.within(block):
        if len(record.cells) != records.width:
            raise BadTable(
                records.name,
                f"this row has {len(record.cells)} cells, but the first one has {records.width}.",
                line=record.line,
            )
        values.extend([_number(records, record, column) for column in columns])
    return np.array(values).reshape(-1, len(columns))


def _plain_values(data: bytes, separator: str) -> Matrix | None:
    """Read plain, finite numbers, fast; None where anything else is there, or nothing."""
    if separator == ";" and b"." not in data:
        data = data.replace(b",", b".")
    if data.isspace() or data.translate(None, _PLAIN + separator.encode()):
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
        raise records.bad_cell(record, column, reason) from error
