"""What was typed as a loss, read as changes of the settings."""

import re
from dataclasses import replace

from engine import Settings
from engine.formula.ready import ReadyLoss
from engine.numbers import parse_number

from ..text.locale import has_decimal_comma
from ..text.loss_texts import NAMES

_NUMBER = r"(?P<number>[+\-−]?[\d.,]+(?:e[+\-−]?\d+)?)"
_BREAKS = re.compile(r"\s*[\t-\r\x85\u2028\u2029]\s*")
"""Ends of lines and tabs; narrow blanks may group digits."""
_WITH_NUMBER = {
    ReadyLoss.HUBER: re.compile(
        rf"(?:huber|{re.escape(NAMES[ReadyLoss.HUBER].lower())})"
        rf"(?:[\s,:]*(?:δ|delta)?\s*=?\s*{_NUMBER})?"
    ),
    ReadyLoss.QUANTILE: re.compile(
        rf"(?:quantile|{re.escape(NAMES[ReadyLoss.QUANTILE].lower())})(?:[\s,:]*=?\s*{_NUMBER})?"
    ),
}
_SETTINGS = {ReadyLoss.HUBER: "delta", ReadyLoss.QUANTILE: "quantile"}


def read_loss(text: str, settings: Settings) -> dict[str, float | str]:
    """Return the changes of settings that a typed loss means.

    Parameters
    ----------
    text : str
        A name, "Huber" with δ or "quantile" with a number behind it, or a formula.
    settings : Settings
        Those before; a name without a number keeps theirs.

    Raises
    ------
    BadFormula
        If it is neither a name nor a formula; with the place of the mistake in the text.
    BadSetting, BadNumber
        If the number behind a name is out of range, or none.
    """
    changes = _changes(text)
    replace(settings, **changes)  # type: ignore[arg-type]  # raises what is wrong with them
    if changes["loss"] == text:  # a formula, of one line wherever it was copied from
        changes["loss"] = _BREAKS.sub(" ", text).strip()
    return changes


def _changes(text: str) -> dict[str, float | str]:
    typed = " ".join(text.split()).casefold()
    for loss, form in _WITH_NUMBER.items():
        if (found := form.fullmatch(typed)) is None:
            continue
        changes: dict[str, float | str] = {"loss": loss.value}
        if number := found["number"]:
            changes[_SETTINGS[loss]] = parse_number(number, decimal_comma=has_decimal_comma())
        return changes
    for loss, name in NAMES.items():
        if typed in (loss.value, name.casefold()):
            return {"loss": loss.value}
    return {"loss": text.strip() and text}
