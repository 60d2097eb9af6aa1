"""Tables of numbers in files, read with every cell checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import BadTable
from ..matrix import Matrix
from .blocks import TableBlocks, read_blocks
from .choices import AnyChoice, Choices

FITTED = "fitted"
"""The name over the weights to be read where there are others beside them."""


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of numbers, ``values`` (N, n), read-only; ``names`` is () if there is no header.

    ``skipped`` counts the rows left out for what is no number, where that was asked for.
    """

    names: tuple[str, ...]
    values: Matrix
    skipped: int = 0


def read_table(path: str | Path, **choices: AnyChoice) -> Table:
    """Read a table of numbers: text of any kind, a sheet of a workbook, or an array.

    What the choices, those of ``Choices``, leave open is guessed. Raises BadTable naming the file,
    and the line and column of what is no number.
    """
    return read_whole(path, Choices(**choices))


def read_whole(path: str | Path, choices: Choices) -> Table:
    """Read a table as ``read_table`` does."""
    return _whole(read_blocks(path, choices))


def read_weights(path: str | Path) -> Matrix:
    """Read weights (j, 1): the only column of a table, or the one named ``fitted``."""
    blocks = read_blocks(path)
    if FITTED in blocks.names:
        return _whole(blocks.only(blocks.names.index(FITTED))).values
    if blocks.width == 1:
        return _whole(blocks).values
    raise BadTable(
        blocks.name, f"weights need a table of one column, or one with a column named {FITTED}."
    )


def _whole(blocks: TableBlocks) -> Table:
    values = [block.values for block in blocks]
    return Table(blocks.names, joined(blocks.name, values), blocks.skipped)


def joined(name: str, values: Sequence[Matrix]) -> Matrix:
    """Put the rows of a table together, read-only; raise BadTable where there are none."""
    whole: Matrix = np.concatenate(values) if values else np.empty((0, 0))
    if len(whole) == 0:
        raise BadTable(name, "every row has a cell that is no number: none is left.")
    whole.setflags(write=False)
    return whole
