"""A formula's text cut into names, numbers and signs, each with its place in the text as typed."""

import re
from enum import Enum
from typing import NamedTuple
from unicodedata import category, name, normalize

from ..errors import BadNumber
from ..numbers import nearest_number
from .errors import BadFormula, Mistake

# The longest loss of the literature that was tried has 90 characters and 40 parts. These limits
# keep parsing below 2 ms, and every walk over a tree below 350 calls deep.
MOST_CHARACTERS = 2000
MOST_PARTS = 300


class TokenKind(Enum):
    """What a piece of text is."""

    NUMBER = "a number"
    NAME = "a name"
    SIGN = "a sign"
    RAISED = "a raised number"
    END = "the end"


class Token(NamedTuple):
    """A piece of text: its kind, what it means, and from where to where it stands."""

    kind: TokenKind
    text: str
    start: int
    end: int
    value: float = 0.0


_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_RAISED + "⁻", "0123456789-")
_TOKEN = re.compile(
    r"(?P<number>(?:[1-9][0-9]{0,2}(?:[\u202f\u00a0\u2009][0-9]{3})+(?![0-9])(?:\.[0-9]*)?"
    r"|[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<raised>⁻?[{_RAISED}]+)"
    # Raised digits count as letters. A hat or an accent may be a character of its own.
    rf"|(?P<name>[^\W\d_](?:(?![{_RAISED}])\w|[\u0300-\u036f])*)"
    r"|(?P<sign>\*\*|<=|>=|.)",
    re.DOTALL,
)
# “0,1” and “1,234.5”, but neither the list 1,2,3 nor 2,1.5, which is two values in any case.
_COMMA = re.compile(
    r"(?<![0-9],)(?:[0-9]+,[0-9]+(?:[eE][+-]?[0-9]+)?|[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?)"
    r"(?![0-9]|\.[0-9]|,\S)"
)
# Web pages put these between letters, where nobody sees them.
_WITHOUT_WIDTH = "\u200b\u2060\ufeff"
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
"""Categories of what has no picture: marks of control and of direction, and unused numbers."""
_SIGNS = {
    **{sign: sign for sign in "+/^(),<>|√≤≥"},
    **dict.fromkeys(("·", "*", "×", "⋅", "∙"), "·"),
    # The hyphens and dashes that editors of text put in place of a minus.
    **dict.fromkeys("−-\u2010\u2011\u2013\ufe63\uff0d", "−"),
    **dict.fromkeys(("÷", "∕"), "/"),
    "**": "^",
    "<=": "≤",
    ">=": "≥",
}


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a formula, ended by one of the kind END.

    Raises BadFormula if the text is too long, or has a character or a number that no formula has.
    """
    if len(text) > MOST_CHARACTERS:
        raise BadFormula(Mistake.TOO_LONG, MOST_CHARACTERS, len(text), count=MOST_CHARACTERS)
    found: list[Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        if text[at].isspace() or text[at] in _WITHOUT_WIDTH:
            at += 1
            continue
        token = _token(text, at)
        if len(found) == MOST_PARTS:
            raise BadFormula(Mistake.TOO_MANY_PARTS, at, end, count=MOST_PARTS)
        found.append(token)
        at = token.end
    return [*found, Token(TokenKind.END, "", end, end)]


def _token(text: str, at: int) -> Token:
    match = _TOKEN.match(text, at)
    assert match is not None  # the last alternative takes any character
    typed, end = match[0], match.end()
    if match["number"] is not None:
        return _number(text, at, typed)
    if match["name"] is not None:
        return Token(TokenKind.NAME, normalize("NFC", typed), at, end)
    if match["raised"] is not None:
        return Token(TokenKind.RAISED, typed, at, end, float(typed.translate(_DIGITS)))
    sign = _SIGNS.get(normalize("NFC", typed))
    if sign is None and category(typed) in _INVISIBLE:
        offer = without_invisible(text)
        raise BadFormula(Mistake.CHARACTER, at, end, text=_named(typed), offer=offer)
    if sign is None:
        raise BadFormula(Mistake.CHARACTER, at, end, text=typed)
    return Token(TokenKind.SIGN, sign, at, end)


def without_invisible(text: str) -> str:
    """Return a text without what nobody sees; what separates lines stays."""
    return "".join(each for each in text if each.isspace() or category(each) not in _INVISIBLE)


def _named(invisible: str) -> str:
    """Return the number of a character, and its name if it has one: “U+202E, …”."""
    number, called = f"U+{ord(invisible):04X}", name(invisible, "").lower()
    return f"{number}, {called}" if called else number


def _number(text: str, at: int, typed: str) -> Token:
    if (found := _COMMA.match(text, at)) is not None:
        offer = text[:at] + _with_point(found[0]) + text[found.end() :]
        raise BadFormula(Mistake.COMMA_IN_NUMBER, at, found.end(), text=found[0], offer=offer)
    end = at + len(typed)
    try:
        value = nearest_number(typed)
    except BadNumber:
        raise BadFormula(Mistake.TOO_LARGE, at, end, text=typed) from None
    if value == 0 and re.match(r"[^eE]*[1-9]", typed):
        raise BadFormula(Mistake.TOO_SMALL, at, end, text=typed)
    return Token(TokenKind.NUMBER, typed, at, end, value)


def _with_point(typed: str) -> str:
    """Return a number without its groups, or with a point for its comma."""
    is_grouped = typed.count(",") > 1 or "." in typed
    return typed.replace(",", "" if is_grouped else ".")
