"""Text that a spreadsheet would run as a formula, behind an apostrophe that keeps it from that."""

import re

_RUNS = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(text: str) -> str:
    """Put an apostrophe before a formula, and before one that has an apostrophe already."""
    return f"'{text}" if _RUNS.match(text) else text


def unguarded(text: str) -> str:
    """Take such an apostrophe off again."""
    return text[1:] if _GUARDED.match(text) else text
