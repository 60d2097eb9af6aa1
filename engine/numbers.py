"""Parsing one number as people write it: the same rules for every field, cell and file.

A point always separates decimals. So does a comma, unless it could also group thousands: ``1,234``
alone is refused, never guessed. Blanks at which no line breaks may group digits, as the window does
where a comma separates decimals. Only plain digits form a number: no underscores, no full-width
digits, no NaN, no infinity, and nothing too large for a float64.
"""

import math
import re
from typing import NamedTuple

from .errors import BadNumber
from .language.sentence import marked
from .shortening import in_quotes

PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
_COMMA_GROUPS = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?P<rest>\.[0-9]*)?(?:[eE][+-]?[0-9]+)?\Z"
)
_POINT_GROUPS = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?P<rest>,[0-9]*)?(?:[eE][+-]?[0-9]+)?\Z"
)
# Narrow, usual and thin blanks that do not break a line: they never separate two numbers.
_BLANK_GROUPS = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?:[\u202f\u00a0\u2009][0-9]{3})+(?:[.,][0-9]*)?(?:[eE][+-]?[0-9]+)?\Z"
)
_GROUPED_COUNT = re.compile(r"[1-9][0-9]{0,2}(?P<mark>[,.])[0-9]{3}(?:(?P=mark)[0-9]{3})*\Z")
# A digit that is not 0 before the exponent.
_NOT_ZERO = re.compile(r"[^1-9eE]*[1-9]")
_BLANKS = str.maketrans("", "", "\u202f\u00a0\u2009")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity|∞)\Z", re.IGNORECASE)
# From here on, repr writes an exponent.
_WHOLE_BELOW = 1e16


def parse_number(text: str, *, decimal_comma: bool = False) -> float:
    """Parse one finite float64; with ``decimal_comma``, ``1,234`` is 1.234.

    Raises BadNumber, whose text is the sentence to show.
    """
    return _parsed(text, decimal_comma, _OF_NUMBERS)


def _parsed(text: str, decimal_comma: bool, refusals: "_Refusals") -> float:
    value = _nearest(text, decimal_comma, refusals)
    if value == 0 and _NOT_ZERO.match(text.strip()):
        raise BadNumber(
            text,
            marked(
                "engine",
                "{text} is too small: numbers here begin at about 4.9e−324. Write a larger one, or "
                "0.",
            ).format(text=in_quotes(text)),
            marked("engine", "{number} is too small. Write a larger one, or 0."),
        )
    return value


def nearest_number(text: str, *, decimal_comma: bool = False) -> float:
    """Parse one number as ``parse_number``, but read as 0 what is too small for a float64.

    Tables are read so, and their notes tell it.
    """
    return _nearest(text, decimal_comma, _OF_NUMBERS)


def _nearest(text: str, decimal_comma: bool, refusals: "_Refusals") -> float:
    written = text.strip().replace("−", "-")
    if _BLANK_GROUPS.match(written):
        written = written.translate(_BLANKS)
    value = float(_with_point(written, decimal_comma, refusals))
    if not math.isfinite(value):
        raise BadNumber(
            text,
            marked("engine", "{text} is too large: numbers here end at about 1.8e308.").format(
                text=in_quotes(text)
            ),
            marked("engine", "{number} is too large."),
        )
    return value


def parse_count(text: str, *, decimal_comma: bool = False) -> float:
    """Parse a count, in which ``1.000`` and ``1,000`` are never a 1 with decimals.

    Parameters
    ----------
    text : str
        What was typed, also with its digits grouped as the window groups them.
    decimal_comma : bool
        Whether a comma separates decimals: then a point may group digits, else a comma.

    Raises
    ------
    BadNumber
        If it is no number, or groups its digits by the mark that separates decimals.
    """
    written = text.strip()
    found = _GROUPED_COUNT.match(written)
    if found is None:
        return _parsed(text, decimal_comma, _OF_COUNTS)
    mark, digits = found["mark"], re.sub("[,.]", "", written)
    if mark == ("," if decimal_comma else ".") and written.count(mark) == 1:
        raise BadNumber(
            written,
            marked(
                "engine",
                "{written} could be {digits}, or a number with decimals. Write it with no comma or "
                "point.",
            ).format(written=in_quotes(written), digits=digits),
        )
    return float(digits)


def exact(value: float) -> str:
    """Return the shortest text that parses back to the same float64."""
    text = repr(float(value))
    return text.removesuffix(".0") if abs(value) < _WHOLE_BELOW else text


def _with_point(written: str, decimal_comma: bool, refusals: "_Refusals") -> str:
    """Return a number with a decimal point and no grouping, or raise BadNumber."""
    if PLAIN.match(written):
        return written
    if "," in written:
        return _without_commas(written, decimal_comma, refusals)
    if _POINT_GROUPS.match(written):
        return written.replace(".", "")
    raise refusals.of(written)


def _without_commas(written: str, decimal_comma: bool, refusals: "_Refusals") -> str:
    as_decimal = written.replace(",", ".")
    groups = _COMMA_GROUPS.match(written)
    if written.count(",") == 1 and PLAIN.match(as_decimal):
        if groups is None or decimal_comma:
            return as_decimal
        raise BadNumber(
            written,
            marked(
                "engine",
                "{written} could mean {as_decimal} or {value}. Write it with a point, or without "
                "the comma.",
            ).format(written=written, as_decimal=as_decimal, value=written.replace(",", "")),
            marked("engine", "“{text}” could mean two numbers."),
        )
    if groups is not None:
        return written.replace(",", "")
    if written.count(",") == 1 and _POINT_GROUPS.match(written):
        return written.replace(".", "").replace(",", ".")
    raise refusals.of(written)


_NOT_FINITE_BRIEFLY = marked("engine", "“{text}” is not a finite number.")


class _Refusals(NamedTuple):
    """The sentences on what is no number, with an example of what may be written there."""

    no_number: str
    not_finite: str
    empty: str

    def of(self, written: str) -> BadNumber:
        """Return the refusal of a text."""
        if not written:
            return BadNumber(written, self.empty, marked("engine", "no number is here."))
        if _NOT_FINITE.match(written):
            return BadNumber(written, self.not_finite.format(written=written), _NOT_FINITE_BRIEFLY)
        return BadNumber(written, self.no_number.format(written=in_quotes(written)))


_OF_NUMBERS = _Refusals(
    marked("engine", "{written} is not a number. Write one, such as 0.5 or 1e-3."),
    marked("engine", "{written} is not a finite number. Write one, such as 0.5 or 1e-3."),
    marked("engine", "There is no number here. Write one, such as 0.5 or 1e-3."),
)
_OF_COUNTS = _Refusals(
    marked("engine", "{written} is not a number. Write a whole one, such as 1000 or 1e6."),
    marked("engine", "{written} is not a finite number. Write a whole one, such as 1000 or 1e6."),
    marked("engine", "There is no number here. Write a whole one, such as 1000 or 1e6."),
)
