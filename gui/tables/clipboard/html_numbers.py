"""The exact number in an HTML cell, whatever the cell displays.

LibreOffice stores it in ``sdval``, Excel in ``x:num``, Google Sheets in ``data-sheets-value``.
"""

import json
import re
from collections.abc import Mapping

from engine.errors import BadNumber
from engine.numbers import parse_number

# No spreadsheet writes a number this long; the bound keeps hostile text from being parsed.
_LONGEST_NUMBER = 1000
# Google's JSON has the type under key 1 and the value under the number of that type; 3 is a
# number.
_NUMBER_KIND = 3
_LIKE_A_DATE = re.compile(
    r"\d\s*[/:]\s*\d|\d[-.]\d{1,2}[-.]\d|\d\W{0,2}[^\W\d]{3,9}\W{0,2}\d{2}|^[^\W\d]{3,9}\W+\d+\W+\d"
)


def exact_number(text: str, attributes: Mapping[str, str | None]) -> float | None:
    """Return the cell's exact number, or None for a date, a time or anything else."""
    if _LIKE_A_DATE.search(text):
        return None
    plain = attributes.get("sdval") or attributes.get("x:num")
    written = plain or _sheets_number(attributes.get("data-sheets-value") or "")
    if not written or len(written) > _LONGEST_NUMBER:
        return None
    try:
        return parse_number(written)
    except BadNumber:
        return None


def _sheets_number(value: str) -> str:
    """Return the number in Google's JSON as text, or an empty string for another type."""
    if not value or len(value) > _LONGEST_NUMBER:
        return ""
    try:
        decoded = json.loads(value, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return ""
    is_number = isinstance(decoded, dict) and decoded.get("1") == str(_NUMBER_KIND)
    number = decoded.get(str(_NUMBER_KIND)) if is_number else ""
    return number if isinstance(number, str) else ""
