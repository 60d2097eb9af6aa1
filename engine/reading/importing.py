"""Read a whole table past every fault, so that all faults are known."""

from collections.abc import Callable
from pathlib import Path

from ..matrix import Matrix
from .blocks import read_blocks
from .choices import BadRows, Choices
from .faults import BadCells, Tally
from .tables import Table, joined


def import_table(
    path: str | Path,
    options: Choices | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> Table:
    """Read a table as ``read_table`` does, but continue past faults to report them all.

    ``progress`` is called with the fraction read; it may raise to cancel. Raises BadCells with all
    faults, or another BadTable if the problem is not in single cells.
    """
    blocks = read_blocks(path, options or Choices())
    tally, values = Tally(), list[Matrix]()
    refuses = blocks.options.bad_rows is BadRows.REFUSE
    for rows in blocks.rows():
        tally.add(rows.faults, rows.bad_count)
        if tally.rows and refuses:
            values.clear()
        else:
            values.append(rows.values)
        progress(rows.fraction)
    if tally.rows and refuses:
        faults = tally.faults
        raise BadCells(blocks.source.error_at(faults.first[0]), faults)
    return Table(blocks.names, joined(blocks.name, values), tally.rows)
