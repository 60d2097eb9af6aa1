"""Terms as lines of NumPy, for the program that is copied."""

from collections.abc import Iterator, Sequence

from ..formula.numpy_source import numpy_of
from ..formula.tree import ColumnName
from .grammar import with_columns
from .rows import TermColumn, evaluation_order
from .term import CategoryTerm


def lines_of_terms(columns: Sequence[TermColumn]) -> Iterator[str]:
    """Yield the lines that fill the computed columns of A (N, j) from the others.

    They read and write the columns of A alone; A holds anything in the computed ones before.
    """
    place = {column.name: k for k, column in enumerate(columns)}
    for k in evaluation_order(columns):
        column = columns[k]
        term = column.term
        if term is None or isinstance(term, CategoryTerm):
            continue
        named = {
            name: ColumnName(name, _original(columns[place[name]], place[name]))
            for name in term.sources
        }
        value = numpy_of(with_columns(term.root, named))
        if (column.shift, column.scale) != (0.0, 1.0):
            value = f"({value} - {column.shift!r}) / {column.scale!r}"
        yield f"A[:, {k}] = {value}"


def _original(column: TermColumn, place: int) -> str:
    """Return an expression of a column in original units."""
    values = f"A[:, {place}]"
    if (column.shift, column.scale) == (0.0, 1.0):
        return values
    return f"({values} * {column.scale!r} + {column.shift!r})"
