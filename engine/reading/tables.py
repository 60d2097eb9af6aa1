"""Read whole tables of numbers from files, with every cell checked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..deprecation import renamed_parameter
from ..errors import BadTable
from ..language.sentence import marked
from ..matrix import Matrix, check_size
from .blocks import TableBlocks, read_blocks
from .complete import Completeness, CompletenessCount, advice_on, count_complete
from .faults import BadCells, Tally
from .guard import guarded
from .layout import LevelColumn
from .options import AnyOption, BadRows, ReadOptions

FITTED = "fitted"
"""The name of the column of weights to read if there are other columns beside it."""


@dataclass(frozen=True, eq=False)
class Table:
    """A table of numbers that was read from a file.

    Attributes
    ----------
    names : tuple of str
        The names of the n columns; empty if there is no header.
    values : ndarray, shape (N, n)
        The numbers, read-only.
    skipped : int
        The rows left out because of a cell that is not a number, with ``bad_rows="skip"``.
    notes : tuple of str
        What was done so that this is a table, a sentence each: what was left out, and why.
    levels : tuple of LevelColumn or None
        The category and level of each column of 0 and 1 that was made of one; () if none was.
    """

    names: tuple[str, ...]
    values: Matrix
    skipped: int = 0
    notes: tuple[str, ...] = ()
    levels: tuple[LevelColumn | None, ...] = ()


def read_table(path: str | Path, **options: AnyOption) -> Table:
    """Read a table of numbers: any kind of text, a sheet of a workbook, or an array.

    Parameters
    ----------
    path : str or Path
        The file. Its content decides how it is read, not its name.
    **options
        The options of ``ReadOptions``; those left open are guessed.

    Returns
    -------
    Table

    Raises
    ------
    BadChoice
        If an option has an invalid value.
    BadTable
        If the file cannot be read as a table. It names the file, and the line and column of the
        first cell that is not a number.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "table.csv"
    ...     _ = path.write_text("x;y\\n1,5;3\\n2,5;5\\n")
    ...     table = read_table(path, decimal=",")
    >>> table.names, table.values.tolist()
    (('x', 'y'), [[1.5, 3.0], [2.5, 5.0]])
    """
    return read_whole(path, ReadOptions(**options))


def read_whole(path: str | Path, options: ReadOptions) -> Table:
    """Read a table as ``read_table`` does."""
    return _whole(read_blocks(path, options))


def read_weights(path: str | Path) -> Matrix:
    """Read weights (j, 1): the only column of a table, or the one named ``fitted``."""
    blocks = read_blocks(path)
    if FITTED in blocks.names:
        return _whole(blocks.only_column(blocks.names.index(FITTED))).values
    if blocks.width == 1:
        return _whole(blocks).values
    raise BadTable(
        blocks.name,
        marked(
            "engine", "weights need a table of one column, or one with a column named {fitted}."
        ).format(fitted=FITTED),
    )


def _whole(blocks: TableBlocks) -> Table:
    _check_rows(blocks, blocks.source.height or 0)
    values, rows = list[Matrix](), 0
    for block in blocks:
        values.append(block.values)
        rows += len(block.values)
        _check_rows(blocks, rows)
    whole = joined(blocks.name, values)
    return Table(blocks.names, whole, blocks.skipped, blocks.notes, blocks.levels)


def _check_rows(blocks: TableBlocks, rows: int) -> None:
    """Raise TableTooLarge if so many rows of these columns are more than Secant keeps."""
    check_size(rows, blocks.width - 1)


def joined(name: str, values: Sequence[Matrix]) -> Matrix:
    """Concatenate the rows of a table, read-only. Raises BadTable if there are none."""
    whole: Matrix = np.concatenate(values) if values else np.empty((0, 0))
    if len(whole) == 0:
        raise BadTable(
            name,
            marked("engine", "every row has a cell that is not a number, so no rows are left."),
        )
    whole.setflags(write=False)
    return whole


def measure_completeness(
    path: str | Path,
    options: ReadOptions,
    progress: Callable[[float], None] = lambda _: None,
) -> Completeness:
    """Count what is not a number in the chosen columns of a table, without keeping it.

    Parameters
    ----------
    path : str or Path
        The file.
    options : ReadOptions
        How to read it; ``columns`` are those to look at.
    progress : callable, optional
        Called with the fraction read, from 0 to 1. It may raise an exception to cancel.

    Returns
    -------
    Completeness
        Its columns are counted from 0.

    Raises
    ------
    BadTable
        If the file cannot be read to its end as a table.
    """
    blocks = read_blocks(path, options)
    with guarded(blocks.name):
        return count_complete(blocks.source, blocks.columns, progress)


@renamed_parameter("choices", "options")
def import_table(
    path: str | Path,
    options: ReadOptions | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> Table:
    """Read a table as ``read_table`` does, but continue past faults to report them all.

    Parameters
    ----------
    path : str or Path
        The file. Its content decides how it is read, not its name.
    options : ReadOptions, optional
        Options left open are guessed.
    progress : callable, optional
        Called with the fraction read, from 0 to 1. It may raise an exception to cancel.

    Returns
    -------
    Table

    Raises
    ------
    BadCells
        If cells are not numbers; its ``faults`` covers all of them. It is a BadTable.
    BadTable
        If the problem is not in single cells.
    TableTooLarge
        If it has more cells than Secant keeps: before they are read, if their number is known.
    """
    options = ReadOptions() if options is None else options
    blocks = read_blocks(path, options)
    tally, values, complete = Tally(), list[Matrix](), CompletenessCount(blocks.columns)
    refuses = blocks.options.bad_rows is BadRows.REFUSE
    advises = refuses and options.columns is None
    _check_rows(blocks, blocks.source.height or 0)
    read = 0
    for rows in blocks.rows():
        read += len(rows.values)
        _check_rows(blocks, read)
        tally.add(rows.faults, rows.bad_count)
        if advises:
            complete.add(rows)
        if tally.rows and refuses:
            values.clear()
        else:
            values.append(rows.values)
        progress(rows.fraction)
    if tally.rows and refuses:
        faults = tally.faults
        advice = advice_on(complete.completeness) if advises else ""
        raise BadCells(blocks.source.error_at(faults.first[0]), faults, advice)
    whole = joined(blocks.name, values)
    return Table(blocks.names, whole, tally.rows, blocks.notes, blocks.levels)
