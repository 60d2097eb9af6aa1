"""Escape text that a spreadsheet would run as a formula, with an apostrophe before it."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def escape_formula(text: str) -> str:
    """Put an apostrophe before a formula, and before a formula that already has one."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescape_formula(text: str) -> str:
    """Remove such an apostrophe."""
    return text[1:] if _ESCAPED.match(text) else text
