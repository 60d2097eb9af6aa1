"""The settings of a descent, checked once and then frozen."""

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from numbers import Integral, Real
from typing import TYPE_CHECKING, Literal

import numpy as np

from .difference import Difference, StepSizes
from .errors import BadSetting, WrongArgument
from .language.lists import one_of
from .language.sentence import marked
from .matrix import is_array_like

if TYPE_CHECKING:
    from .formula.formula import Formula


class Method(StrEnum):
    """How epochs are computed.

    LITERAL evaluates the definition on the table, TRIANGLE on its reduced rows. MODES predicts many
    epochs at once and verifies them. AUTOMATIC uses the modes if they give the same numbers.

    Of more than 32 columns, the residuals at w_k ± h are those at W with ±h·A_k added. That is the
    same loss, rounded otherwise than the textbook's form (``gradient(…, form="literal")``), and a
    hundred times faster at 1000×1000.
    """

    AUTOMATIC = "automatic"
    LITERAL = "literal"
    TRIANGLE = "triangle"
    MODES = "modes"

    @classmethod
    def _missing_(cls, value: object) -> "Method":
        raise BadSetting("method", value, one_of(list(cls)))


SAFE: Literal["safe"] = "safe"
FITS: Literal["fits"] = "fits"
FITS_EACH: Literal["fits each weight"] = "fits each weight"
MEAN_SQUARE: Literal["mean square"] = "mean square"
# Leaves room below the largest float64 for the bins and segments that end after the last epoch.
MOST_EPOCHS = 1e300
LearningRate = float | Literal["safe"]
StepH = float | tuple[float, ...] | Literal["fits", "fits each weight"]


class Precision(StrEnum):
    """The arithmetic of a run. W is reported as float64 in either."""

    DOUBLE = "float64"
    SINGLE = "float32"

    @classmethod
    def _missing_(cls, value: object) -> "Precision":
        raise BadSetting("precision", value, one_of(list(cls)))


@dataclass(frozen=True, init=False)
class Settings:
    """The settings of a descent W ← W − η·δW.

    Parameters
    ----------
    epochs : int
        The number of epochs, from 0 to 1e300.
    learning_rate : float or “safe”
        η, zero or more. "safe" is 1/λmax of the problem descended on, half of η's limit.
    h : float, "fits", "fits each weight" or tuple of float
        The step of the difference quotient, in the units of the weights; more than zero. "fits" is
        the h that ``suggest_h`` finds for the problem descended on, at its initial weights, and
        "fits each weight" those that ``suggest_each_h`` finds, one for each weight. A tuple has
        these as numbers.
    difference : {"central", "forward", "backward"}
        The difference quotient.
    tolerance : float
        Stop as soon as ‖δW‖ ≤ tolerance; 0 turns that off.
    precision : {"float64", "float32"}
        The arithmetic of the run.
    method : {"automatic", "literal", "triangle", "modes"}
        How the epochs are computed; "automatic" uses the modes if they give the same numbers.
    until_converged : bool
        Ignore ``epochs`` and run until no weight changes any more.
    scale_columns : bool
        Scale the columns of A to length 1 during the run. η, h and the tolerance then apply to the
        scaled columns. W is still reported in the units of the table.
    loss : str
        What is descended on: "mean square", "mean absolute", "huber", "log-cosh", "quantile", or a
        formula of Y, P (or Ŷ), W and N, such as "mean(|Y − P|^1.5)". It is kept as it was typed.
    delta : float
        δ of "huber", in the units of Y; more than zero.
    quantile : float
        Which one, of "quantile"; between 0 and 1.

    Raises
    ------
    BadSetting
        If a setting has a value that it must not have.
    BadFormula
        If the loss is neither a name nor a formula; with the place of the mistake.

    Examples
    --------
    >>> Settings(epochs=100, learning_rate="safe", difference="forward").difference.value
    'forward'
    """

    epochs: int = 1000
    learning_rate: LearningRate = 0.01
    h: StepH = FITS
    difference: Difference = Difference.CENTRAL
    tolerance: float = 0.0
    precision: Precision = Precision.DOUBLE
    method: Method = Method.AUTOMATIC
    until_converged: bool = False
    scale_columns: bool = False
    loss: str = MEAN_SQUARE
    delta: float = 1.0
    quantile: float = 0.5

    def __init__(
        self,
        epochs: float = 1000,
        learning_rate: float | str = 0.01,
        h: float | str | tuple[float, ...] = FITS,
        difference: str = Difference.CENTRAL,
        tolerance: float = 0.0,
        precision: str = Precision.DOUBLE,
        method: str = Method.AUTOMATIC,
        until_converged: bool = False,
        scale_columns: bool = False,
        loss: str = MEAN_SQUARE,
        delta: float = 1.0,
        quantile: float = 0.5,
    ) -> None:
        checked = {
            "epochs": _whole("epochs", epochs),
            "learning_rate": _learning_rate(learning_rate),
            "h": _step(h),
            "difference": Difference(_name("difference", difference, list(Difference))),
            "tolerance": _finite("tolerance", tolerance, marked("engine", "zero or more")),
            "precision": Precision(_name("precision", precision, list(Precision))),
            "method": Method(_name("method", method, list(Method))),
            "until_converged": _flag("until_converged", until_converged),
            "scale_columns": _flag("scale_columns", scale_columns),
            "loss": _text("loss", loss),
            "delta": _between("delta", delta, math.inf, marked("engine", "more than zero")),
            "quantile": _between("quantile", quantile, 1.0, marked("engine", "between 0 and 1")),
        }
        if until_converged and learning_rate == 0:
            raise BadSetting(
                marked("engine", "learning rate η"),
                0,
                marked("engine", "more than zero to run until converged"),
            )
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        _ = self.formula  # which raises an error if the loss is none

    @cached_property
    def formula(self) -> "Formula | None":
        """The loss as a formula; None if it is the mean square, however that is written."""
        if self.loss == MEAN_SQUARE:
            return None
        from .formula.formula import Formula  # 30 modules, which a mean square does without

        formula = Formula.of(self.loss, self.delta, self.quantile)
        formula.check_weights()
        return None if formula.is_mean_square else formula

    @property
    def reduces_rows(self) -> bool:
        """Whether a descent begins by reducing the rows; single precision runs on all of them."""
        if self.method is Method.TRIANGLE:
            return True
        return self.method is not Method.LITERAL and self.precision is Precision.DOUBLE

    @property
    def fixed_learning_rate(self) -> float:
        """η as a number; raises BadSetting if it is "safe", which needs a problem."""
        if self.learning_rate == SAFE:
            raise BadSetting(
                marked("engine", "learning rate η"), SAFE, marked("engine", "a number here")
            )
        return self.learning_rate

    @property
    def fixed_h(self) -> float:
        """The step h as one number.

        Raises BadSetting if it is "fits", which needs a problem, or if each weight has its own.
        """
        if isinstance(self.h, str):
            raise BadSetting(marked("engine", "step h"), self.h, marked("engine", "a number here"))
        if isinstance(self.h, tuple):
            raise BadSetting(
                marked("engine", "step h"), self.h, marked("engine", "one number here")
            )
        return self.h

    @property
    def has_each_h(self) -> bool:
        """Whether each weight has a step h of its own."""
        return self.h == FITS_EACH or isinstance(self.h, tuple)

    @property
    def step_h(self) -> StepSizes:
        """The step h as a number, or as those of each weight, (j,).

        Raises BadSetting if it is "fits" or "fits each weight", which need a problem.
        """
        return np.array(self.h) if isinstance(self.h, tuple) else self.fixed_h

    @property
    def largest_h(self) -> float:
        """The largest step h of a weight; raises BadSetting as ``step_h`` does."""
        return float(np.max(self.step_h))

    @property
    def weight_of_largest_h(self) -> int | None:
        """The number of the weight, from 1, with the largest step h; None if they share one."""
        return int(np.argmax(self.step_h)) + 1 if self.has_each_h else None


def _learning_rate(value: float | str) -> LearningRate:
    if isinstance(value, str) and value == SAFE:
        return SAFE
    return _finite(
        marked("engine", "learning rate η"), value, marked("engine", "zero or more, or “safe”")
    )


def _step(value: object) -> StepH:
    if isinstance(value, str) and value in (FITS, FITS_EACH):
        return FITS if value == FITS else FITS_EACH
    if isinstance(value, tuple) and value:
        return tuple(map(_one_step, value))
    return _one_step(value)


def _one_step(value: object) -> float:
    h = _finite(marked("engine", "step h"), value, marked("engine", "more than zero, or “fits”"))
    if h == 0:
        raise BadSetting(
            marked("engine", "step h"),
            value,
            marked("engine", "more than zero: without a step there is no quotient"),
        )
    return h


def _text(setting: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadSetting(setting, value, marked("engine", "text: a name, or a formula"))
    return str(value)


def _between(setting: str, value: object, end: float, rule: str) -> float:
    """Return a number above 0 and below an end."""
    number = _finite(setting, value, rule)
    if not 0 < number < end:
        raise BadSetting(setting, value, rule)
    return number


def _name(setting: str, value: object, names: list[str]) -> str:
    if not isinstance(value, str):  # enums compare what they are given, which an array refuses
        raise BadSetting(setting, value, one_of(names))
    return value


def _flag(setting: str, value: object) -> bool:
    """Return whether something is to be done; a text is refused, as "no" would count as true."""
    if value is not None and not isinstance(value, (Real, np.bool_)):
        raise BadSetting(setting, value, marked("engine", "True or False"))
    return bool(value)


def check_settings(value: object, function: str) -> None:
    """Raise WrongArgument if a function was given something else than settings."""
    if isinstance(value, Settings):
        return
    advice = (
        marked("engine", "write Settings(**settings)")
        if isinstance(value, dict)
        else marked("engine", "give Settings(…)")
    )
    if is_array_like(value):
        advice = marked("engine", "A and Y make one argument: Problem(A, Y)")
    raise WrongArgument(function, "settings", value, advice)


def _whole(setting: str, value: object) -> int:
    """Return a whole number, given as an int or, if it is huge, as a float."""
    is_whole = isinstance(value, Integral) and not isinstance(value, np.timedelta64)
    rule = marked("engine", "zero or more, and whole")
    number = int(value) if is_whole else _finite(setting, value, rule)  # type: ignore[call-overload]
    if number < 0 or number != int(number):
        raise BadSetting(setting, value, marked("engine", "a whole number, zero or more"))
    if number > MOST_EPOCHS:
        raise BadSetting(
            setting,
            value,
            marked("engine", "at most {most_epochs}").format(most_epochs="1e300"),
        )
    return int(number)


def _finite(setting: str, value: object, rule: str) -> float:
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
