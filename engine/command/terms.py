"""Columns that --term adds to A, each computed from those before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import EngineError
from ..formula.errors import BadFormula
from ..matrix import Matrix
from ..terms import ComputedTerm, term_name, term_of, values_of
from ..terms.grammar import split_name
from .request import marked_mistake


class BadTermOption(EngineError):
    """The text after --term describes no column."""


@dataclass(frozen=True)
class AddedTerm:
    """A computed column with its name."""

    name: str
    term: ComputedTerm


def read_terms(texts: Sequence[str], names: Sequence[str]) -> tuple[AddedTerm, ...]:
    """Return the columns that texts describe, each such as ``age^2`` or ``age2 = age^2``.

    Parameters
    ----------
    texts : sequence of str
        In their order; a later one may name an earlier one.
    names : sequence of str
        The names of the columns of A.

    Raises
    ------
    BadTermOption
        If one describes none, or its name is taken.
    """
    found: list[AddedTerm] = []
    known = list(names)
    for text in texts:
        name, formula = split_name(text)
        try:
            term = term_of(formula, known)
        except BadFormula as error:
            raise BadTermOption(marked_mistake(formula, error, "--term")) from error
        name = name or term_name(term)
        if name in known:
            raise BadTermOption(f"--term: a column “{name}” is there already. Give another name.")
        known.append(name)
        found.append(AddedTerm(name, term))
    return tuple(found)


def with_terms(
    A: Matrix, names: Sequence[str], terms: Sequence[AddedTerm], first_row: int = 1
) -> Matrix:
    """Return rows of A (n, j) with the added columns behind; raises TermFault for a row.

    ``first_row`` is the number of the first row, for that error.
    """
    if not terms:
        return A
    columns = {name: A[:, k] for k, name in enumerate(names)}
    for name, values in _computed(columns, terms, first_row):
        columns[name] = values
    added = [columns[each.name] for each in terms]
    found: Matrix = np.column_stack([A, *added])
    return found


def _computed(
    columns: dict[str, Matrix], terms: Sequence[AddedTerm], first_row: int
) -> Iterator[tuple[str, Matrix]]:
    for each in terms:
        yield each.name, values_of(each.term, columns, first_row)
