"""The losses that have a name: formulas like any other, with the number that two of them take."""

import math
from enum import StrEnum

from ..errors import BadSetting
from ..language.sentence import marked
from ..numbers import exact


class ReadyLoss(StrEnum):
    """A loss by its name.

    HUBER is square for residuals up to δ and linear beyond. QUANTILE has its least at that quantile
    of Y for each row, 0.5 at the median.
    """

    MEAN_SQUARE = "mean square"
    MEAN_ABSOLUTE = "mean absolute"
    HUBER = "huber"
    LOG_COSH = "log-cosh"
    QUANTILE = "quantile"


def text_of_ready(loss: ReadyLoss, delta: float = 1.0, quantile: float = 0.5) -> str:
    """Return the formula of a loss that has a name.

    Parameters
    ----------
    loss : ReadyLoss
    delta : float
        δ of Huber's loss, in the units of Y; more than zero.
    quantile : float
        Which quantile, between 0 and 1.

    Raises
    ------
    BadSetting
        If the number that the loss takes is out of range.

    Examples
    --------
    >>> text_of_ready(ReadyLoss.QUANTILE, quantile=0.9)
    'mean(max(0.9·(Y − P), (0.9 − 1)·(Y − P)))'
    """
    if loss is ReadyLoss.HUBER:
        if not 0 < delta < math.inf:
            raise BadSetting("delta", delta, marked("engine", "a finite number, more than zero"))
        size, half = exact(delta), exact(delta / 2)
        linear = f"{size}·(|Y − P| − {half})"
        return f"mean(where(|Y − P| < {size}, (Y − P)²/2, {linear}))"
    if loss is ReadyLoss.QUANTILE:
        if not 0 < quantile < 1:
            raise BadSetting("quantile", quantile, marked("engine", "between 0 and 1"))
        share = exact(quantile)
        return f"mean(max({share}·(Y − P), ({share} − 1)·(Y − P)))"
    return _WITHOUT_NUMBER[loss]


_WITHOUT_NUMBER = {
    ReadyLoss.MEAN_SQUARE: "mean((Y − P)²)",
    ReadyLoss.MEAN_ABSOLUTE: "mean(|Y − P|)",
    ReadyLoss.LOG_COSH: "mean(log(cosh(Y − P)))",
}
_ALSO_CALLED = {
    "mse": ReadyLoss.MEAN_SQUARE,
    "l2": ReadyLoss.MEAN_SQUARE,
    "least_squares": ReadyLoss.MEAN_SQUARE,
    "squared_error": ReadyLoss.MEAN_SQUARE,
    "mean_squared_error": ReadyLoss.MEAN_SQUARE,
    "mae": ReadyLoss.MEAN_ABSOLUTE,
    "l1": ReadyLoss.MEAN_ABSOLUTE,
    "lad": ReadyLoss.MEAN_ABSOLUTE,
    "absolute_error": ReadyLoss.MEAN_ABSOLUTE,
    "mean_absolute_error": ReadyLoss.MEAN_ABSOLUTE,
    "logcosh": ReadyLoss.LOG_COSH,
    "pinball": ReadyLoss.QUANTILE,
}
"""As textbooks and other programs call them: not accepted, but offered."""
_NAMES = {
    **{each.value.replace(" ", "_"): each for each in ReadyLoss},
    "log_cosh": ReadyLoss.LOG_COSH,
    **_ALSO_CALLED,
}
_ALIKE = 0.8
"""What ``difflib`` says of two texts that differ in a letter or two."""
_FEWEST_LETTERS = 2


def meant_by(text: str) -> ReadyLoss | None:
    """Return the loss whose name was meant by a text that is none; None if none was.

    Examples
    --------
    >>> meant_by("MAE"), meant_by("hubr"), meant_by("mean(Y")
    (<ReadyLoss.MEAN_ABSOLUTE: 'mean absolute'>, <ReadyLoss.HUBER: 'huber'>, None)
    """
    typed = "_".join(text.casefold().replace("_", " ").split())
    if (named := named_by(typed)) is not None:
        return named
    if len(typed) < _FEWEST_LETTERS:
        return None
    begun = {loss for name, loss in _NAMES.items() if name.startswith(typed)}
    if begun:
        return begun.pop() if len(begun) == 1 else None
    from difflib import get_close_matches  # loaded on use: few names are mistyped

    near = get_close_matches(typed, _NAMES, 1, _ALIKE)
    return _NAMES[near[0]] if near else None


def named_by(name: str) -> ReadyLoss | None:
    """Return the loss of a name without blanks, also one of other programs; None if none has it.

    Examples
    --------
    >>> named_by("logcosh"), named_by("MSE"), named_by("hu")
    (<ReadyLoss.LOG_COSH: 'log-cosh'>, <ReadyLoss.MEAN_SQUARE: 'mean square'>, None)
    """
    return _NAMES.get(name.casefold())
