"""What a column of A is computed from: frozen descriptions, by the names of the columns."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce

from ..formula.printing import text_of
from ..formula.tree import ColumnName, Node, Operator, operation
from .errors import BadTerm, TermMistake
from .grammar import (
    QUOTE,
    can_be_named,
    column_node,
    columns_in,
    number_node,
    quoted,
    with_columns,
)

MOST_FACTORS = 8
"""Products of more columns are written as formulas."""
MOST_LEVELS = 1000
MOST_NAME = 1000
"""Characters of a name or level; those of a sheet have 32,767 at most, and none needs that."""
_LOGARITHMS = {math.e: Operator.LOG, 10.0: Operator.LOG10, 2.0: Operator.LOG2}


@dataclass(frozen=True)
class PowerTerm:
    """A power of a column, such as ``age²``. Raises BadTerm."""

    source: str
    exponent: float

    def __post_init__(self) -> None:
        _check_name(self.source)
        if not math.isfinite(self.exponent) or self.exponent in (0, 1):
            raise BadTerm(TermMistake.EXPONENT)

    @property
    def sources(self) -> tuple[str, ...]:
        """The column that it is computed from."""
        return (self.source,)

    @property
    def root(self) -> Node:
        """The tree of its formula."""
        return operation(
            Operator.POWER, (column_node(self.source), number_node(float(self.exponent)))
        )

    def renamed(self, names: Mapping[str, str]) -> "PowerTerm":
        """Return the same term of a column with another name."""
        return replace(self, source=names.get(self.source, self.source))


@dataclass(frozen=True)
class ProductTerm:
    """The product of two columns or more, such as ``age·bmi``. Raises BadTerm."""

    factors: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 2 <= len(self.factors) <= MOST_FACTORS:
            raise BadTerm(TermMistake.FACTORS, count=MOST_FACTORS)
        for name in self.factors:
            _check_name(name)

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns that it is computed from, each once."""
        return tuple(dict.fromkeys(self.factors))

    @property
    def root(self) -> Node:
        """The tree of its formula."""
        factors: list[Node] = [column_node(name) for name in self.factors]
        return reduce(lambda left, right: operation(Operator.MULTIPLY, (left, right)), factors)

    def renamed(self, names: Mapping[str, str]) -> "ProductTerm":
        """Return the same term of columns with other names."""
        return replace(self, factors=tuple(names.get(name, name) for name in self.factors))


@dataclass(frozen=True)
class LogarithmTerm:
    """The logarithm of a column, such as ``ln(dose)``; its base is e if none is given.

    Raises BadTerm.
    """

    source: str
    base: float = math.e

    def __post_init__(self) -> None:
        _check_name(self.source)
        if not (math.isfinite(self.base) and self.base > 0 and self.base != 1):
            raise BadTerm(TermMistake.BASE)

    @property
    def sources(self) -> tuple[str, ...]:
        """The column that it is computed from."""
        return (self.source,)

    @property
    def root(self) -> Node:
        """The tree of its formula."""
        column = column_node(self.source)
        if (operator := _LOGARITHMS.get(self.base)) is not None:
            return operation(operator, (column,))
        base = operation(Operator.LOG, (number_node(float(self.base)),))
        return operation(Operator.DIVIDE, (operation(Operator.LOG, (column,)), base))

    def renamed(self, names: Mapping[str, str]) -> "LogarithmTerm":
        """Return the same term of a column with another name."""
        return replace(self, source=names.get(self.source, self.source))


@dataclass(frozen=True)
class FormulaTerm:
    """A formula of columns, as ``parse_columns`` returns its tree."""

    root: Node

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns that it is computed from, each once."""
        return columns_in(self.root)

    def renamed(self, names: Mapping[str, str]) -> "FormulaTerm":
        """Return the same formula of columns with other names."""
        named = {before: ColumnName(after, quoted(after)) for before, after in names.items()}
        return FormulaTerm(with_columns(self.root, named))


@dataclass(frozen=True)
class CategoryTerm:
    """1 in the rows of one level of a category and 0 in others, such as ``region = north``.

    ``levels`` are all of them, and ``left_out`` the one that has no column of its own. The category
    itself is no column of A: it is text. Raises BadTerm.
    """

    source: str
    level: str
    levels: tuple[str, ...]
    left_out: str

    def __post_init__(self) -> None:
        if not self.source or not all(len(each) <= MOST_NAME for each in (*self.levels, "")):
            raise BadTerm(TermMistake.LONG_NAME, count=MOST_NAME)
        if len(self.source) > MOST_NAME:
            raise BadTerm(TermMistake.LONG_NAME, count=MOST_NAME)
        is_distinct = len(set(self.levels)) == len(self.levels)
        if not (2 <= len(self.levels) <= MOST_LEVELS and is_distinct):
            raise BadTerm(TermMistake.LEVELS, count=MOST_LEVELS)
        others = set(self.levels) - {self.left_out}
        if self.left_out not in self.levels or self.level not in others:
            raise BadTerm(TermMistake.LEVEL)

    @property
    def sources(self) -> tuple[str, ...]:
        """No column of A: the category is text."""
        return ()

    def renamed(self, names: Mapping[str, str]) -> "CategoryTerm":  # noqa: ARG002
        """Return this term: no column of A is its source."""
        return self

    def is_of(self, other: "Term") -> bool:
        """Return whether another term is of the same category."""
        return isinstance(other, CategoryTerm) and (self.source, self.levels, self.left_out) == (
            other.source,
            other.levels,
            other.left_out,
        )


ComputedTerm = PowerTerm | ProductTerm | LogarithmTerm | FormulaTerm
"""What is computed from other columns of A."""
Term = ComputedTerm | CategoryTerm


def written_term(term: Term) -> str:
    """Return a term as people write it: ``age²``, ``age·bmi``, ``ln(dose)``, ``region = north``.

    The text of a computed one is read back by ``term_of``.
    """
    if isinstance(term, CategoryTerm):
        return f"{term.source} = {term.level}"
    if isinstance(term, LogarithmTerm) and term.base == math.e:  # log alone may be of base 10
        return f"ln({quoted(term.source)})"
    return text_of(term.root)


def term_name(term: Term) -> str:
    """Return the name of a column that has no other: what it is, without backquotes.

    So it can be a source in turn: ``body mass²``.
    """
    return written_term(term).replace(QUOTE, "")


def _check_name(name: str) -> None:
    if not can_be_named(name):
        raise BadTerm(TermMistake.NAME, name)
    if len(name) > MOST_NAME:
        raise BadTerm(TermMistake.LONG_NAME, count=MOST_NAME)
