"""Computed columns of A follow their sources: their cells, their names, and their removal.

A source is known by its name. If a column is renamed, the terms that it is part of are too, as in a
spreadsheet. A change that would take a source away is refused, as a statistics program does: the
term would mean nothing. The computed columns can go along, or become plain first.

Terms are of original units, so a source may be scaled; a computed column has units of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from engine import Matrix
from engine.terms import CategoryTerm, ComputedTerm, TermColumn, term_name, values_of, written_term
from engine.terms.grammar import can_be_named
from engine.terms.rows import AGREEMENT, check_levels, evaluation_order

from .column import Column
from .experiment import Experiment
from .grid import Grid
from .term_errors import IsComputed, NameTaken, SourceRemoved, SourceUnnamed


def with_terms_following(before: Experiment, after: Experiment) -> Experiment:
    """Return the experiment after a change, with all computed columns as their terms say.

    Parameters
    ----------
    before : Experiment
        The experiment before the change; its computed columns hold what their terms say.
    after : Experiment
        The experiment after it.

    Raises
    ------
    SourceRemoved, SourceUnnamed, NameTaken, IsComputed
        If a term would lose a source, or a computed cell was written.
    TermFault, NotOneLevel
        If a row would have no number.
    """
    if after.key is not before.key:  # a table that replaces another brings its own terms
        before = after
    if _is_rescaling(before, after):  # recomputed from scaled sources, values would be rounded
        return after
    inputs = _renamed(before, after)
    _check_sources(inputs)
    A = after.A
    columns = term_columns(inputs)
    for k in evaluation_order(columns):
        term = inputs[k].term
        if isinstance(term, CategoryTerm):
            _check_category(before, A, inputs, k, term)
        elif term is not None:
            A = _computed(before, A, inputs, k, term)
    if A is after.A and inputs == after.inputs:
        return after
    return replace(after, A=A, inputs=inputs)


def term_columns(inputs: Sequence[Column]) -> list[TermColumn]:
    """Return the columns of A as terms know them."""
    return [TermColumn(each.name, each.term, each.shift, each.scale) for each in inputs]


def columns_for_rows(experiment: Experiment) -> list[TermColumn]:
    """Return the columns of A as ``engine.terms.transformed`` makes them of new rows.

    They have the names that the table shows; a column of ones is 1 in new rows too.
    """
    named = zip(experiment.column_names, experiment.inputs, strict=True)
    return [
        TermColumn(
            name,
            each.term,
            each.shift,
            each.scale,
            constant=1.0 if k == experiment.intercept else None,
        )
        for k, (name, each) in enumerate(named)
    ]


def _is_rescaling(before: Experiment, after: Experiment) -> bool:
    """Return whether nothing but the units of columns has changed."""
    if after.A.shape != before.A.shape or after.A is before.A:
        return False
    pairs = list(zip(before.inputs, after.inputs, strict=True))
    if any((old.name, old.term) != (new.name, new.term) for old, new in pairs):
        return False
    rescaled = {k for k, (old, new) in enumerate(pairs) if old != new}
    return rescaled.issuperset(after.A.changed_columns(before.A))


def _renamed(before: Experiment, after: Experiment) -> tuple[Column, ...]:
    """Return the columns with the names of sources in their terms that they have now."""
    if after.columns_key is not before.columns_key or after.inputs is before.inputs:
        return after.inputs
    pairs = list(zip(before.inputs, after.inputs, strict=True))
    names = {old.name: new.name for old, new in pairs if old.name != new.name}
    inputs = after.inputs
    while names := {old: new for old, new in names.items() if _dependents(inputs, old)}:
        for old, new in names.items():
            if not can_be_named(new):
                raise SourceUnnamed(old, _dependents(inputs, old)[0])
        renamed = tuple(_with_sources(each, names) for each in inputs)
        # A name that is a formula has followed, and may be a source in turn.
        pairs = list(zip(inputs, renamed, strict=True))
        names = {old.name: new.name for old, new in pairs if old.name != new.name}
        inputs = renamed
    return inputs


def _with_sources(column: Column, names: Mapping[str, str]) -> Column:
    """Return a column with renamed sources; a name that is its formula follows."""
    term = column.term
    if term is None or not any(source in names for source in term.sources):
        return column
    now = term.renamed(names)
    name = term_name(now) if column.name == term_name(term) else column.name
    return replace(column, name=name, term=now)


def _check_sources(inputs: Sequence[Column]) -> None:
    """Raise an error unless each source is the name of just one column."""
    names = [each.name for each in inputs]
    for column in inputs:
        for source in column.term.sources if column.term else ():
            count = names.count(source)
            if count == 0:
                raise SourceRemoved(source, column.name)
            if count > 1:
                raise NameTaken(source, column.name)


def _dependents(inputs: Sequence[Column], source: str) -> list[str]:
    """Return the names of the columns that are computed from a source."""
    return [each.name for each in inputs if each.term and source in each.term.sources]


def _computed(
    before: Experiment, A: Grid, inputs: Sequence[Column], column: int, term: ComputedTerm
) -> Grid:
    """Return A with the blocks of a computed column of which a source has changed."""
    place = {each.name: k for k, each in enumerate(inputs)}
    sources = [place[name] for name in term.sources]
    units = [inputs[k] for k in (*sources, column)]
    known = _known(before, units, term)
    seen = A.block_identities([*sources, column])
    own, is_written = inputs[column], _is_written(before, A, inputs, column)

    def compute(block: int, start: int, given: list[Matrix]) -> Matrix | None:
        if seen[block] in known:
            return None
        originals = {
            name: _original(inputs[k], values)
            for name, k, values in zip(term.sources, sources, given, strict=True)
        }
        values = values_of(term, originals, start + 1)
        if own.is_scaled:
            values = (values - own.shift) / own.scale
        if is_written and not _agrees(A.column(column, slice(start, start + len(values))), values):
            raise IsComputed(own.name, written_term(term))
        return values

    return A.with_blocks(column, sources, compute)


def _known(
    before: Experiment, units: Sequence[Column], term: ComputedTerm
) -> frozenset[tuple[int, ...]]:
    """Return the blocks of sources and computed values that belong together already."""
    place = {each.name: k for k, each in enumerate(before.inputs)}
    own = next((k for k, each in enumerate(before.inputs) if _is_same(each, units[-1], term)), None)
    if own is None:
        return frozenset()
    found = [place.get(each.name) for each in units[:-1]]
    before_units = [before.inputs[k] for k in found if k is not None]
    if len(before_units) < len(found) or any(
        (old.shift, old.scale) != (new.shift, new.scale)
        for old, new in zip(before_units, units, strict=False)
    ):
        return frozenset()
    return frozenset(before.A.block_identities([*(k for k in found if k is not None), own]))


def _is_same(old: Column, new: Column, term: ComputedTerm) -> bool:
    return old.term == term and (old.shift, old.scale) == (new.shift, new.scale)


def _is_written(before: Experiment, A: Grid, inputs: Sequence[Column], column: int) -> bool:
    """Return whether a change has written into a computed column."""
    if A.shape != before.A.shape or inputs[column] != before.inputs[column]:
        return False
    return column in A.changed_columns(before.A)


def _agrees(held: Matrix, values: Matrix) -> bool:
    """Return whether what was written is what is computed."""
    filled = ~np.isnan(values)
    size = float(np.max(np.abs(values[filled]), initial=0.0))
    is_same = np.abs(held[filled] - values[filled]) <= AGREEMENT * size
    return bool(is_same.all()) and not (np.isnan(held) == filled).any()


def _check_category(
    before: Experiment, A: Grid, inputs: Sequence[Column], column: int, term: CategoryTerm
) -> None:
    """Raise NotOneLevel if a row has no single level; once for all columns of a category."""
    same = [k for k, each in enumerate(inputs) if each.term and term.is_of(each.term)]
    if same[0] != column:
        return
    known: frozenset[tuple[int, ...]] = frozenset()
    held = [k for k, each in enumerate(before.inputs) if each.term and term.is_of(each.term)]
    if [before.inputs[k] for k in held] == [inputs[k] for k in same]:
        known = frozenset(before.A.block_identities(held))
    seen = A.block_identities(same)

    def check(block: int, start: int, given: list[Matrix]) -> None:
        if seen[block] not in known:
            originals = [_original(inputs[k], each) for k, each in zip(same, given, strict=True)]
            check_levels(term.source, np.column_stack(originals), start + 1)

    A.with_blocks(column, same, check)


def _original(column: Column, values: Matrix) -> Matrix:
    if not column.is_scaled:
        return values
    found: Matrix = values * column.scale + column.shift
    return found
