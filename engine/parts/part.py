"""A part of the rows of a table, reduced to its triangle, and what two of them are together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..cancelling import IsCancelled
from ..errors import BadTable, EngineError, WrongArgument, path_of
from ..language.sentence import Chain, marked
from ..matrix import Matrix
from ..reading.blocks import TableBlocks, read_blocks
from ..triangle import Triangle, block_height, reduce_blocks, triangle_below
from .errors import PartsDisagree
from .shared_reading import SharedReading

# As many rows as a listing shows of either end.
MOST_SHOWN = 7
MOST_NOTES = 20
"""Hundreds of files may each have something to say; the first of them stand for all."""

Progress = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Part:
    """Some rows of a table, reduced: all that a fit needs of them.

    Attributes
    ----------
    R : ndarray, shape (n, n)
        The triangle of the QR factorisation of these rows of [A | Y]; its diagonal is not negative.
    rows : int
        How many rows were reduced.
    skipped : int
        How many were left out because a cell of theirs is not a number, if that was asked for.
    notes : tuple of str
        What was done so that the files are tables, a sentence each.
    """

    R: Matrix
    rows: int
    skipped: int = 0
    notes: tuple[str, ...] = ()

    @property
    def triangle(self) -> Triangle:
        """The triangle of these rows."""
        return Triangle(self.R, self.rows)


class EndRows(NamedTuple):
    """The first and the last few rows of [A | Y], for display."""

    first: Matrix
    last: Matrix


class ReducedFile(NamedTuple):
    """A file, reduced, and the rows at its ends."""

    part: Part
    ends: EndRows


def reduce_part(
    path: str | Path,
    reading: SharedReading | None = None,
    *,
    progress: Progress = lambda _: None,
    cancelled: IsCancelled = lambda: False,
) -> Part:
    """Read a file once and reduce its rows to a triangle; the last column is Y.

    Parameters
    ----------
    path : str or Path
        The file, of any kind that ``read_table`` reads.
    reading : SharedReading, optional
        How all files of the table are read; if not given, this one is read as it is guessed.
    progress : callable, optional
        Called with the fraction read, from 0 to 1, after each block.
    cancelled : callable, optional
        Asked before each block; returns True to cancel.

    Returns
    -------
    Part

    Raises
    ------
    BadTable
        If the file cannot be read. It names the file, and line and column of a bad cell.
    PartsDisagree
        If its columns are others than those of ``reading``.
    Cancelled
        If ``cancelled`` returned True.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "part-0.csv"
    ...     _ = path.write_text("x,y\\n3,3\\n4,4\\n")
    ...     part = reduce_part(path)
    >>> part.rows, part.R.round(12).tolist()
    (2, [[5.0, 5.0], [0.0, 0.0]])
    """
    return reduce_file(path, reading, progress=progress, cancelled=cancelled).part


def reduce_file(
    path: str | Path,
    reading: SharedReading | None = None,
    *,
    progress: Progress = lambda _: None,
    cancelled: IsCancelled = lambda: False,
) -> ReducedFile:
    """Reduce a file as ``reduce_part`` does, and keep its first and last rows."""
    file = path_of(path, "reduce_part")
    if reading is None:
        reading = SharedReading.of(file)
    blocks = read_blocks(file, reading.options)
    reading.check(blocks)
    keeper = _EndKeeper()
    try:
        rows = _rows(blocks, reading, progress)
        triangle = reduce_blocks(keeper.through(rows), reading.width, cancelled)
    except BadTable:
        raise
    except EngineError as error:
        raise BadTable(blocks.name, error.sentence) from error
    if not triangle.is_finite:
        raise BadTable(
            blocks.name,
            marked("engine", "the numbers are too large to reduce the rows. Scale them down."),
        )
    notes = tuple(blocks.notes)[:MOST_NOTES]
    part = Part(_upright(triangle.R), triangle.rows, blocks.skipped, notes)
    return ReducedFile(part, keeper.ends)


def merge(parts: Sequence[Part]) -> Part:
    """Return the part that some parts are together.

    Parameters
    ----------
    parts : sequence of Part
        At least one. In another order R is the same but for rounding.

    Returns
    -------
    Part
        The very part, if there is only one.

    Raises
    ------
    PartsDisagree
        If they have different numbers of columns.
    WrongArgument
        If there is none.

    Examples
    --------
    >>> merge([Part(np.array([[3.0]]), 1), Part(np.array([[4.0]]), 1)]).R
    array([[5.]])
    """
    if not parts:
        raise WrongArgument("merge", "parts", parts, marked("engine", "give at least one Part"))
    first, *others = parts
    if not others:
        return first
    for other in others:
        if other.R.shape != first.R.shape:
            raise PartsDisagree(len(first.R), len(other.R))
    with np.errstate(over="ignore", invalid="ignore"):
        R = triangle_below(first.R, np.concatenate([other.R for other in others]))
    notes = dict.fromkeys(note for part in parts for note in part.notes)
    return Part(
        _upright(R),
        sum(part.rows for part in parts),
        sum(part.skipped for part in parts),
        tuple(notes)[:MOST_NOTES],
    )


def in_folder(folder: str, error: BadTable) -> BadTable:
    """Return the error of a file with the folder before its name: others may have that name."""
    found = BadTable(error.name, error.problem, line=error.line)
    found.args = (Chain(f"{folder}/", error.sentence),)
    found.short = error.short
    return found


def _upright(R: Matrix) -> Matrix:
    """Return a triangle with the signs of its rows such that the diagonal is not negative.

    Which sign a factorisation gives a row depends on how the rows were split.
    """
    signs = np.where(R.diagonal() < 0, -1.0, 1.0)
    turned: Matrix = R * signs[:, np.newaxis] + 0.0  # no zero is negative
    turned.setflags(write=False)
    return turned


def _rows(blocks: TableBlocks, reading: SharedReading, progress: Progress) -> Iterator[Matrix]:
    """Yield [A | Y] in blocks of the height that the triangle reduces at once."""
    height, row = block_height(reading.width), 1
    for block in blocks:
        values = reading.completed(block.values, row)
        row += len(values)
        yield from (values[k : k + height] for k in range(0, len(values), height))
        progress(block.fraction)


class _EndKeeper:
    """Keeps the first and last rows of the blocks that pass through it."""

    def __init__(self) -> None:
        self.ends = EndRows(np.empty((0, 0)), np.empty((0, 0)))

    def through(self, blocks: Iterator[Matrix]) -> Iterator[Matrix]:
        for block in blocks:
            first, last = self.ends
            if not len(first):
                first = last = block[:0].copy()
            if len(first) < MOST_SHOWN:
                first = np.concatenate((first, block))[:MOST_SHOWN]
            last = np.concatenate((last, block[-MOST_SHOWN:]))[-MOST_SHOWN:]
            self.ends = EndRows(first, last)
            yield block
