"""Whole numbers from fields that accept any number."""

from .errors import NotWhole, WholeNumber

# The largest seed that all of NumPy's generators accept.
MOST_SEED = 2**32 - 1


def whole(what: WholeNumber, value: float, least: int, most: int) -> int:
    """Return the number as an int; raises NotWhole for a fraction or a number out of range."""
    if not least <= value <= most or value != int(value):
        raise NotWhole(what, value, least, most)
    return int(value)
