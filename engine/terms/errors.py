"""Why a term is refused: it is none, a row has no number for it, or its sources are missing."""

from collections.abc import Sequence
from enum import Enum

from ..errors import EngineError
from ..formula.arithmetic import folded
from ..formula.printing import text_of
from ..formula.tree import ColumnName, Node, Operation, Operator, Variable
from ..language.lists import all_of, and_more
from ..language.sentence import marked
from ..numbers import exact
from ..shortening import LONGEST_QUOTE, elide_middle, fitted, grouped
from ..verdict.wording import setting

MOST_LEVELS_NAMED = 8
"""Of a category, in a sentence that names those that it has."""


class TermMistake(Enum):
    """What makes a description none of a term: the sentence, with open facts."""

    EXPONENT = marked("engine", "A power needs an exponent other than 0 and 1.")
    BASE = marked("engine", "A logarithm needs a base above 0, other than 1.")
    FACTORS = marked("engine", "A product needs at least two columns, and {count} at most.")
    LEVELS = marked("engine", "A category has two levels or more, {count} at most, each once.")
    LEVEL = marked("engine", "A 0/1 column is of one level of its category, but the left-out one.")
    NAME = marked("engine", "“{text}” cannot be a source: its name is empty, or has a backquote.")
    LONG_NAME = marked("engine", "A name in a term has at most {count} characters.")
    ITSELF = marked("engine", "“{text}” would be computed from itself.")
    NOT_STORED = marked("engine", "This describes no term.")

    @property
    def sentence(self) -> str:
        """The sentence, with open facts."""
        return self.value


class BadTerm(EngineError):
    """A description is none of a term."""

    def __init__(self, mistake: TermMistake, text: str = "", count: int = 0) -> None:
        self.mistake, self.text = mistake, text
        quote = elide_middle(text, LONGEST_QUOTE)
        super().__init__(mistake.sentence.format(text=quote, count=grouped(count)))
        self.short = fitted(mistake.sentence, names={"text": text}, count=grouped(count))


class NoNumber(Enum):
    """Why a row has no number, with the whole sentence and one that fits a line."""

    LOGARITHM = (
        marked(
            "engine",
            "The logarithm of {value} in row {row} of {column} does not exist. Change that cell, "
            "or choose another term.",
        ),
        marked("engine", "log of {value} in row {row} of {column} does not exist."),
    )
    ROOT = (
        marked(
            "engine",
            "The square root of {value} in row {row} of {column} does not exist. Change that cell, "
            "or choose another term.",
        ),
        marked("engine", "√ of {value} in row {row} of {column} does not exist."),
    )
    DIVISION = (
        marked(
            "engine",
            "Row {row} would divide by 0: {column} is 0 there. Change that cell, or choose another "
            "term.",
        ),
        marked("engine", "Row {row} would divide by 0: {column} is 0 there."),
    )
    POWER = (
        marked(
            "engine",
            "{value} in row {row} of {column} has no power of {exponent}. Change that cell, or "
            "choose another term.",
        ),
        marked("engine", "{value} in row {row} of {column} has no power of {exponent}."),
    )
    TOO_LARGE = (
        marked(
            "engine",
            "{column} in row {row} would be larger than the largest number (about 1.8e308). Change "
            "that row, or choose another term.",
        ),
        marked("engine", "{column} in row {row} is too large for a number."),
    )

    @property
    def sentence(self) -> str:
        """The whole sentence, with open facts."""
        return self.value[0]

    @property
    def brief(self) -> str:
        """The sentence that fits one line, with open facts."""
        return self.value[1]


class TermFault(EngineError):
    """A term has no number for a row.

    Attributes
    ----------
    reason : NoNumber
        Why it has none.
    row : int
        The row, counted from 1.
    column : str
        The column, or what is made of columns, that has no such value.
    value : float
        What it is there.
    """

    def __init__(
        self, reason: NoNumber, row: int, column: str, value: float, exponent: float = 0.0
    ) -> None:
        self.reason, self.row, self.column, self.value = reason, row, column, value
        facts = {"value": _written(value), "row": grouped(row), "exponent": _written(exponent)}
        quote = elide_middle(column, LONGEST_QUOTE)
        super().__init__(reason.sentence.format(column=quote, **facts))
        brief = {"value": setting(value), "row": grouped(row), "exponent": setting(exponent)}
        self.short = fitted(reason.brief, names={"column": column}, **brief)


class NotOneLevel(EngineError):
    """The 0/1 columns of a category have another value in a row, or 1 in two of them."""

    def __init__(self, source: str, row: int) -> None:
        self.source, self.row = source, row
        whole = marked(
            "engine",
            "Row {row} has no single level of {source}: its columns hold 0, or 1 in one of them.",
        )
        super().__init__(whole.format(row=grouped(row), source=elide_middle(source, LONGEST_QUOTE)))
        self.short = fitted(
            marked("engine", "Row {row}: one column of {source} is 1 at most, the others are 0."),
            names={"source": source},
            row=grouped(row),
        )


class UnknownLevel(EngineError):
    """A row has a level that the category did not have; ``levels`` are those that it has."""

    def __init__(self, level: str, source: str, row: int, levels: Sequence[str]) -> None:
        self.level, self.source, self.row, self.levels = level, source, row, tuple(levels)
        text = marked("engine", "“{level}” in row {row} is no level of {source}.")
        known = marked(
            "engine", "“{level}” in row {row} is no level of {source}, which has {levels}."
        )
        quotes = [elide_middle(each, LONGEST_QUOTE) for each in levels]
        is_short = len(quotes) <= MOST_LEVELS_NAMED
        told = all_of(quotes) if is_short else and_more(quotes, MOST_LEVELS_NAMED)
        quote, name = elide_middle(level, LONGEST_QUOTE), elide_middle(source, LONGEST_QUOTE)
        super().__init__(known.format(level=quote, row=grouped(row), source=name, levels=told))
        names = {"level": level, "source": source}
        self.short = fitted(known, text, names=names, row=grouped(row), levels=told)


class MissingSource(EngineError):
    """The columns that a term is computed from are not there."""

    def __init__(self, source: str, term: str) -> None:
        self.source, self.term = source, term
        text = marked("engine", "{term} is computed from {source}, which is missing.")
        quotes = {"term": elide_middle(term, LONGEST_QUOTE), "source": source}
        super().__init__(text.format(**quotes))
        self.short = fitted(text, names={"term": term, "source": source})


def fault_of(node: Node, value: float, row: int, taken: list[float]) -> TermFault:
    """Return the fault of the innermost operation that has no number; ``taken`` are its values."""
    assert isinstance(node, Operation)
    first, operator = node.parts[0], node.operator
    if operator in (Operator.LOG, Operator.LOG10, Operator.LOG2):
        return TermFault(NoNumber.LOGARITHM, row, _called(first), taken[0])
    if operator is Operator.SQRT:
        return TermFault(NoNumber.ROOT, row, _called(first), taken[0])
    if operator is Operator.DIVIDE and taken[1] == 0:
        return TermFault(NoNumber.DIVISION, row, _called(node.parts[1]), taken[1])
    is_undefined = value != value or taken[0] == 0
    if operator is Operator.POWER and is_undefined:
        exponent = folded(node.parts[1])
        exponent = taken[1] if exponent is None else exponent
        return TermFault(NoNumber.POWER, row, _called(first), taken[0], exponent)
    return TermFault(NoNumber.TOO_LARGE, row, text_of(node), value)


def _called(node: Node) -> str:
    """Return what a sentence calls a part of a formula: a column by its name, without quotes."""
    if isinstance(node, Variable) and isinstance(node.symbol, ColumnName):
        return node.symbol.name
    return text_of(node)


def _written(value: float) -> str:
    return exact(value).replace("-", "−")
