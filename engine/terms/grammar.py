"""The grammar of the typed loss over the columns of A: a value for each row.

A name that is no word of letters and digits stands between backquotes: `body mass`. Neither Y, P
nor W is known here, and nothing that takes all rows at once: new rows could not be computed alike.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from unicodedata import normalize

from ..formula.errors import BadFormula, Mistake
from ..formula.parser import Grammar
from ..formula.tokens import MOST_PARTS, Token, TokenKind, tokens_of
from ..formula.tree import (
    FUNCTIONS,
    REDUCTIONS,
    ColumnName,
    Constant,
    Node,
    Operation,
    Operator,
    Variable,
    operation,
)

QUOTE = "`"
_LOGARITHMS = {"log10": Operator.LOG10, "log2": Operator.LOG2}
_FUNCTIONS = (*FUNCTIONS, *_LOGARITHMS)
_PLAIN = re.compile(r"[^\W\d_](?:[^\W⁰¹²³⁴⁵⁶⁷⁸⁹]|[\u0300-\u036f])*")
"""A name that needs no quotes."""


def parse_columns(text: str, names: Sequence[str]) -> Node:
    """Return the tree of a formula of columns, which has a value for each row.

    Parameters
    ----------
    text : str
        Such as ``2·age + log(bmi)``.
    names : sequence of str
        The names of the columns of A, in any order. One that two columns have is no name.

    Raises
    ------
    BadFormula
        With the place of the mistake in the text as typed.
    """
    node = _ColumnsGrammar(text, names).value()
    for each in nodes_of(node):
        if isinstance(each, Operation) and each.operator in REDUCTIONS:
            raise BadFormula(Mistake.OF_ALL_ROWS, each.start, each.end, text=each.operator.value)
    if not columns_in(node):
        raise BadFormula(Mistake.WITHOUT_COLUMN, node.start, node.end)
    return node


def quoted(name: str) -> str:
    """Return a name as formulas write it: between backquotes if it is no plain word."""
    is_plain = _PLAIN.fullmatch(name) and normalize("NFC", name) == name
    return name if is_plain else f"{QUOTE}{name}{QUOTE}"


def can_be_named(name: str) -> bool:
    """Return whether a formula can name a column: not if its name has a backquote, or is none."""
    return bool(name) and QUOTE not in name


def column_node(name: str, start: int = 0, end: int = 0) -> Variable:
    """Return a column as a part of a formula."""
    return Variable(ColumnName(name, quoted(name)), start, end)


def nodes_of(node: Node) -> Iterator[Node]:
    """Yield a node and all that it is made of."""
    yield node
    if isinstance(node, Operation):
        for part in node.parts:
            yield from nodes_of(part)


def columns_in(node: Node) -> tuple[str, ...]:
    """Return the columns that a formula names, each once, in the order of the text."""
    symbols = (each.symbol for each in nodes_of(node) if isinstance(each, Variable))
    return tuple(dict.fromkeys(each.name for each in symbols if isinstance(each, ColumnName)))


def with_columns(node: Node, named: dict[str, ColumnName]) -> Node:
    """Return a formula with other names for some of its columns."""
    if isinstance(node, Variable) and isinstance(node.symbol, ColumnName):
        return Variable(named.get(node.symbol.name, node.symbol), node.start, node.end)
    if isinstance(node, Operation):
        parts = tuple(with_columns(part, named) for part in node.parts)
        return Operation(node.operator, parts, node.spread, node.start, node.end)
    return node


def split_name(text: str) -> tuple[str, str]:
    """Return the name before the first = of “name = formula”, and the formula; no name if none."""
    place, is_quoted = 0, False
    for place, character in enumerate(text):
        is_quoted ^= character == QUOTE
        if character == "=" and not is_quoted and text[place - 1 : place] not in ("<", ">"):
            return text[:place].strip().strip(QUOTE), text[place + 1 :].strip()
    return "", text.strip()


class _ColumnsGrammar(Grammar):
    empty = Mistake.EMPTY_COLUMN

    def __init__(self, text: str, names: Collection[str]) -> None:
        self._count = Counter(normalize("NFC", name) for name in names if name)
        self._spelling = {normalize("NFC", name): name for name in names}
        self.names = (*self._count, *_FUNCTIONS)
        super().__init__(text)

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens; a name between backquotes is one."""
        found: list[Token] = []
        at = 0
        while (opening := text.find(QUOTE, at)) >= 0:
            closing = text.find(QUOTE, opening + 1)
            if closing < 0:
                raise BadFormula(
                    Mistake.NEVER_CLOSED, opening, opening + 1, text=QUOTE, offer=text + QUOTE
                )
            found += _cut(text, at, opening)[:-1]
            name = normalize("NFC", text[opening + 1 : closing])
            found.append(Token(TokenKind.NAME, name, opening, closing + 1))
            at = closing + 1
        found += _cut(text, at, len(text))
        if len(found) > MOST_PARTS + 1:
            last = found[MOST_PARTS]
            raise BadFormula(Mistake.TOO_MANY_PARTS, last.start, last.end, count=MOST_PARTS)
        return found

    def variable(self, token: Token) -> Node | None:
        """Return a column; a function that has the same name is followed by its value."""
        is_quoted = self._text[token.start] == QUOTE
        if not is_quoted and self._is_next("("):
            return self._logarithm(token) if token.text in _LOGARITHMS else None
        count = self._count[token.text]
        if count > 1:
            raise BadFormula(Mistake.AMBIGUOUS_COLUMN, token.start, token.end, text=token.text)
        if count:
            return column_node(self._spelling[token.text], token.start, token.end)
        if is_quoted:
            raise self.unknown_name(token)
        return None

    def unknown_name(self, token: Token) -> BadFormula:
        """Return the mistake of a name that no column has."""
        mistake = self._unknown(Mistake.UNKNOWN_COLUMN, token, self.names)
        mistake.offer = ""  # a name that is near would need its own quotes
        return mistake

    def _logarithm(self, token: Token) -> Node:
        opening = self._take()
        node = self._deeper(opening, self._comparison)
        end = self._closed(opening, ")").end
        return operation(_LOGARITHMS[token.text], (node,), token.start, end)


def _cut(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of a part of a text, with their places in the whole."""
    try:
        return [
            each._replace(start=each.start + start, end=each.end + start)
            for each in tokens_of(text[start:end])
        ]
    except BadFormula as error:
        mistake = Mistake.UNQUOTED if error.mistake is Mistake.CHARACTER else error.mistake
        count = MOST_PARTS if mistake is Mistake.TOO_MANY_PARTS else len(text)
        raise BadFormula(
            mistake, error.start + start, error.end + start, text=error.text, count=count
        ) from None


def number_node(value: float) -> Node:
    """Return a number as a part of a formula."""
    node: Node = Constant(abs(value))
    return operation(Operator.NEGATE, (node,)) if value < 0 else node
