"""Rows of A from rows of its sources: new rows are transformed as the table is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..cancelling import IsCancelled
from ..matrix import Matrix
from .errors import BadTerm, MissingSource, NotOneLevel, TermFault, TermMistake, UnknownLevel
from .evaluation import values_of
from .grammar import nodes_of
from .term import CategoryTerm, ComputedTerm, Term, written_term

AGREEMENT = 1e-9
"""A value agrees with its term if it differs by so much of the largest: units round it."""


MOST_WORK = 500_000_000
"""Rows times parts of terms that a file is trusted with: 1 to 2 s. A table of a million rows and a
hundred squares has 300,000,000."""


@dataclass(frozen=True)
class TermColumn:
    """A column of A: its name, its term if it has one, and its units in the table.

    A value in the table is (original − shift) / scale. ``constant`` is what a column without a term
    holds in every row, such as 1; None if it differs.
    """

    name: str
    term: Term | None = None
    shift: float = 0.0
    scale: float = 1.0
    constant: float | None = None


@dataclass(frozen=True)
class TermSource:
    """What new rows are given by: a name, and the levels of a category; none for a number."""

    name: str
    levels: tuple[str, ...] = ()


def sources_of(columns: Sequence[TermColumn]) -> tuple[TermSource, ...]:
    """Return what rows of A are made of, in the order of the columns.

    That are the plain columns but constant ones, and each category once.
    """
    found: dict[str, TermSource] = {}
    for column in columns:
        if isinstance(column.term, CategoryTerm):
            found.setdefault(column.term.source, TermSource(column.term.source, column.term.levels))
        elif column.term is None and column.constant is None:
            found.setdefault(column.name, TermSource(column.name))
    return tuple(found.values())


def transformed(
    columns: Sequence[TermColumn],
    rows: Mapping[str, ArrayLike],
    cancelled: IsCancelled = lambda: False,
) -> Matrix:
    """Return rows of A, from rows of its sources.

    Parameters
    ----------
    columns : sequence of TermColumn
        The j columns of A, with different names for those that rows give.
    rows : mapping of str to array_like, shape (n,)
        The sources by name, see ``sources_of``: numbers in original units, NaN where a cell is
        empty; texts for a category, "" where a cell is empty.

    Returns
    -------
    ndarray, shape (n, j)
        In the units of the table. An empty source makes empty (NaN) what is computed from it.

    Raises
    ------
    MissingSource, UnknownLevel, TermFault
        With the row, counted from 1.

    Examples
    --------
    >>> age2 = TermColumn("age2", PowerTerm("age", 2.0))
    >>> transformed([TermColumn("age"), age2], {"age": [3.0, 5.0]}).tolist()
    [[3.0, 9.0], [5.0, 25.0]]
    """
    count = len(np.asarray(next(iter(rows.values())))) if rows else 0
    original: dict[str, Matrix] = {}
    found: Matrix = np.empty((count, len(columns)))
    for k in evaluation_order(columns):
        column = columns[k]
        values = _original(column, rows, original, count, cancelled)
        if column.name:
            original[column.name] = values
        found[:, k] = (values - column.shift) / column.scale
    return found


def evaluation_order(columns: Sequence[TermColumn]) -> list[int]:
    """Return the columns so that each follows its sources; raises BadTerm if one needs itself."""
    place = {column.name: k for k, column in enumerate(columns)}
    found: dict[int, None] = {}
    begun: set[int] = set()
    waiting = list(reversed(range(len(columns))))
    while waiting:  # a chain may be longer than calls can be deep
        k = waiting[-1]
        term = columns[k].term
        sources = [place[name] for name in term.sources if name in place] if term else []
        missing = [each for each in sources if each not in found]
        if k in found or not missing:
            found[waiting.pop()] = None
            continue
        if begun.intersection(missing) or k in missing:
            raise BadTerm(TermMistake.ITSELF, columns[k].name)
        begun.add(k)
        waiting += missing
    return list(found)


def sound_terms(columns: Sequence[TermColumn], A: Matrix) -> tuple[Term | None, ...]:
    """Return the terms of those columns of A (N, j) that hold what their terms say.

    Others have None: what a file says of them is not so. A cell that a table has empty is NaN.
    """
    terms = [column.term for column in columns]
    work = 0
    for k, term in enumerate(terms):
        if term is None:
            continue
        parts = sum(1 for _ in nodes_of(term.root)) if not isinstance(term, CategoryTerm) else 1
        work += parts * len(A)
        if work > MOST_WORK or not _is_sound(columns, k, A):
            terms[k] = None
    try:
        evaluation_order(columns)
    except BadTerm:
        return tuple(each if isinstance(each, CategoryTerm) else None for each in terms)
    return tuple(terms)


def are_levels(dummies: Matrix) -> NDArray[np.bool_]:
    """Return which rows (n, m) have 0 in all columns of a category but one, at most."""
    is_one, is_zero = (np.abs(dummies - value) <= AGREEMENT for value in (1.0, 0.0))
    found: NDArray[np.bool_] = (is_one | is_zero | np.isnan(dummies)).all(axis=1)
    found &= is_one.sum(axis=1) <= 1
    return found


def check_levels(source: str, dummies: Matrix, first_row: int = 1) -> None:
    """Raise NotOneLevel unless each row (n, m) has 0 in all columns of a category but one, at most.

    ``dummies`` are in original units; an empty cell is NaN.
    """
    is_level = are_levels(dummies)
    if not is_level.all():
        raise NotOneLevel(source, first_row + int(np.argmin(is_level)))


def _original(
    column: TermColumn,
    rows: Mapping[str, ArrayLike],
    original: Mapping[str, Matrix],
    count: int,
    cancelled: IsCancelled,
) -> Matrix:
    """Return the values of a column in original units."""
    term = column.term
    if isinstance(term, CategoryTerm):
        return _levels(term, rows)
    if term is not None:
        sources = {name: original[name] for name in term.sources if name in original}
        if missing := next((name for name in term.sources if name not in sources), None):
            raise MissingSource(missing, written_term(term))
        return values_of(term, sources, cancelled=cancelled)
    if column.constant is not None:
        return np.full(count, column.constant)
    if column.name not in rows:
        raise MissingSource(column.name, column.name)
    return np.asarray(rows[column.name], dtype=np.float64)


def _levels(term: CategoryTerm, rows: Mapping[str, ArrayLike]) -> Matrix:
    """Return 1 for the rows of a level, 0 for others, and NaN for empty ones."""
    if term.source not in rows:
        raise MissingSource(term.source, written_term(term))
    texts = [str(each) for each in np.asarray(rows[term.source], dtype=object).tolist()]
    for row, text in enumerate(texts, start=1):
        if text and text not in term.levels:
            raise UnknownLevel(text, term.source, row, term.levels)
    found: Matrix = np.array([float(text == term.level) if text else np.nan for text in texts])
    return found


def _is_sound(columns: Sequence[TermColumn], k: int, A: Matrix) -> bool:
    """Return whether a column holds what its term says, up to the rounding of its units."""
    term, held = columns[k].term, _in_original_units(columns[k], A[:, k])
    if isinstance(term, CategoryTerm):
        same = [i for i, each in enumerate(columns) if each.term and term.is_of(each.term)]
        try:
            check_levels(
                term.source,
                np.column_stack([_in_original_units(columns[i], A[:, i]) for i in same]),
            )
        except NotOneLevel:
            return False
        return True
    assert term is not None
    places = {column.name: i for i, column in enumerate(columns)}
    if not all(name in places for name in term.sources):
        return False
    sources = {
        name: _in_original_units(columns[places[name]], A[:, places[name]]) for name in term.sources
    }
    return agrees(term, sources, held)


def agrees(term: ComputedTerm, sources: Mapping[str, Matrix], held: Matrix) -> bool:
    """Return whether values (n,) are those of a term, up to the rounding of units."""
    try:
        values = values_of(term, sources)
    except TermFault:
        return False
    filled = ~np.isnan(values)
    if (np.isnan(held) == filled).any():
        return False
    size = float(np.max(np.abs(values[filled]), initial=0.0))
    return bool((np.abs(values[filled] - held[filled]) <= AGREEMENT * size).all())


def _in_original_units(column: TermColumn, values: Matrix) -> Matrix:
    found: Matrix = values * column.scale + column.shift
    return found
