"""The name of a loss within a formula, as huber(Y − P): the formula that it stands for is offered.

Losses that have a name are whole: they take no values. Other programs have them as functions.
"""

import re

from .errors import BadFormula, Mistake
from .ready import ReadyLoss, named_by, text_of_ready

_VALUES = re.compile(r"\s*\(")
_MEAN_BEFORE, _CLOSED_BEHIND = re.compile(r"\bmean\s*\(\s*$"), re.compile(r"\s*\)")
_NUMBER = re.compile(r"\d+\.?\d*|\.\d+")
_PREDICTION = re.compile(r"(?<!\w)[PŶpŷ](?!\w)")
_UNKNOWN = frozenset({Mistake.UNKNOWN_NAME, Mistake.UNKNOWN_FUNCTION})


def spelt_out(mistake: BadFormula, text: str) -> BadFormula | None:
    """Return the mistake of a loss whose name stands in a formula; None if none does.

    It offers the name alone if there is nothing else but its values, and otherwise the formula in
    the place of both. A number behind a comma is taken as δ of Huber's loss, or as the quantile.
    Values without P are of another function: then nothing is offered.

    Parameters
    ----------
    mistake : BadFormula
        That of the unknown name, with its place.
    text : str
        The formula.
    """
    if mistake.mistake not in _UNKNOWN or (loss := named_by(mistake.text)) is None:
        return None
    end = _end_of_values(text, mistake.end)
    values = text[mistake.end : end]
    if values.strip("( )") and not _PREDICTION.search(values):
        return BadFormula(Mistake.NAME_OF_LOSS, mistake.start, mistake.end, text=mistake.text)
    before, after = _without_mean(text[: mistake.start], text[end:])
    number = _number_in(values)
    formula = _with_number(loss, number)
    is_alone = not before.strip() and not after.strip()
    is_usual = number is None or formula == text_of_ready(loss)
    offer = loss.value if is_alone and is_usual else f"{before}{formula}{after}"
    return BadFormula(
        Mistake.NAME_OF_LOSS, mistake.start, mistake.end, text=mistake.text, offer=offer
    )


def _end_of_values(text: str, start: int) -> int:
    """Return where the values behind a name end; the end of the text if they are never closed."""
    opening = _VALUES.match(text, start)
    if opening is None:
        return start
    depth = 1
    for at in range(opening.end(), len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if not depth:
            return at + 1
    return len(text)


def _without_mean(before: str, after: str) -> tuple[str, str]:
    """Return what is around a loss less a mean of it alone: it is the mean of all rows already."""
    opening, closing = _MEAN_BEFORE.search(before), _CLOSED_BEHIND.match(after)
    if opening is None or closing is None:
        return before, after
    return before[: opening.start()], after[closing.end() :]


def _number_in(values: str) -> float | None:
    """Return the number that is the last of some values in brackets; None if it is none."""
    _, comma, last = values.strip().rstrip(")").rpartition(",")
    return float(last) if comma and _NUMBER.fullmatch(last := last.strip()) else None


def _with_number(loss: ReadyLoss, number: float | None) -> str:
    """Return the formula of a loss, with its number if it takes such a one."""
    if loss is ReadyLoss.HUBER and number:
        return text_of_ready(loss, delta=number)
    if loss is ReadyLoss.QUANTILE and number is not None and 0 < number < 1:
        return text_of_ready(loss, quantile=number)
    return text_of_ready(loss)
