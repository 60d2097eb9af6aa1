"""What makes a descent that crawls faster, and how many epochs it then takes to the optimum.

In the order in which they are offered: half of η's limit, columns of one size, and Nesterov. Each
is compared with the run as it is by the closed form of both, so that a cure which would not help is
not offered. The best single η of plain descent is none: it takes 1.1 to 1.6 times fewer epochs than
half the limit, and more on some tables.
"""

import decimal
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from ..language.sentence import marked
from ..matrix import Matrix
from ..settings import Settings
from .gap import Gap
from .verdict import Remedy
from .wording import roughly, two_digits

# A momentum is slower than plain descent if the directions are more alike than this: λmax/λmin.
LEAST_CONDITION = 10.0
# Of the epochs of a run as it is: what saves less than half of them is not worth a click.
WORTH = 0.5
# Fields show so many digits; a rate that is rounded down stays below its limit.
SHOWN_DIGITS = 6
ROUNDED_DOWN = decimal.Context(prec=SHOWN_DIGITS, rounding=decimal.ROUND_DOWN)
# Of the epochs foreseen: a rounding more or less then never leaves a run just before the optimum.
SPARE = 1.02
ROUNDED_UP = decimal.Context(prec=2, rounding=decimal.ROUND_UP)
BUYS = marked("engine", "{fewer} to the optimum instead of {epochs}.")
TAKES = marked("engine", "It is then about {epochs} to the optimum.")


class Nearness(NamedTuple):
    """When a point is the optimum: by the gap left of its loss, and by each weight, (j,)."""

    left: float
    off: Matrix | None


class Cure(NamedTuple):
    """A remedy, and after how many epochs a run is at the optimum as it is, and with it."""

    remedy: Remedy
    epochs: float
    fewer: float

    @property
    def told(self) -> Mapping[str, str]:
        """Both numbers, as a sentence has them: "76,000 epochs" and "4.7e8"."""
        return {"fewer": roughly(self.fewer), "epochs": two_digits(self.epochs)}


def nesterov_changes(gap: Gap, settings: Settings) -> dict[str, float | str] | None:
    """Return the settings of the fastest Nesterov; None if plain descent is as fast.

    Parameters
    ----------
    gap : Gap
        Of the columns descended on, with the curvatures λ of their directions.
    settings : Settings
        The present ones.

    Returns
    -------
    dict or None
        With κ = λmax/λmin of the directions that A determines, η = 4/(3·λmax + λmin) and
        β = (√(3κ+1) − 2)/(√(3κ+1) + 2): then the slowest direction has a double root. None if κ is
        below 10.

    Notes
    -----
    Lessard, Recht & Packard, Analysis and design of optimization algorithms via integral quadratic
    constraints, SIAM J. Optim. 26, 2016: table 1.
    """
    curvatures = gap.curvatures[gap.seen]
    if not len(curvatures) or not curvatures[-1] > 0:
        return None
    largest, least = float(curvatures[0]), float(curvatures[-1])
    condition = largest / least
    if condition < LEAST_CONDITION:
        return None
    root = math.sqrt(3 * condition + 1)
    rest = float(f"{4 / (root + 2):.{SHOWN_DIGITS - 1}e}")
    rate = float(ROUNDED_DOWN.create_decimal_from_float(4 / (3 * largest + least)))
    changes: dict[str, float | str] = {
        "optimiser": "nesterov",
        "momentum": 1 - rest,
        "learning_rate": rate,
        "dampening": 0.0,
    }
    new = {name: value for name, value in changes.items() if getattr(settings, name) != value}
    return new if 0 < rate < math.inf and rest > 0 and new else None


def cure_of(
    remedy: Remedy,
    gap: Gap,
    settings: Settings,
    nearness: Nearness,
    epochs: float,
    buffer: Matrix | None = None,
) -> Cure | None:
    """Return a remedy with what it buys; None if that is too little, or not known.

    Parameters
    ----------
    remedy : Remedy
    gap : Gap
        From where the run goes on, on the columns that it then descends on.
    settings : Settings
        The present ones, with η and h as numbers.
    nearness : Nearness
    epochs : float
        How many the run takes as it is.
    buffer : ndarray, shape (j, 1), optional
        What a momentum remembers, if it goes on with that.
    """
    then = replace(settings, **remedy.changes)  # type: ignore[arg-type]
    fewer = gap.epochs_to_optimum(then, *nearness, buffer)
    if not fewer <= WORTH * epochs < math.inf:
        return None
    found = Cure(remedy, epochs, fewer)
    told = replace(remedy, buys=BUYS.format(**found.told), epochs=fewer)
    return found._replace(remedy=told)


def enough_epochs(epochs: float) -> int:
    """Return a number of epochs to ask for, of two digits, by which a descent has certainly come.

    Parameters
    ----------
    epochs : float
        How many the closed form foresees; it is right to the epoch in 99 of 100 runs.

    Examples
    --------
    >>> enough_epochs(76_321.0)
    79000
    """
    return math.ceil(ROUNDED_UP.create_decimal_from_float(SPARE * epochs))


def gain(epochs: float, fewer: float) -> str:
    """Say how many epochs a descent takes instead of others; empty if it is not worth a click.

    ``epochs`` are inf if it never comes to the optimum as it is.
    """
    if fewer <= WORTH * epochs < math.inf:
        return BUYS.format(fewer=roughly(fewer), epochs=two_digits(epochs))
    is_first = epochs == math.inf and fewer < math.inf
    return TAKES.format(epochs=roughly(fewer)) if is_first else ""
