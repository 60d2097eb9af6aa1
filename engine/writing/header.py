"""Names over columns, written so that whoever reads them back takes them for names."""

import re
from collections.abc import Sequence

from ..guard import guarded
from ..reading.dialect import COMMENTS
from ..reading.header import is_header

_BREAKS = re.compile(r"\s*[\r\n]\s*")


def header_cells(names: Sequence[str], separator: str) -> list[str]:
    """Return names as cells that run nothing and break nothing.

    All are in quotes where they would pass for numbers without them.
    """
    cells = [_on_one_line(guarded(name)) for name in names]
    if is_header(cells):
        return [quoted(cell, separator) for cell in cells]
    return [in_quotes(cell) for cell in cells]


def quoted(text: str, separator: str) -> str:
    """Put a text in quotes if it would break its cell, or make a comment of its line.

    It stands on one line: whoever looks for comments, or counts rows, goes by lines.
    """
    text = _on_one_line(text)
    breaks = separator in text or '"' in text
    return in_quotes(text) if breaks or text.startswith(COMMENTS) else text


def _on_one_line(text: str) -> str:
    return _BREAKS.sub(" ", text)


def in_quotes(text: str) -> str:
    """Put a text in quotes, those within it twice."""
    return '"' + text.replace('"', '""') + '"'
