"""How a descent is run: everything a person may set, checked once and then frozen."""

import math
from dataclasses import dataclass
from enum import StrEnum
from numbers import Integral, Real

from .difference import Difference
from .errors import BadSetting, join_names


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

    ``tolerance`` ends the run where ‖δW‖ ≤ tolerance; 0 turns that off. ``difference`` and
    ``precision`` may be given by their names. Raises BadSetting.
    """

    epochs: int = 1000
    learning_rate: float = 0.01
    h: float = 0.1
    difference: Difference = Difference.CENTRAL
    tolerance: float = 0.0
    precision: Precision = Precision.DOUBLE

    def __init__(
        self,
        epochs: int = 1000,
        learning_rate: float = 0.01,
        h: float = 0.1,
        difference: str = Difference.CENTRAL,
        tolerance: float = 0.0,
        precision: str = Precision.DOUBLE,
    ) -> None:
        if not isinstance(epochs, Integral) or epochs < 0:
            raise BadSetting("epochs", epochs, "a whole number, zero or more")
        checked = {
            "epochs": int(epochs),
            "learning_rate": _finite("learning rate η", learning_rate, "zero or more"),
            "h": _finite("step h", h, "more than zero"),
            "difference": Difference(difference),
            "tolerance": _finite("tolerance", tolerance, "zero or more"),
            "precision": Precision(precision),
        }
        if checked["h"] == 0:
            raise BadSetting("step h", h, "more than zero: without a step there is no quotient")
        for name, value in checked.items():
            object.__setattr__(self, name, value)


def _finite(setting: str, value: object, rule: str) -> float:
    try:
        number = float(value) if isinstance(value, Real) else math.nan
    except OverflowError:
        number = math.inf
    if not math.isfinite(number) or number < 0:
        raise BadSetting(setting, value, f"a finite number, {rule}")
    return number
