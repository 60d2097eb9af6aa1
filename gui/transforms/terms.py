"""Add a computed column to A, and make computed columns plain."""

from collections.abc import Sequence
from dataclasses import replace

from engine import Matrix
from engine.shortening import repair_name
from engine.terms import ComputedTerm, MissingSource, term_name, values_of, written_term
from engine.terms.grammar import can_be_named

from ..background import check_cancelled
from ..document import Column, Experiment, Grid, changes
from ..text.translation import translated
from .errors import HasColumn, NotComputed


def nameable_columns(experiment: Experiment) -> list[str]:
    """Return the names by which columns of A can be sources, "" for a column that cannot be.

    A column without a name is known by the name that the table shows.
    """
    shown = (translated(name) for name in experiment.column_names)
    return [name if can_be_named(name) else "" for name in shown]


def distinct_sources(experiment: Experiment) -> list[str]:
    """Return those of these names that just one column has, in the order of the columns.

    A column of ones is not among them: its powers are ones again.
    """
    names = nameable_columns(experiment)
    return [
        name
        for k, name in enumerate(names)
        if name and names.count(name) == 1 and k != experiment.intercept
    ]


def name_of_term(term: ComputedTerm, name: str = "") -> str:
    """Return the name of a computed column: the given one, or else its formula."""
    return repair_name(name).strip() or repair_name(term_name(term))


def with_term(experiment: Experiment, term: ComputedTerm, name: str = "") -> Experiment:
    """Add a computed column after the last one of A, with weight 0.

    A source without a name is given the one that the table shows, as the term needs it. Raises
    HasColumn if another column has this name, MissingSource if a source has gone since, and a
    TermFault if a row has no number.
    """
    name, names = name_of_term(term, name), nameable_columns(experiment)
    if name in experiment.column_names:
        raise HasColumn(name)
    if missing := next((each for each in term.sources if each not in names), ""):
        raise MissingSource(missing, written_term(term))
    places = {source: names.index(source) for source in term.sources}
    inputs = list(experiment.inputs)
    for source, k in places.items():
        inputs[k] = replace(inputs[k], name=source)
    columns = {source: original_values(experiment, k) for source, k in places.items()}
    values = values_of(term, columns, cancelled=_is_cancelled)
    values.setflags(write=False)
    named = replace(experiment, inputs=tuple(inputs))
    grid = Grid.of(values.reshape(-1, 1))
    return changes.insert_columns(named, experiment.columns, 1, [Column(name, term=term)], grid)


def original_values(experiment: Experiment, column: int) -> Matrix:
    """Return a column of A in its original units, NaN where a cell is empty."""
    values, own = experiment.A.column(column), experiment.inputs[column]
    if not own.is_scaled:
        return values
    found: Matrix = values * own.scale + own.shift
    return found


def made_plain(experiment: Experiment, columns: Sequence[int]) -> Experiment:
    """Let columns keep their values and follow no others; raises NotComputed if none does."""
    after = changes.make_plain(experiment, columns)
    if after is experiment:
        raise NotComputed
    return after


def _is_cancelled() -> bool:
    check_cancelled()
    return False
