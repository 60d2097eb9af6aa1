"""Tables framed by bars and rules, as Markdown, Org and SQL draw them."""

import re
from collections.abc import Iterable
from itertools import islice

BAR = "|"
_RULE = re.compile(r"[-=+|: \t]+\Z")
_DRAWN = re.compile(r"---|===|-:|:-")
_FRAMED = re.compile(r"[ \t]*\|(?P<cells>.*)\|[ \t]*\Z")
_HEADED = re.compile(r"-?\.-\.(?!-)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINES_LOOKED_AT = 5


def is_rule(line: str) -> bool:
    """Tell a line that is drawn and holds no cells."""
    text = line.rstrip("\r\n")
    return _DRAWN.search(text) is not None and _RULE.match(text) is not None


def without_frame(line: str) -> str:
    """Leave out a rule, and the outer bars of a row."""
    if is_rule(line):
        return "\n"
    found = _FRAMED.match(line.rstrip("\r\n"))
    return found["cells"] + "\n" if found else line


def unescaped(name: str) -> str:
    """Take off the backslashes that Markdown has before the marks of a name."""
    return _ESCAPED.sub(r"\1", name)


def rule_tells(lines: Iterable[str]) -> bool:
    """Tell a header by the rule under it, unless there is one under the next row as well."""
    shown = islice((line for line in lines if line.strip()), _LINES_LOOKED_AT)
    return _HEADED.match("".join("-" if is_rule(line) else "." for line in shown)) is not None
