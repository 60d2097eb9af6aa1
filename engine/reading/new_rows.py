"""Read rows to predict: columns are matched by name, and cells may be empty.

A category is given by its word in a column of its name, or by its columns of 0 and 1.

A file or a paste of new rows has the columns of A in any order, often Y and others beside them, and
sometimes not all of them. Nothing of that is refused: what has no place is told by name.
"""

import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..errors import BadNumber, BadTable, path_of
from ..language.plurals import plural
from ..language.sentence import marked
from ..matrix import Matrix, check_size, frozen
from .cells import RawRow
from .derivations import is_missing
from .guard import guarded
from .layout import default_columns
from .opening import open_table
from .options import ReadOptions
from .source import Source

Progress = Callable[[float], None]
NO_MATCH = marked("engine", "no column has the name of a column of A that is to be filled.")
NO_CELLS = marked("engine", "no cell of its columns holds a number.")
_WIDTH = plural(
    "engine",
    "its columns have no names, and there are {n} of them: give {wanted}, in the order of A.",
    "its column has no name, and there is {n} of them: give {wanted}, in the order of A.",
    1,
)


_TWICE = marked("engine", "the column {name} is there twice. Remove one of them.")
_CONTRADICTED = marked(
    "engine",
    "in row {row}, {word} is “{level}”, but {name} is {number}. Remove one of the columns.",
)


@dataclass(frozen=True)
class WordColumn:
    """A column of words, each of which fills several of the columns wanted.

    Attributes
    ----------
    name : str
    places : tuple of int
        Which of the columns wanted it fills, from 0.
    numbers : callable
        Returns their cells for a word and the number of its row; raises an EngineError if there is
        no such word.
    """

    name: str
    places: tuple[int, ...]
    numbers: Callable[[str, int], Sequence[float]]


@dataclass(frozen=True)
class ColumnMatch:
    """Which columns of a table are those of A that are to be filled.

    Attributes
    ----------
    places : tuple of (int or None)
        For each column to fill, the column of the table, from 0; None if there is none.
    ignored, missing : tuple of str
        The names of the columns that only the table has, and of those that it has not.
    words : tuple of (int or None)
        The same as ``places`` for each column of words.
    checked : tuple of (int, int)
        Columns to fill that words fill, and columns of the table that have them as well, from 0:
        their numbers are to be those of the words.
    twice : tuple of str
        The names that the table has more than once.
    """

    places: tuple[int | None, ...]
    ignored: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    words: tuple[int | None, ...] = ()
    checked: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    twice: tuple[str, ...] = field(default=(), repr=False)

    @property
    def found(self) -> tuple[int, ...]:
        """The columns of the table, from 0, that are read."""
        return tuple(k for k in (*self.places, *self.words) if k is not None)


@dataclass(frozen=True, eq=False)
class RowsToPredict:
    """Rows to predict that were read.

    Attributes
    ----------
    cells : ndarray, shape (M, n)
        One column for each that is to be filled; NaN if a cell is empty or no number.
    match : ColumnMatch
    not_numbers : int
        How many cells hold something that is no number.
    notes : tuple of str
        What was done so that this is a table, a sentence each.
    """

    cells: Matrix
    match: ColumnMatch
    not_numbers: int = 0
    notes: tuple[str, ...] = ()


def match_columns(
    names: Sequence[str],
    wanted: Sequence[str],
    passed_over: Sequence[str] = (),
    words: Sequence[WordColumn] = (),
) -> ColumnMatch:
    """Match the columns of a table by their names, whatever their order.

    Parameters
    ----------
    names : sequence of str
        Those of the table. Upper and lower case, and blanks, make no other name, unless two columns
        of A differ in that alone.
    wanted : sequence of str
        Those of A that are to be filled.
    passed_over : sequence of str
        Columns that the table may have without a word: those that are filled by themselves, and Y.
    words : sequence of WordColumn, optional
        Columns of words. Where the table has one, it fills what is wanted of it; the table may as
        well have the columns of numbers that it would fill.

    Examples
    --------
    >>> match_columns(["year", "GNP", "id"], ["gnp", "year", "price"])
    ColumnMatch(places=(1, 0, None), ignored=('id',), missing=('price',), words=())
    """
    left = dict(enumerate(names))
    sought = [*(each.name for each in words), *wanted]
    places: list[int | None] = [None] * len(sought)
    for alike in (str, _bare):
        for at, name in enumerate(sought):
            if places[at] is None:
                found = next((k for k, each in left.items() if alike(each) == alike(name)), None)
                if found is not None:
                    places[at] = found
                    del left[found]
    taken = [(name, names[k]) for name, k in zip(sought, places, strict=True) if k is not None]
    exact = {name for name, own in taken if own == name}
    alike_only = {_bare(name) for name, own in taken if own != name}
    twice = tuple(each for each in left.values() if each in exact or _bare(each) in alike_only)
    known = set(map(_bare, passed_over))
    ignored = tuple(name for name in left.values() if name and _bare(name) not in known)
    checked = list[tuple[int, int]]()
    of_words, of_numbers = places[: len(words)], places[len(words) :]
    missing = {at: name for at, name in enumerate(wanted) if of_numbers[at] is None}
    for word, place in zip(words, of_words, strict=True):
        if place is not None:
            for at in word.places:
                if (beside := of_numbers[at]) is not None:
                    checked.append((at, beside))
                of_numbers[at] = None
                missing.pop(at, None)
        elif all(at in missing for at in word.places):
            for at in word.places[1:]:
                del missing[at]
            missing[word.places[0]] = word.name
    return ColumnMatch(
        tuple(of_numbers), ignored, tuple(missing.values()), tuple(of_words), tuple(checked), twice
    )


def _bare(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def match_table(
    source: Source,
    wanted: Sequence[str],
    passed_over: Sequence[str] = (),
    words: Sequence[WordColumn] = (),
) -> ColumnMatch:
    """Match the columns of a table by name, or by their order if they have no names.

    Raises BadTable if that gives no column, or if two have the same name.
    """
    layout = source.layout
    if layout.names:
        match = match_columns(layout.names, wanted, passed_over, words)
        if match.twice:
            raise BadTable(source.name, _TWICE.format(name=match.twice[0]))
        if match.found:
            return match
        raise BadTable(source.name, NO_MATCH)
    columns = default_columns(layout)
    if (match_in_order := match_by_order(columns, len(wanted), words)) is not None:
        return match_in_order
    fewest = len(wanted) - sum(len(each.places) - 1 for each in words)
    raise BadTable(source.name, _WIDTH(len(columns), wanted=fewest))


def match_by_order(
    columns: Sequence[int], wanted: int, words: Sequence[WordColumn] = ()
) -> ColumnMatch | None:
    """Match columns without names, from 0, by their order in A; None if they are not as many.

    Each category has a column for its words, or those for its numbers.
    """
    owner = {at: word for word in words for at in word.places}
    heads = [at for at in range(wanted) if at not in owner or at == owner[at].places[0]]
    if len(columns) != len(heads):
        return ColumnMatch(tuple(columns)) if len(columns) == wanted else None
    place = dict(zip(heads, columns, strict=True))
    return ColumnMatch(
        tuple(None if at in owner else place[at] for at in range(wanted)),
        words=tuple(place[word.places[0]] for word in words),
    )


def read_new_rows(
    path: str | Path,
    wanted: Sequence[str],
    passed_over: Sequence[str] = (),
    options: ReadOptions | None = None,
    progress: Progress = lambda _: None,
    words: Sequence[WordColumn] = (),
) -> RowsToPredict:
    """Read rows to predict from a file.

    Parameters
    ----------
    path : str or Path
        The file. Its content decides how it is read, not its name.
    wanted, passed_over : sequence of str
        As for ``match_columns``.
    options : ReadOptions, optional
        Options left open are guessed. Its ``columns`` and ``bad_rows`` play no part.
    progress : callable, optional
        Called with the fraction read, from 0 to 1. It may raise an exception to cancel.
    words : sequence of WordColumn, optional
        As for ``match_columns``.

    Raises
    ------
    BadTable
        If the file cannot be read as a table, or none of its columns is one to fill.
    UnknownLevel
        If a column of words has one that its category has not.
    TableTooLarge
        If it has more cells than Secant keeps.
    """
    source = open_table(path_of(path, "read_new_rows"), options or ReadOptions())
    return rows_to_predict(source, wanted, passed_over, progress, words)


def rows_to_predict(
    source: Source,
    wanted: Sequence[str],
    passed_over: Sequence[str] = (),
    progress: Progress = lambda _: None,
    words: Sequence[WordColumn] = (),
) -> RowsToPredict:
    """Read rows to predict from a table that is open, as ``read_new_rows`` does."""
    with guarded(source.name):
        match = match_table(source, wanted, passed_over, words)
        columns = {at: k for at, k in enumerate(match.places) if k is not None}
        has_words = any(k is not None for k in match.words)
        whole = None if has_words else _whole_rows(source, list(columns.values()), progress)
        if whole is not None:
            cells, not_numbers = np.full((len(whole), len(wanted)), np.nan), 0
            cells[:, list(columns)] = whole
        else:
            cells, not_numbers = _cells(source, match, words, len(wanted), progress)
    if not np.isfinite(cells).any():
        raise BadTable(source.name, NO_CELLS)
    return RowsToPredict(frozen(cells), match, not_numbers, tuple(source.notes))


def _cells(
    source: Source,
    match: ColumnMatch,
    words: Sequence[WordColumn],
    width: int,
    progress: Progress,
) -> tuple[Matrix, int]:
    """Return the cells of all rows, and how many are no numbers; NaN stands in their place."""
    columns = {at: k for at, k in enumerate(match.places) if k is not None}
    of_words = [(k, word) for k, word in zip(match.words, words, strict=False) if k is not None]
    blocks, not_numbers, count = list[Matrix](), 0, 0
    for rows, fraction in source.raw_rows():
        values = np.full((len(rows), width), np.nan)
        is_blank = np.ones(len(rows), dtype=np.bool_)
        for i, row in enumerate(rows):
            is_blank[i] = not any(source.text(cell).strip() for cell in row.cells)
            not_numbers += _fill(source, row, columns, values[i])
            for k, word in of_words:
                text = source.text(row.cells[k]).strip() if k < len(row.cells) else ""
                if not is_missing(text):
                    number = count + i + 1 - int(np.count_nonzero(is_blank[:i]))
                    values[i, list(word.places)] = word.numbers(text, number)
                    _check_numbers(source, row, match, word, number, text, values[i])
        blocks.append(values[~is_blank])
        count += len(blocks[-1])
        check_size(count, width)
        progress(fraction)
    return np.concatenate(blocks) if blocks else np.empty((0, width)), not_numbers


def _check_numbers(
    source: Source,
    row: RawRow,
    match: ColumnMatch,
    word: WordColumn,
    number: int,
    text: str,
    values: Matrix,
) -> None:
    """Raise BadTable if a column of 0 and 1 contradicts the word beside it."""
    for at, k in match.checked:
        given = np.full(len(values), np.nan)
        if at in word.places:
            _fill(source, row, {at: k}, given)
            if not math.isnan(given[at]) and given[at] != values[at]:
                told = {"word": word.name, "level": text, "name": source.layout.names[k]}
                problem = _CONTRADICTED.format(row=number, number=f"{given[at]:g}", **told)
                raise BadTable(source.name, problem)


def _whole_rows(source: Source, columns: Sequence[int], progress: Progress) -> Matrix | None:
    """Return some columns if all their cells are numbers, as is usual: that is read far faster."""
    blocks, count = list[Matrix](), 0
    for rows in source.rows(columns):
        if rows.bad_count:
            return None
        blocks.append(rows.values)
        count += len(rows.values)
        check_size(count, len(columns))
        progress(rows.fraction)
    return np.concatenate(blocks) if count else None


def _fill(source: Source, row: RawRow, columns: Mapping[int, int], values: Matrix) -> int:
    """Write the numbers of a row; return how many cells hold something else."""
    wrong = 0
    for at, k in columns.items():
        if k >= len(row.cells):
            continue
        try:
            values[at] = source.parse(row.cells[k])
        except BadNumber:
            wrong += bool(source.text(row.cells[k]).strip())
    return wrong
