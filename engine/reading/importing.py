"""Reading a table into memory whole: all its faults are found on the way, and how far it is."""

from collections.abc import Callable
from pathlib import Path

from ..matrix import Matrix
from .blocks import read_blocks
from .choices import BadRows, Choices
from .faults import BadCells, Tally
from .tables import Table, joined


def import_table(
    path: str | Path,
    choices: Choices | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> Table:
    """Read a table as ``read_table`` does, but past every fault, to know them all.

    ``progress`` takes the fraction read, and may raise to give up. Raises BadCells, which has the
    faults, or another BadTable for what is more than some cells.
    """
    blocks = read_blocks(path, choices or Choices())
    tally, values = Tally(), list[Matrix]()
    refuses = blocks.choices.bad_rows is BadRows.REFUSE
    for rows in blocks.rows():
        tally.add(rows.faults, rows.bad)
        if tally.rows and refuses:
            values.clear()
        else:
            values.append(rows.values)
        progress(rows.fraction)
    if tally.rows and refuses:
        faults = tally.faults
        raise BadCells(blocks.source.refusal(faults.first[0]), faults)
    return Table(blocks.names, joined(blocks.name, values), tally.rows)
