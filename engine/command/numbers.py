"""Numbers among the arguments of the command line."""

import argparse

from ..errors import BadNumber
from ..numbers import parse_number


def number(text: str) -> float:
    """Return the number of an argument, by the same rules as in a field of the window."""
    try:
        return parse_number(text)
    except BadNumber as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def whole(text: str) -> int:
    """Return the whole number of an argument."""
    value = number(text)
    if not value.is_integer():
        raise argparse.ArgumentTypeError(f"{text} is not a whole number")
    return int(value)
