"""The grammar of formulas, and of losses: from text to a checked tree.

From what binds least to what binds most:

    comparison    sum [(< | ≤ | > | ≥) sum]        only as the first value of where(…)
    sum           product {(+ | −) product}
    product       signed {(· | /) signed}
    signed        (− | +) signed | power           so −2² is −4
    power         value {raised number} [^ signed]      so 2^3^2 is 2^9, as on paper
    value         number | Y | P | W | N | function(…) | (…) | |…| | √value

A bar opens where a value is expected, and closes where a sign is.
"""

from collections.abc import Callable
from difflib import get_close_matches

from .errors import BadFormula, Mistake
from .tokens import Token, TokenKind, tokens_of
from .tree import (
    COMPARISONS,
    FUNCTIONS,
    ONE_VALUE,
    Constant,
    Node,
    Operation,
    Operator,
    Spread,
    Symbol,
    Variable,
    is_comparison,
    operation,
)

MOST_DEEP = 50
"""How deep brackets, powers and signs may be nested."""
MOST_MENDED = 8
"""How many mistakes one offer mends."""
FEWEST_BEFORE_DIFFERENCE = 2
"""Tokens: what opens the brackets, and the other variable."""
_OF_SIZE = ("abs", "cosh")
"""Functions of how large a residual is, whatever its sign."""
_VARIABLES = {"Y": Symbol.Y, "P": Symbol.P, "Ŷ": Symbol.P, "W": Symbol.W, "N": Symbol.N}
_NAMES = (*_VARIABLES, *FUNCTIONS)
_ALIASES = {"maximum": "max", "minimum": "min", "ln": "log"}
"""As numpy and textbooks call them."""
_SEVERAL = {
    "max": (Operator.LARGEST, Operator.LARGER),
    "min": (Operator.SMALLEST, Operator.SMALLER),
}
_COUNTS = {1: Mistake.TAKES_ONE, 2: Mistake.TAKES_TWO, 3: Mistake.TAKES_THREE}
_COMPARISONS = {operator.value: operator for operator in COMPARISONS}
_SUMS = {"+": Operator.ADD, "−": Operator.SUBTRACT}
_PRODUCTS = {"·": Operator.MULTIPLY, "/": Operator.DIVIDE}


def parse(text: str) -> Node:
    """Return the tree of a loss, which is one number.

    Parameters
    ----------
    text : str
        A formula of Y, P (or Ŷ), W and N, such as ``mean(|Y − P|^1.5) + 0.1·sum(W²)``.

    Raises
    ------
    BadFormula
        With the place of the mistake in the text as typed.
    """
    try:
        return _LossParser(text).loss()
    except BadFormula as mistake:
        mistake.offer = _mended_further(mistake.offer)
        raise


def _mended_further(offer: str) -> str:
    """Return an offer without the mistakes that it still has, if that can be told."""
    text = offer
    for _ in range(MOST_MENDED):
        try:
            _LossParser(text).loss()
        except BadFormula as mistake:
            text = mistake.offer
        else:
            return text
        if not text:
            break
    return offer


class Grammar:
    """The grammar of formulas; what a name means is said by those who make it theirs."""

    names: tuple[str, ...] = FUNCTIONS
    """All names that are known."""
    empty = Mistake.EMPTY
    """What an empty text is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = self.tokens(text)
        self._at = 0
        self._depth = 0

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of the text, ended by one of the kind END."""
        return tokens_of(text)

    def variable(self, token: Token) -> Node | None:  # noqa: ARG002
        """Return the value that a name is; None if it is none."""
        return None

    def unknown_name(self, token: Token) -> BadFormula:
        """Return the mistake of a name that is not known."""
        return self._unknown(Mistake.UNKNOWN_NAME, token, self.names)

    def value(self) -> Node:
        """Parse all of the text, which is a value."""
        if self._is_at_end():
            raise BadFormula(self.empty, 0, len(self._text))
        node = self._comparison()
        if not self._is_at_end():
            raise self._not_expected(self._next)
        if is_comparison(node):
            raise BadFormula(Mistake.COMPARED, node.start, node.end)
        return node

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _is_at_end(self) -> bool:
        return self._next.kind is TokenKind.END

    def _is_next(self, *signs: str) -> bool:
        return self._next.kind is TokenKind.SIGN and self._next.text in signs

    def _deeper(self, token: Token, parsed: Callable[[], Node]) -> Node:
        """Parse what a token opens, one level deeper."""
        self._depth += 1
        if self._depth > MOST_DEEP:
            raise BadFormula(Mistake.TOO_DEEP, token.start, token.end, count=MOST_DEEP)
        node = parsed()
        self._depth -= 1
        return node

    def _comparison(self) -> Node:
        left = self._sum()
        if not self._is_next(*_COMPARISONS):
            return left
        return self._joined(_COMPARISONS[self._take().text], left, self._sum())

    def _sum(self) -> Node:
        node = self._product()
        while self._is_next(*_SUMS):
            node = self._joined(_SUMS[self._take().text], node, self._product())
        return node

    def _product(self) -> Node:
        node = self._signed()
        while self._is_next(*_PRODUCTS):
            node = self._joined(_PRODUCTS[self._take().text], node, self._signed())
        return node

    def _signed(self) -> Node:
        if not self._is_next("+", "−"):
            return self._power()
        sign = self._take()
        node = self._deeper(sign, self._signed)
        if sign.text == "+":
            if is_comparison(node):
                raise BadFormula(Mistake.COMPARED, node.start, node.end)
            return node
        return operation(Operator.NEGATE, (node,), sign.start, node.end)

    def _power(self) -> Node:
        node = self._value()
        while self._next.kind is TokenKind.RAISED:
            raised = self._take()
            exponent: Node = Constant(abs(raised.value), raised.start, raised.end)
            if raised.text.startswith("⁻"):
                exponent = operation(Operator.NEGATE, (exponent,), raised.start, raised.end)
            node = self._joined(Operator.POWER, node, exponent)
        if self._is_next("^"):
            exponent = self._deeper(self._take(), self._signed)
            node = self._joined(Operator.POWER, node, exponent)
        return node

    def _joined(self, operator: Operator, left: Node, right: Node) -> Node:
        return operation(operator, (left, right), left.start, right.end)

    def _value(self) -> Node:
        token = self._take()
        if token.kind is TokenKind.NUMBER:
            return Constant(token.value, token.start, token.end)
        if token.kind is TokenKind.NAME:
            return self._named(token)
        if token.kind is TokenKind.SIGN and token.text in ("(", "|", "√"):
            return self._opened(token)
        if token.kind is TokenKind.END:
            raise BadFormula(Mistake.ENDS_EARLY, token.start, token.end)
        typed = self._text[token.start : token.end]
        raise BadFormula(Mistake.VALUE_MISSING, token.start, token.end, text=typed)

    def _opened(self, token: Token) -> Node:
        """Parse what brackets, bars or a root stand for."""
        if token.text == "√":
            node = self._deeper(token, self._value)
            return operation(Operator.SQRT, (node,), token.start, node.end)
        if token.text == "|":
            node = self._deeper(token, self._sum)
            closing = self._closed(token, "|")
            return operation(Operator.ABS, (node,), token.start, closing.end)
        node = self._deeper(token, self._comparison)
        return _placed(node, token.start, self._closed(token, ")").end)

    def _closed(self, opening: Token, sign: str) -> Token:
        if self._is_next(sign):
            return self._take()
        if not self._is_at_end():
            raise self._not_expected(self._next)
        raise BadFormula(
            Mistake.NEVER_CLOSED,
            opening.start,
            opening.end,
            text=opening.text,
            offer=self._text.rstrip() + sign,
        )

    def _named(self, token: Token) -> Node:
        if (variable := self.variable(token)) is not None:
            return variable
        name = _ALIASES.get(token.text, token.text)
        if self._is_next("("):
            if name not in FUNCTIONS:
                raise self._unknown(Mistake.UNKNOWN_FUNCTION, token, FUNCTIONS)
            return self._called(name, token)
        if name in FUNCTIONS:
            raise BadFormula(Mistake.WITHOUT_VALUE, token.start, token.end, text=name)
        raise self.unknown_name(token)

    def _called(self, name: str, token: Token) -> Node:
        opening = self._take()
        values = [self._deeper(opening, self._comparison)]
        while self._is_next(","):
            values.append(self._deeper(self._take(), self._comparison))
        end = self._closed(opening, ")").end
        if name in _SEVERAL:
            return self._of_several(name, values, token.start, end)
        operator = ONE_VALUE.get(name) or Operator(name)
        wanted = 1 if name in ONE_VALUE else {"logaddexp": 2, "where": 3}[name]
        if len(values) != wanted:
            raise BadFormula(_COUNTS[wanted], token.start, end, text=name, count=len(values))
        return operation(operator, tuple(values), token.start, end)

    def _of_several(self, name: str, values: list[Node], start: int, end: int) -> Node:
        """Return the largest or smallest of all values of one node, or of several nodes."""
        of_all, of_two = _SEVERAL[name]
        if len(values) == 1:
            return operation(of_all, (values[0],), start, end)
        node = values[0]
        for value in values[1:]:
            node = operation(of_two, (node, value), start, end)
        return node

    def _not_expected(self, token: Token) -> BadFormula:
        """Return the mistake of a token where a sign, or the end, was expected."""
        typed = self._text[token.start : token.end]
        if token.kind in (TokenKind.NUMBER, TokenKind.NAME) or token.text in ("(", "√"):
            sign = " − " if self._is_difference_without_sign(token) else "·"
            offer = f"{self._text[: token.start].rstrip()}{sign}{self._text[token.start :]}"
            mistake = Mistake.OPERATOR_MISSING
            return BadFormula(mistake, token.start, token.end, text=typed, offer=offer)
        if token.text in (")", "|"):
            return BadFormula(Mistake.CLOSES_NOTHING, token.start, token.end, text=typed)
        mistake = Mistake.COMMA_ALONE if token.text == "," else Mistake.COMPARED
        return BadFormula(mistake, token.start, token.end)

    def _is_difference_without_sign(self, token: Token) -> bool:
        """Return whether Y and P stand side by side alone in brackets, as in (Y P)² or |Y P|.

        A product would need no brackets there. That of a function's value may be one: exp(Y P).
        """
        at = self._tokens.index(token)
        if at < FEWEST_BEFORE_DIFFERENCE:
            return False
        opening, left = self._tokens[at - 2 : at]
        names = (_known_in_case(each.text, _NAMES) for each in (left, token))
        symbols = {_VARIABLES.get(name) for name in names}
        if symbols != {Symbol.Y, Symbol.P} or opening.text not in ("(", "|"):
            return False
        before = self._tokens[at - 3] if at > FEWEST_BEFORE_DIFFERENCE else None
        if opening.text == "(" and before is not None and before.kind is TokenKind.NAME:
            return before.text in _OF_SIZE and self._tokens[at + 1].text == ")"
        return self._tokens[at + 1].text == {"(": ")", "|": "|"}[opening.text]

    def _unknown(self, mistake: Mistake, token: Token, names: tuple[str, ...]) -> BadFormula:
        """Return the mistake of an unknown name, with the nearest known one.

        Other names that differ in case only are mended as well.
        """
        alike = _known_in_case(token.text, names)
        near = alike or next(iter(get_close_matches(token.text, names, 1)), "")
        offer = ""
        if near:
            kept = 0
            for each in self._tokens:
                if each.kind is not TokenKind.NAME:
                    continue
                mended = near if each == token else _known_in_case(each.text, self.names)
                offer += self._text[kept : each.start] + (mended or each.text)
                kept = each.end
            offer += self._text[kept:]
        return BadFormula(mistake, token.start, token.end, text=token.text, offer=offer)


class _LossParser(Grammar):
    """What a loss is made of: Y, P, W and N."""

    names = _NAMES

    def loss(self) -> Node:
        """Parse all of the text, which is one number."""
        node = self.value()
        if node.spread is Spread.ROWS:
            raise self._not_one_number(Mistake.VALUE_A_ROW, node, "mean")
        if node.spread is Spread.WEIGHTS:
            raise self._not_one_number(Mistake.VALUE_A_WEIGHT, node, "sum")
        return node

    def variable(self, token: Token) -> Node | None:
        """Return Y, P, W or N."""
        symbol = _VARIABLES.get(token.text)
        return None if symbol is None else Variable(symbol, token.start, token.end)

    def unknown_name(self, token: Token) -> BadFormula:
        """Return the mistake; A is no part of a loss beside the prediction."""
        if token.text == "A":
            return BadFormula(Mistake.INPUTS, token.start, token.end)
        return super().unknown_name(token)

    def _not_one_number(self, mistake: Mistake, node: Node, function: str) -> BadFormula:
        offer = f"{function}({self._text.strip()})"
        return BadFormula(mistake, node.start, node.end, offer=offer)


def _known_in_case(name: str, names: tuple[str, ...]) -> str:
    """Return the name that differs in case at most; empty if none does."""
    if name in names or name in _ALIASES:
        return name
    return next((each for each in names if each.lower() == name.lower()), "")


def _placed(node: Node, start: int, end: int) -> Node:
    """Return a node with the place of the brackets around it."""
    if isinstance(node, Operation):
        return Operation(node.operator, node.parts, node.spread, start, end)
    if isinstance(node, Variable):
        return Variable(node.symbol, start, end)
    return Constant(node.value, start, end)
