"""How a text file begins: the separator that its records turn out to have, and their names."""

import re
from dataclasses import replace
from itertools import islice
from pathlib import Path

from .errors import BadTable
from .reading import Records
from .text import BLOCK_SIZE, TextFile, open_text

SEPARATORS = ("\t", ";", ",")
LINES_TO_GUESS_FROM = 20
_LIKE_A_NUMBER = re.compile(r"[\W_]*\d[\W\d_]*(?:[eE][\W\d_]*)?\Z")
_LIKE_A_GAP = {"", "nan", "inf", "infinity", "na", "n/a", "null", "none"}


def read_records(path: Path, size: int = BLOCK_SIZE) -> Records:
    """Find the separator, the header and the width of a file; raise BadTable where it has none.

    ``size`` is that of a block of its text, in bytes; a longer record makes a longer block.
    """
    text = open_text(path, size)
    records = _unnamed(text, _separator(text))
    first, after = records.first()
    records = replace(records, width=len(first.cells))
    if any(map(_is_name, first.cells)):
        return replace(records, names=tuple(first.cells), start=after)
    return records


def _unnamed(text: TextFile, separator: str) -> Records:
    """Return all records of a file, its header among them, their width not yet known."""
    return Records(text, separator, (), 0, text.start)


def _separator(text: TextFile) -> str:
    """Choose the separator that splits the first lines into equally many cells, more than one.

    Where none does, the one that splits the first line the most, so that the odd line is named.
    """
    widths = {separator: _first_widths(text, separator) for separator in SEPARATORS}
    for separator, found in widths.items():
        if len(set(found)) == 1 and found[0] > 1:
            return separator
    return max(reversed(SEPARATORS), key=lambda separator: widths[separator][:1])


def _first_widths(text: TextFile, separator: str) -> list[int]:
    records, widths = _unnamed(text, separator), list[int]()
    for block in records.blocks():
        more = islice(records.within(block), LINES_TO_GUESS_FROM - len(widths))
        try:
            widths += [len(record.cells) for record in more]
        except BadTable:  # its quotes belong to another separator, or its reading will say so
            return []
        if len(widths) == LINES_TO_GUESS_FROM:
            break
    return widths


def _is_name(cell: str) -> bool:
    """Tell a column's name from a cell that is, or was meant as, a number."""
    return cell.lower().lstrip("+-") not in _LIKE_A_GAP and not _LIKE_A_NUMBER.match(cell)
