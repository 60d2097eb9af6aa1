"""Lines that stand in quotes as a whole: cells within a cell, which might pass for decimals."""

from collections.abc import Sequence

from ..errors import BadTable
from .choices import Choices

_COMMA = ","


def check_cells_within(
    header: Sequence[str], rows: Sequence[Sequence[str]], choices: Choices, name: str
) -> None:
    """Raise BadTable where 1,2 below x,y may be two cells in quotes as well as 1.2.

    Nothing is in doubt where the mark of decimals is chosen, nor below a name such as “Price, net”.
    """
    if choices.separator != _COMMA or choices.decimal is not None:
        return
    commas, names = _commas(header), "".join(header).split(_COMMA)
    are_names = commas > 0 and all(part and part == part.strip() for part in names)
    if are_names and rows and all(_commas(row) == commas for row in rows):
        raise BadTable(
            name,
            f"each line stands in quotes as a whole: {rows[0][0]} below {header[0]} could be "
            f"{commas + 1} cells or one number. Take the quotes away, or choose the decimal sign.",
        )


def _commas(cells: Sequence[str]) -> int:
    """Count the commas of a lone cell; 0 among others."""
    return cells[0].count(_COMMA) if len(cells) == 1 else 0
