"""Parsing one number as people write it: the same rules for every field, cell and file.

A point always separates decimals. So does a comma, unless it could also group thousands: ``1,234``
alone is refused, never guessed. Only plain digits form a number: no underscores, no full-width
digits, no NaN, no infinity, and nothing too large for a float64.
"""

import math
import re

from .errors import BadNumber
from .shortening import LONGEST_QUOTE, one_line

PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
_COMMA_GROUPS = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?P<rest>\.[0-9]*)?(?:[eE][+-]?[0-9]+)?\Z"
)
_POINT_GROUPS = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?P<rest>,[0-9]*)?(?:[eE][+-]?[0-9]+)?\Z"
)
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity|∞)\Z", re.IGNORECASE)
# From here on, repr writes an exponent.
_WHOLE_BELOW = 1e16


def parse_number(text: str, *, decimal_comma: bool = False) -> float:
    """Parse one finite float64; with ``decimal_comma``, ``1,234`` is 1.234.

    Raises BadNumber, whose text is the sentence to show.
    """
    written = text.strip().replace("−", "-")
    value = float(_with_point(written, decimal_comma))
    if not math.isfinite(value):
        raise BadNumber(text, f"{shown(text)} is too large: numbers here end at about 1.8e308.")
    return value


def exact(value: float) -> str:
    """Return the shortest text that parses back to the same float64."""
    text = repr(float(value))
    return text.removesuffix(".0") if abs(value) < _WHOLE_BELOW else text


def shown(text: str) -> str:
    """Return a text quoted for a sentence, shortened if it is long."""
    return repr(one_line(text, LONGEST_QUOTE))


def _with_point(written: str, decimal_comma: bool) -> str:
    """Return a number with a decimal point and no grouping, or raise BadNumber."""
    if PLAIN.match(written):
        return written
    if "," in written:
        return _without_commas(written, decimal_comma)
    if _POINT_GROUPS.match(written):
        return written.replace(".", "")
    raise _refusal(written)


def _without_commas(written: str, decimal_comma: bool) -> str:
    as_decimal = written.replace(",", ".")
    groups = _COMMA_GROUPS.match(written)
    if written.count(",") == 1 and PLAIN.match(as_decimal):
        if groups is None or decimal_comma:
            return as_decimal
        raise BadNumber(
            written,
            f"{written} could mean {as_decimal} or {written.replace(',', '')}. "
            "Write it with a point, or without the comma.",
        )
    if groups is not None:
        return written.replace(",", "")
    if written.count(",") == 1 and _POINT_GROUPS.match(written):
        return written.replace(".", "").replace(",", ".")
    raise _refusal(written)


def _refusal(written: str) -> BadNumber:
    if not written:
        return BadNumber(written, "There is no number here. Write one, such as 0.5 or 1e-3.")
    if _NOT_FINITE.match(written):
        return BadNumber(
            written, f"{written} is not a finite number. Write one, such as 0.5 or 1e-3."
        )
    return BadNumber(written, f"{shown(written)} is not a number. Write one, such as 0.5 or 1e-3.")
