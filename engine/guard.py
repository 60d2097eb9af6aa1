"""Escapes text that a spreadsheet would run as a formula, with a leading apostrophe."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def guarded(text: str) -> str:
    """Return the text with an apostrophe before a formula, even if it has one already."""
    return f"'{text}" if _RUNS.match(text) else text


def unguarded(text: str) -> str:
    """Return the text without that apostrophe."""
    return text[1:] if _GUARDED.match(text) else text
