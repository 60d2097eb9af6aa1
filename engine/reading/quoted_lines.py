"""Lines that are quoted as a whole: several cells in one, which might be read as a decimal."""

from collections.abc import Sequence

from ..errors import BadTable
from ..shortening import shortened
from .choices import Choices
from .evidence import decimal_mark_beside_groups

_COMMA = ","


def refuse_quoted_lines(
    header: Sequence[str], rows: Sequence[Sequence[str]], options: Choices, name: str
) -> None:
    """Raise BadTable if "1,2" below "x,y" may be two cells as well as 1.2, or "1,2,3" is three.

    There is no doubt if the decimal mark is chosen, nor below a name such as “Price, net”.
    """
    if options.separator != _COMMA or options.decimal is not None:
        return
    commas, names = _commas(header), "".join(header).split(_COMMA)
    are_names = commas > 0 and all(part and part == part.strip() for part in names)
    if are_names and rows and all(_commas(row) == commas for row in rows):
        raise BadTable(name, _sentence(header[0], rows[0][0]))


def _sentence(header: str, cell: str) -> str:
    """Say what a line holds, and what to do."""
    cells, shown = f"{cell.count(_COMMA) + 1:,} cells", shortened(cell)
    found = f"each whole line is in quotes: {shown} below {shortened(header)}"
    if _could_be_number(cell):
        advice = "Remove the quotes, or choose the decimal mark."
        return f"{found} could be {cells} or one number. {advice}"
    return f"{found} is {cells} in one. Remove the quotes."


def _commas(cells: Sequence[str]) -> int:
    """Count the commas of a single cell; 0 if there are several cells."""
    return cells[0].count(_COMMA) if len(cells) == 1 else 0


def _could_be_number(cell: str) -> bool:
    has_lone_mark = cell.count(_COMMA) == 1 and "." not in cell
    return has_lone_mark or decimal_mark_beside_groups([cell]) is not None
