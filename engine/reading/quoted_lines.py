"""Lines that stand in quotes as a whole: cells within a cell, which might pass for decimals."""

from collections.abc import Sequence

from ..errors import BadTable
from ..shortening import shortened
from .choices import Choices
from .evidence import mark_of_grouped

_COMMA = ","


def check_cells_within(
    header: Sequence[str], rows: Sequence[Sequence[str]], choices: Choices, name: str
) -> None:
    """Raise BadTable where 1,2 below x,y may be two cells as well as 1.2, and 1,2,3 is three.

    Nothing is in doubt where the mark of decimals is chosen, nor below a name such as “Price, net”.
    """
    if choices.separator != _COMMA or choices.decimal is not None:
        return
    commas, names = _commas(header), "".join(header).split(_COMMA)
    are_names = commas > 0 and all(part and part == part.strip() for part in names)
    if are_names and rows and all(_commas(row) == commas for row in rows):
        raise BadTable(name, _told(header[0], rows[0][0]))


def _told(header: str, cell: str) -> str:
    """Say what a line holds, and what to do."""
    cells, shown = f"{cell.count(_COMMA) + 1:,} cells", shortened(cell)
    whole = f"each line stands in quotes as a whole: {shown} below {shortened(header)}"
    if _may_be_a_number(cell):
        way_on = "Take the quotes away, or choose the decimal sign."
        return f"{whole} could be {cells} or one number. {way_on}"
    return f"{whole} is {cells} in one. Take the quotes away."


def _commas(cells: Sequence[str]) -> int:
    """Count the commas of a lone cell; 0 among others."""
    return cells[0].count(_COMMA) if len(cells) == 1 else 0


def _may_be_a_number(cell: str) -> bool:
    has_lone_mark = cell.count(_COMMA) == 1 and "." not in cell
    return has_lone_mark or mark_of_grouped([cell]) is not None
