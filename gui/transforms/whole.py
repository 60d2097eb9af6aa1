"""Whole numbers typed into fields that take any number."""

from .errors import NotWhole

MOST_SEED = 2**32 - 1


def whole(what: str, value: float, least: int, most: int) -> int:
    """Return a number as a whole one; raises NotWhole for a fraction, or one out of range."""
    if not least <= value <= most or value != int(value):
        raise NotWhole(what, value, least, most)
    return int(value)
