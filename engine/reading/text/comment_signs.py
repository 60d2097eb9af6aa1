"""Comment signs of other programs: ! and // and * and -- and % and ; before words.

They are rarer than # and may begin a cell, so they count only if words follow and the line cannot
be a row.
"""

import re
from collections.abc import Sequence

from .number_patterns import looks_like_number
from .preamble import is_mark

RARE_SIGNS = ("!", "//", "*", "--", ";")
_BETWEEN_CELLS = re.compile(r"[,;|\t]")
_BETWEEN_WORDS = re.compile(r"[,;|\s]+")
_WORDS = re.compile(r"[\s!/*;=_-]*(?:[^\W\d_]|\Z)")


def guess_rare_comment(lines: Sequence[str]) -> str:
    """Return the rare sign that starts lines of comments; "" if there are none.

    Parameters
    ----------
    lines : sequence of str
        The first lines of a file.

    Returns
    -------
    str
    """
    shown = [line.strip() for line in lines if line.strip()]
    for sign in RARE_SIGNS:
        begun = [line for line in shown if line.startswith(sign) and not is_mark(line)]
        others = [line for line in shown if not line.startswith(sign)]
        if not begun or not others or (sign == ";" and any(";" in line for line in others)):
            continue
        if all(_is_remark(line, sign, others) for line in begun) and any(map(_has_word, begun)):
            return sign
    return ""


def _is_remark(line: str, sign: str, others: Sequence[str]) -> bool:
    """Return whether words follow a sign in a line that has not the cells of a row."""
    if not _WORDS.match(line[len(sign) :]):
        return False
    counts = {len(_BETWEEN_CELLS.findall(other)) for other in others}
    cells = [cell for cell in _BETWEEN_WORDS.split(line) if cell][1:]
    is_as_wide = counts != {0} and len(_BETWEEN_CELLS.findall(line)) in counts
    return not (is_as_wide and any(map(looks_like_number, cells)))


def _has_word(line: str) -> bool:
    return any(map(str.isalpha, line))
