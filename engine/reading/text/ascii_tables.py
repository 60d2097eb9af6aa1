"""Tables drawn with bars and rules, as in Markdown, Org and the output of SQL clients."""

import re
from collections.abc import Iterable
from itertools import islice

BAR = "|"
_RULE = re.compile(r"[-=+|: \t]+\Z")
_DRAWN = re.compile(r"---|===|-:|:-")
_FRAMED = re.compile(r"[ \t]*\|(?P<cells>.*)\|[ \t]*\Z")
_HEADER_ABOVE_RULE = re.compile(r"-?\.-\.(?!-)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# A rule, the header, a rule, a row, and whether another rule follows.
_LINES_LOOKED_AT = 5


def is_rule(line: str) -> bool:
    """Return whether a line is a drawn rule without cells."""
    text = line.rstrip("\r\n")
    return _DRAWN.search(text) is not None and _RULE.match(text) is not None


def strip_frame(line: str) -> str:
    """Remove a rule, or the outer bars of a row."""
    if is_rule(line):
        return "\n"
    found = _FRAMED.match(line.rstrip("\r\n"))
    return found["cells"] + "\n" if found else line


def unescape_markdown(name: str) -> str:
    """Remove the backslashes before punctuation that Markdown adds to names."""
    return _ESCAPED.sub(r"\1", name)


def rule_marks_header(lines: Iterable[str]) -> bool:
    """Return whether a rule below the first row marks it as a header.

    It does not if the next row has a rule below it as well.
    """
    shown = islice((line for line in lines if line.strip()), _LINES_LOOKED_AT)
    drawing = "".join("-" if is_rule(line) else "." for line in shown)
    return _HEADER_ABOVE_RULE.match(drawing) is not None
