"""How all files of one table are read: as the first of them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import numpy as np

from ..errors import BadTable
from ..language.sentence import marked
from ..matrix import Matrix
from ..reading.blocks import TableBlocks, read_blocks
from ..reading.options import ReadOptions
from .errors import NotForManyFiles, OtherColumns

_FILE_BY_FILE = marked(
    "engine",
    "Columns of words or dates become numbers file by file, which would differ: make them "
    "numbers first, or leave them out.",
)
AddColumns = Callable[[Matrix, int], Matrix]
"""Takes rows of [A | Y] and the number of the first, and returns them with more columns of A."""


@dataclass(frozen=True, eq=False)
class SharedReading:
    """How the files of one table are read, and which columns each must have.

    Attributes
    ----------
    first : str
        The name of the first file.
    options : ReadOptions
        Those of all files. What was guessed of the first file is settled here but for the encoding
        and what stands above the table, which each file has for itself.
    names : tuple of str
        The names of the columns of [A | Y] in the files; () if they have no header.
    columns : int
        How many these are.
    has_ones : bool
        Whether a first column of ones is put before A.
    notes : tuple of str
        What was done so that the first file is a table: what was left out, and why.
    added : callable, optional
        Adds columns that are computed, with ``more`` saying how many.
    more : int
        See ``added``.
    """

    first: str
    options: ReadOptions
    names: tuple[str, ...]
    columns: int
    has_ones: bool = False
    notes: tuple[str, ...] = ()
    added: AddColumns | None = field(default=None, repr=False)
    more: int = 0

    @classmethod
    def of(
        cls, path: str | Path, options: ReadOptions | None = None, *, has_ones: bool = False
    ) -> Self:
        """Return how all files are read, by the first of them.

        Parameters
        ----------
        path : str or Path
            The first file.
        options : ReadOptions, optional
            What is known; the rest is guessed.
        has_ones : bool
            Whether to put a first column of ones before A.

        Raises
        ------
        BadTable
            If the file cannot be read, or has fewer than two columns.
        NotForManyFiles
            If columns of words or dates are to become numbers.
        """
        given = ReadOptions() if options is None else options
        if given.indicators or given.days:
            raise NotForManyFiles(_FILE_BY_FILE)
        blocks = read_blocks(path, given)
        if blocks.width < 2:
            raise BadTable(
                blocks.name,
                marked(
                    "engine",
                    "a fit needs at least two columns: those of A, and Y as the last one.",
                ),
            )
        settled = replace(
            blocks.options,
            columns=_columns(blocks),
            encoding=given.encoding,
            skip_rows=given.skip_rows,
        )
        return cls(blocks.name, settled, blocks.names, blocks.width, has_ones, blocks.notes)

    @property
    def width(self) -> int:
        """How many columns the reduced rows have: those of A, also added ones, and Y."""
        return self.columns + self.has_ones + self.more

    def check(self, blocks: TableBlocks) -> None:
        """Raise OtherColumns if a file has others than the first one."""
        if blocks.names != self.names or blocks.width != self.columns:
            raise OtherColumns(blocks.name, self.first, blocks.names, self.names)

    def completed(self, values: Matrix, row: int) -> Matrix:
        """Return rows of a file with all columns; ``row`` is the number of the first one."""
        if self.added is not None:
            values = self.added(values, row)
        return np.insert(values, 0, 1.0, axis=1) if self.has_ones else values


def _columns(blocks: TableBlocks) -> tuple[int | str, ...]:
    """Return the columns by name, so that their order may differ; by number if names do not do."""
    layout = blocks.source.layout
    names = layout.names_of(blocks.columns)
    alike = len(set(layout.names)) < len(layout.names)
    if names and all(names) and not alike:
        return names
    return tuple(k + 1 for k in blocks.columns)
