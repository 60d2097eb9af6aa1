"""Values spread over a range, each about the same factor after the one before."""

import math

import numpy as np

from ..errors import BadSetting
from ..language.sentence import marked
from .result import Numbers, SweptSetting

MOST_VALUES = 1000
"""Of a sweep: more points are not told apart in a picture."""


def spaced(name: str, first: float, last: float, count: float) -> Numbers:
    """Return values for a sweep on a logarithmic scale.

    Parameters
    ----------
    name : {"learning_rate", "h", "momentum"}
        What is swept. Of the momentum β, 1 − β is spread: 0.9, 0.99 and 0.999 are a decade apart.
    first, last : float
        The ends, both among the values.
    count : int
        How many, from 2 to 1000.

    Returns
    -------
    ndarray, shape (count,)
        Ascending.

    Raises
    ------
    BadSetting
        If the ends are not in order, or not numbers that the setting can have, or so close that
        so many values between them are not all different.

    Examples
    --------
    >>> spaced("learning_rate", 0.001, 0.1, 3).round(9).tolist()
    [0.001, 0.01, 0.1]
    """
    swept = SweptSetting(name)
    if isinstance(count, bool) or not isinstance(count, int) or not 2 <= count <= MOST_VALUES:
        raise BadSetting("count", count, marked("engine", "a whole number from 2 to 1,000"))
    if swept is SweptSetting.MOMENTUM:
        if not 0 <= first < 1:
            raise BadSetting("first", first, marked("engine", "from 0 to below 1"))
        if not first < last < 1:
            raise BadSetting("last", last, marked("engine", "above the first value and below 1"))
        values = 1 - np.geomspace(1 - first, 1 - last, count)
    else:
        if not (0 < first < math.inf):
            raise BadSetting("first", first, marked("engine", "more than zero, and finite"))
        if not (first < last < math.inf):
            raise BadSetting("last", last, marked("engine", "above the first value, and finite"))
        logs = np.linspace(math.log10(first), math.log10(last), count)  # the ratio may overflow
        values = np.power(10.0, logs)
    values[0], values[-1] = first, last
    if not (np.diff(values) > 0).all():
        rule = marked("engine", "few enough that rounding tells the values apart")
        raise BadSetting("count", count, rule)
    return np.asarray(values)
