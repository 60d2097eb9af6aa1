"""What stands above the header of a table: titles, and what a program tells of itself."""

from collections.abc import Iterable, Sequence
from itertools import islice

from .evidence import is_like_a_number
from .header import is_header
from .records import Splitting

_FEWEST_NAMES = 2


def titles_above(rows: Sequence[Sequence[str]]) -> int:
    """Count the rows of one text each above a header with numbers below it; 0 where it is in doubt.

    Such a header has several names, so that nothing but a title is taken for one.
    """
    titles = next((k for k, row in enumerate(rows) if not _is_title(row)), len(rows))
    head, below = rows[titles : titles + 1], rows[titles + 1 :]
    if not head or not below or sum(map(bool, head[0])) < _FEWEST_NAMES:
        return 0
    has_numbers = any(map(is_like_a_number, below[0]))
    return titles if has_numbers and is_header(head[0], below) else 0


def lines_of_titles(lines: Iterable[str], splitting: Splitting) -> int:
    """Count the lines above the header, where there are titles; 0 otherwise."""
    rows = list(splitting.numbered_rows(lines))
    titles = titles_above([cells for _, cells in rows])
    return rows[titles][0] if titles else 0


def _is_title(cells: Sequence[str]) -> bool:
    """Tell a lone text among cells that are empty."""
    texts = list(islice(filter(None, cells), 2))
    return len(texts) == 1 and not is_like_a_number(texts[0])
