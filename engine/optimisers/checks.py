"""The checks of one setting at a time, each of which returns the value as it is kept.

``settings.py`` asks them for every setting; those of the optimisers have ends of their own.
"""

import math
from numbers import Integral, Real

import numpy as np

from ..errors import BadSetting
from ..language.lists import one_of
from ..language.sentence import marked

# Leaves room below the largest float64 for the bins and segments that end after the last epoch.
MOST_EPOCHS = 1e300


def text(setting: str, value: object) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise BadSetting(setting, value, marked("engine", "text: a name, or a formula"))
    return str(value)


def between(setting: str, value: object, end: float, rule: str) -> float:
    """Return a number above 0 and below an end."""
    number = finite(setting, value, rule)
    if not 0 < number < end:
        raise BadSetting(setting, value, rule)
    return number


def more_than_zero(setting: str, value: object) -> float:
    """Return a finite number above 0."""
    return between(setting, value, math.inf, marked("engine", "more than zero"))


def less_than_one(setting: str, value: object) -> float:
    """Return a number from 0 to below 1, such as the share of a buffer that an epoch keeps."""
    rule = marked("engine", "zero or more, and less than 1")
    number = finite(setting, value, rule)
    if not number < 1:
        raise BadSetting(setting, value, rule)
    return number


def at_most_one(setting: str, value: object) -> float:
    """Return a number above 0, and at most 1."""
    rule = marked("engine", "more than zero, and at most 1")
    number = finite(setting, value, rule)
    if not 0 < number <= 1:
        raise BadSetting(setting, value, rule)
    return number


def name(setting: str, value: object, names: list[str]) -> str:
    """Return a text, which an enum then looks up."""
    if not isinstance(value, str):  # enums compare what they are given, which an array refuses
        raise BadSetting(setting, value, one_of(names))
    return value


def flag(setting: str, value: object) -> bool:
    """Return whether something is to be done; a text is refused, as "no" would count as true."""
    if value is not None and not isinstance(value, (Real, np.bool_)):
        raise BadSetting(setting, value, marked("engine", "True or False"))
    return bool(value)


def whole(setting: str, value: object) -> int:
    """Return a whole number, given as an int or, if it is huge, as a float."""
    is_whole = isinstance(value, Integral) and not isinstance(value, np.timedelta64)
    rule = marked("engine", "zero or more, and whole")
    number = int(value) if is_whole else finite(setting, value, rule)  # type: ignore[call-overload]
    if number < 0 or number != int(number):
        raise BadSetting(setting, value, marked("engine", "a whole number, zero or more"))
    if number > MOST_EPOCHS:
        raise BadSetting(
            setting,
            value,
            marked("engine", "at most {most_epochs}").format(most_epochs="1e300"),
        )
    return int(number)


def at_least_one(setting: str, value: object) -> int:
    """Return a whole number, one or more."""
    number = whole(setting, value)
    if number < 1:
        raise BadSetting(setting, value, marked("engine", "a whole number, one or more"))
    return number


def finite(setting: str, value: object, rule: str) -> float:
    """Return a finite number, zero or more."""
    try:
        # numpy calls a time difference an integer; it is a number in some units and none in others
        is_number = isinstance(value, Real) and not isinstance(value, np.timedelta64)
        number = float(value) if is_number else math.nan  # type: ignore[arg-type]
    except OverflowError:
        number = math.inf
    if not math.isfinite(number) or number < 0:
        raise BadSetting(
            setting, value, marked("engine", "a finite number, {rule}").format(rule=rule)
        )
    return number
