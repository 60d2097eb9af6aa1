"""Numbers to and from spreadsheets: rows by lines, cells by tabs, every digit kept."""

import math

import numpy as np

from engine import Matrix
from engine.errors import BadNumber
from engine.numbers import exact, parse_number

from .errors import NothingToPaste, RaggedClipboard, UnreadableClipboard


def written(values: Matrix) -> str:
    """Write values as lines of tab-separated numbers; an unknown one is left empty."""
    return "\n".join("\t".join(map(_cell, row)) for row in values.tolist())


def read(text: str, *, decimal_comma: bool) -> Matrix:
    """Read a block of cells, all of it or none; raises a GuiError that names the cell at fault."""
    rows = [line.split("\t") for line in text.splitlines()]
    if not text.strip():
        raise NothingToPaste
    for i, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise RaggedClipboard(i, len(row), len(rows[0]))
    return np.array(
        [
            [_number(cell, i, k, decimal_comma) for k, cell in enumerate(row, start=1)]
            for i, row in enumerate(rows, start=1)
        ]
    )


def _cell(value: float) -> str:
    return "" if math.isnan(value) else exact(value)


def _number(cell: str, row: int, column: int, decimal_comma: bool) -> float:
    try:
        return parse_number(cell, decimal_comma=decimal_comma)
    except BadNumber as error:
        raise UnreadableClipboard(row, column, str(error)) from None
