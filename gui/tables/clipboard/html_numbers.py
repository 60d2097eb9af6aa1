"""The number behind a cell of HTML, whatever is seen of it.

LibreOffice keeps it in ``sdval``, Excel in ``x:num``, Google Sheets in ``data-sheets-value``.
"""

import json
import re
from collections.abc import Mapping

from engine.errors import BadNumber
from engine.numbers import parse_number

_LONGEST_NUMBER = 1000
_NUMBER_KIND = 3
_LIKE_A_DATE = re.compile(
    r"\d\s*[/:]\s*\d|\d[-.]\d{1,2}[-.]\d|\d\W{0,2}[^\W\d]{3,9}\W{0,2}\d{2}|^[^\W\d]{3,9}\W+\d+\W+\d"
)


def exact_number(text: str, attributes: Mapping[str, str | None]) -> float | None:
    """Return the number a cell carries, unless it is that of a date or a time."""
    if _LIKE_A_DATE.search(text):
        return None
    plain = attributes.get("sdval") or attributes.get("x:num")
    text_of_number = plain or _sheets_number(attributes.get("data-sheets-value") or "")
    if not text_of_number or len(text_of_number) > _LONGEST_NUMBER:
        return None
    try:
        return parse_number(text_of_number)
    except BadNumber:
        return None


def _sheets_number(value: str) -> str:
    """Return the number in Google's JSON as it is written there, "" if it is of another kind."""
    if not value or len(value) > _LONGEST_NUMBER:
        return ""
    try:
        text_of_number = json.loads(value, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return ""
    is_number = isinstance(text_of_number, dict) and text_of_number.get("1") == str(_NUMBER_KIND)
    number = text_of_number.get(str(_NUMBER_KIND)) if is_number else ""
    return number if isinstance(number, str) else ""
