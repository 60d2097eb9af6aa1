"""How a descent is run: everything a person may set, checked once and then frozen."""

import math
from dataclasses import dataclass
from enum import StrEnum
from numbers import Integral, Real
from typing import Literal

from .difference import Difference
from .errors import BadSetting, join_names


class Method(StrEnum):
    """Where the quotients are evaluated, and whether every epoch is walked."""

    AUTOMATIC = "automatic"
    LITERAL = "literal"
    TRIANGLE = "triangle"
    MODES = "modes"

    @classmethod
    def _missing_(cls, value: object) -> "Method":
        raise BadSetting("method", value, join_names(list(cls)))


SAFE: Literal["safe"] = "safe"
MOST_EPOCHS = 1e300
LearningRate = float | Literal["safe"]


class Precision(StrEnum):
    """The arithmetic of a run. W is reported as float64 either way."""

    DOUBLE = "float64"
    SINGLE = "float32"

    @classmethod
    def _missing_(cls, value: object) -> "Precision":
        raise BadSetting("precision", value, join_names(list(cls)))


@dataclass(frozen=True, init=False)
class Settings:
    """The descent W ← W − η·δW: how many epochs, η, and the limit's step h and quotient.

    ``learning_rate`` may be "safe", which is 1/λmax of the problem descended on. ``tolerance`` ends
    the run where ‖δW‖ ≤ tolerance; 0 turns that off. ``until_converged`` goes on, whatever
    ``epochs`` says, until no weight changes any more. ``scale_columns`` descends on columns of
    length 1, whose weights η, h and the tolerance are then those of. ``difference``, ``precision``
    and ``method`` may be given by their names. Raises BadSetting.
    """

    epochs: int = 1000
    learning_rate: LearningRate = 0.01
    h: float = 0.1
    difference: Difference = Difference.CENTRAL
    tolerance: float = 0.0
    precision: Precision = Precision.DOUBLE
    method: Method = Method.AUTOMATIC
    until_converged: bool = False
    scale_columns: bool = False

    def __init__(
        self,
        epochs: float = 1000,
        learning_rate: float | str = 0.01,
        h: float = 0.1,
        difference: str = Difference.CENTRAL,
        tolerance: float = 0.0,
        precision: str = Precision.DOUBLE,
        method: str = Method.AUTOMATIC,
        until_converged: bool = False,
        scale_columns: bool = False,
    ) -> None:
        checked = {
            "epochs": _whole("epochs", epochs),
            "learning_rate": _learning_rate(learning_rate),
            "h": _finite("step h", h, "more than zero"),
            "difference": Difference(difference),
            "tolerance": _finite("tolerance", tolerance, "zero or more"),
            "precision": Precision(precision),
            "method": Method(method),
            "until_converged": bool(until_converged),
            "scale_columns": bool(scale_columns),
        }
        if checked["h"] == 0:
            raise BadSetting("step h", h, "more than zero: without a step there is no quotient")
        if until_converged and learning_rate == 0:
            raise BadSetting("learning rate η", 0, "more than zero to run until converged")
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    @property
    def reduces_rows(self) -> bool:
        """Whether a descent begins by reducing the rows; single precision is walked on them."""
        if self.method is Method.TRIANGLE:
            return True
        return self.method is not Method.LITERAL and self.precision is Precision.DOUBLE

    @property
    def fixed_learning_rate(self) -> float:
        """η as a number; raise BadSetting where it waits for a problem to be derived from."""
        if self.learning_rate == SAFE:
            raise BadSetting("learning rate η", SAFE, "a number here")
        return self.learning_rate


def _learning_rate(value: float | str) -> LearningRate:
    if value == SAFE:
        return SAFE
    return _finite("learning rate η", value, 'zero or more, or "safe"')


def _whole(setting: str, value: object) -> int:
    """Take a whole number, given as an int or, past what is counted one by one, as a float."""
    number = int(value) if isinstance(value, Integral) else _finite(setting, value, "whole")
    if number < 0 or number != int(number):
        raise BadSetting(setting, value, "a whole number, zero or more")
    if number > MOST_EPOCHS:
        raise BadSetting(setting, value, f"at most {MOST_EPOCHS:g}")
    return int(number)


def _finite(setting: str, value: object, rule: str) -> float:
    try:
        number = float(value) if isinstance(value, Real) else math.nan
    except OverflowError:
        number = math.inf
    if not math.isfinite(number) or number < 0:
        raise BadSetting(setting, value, f"a finite number, {rule}")
    return number
