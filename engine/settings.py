"""The settings of a descent, checked once and then frozen."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

import numpy as np

from .difference import Difference, StepSizes
from .errors import BadSetting, WrongArgument
from .language.lists import one_of
from .language.sentence import marked
from .matrix import is_array_like
from .optimisers.checks import (
    at_least_one,
    at_most_one,
    between,
    finite,
    flag,
    less_than_one,
    more_than_zero,
    name,
    text,
    whole,
)
from .optimisers.kinds import Optimiser, Schedule
from .threads.caching import cached_property

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
LearningRate = float | Literal["safe"]
StepH = float | tuple[float, ...] | Literal["fits", "fits each weight"]
_ZERO_OR_MORE = marked("engine", "zero or more")


class Precision(StrEnum):
    """The arithmetic of a run. W is reported as float64 in either."""

    DOUBLE = "float64"
    SINGLE = "float32"

    @classmethod
    def _missing_(cls, value: object) -> "Precision":
        raise BadSetting("precision", value, one_of(list(cls)))


@dataclass(frozen=True, init=False)
class Settings:
    """The settings of a descent: W ← W − η·δW, or what another optimiser makes of δW.

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
    optimiser : {"plain", "heavy ball", "nesterov", "rmsprop", "adam", "adamw", "adagrad"}
        What an epoch makes of δW, as torch.optim does it.
    momentum : float
        The share of its buffer that "heavy ball" or "nesterov" keeps; from 0 to below 1.
    dampening : float
        The share of δW that "heavy ball" leaves out of its buffer, after the first epoch; from 0 to
        below 1. It is ignored if the momentum is 0, and must be 0 with "nesterov".
    beta1, beta2 : float
        The shares that "adam" and "adamw" keep of their means of δW and δW²; from 0 to below 1.
    alpha : float
        The share that "rmsprop" keeps of its mean of δW²; from 0 to below 1.
    epsilon : float
        What "rmsprop", "adam", "adamw" and "adagrad" add to the root that they divide by; more than
        zero. Torch's own is 1e-10 for "adagrad".
    weight_decay : float
        η times this is the share of W that "adamw" takes away before its step; zero or more.
    schedule : {"constant", "step", "exponential", "cosine", "inverse"}
        How η changes from epoch to epoch.
    schedule_every : int
        After how many epochs "step" lowers η; one or more.
    schedule_factor : float
        What "step" and "exponential" multiply η by; more than zero, and at most 1.
    schedule_epochs : int or None
        After how many epochs "cosine" has lowered η; None for ``epochs``. It rises again after
        that.
    schedule_least : float
        To what "cosine" lowers η; zero or more.
    schedule_rate : float
        "inverse" divides η by 1 + this times the epochs so far; zero or more.

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
    optimiser: Optimiser = Optimiser.PLAIN
    momentum: float = 0.9
    dampening: float = 0.0
    beta1: float = 0.9
    beta2: float = 0.999
    alpha: float = 0.99
    epsilon: float = 1e-8
    weight_decay: float = 0.01
    schedule: Schedule = Schedule.CONSTANT
    schedule_every: int = 100
    schedule_factor: float = 0.5
    schedule_epochs: int | None = None
    schedule_least: float = 0.0
    schedule_rate: float = 0.01

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
        optimiser: str = Optimiser.PLAIN,
        momentum: float = 0.9,
        dampening: float = 0.0,
        beta1: float = 0.9,
        beta2: float = 0.999,
        alpha: float = 0.99,
        epsilon: float = 1e-8,
        weight_decay: float = 0.01,
        schedule: str = Schedule.CONSTANT,
        schedule_every: float = 100,
        schedule_factor: float = 0.5,
        schedule_epochs: float | None = None,
        schedule_least: float = 0.0,
        schedule_rate: float = 0.01,
    ) -> None:
        checked = {
            "epochs": whole("epochs", epochs),
            "learning_rate": _learning_rate(learning_rate),
            "h": _step(h),
            "difference": Difference(name("difference", difference, list(Difference))),
            "tolerance": finite("tolerance", tolerance, _ZERO_OR_MORE),
            "precision": Precision(name("precision", precision, list(Precision))),
            "method": Method(name("method", method, list(Method))),
            "until_converged": flag("until_converged", until_converged),
            "scale_columns": flag("scale_columns", scale_columns),
            "loss": text("loss", loss),
            "delta": more_than_zero("delta", delta),
            "quantile": between("quantile", quantile, 1.0, marked("engine", "between 0 and 1")),
            "optimiser": Optimiser(name("optimiser", optimiser, list(Optimiser))),
            "momentum": less_than_one("momentum", momentum),
            "dampening": less_than_one("dampening", dampening),
            "beta1": less_than_one("beta1", beta1),
            "beta2": less_than_one("beta2", beta2),
            "alpha": less_than_one("alpha", alpha),
            "epsilon": more_than_zero("epsilon", epsilon),
            "weight_decay": finite("weight_decay", weight_decay, _ZERO_OR_MORE),
            "schedule": Schedule(name("schedule", schedule, list(Schedule))),
            "schedule_every": at_least_one("schedule_every", schedule_every),
            "schedule_factor": at_most_one("schedule_factor", schedule_factor),
            "schedule_epochs": (
                None
                if schedule_epochs is None
                else at_least_one("schedule_epochs", schedule_epochs)
            ),
            "schedule_least": finite("schedule_least", schedule_least, _ZERO_OR_MORE),
            "schedule_rate": finite("schedule_rate", schedule_rate, _ZERO_OR_MORE),
        }
        if until_converged and learning_rate == 0:
            raise BadSetting(
                marked("engine", "learning rate η"),
                0,
                marked("engine", "more than zero to run until converged"),
            )
        if checked["precision"] is Precision.SINGLE and not np.float32(epsilon):
            raise BadSetting("epsilon", epsilon, marked("engine", "more than zero in float32"))
        if optimiser == Optimiser.NESTEROV and dampening:
            raise BadSetting("dampening", dampening, marked("engine", "0 with nesterov"))
        for setting, value in checked.items():
            object.__setattr__(self, setting, value)
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
    def is_plain(self) -> bool:
        """Whether each epoch is W ← W − η·δW at one η, as it also is with a momentum of 0."""
        has_buffer = self.optimiser in (Optimiser.HEAVY_BALL, Optimiser.NESTEROV)
        is_plain = self.optimiser is Optimiser.PLAIN or (has_buffer and self.momentum == 0)
        return is_plain and self.schedule is Schedule.CONSTANT

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
    return finite(
        marked("engine", "learning rate η"), value, marked("engine", "zero or more, or “safe”")
    )


def _step(value: object) -> StepH:
    if isinstance(value, str) and value in (FITS, FITS_EACH):
        return FITS if value == FITS else FITS_EACH
    if isinstance(value, tuple) and value:
        return tuple(map(_one_step, value))
    return _one_step(value)


def _one_step(value: object) -> float:
    h = finite(marked("engine", "step h"), value, marked("engine", "more than zero, or “fits”"))
    if h == 0:
        raise BadSetting(
            marked("engine", "step h"),
            value,
            marked("engine", "more than zero: without a step there is no quotient"),
        )
    return h


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
