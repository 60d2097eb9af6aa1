"""Tables drawn with bars and rules, as in Markdown, Org and the output of SQL clients.

Characters that draw boxes become those of ASCII while a text is decoded, so nothing else need know
them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

BAR = "|"
_RULE = re.compile(r"[-=+|: \t]+\Z")
_DRAWN = re.compile(r"---|===|-:|:-")
_FRAMED = re.compile(r"[ \t]*\|(?P<cells>.*)\|[ \t]*\Z")
_HEADER_ABOVE_RULE = re.compile(r"-?\.-\.(?!-)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
DOTS = frozenset(("..", "...", "…"))
"""Cells of a printed row, or column, that stands for those left out."""
_FIRST_BOX, _LAST_BOX = 0x2500, 0x257F
# Of three dashes, or a rule over narrow columns would not be one.
_BOX_CHARACTERS = {
    **dict.fromkeys(range(_FIRST_BOX, _LAST_BOX + 1), "+"),
    **dict.fromkeys(map(ord, "─━┄┅┈┉╌╍═╴╶╸╺╼╾"), "---"),
    **dict.fromkeys(map(ord, "│┃┆┇┊┋╎╏║╵╷╹╻╽╿"), BAR),
}
_BOX_RULE = re.compile(r"^[ \t]*[\u2500-\u257f][\u2500-\u257f \t]*\r?$", re.MULTILINE)
_FOOTER = re.compile(
    rb"(?:\A|(?<=[\r\n]))[ \t]*(?:\([0-9,]+ rows?(?: affected)?\)"
    rb"|\[[0-9,]+ rows x [0-9,]+ columns\]"
    rb"|\[ reached [^\r\n]{0,80}omitted [0-9,]+ rows? \]"
    rb"|[0-9,]+ rows? (?:in set|selected|affected|returned)\b[^\r\n]*)\s*\Z"
)
_LONGEST_FOOTER = 2**8
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


def box_characters(text: str) -> Mapping[int, str]:
    """Return what to write for characters that draw boxes, {} if no line of a text draws one."""
    return _BOX_CHARACTERS if _BOX_RULE.search(text) else {}


def find_footer(data: bytes) -> bytes:
    """Return the end of some lines if the last one counts the rows, as SQL clients do; else b""."""
    found = _FOOTER.search(data[-_LONGEST_FOOTER:])
    is_whole = found is not None and (found.start() > 0 or len(data) <= _LONGEST_FOOTER)
    return found[0] if found is not None and is_whole else b""


def unescape_markdown(name: str) -> str:
    """Remove the backslashes before punctuation that Markdown adds to names."""
    return _ESCAPED.sub(r"\1", name)


def is_framed(lines: Sequence[str]) -> bool:
    """Return whether each line is a rule, or a row between bars, and some are rules."""
    shown = [line for line in lines if line.strip()]
    return all(is_rule(line) or _FRAMED.match(line.rstrip("\r\n")) for line in shown) and any(
        map(is_rule, shown)
    )


def rule_marks_header(lines: Iterable[str]) -> bool:
    """Return whether a rule below the first row marks it as a header.

    It does not if the next row has a rule below it as well.
    """
    shown = islice((line for line in lines if line.strip()), _LINES_LOOKED_AT)
    drawing = "".join("-" if is_rule(line) else "." for line in shown)
    return _HEADER_ABOVE_RULE.match(drawing) is not None
