"""The lines above the header of a table: titles, and what a program wrote about itself."""

from collections.abc import Iterable, Sequence
from itertools import islice

from .evidence import looks_like_number
from .header import is_header
from .records import Splitting

_FEWEST_NAMES = 2


def count_title_rows(rows: Sequence[Sequence[str]]) -> int:
    """Count the rows of a single text above a header with numbers below it; 0 if in doubt.

    The header must have several names, or a title could be taken for one.
    """
    titles = next((k for k, row in enumerate(rows) if not _is_title(row)), len(rows))
    head, below = rows[titles : titles + 1], rows[titles + 1 :]
    if not head or not below or sum(map(bool, head[0])) < _FEWEST_NAMES:
        return 0
    has_numbers = any(map(looks_like_number, below[0]))
    return titles if has_numbers and is_header(head[0], below) else 0


def count_title_lines(lines: Iterable[str], splitting: Splitting) -> int:
    """Count the lines above the header if there are titles; else return 0."""
    rows = list(splitting.numbered_rows(lines))
    titles = count_title_rows([cells for _, cells in rows])
    return rows[titles][0] if titles else 0


def _is_title(cells: Sequence[str]) -> bool:
    """Return whether this row is a single text among empty cells."""
    texts = list(islice(filter(None, cells), 2))
    return len(texts) == 1 and not looks_like_number(texts[0])
