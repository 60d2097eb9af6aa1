"""Lists in a sentence: every one is joined here, so that each language joins its own way."""

from collections.abc import Sequence
from functools import reduce

from .plurals import plural
from .sentence import Chain, marked

_AND = marked("engine", "{items} and {last}")
_OR = marked("engine", "{items} or {last}")
_AND_MORE = plural("engine", "{items} and {n} more", "{items} and {n} more", 1)
COMMA, SEMICOLON = ", ", "; "


def listed(items: Sequence[str], between: str = COMMA) -> str:
    """Return items one after the other: ``a, b, c``."""
    if len(items) == 1:
        return items[0]
    parts = [part for item in items for part in (between, item)]
    return Chain(*parts[1:])


def and_more(items: Sequence[str], most: int) -> str:
    """Return the first items, and how many more there are: ``a, b and 3 more``."""
    more = len(items) - most
    return listed(items) if more <= 0 else _AND_MORE(more, items=listed(items[:most]))


def all_of(items: Sequence[str]) -> str:
    """Return all items: ``a, b and c``."""
    return _joined(_AND, items)


def joined_by_and(items: Sequence[str]) -> str:
    """Return all items without a comma, which numbers may have: ``a and b and c``."""
    return reduce(lambda said, item: _AND.format(items=said, last=item), items)


def one_of(items: Sequence[str]) -> str:
    """Return alternatives: ``a, b or c``."""
    return _joined(_OR, items)


def _joined(form: str, items: Sequence[str]) -> str:
    if len(items) < 2:
        return listed(items)
    return form.format(items=listed(items[:-1]), last=items[-1])
