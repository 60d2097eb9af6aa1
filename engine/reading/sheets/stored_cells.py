"""Cells that a program stored as numbers, text or truth values, read with the same checks."""

import math
from collections.abc import Callable

from ...errors import BadNumber
from ...language.sentence import marked
from ...numbers import exact
from ...shortening import in_quotes
from ..cells import Cell, not_finite
from ..text.number_format import NumberFormat
from ..text.number_patterns import is_percentage, may_group
from ..text.percents import shown_fraction

IS_A_TIME = marked("engine", "{shown} is a date or a time, not a number.")
_MAY_GROUP = marked(
    "engine",
    "{text} could mean {number}, because other cells have decimal commas. Write all numbers the "
    "same way.",
)
_PERCENTAGE = marked(
    "engine",
    "{text} is a percentage stored as text. Write {number}, or make the cell a number in percent "
    "format.",
)


def parse_stored(cell: Cell, number_format: Callable[[], NumberFormat], empty: str) -> float:
    """Return the number in a cell that is stored as a number, text or a truth value.

    ``number_format`` is asked how a number that is stored as text is written, and ``empty`` is said
    of a cell without any. Raises BadNumber.
    """
    if isinstance(cell, bool):
        shown = shown_cell(cell)
        raise BadNumber(
            shown,
            marked("engine", "{shown} is a truth value, not a number. Write 1 or 0.").format(
                shown=shown
            ),
        )
    if not isinstance(cell, str):
        if not math.isfinite(cell):
            raise not_finite(str(float(cell)))
        return float(cell)
    bare = cell.strip()
    if not bare:
        raise BadNumber(cell, empty)
    if number_format().comma_is_decimal and "." in cell and may_group(bare):
        raise BadNumber(cell, _MAY_GROUP.format(text=bare, number=bare.replace(".", "")))
    if is_percentage(bare):
        raise BadNumber(cell, _PERCENTAGE.format(text=in_quotes(cell), number=shown_fraction(bare)))
    return number_format().parse(cell)


def shown_cell(cell: Cell) -> str:
    """Return a cell as text, much as a sheet shows it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    return exact(cell) if isinstance(cell, (int, float)) else str(cell)
