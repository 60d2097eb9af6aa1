"""What was typed as an optimiser, read as changes of the settings."""

import re
from dataclasses import replace

from engine import Settings
from engine.numbers import parse_number
from engine.optimisers.kinds import Optimiser

from ..text.locale import has_decimal_comma
from ..text.optimiser_texts import NAMES
from .errors import TakesNoNumber, UnknownOptimiser

_FORMS = {
    Optimiser.PLAIN: r"plain|sgd|gradient\s+descent",
    Optimiser.HEAVY_BALL: r"heavy[\s-]*ball|momentum",
    Optimiser.NESTEROV: r"nesterov",
    Optimiser.RMSPROP: r"rms-?prop",
    Optimiser.ADAM: r"adam",
    Optimiser.ADAMW: r"adamw",
    Optimiser.ADAGRAD: r"ada-?grad",
}
_BEFORE_NUMBER = r"[\s,:]*(?:β|beta|momentum)?\s*=?\s*"
_PATTERNS = {
    optimiser: re.compile(
        rf"\s*(?:{form}|{re.escape(NAMES[optimiser])})(?!\w){_BEFORE_NUMBER}(?P<number>.*?)\s*",
        re.IGNORECASE | re.DOTALL,
    )
    for optimiser, form in _FORMS.items()
}


def read_optimiser(text: str, settings: Settings) -> dict[str, float | str]:
    """Return the changes of settings that a typed optimiser means.

    Parameters
    ----------
    text : str
        A name, or "heavy ball" or "Nesterov" with β behind it.
    settings : Settings
        Those before; a name without a number keeps theirs.

    Raises
    ------
    UnknownOptimiser
        If it is the name of no optimiser.
    TakesNoNumber
        If there is a number, and the optimiser has no β.
    BadNumber, BadSetting
        If what is behind the name is no number, or out of range.
    """
    optimiser, number = _parts(text)
    changes = changes_to(optimiser, settings)
    if number:
        if "momentum" not in optimiser.uses:
            raise TakesNoNumber(NAMES[optimiser])
        changes["momentum"] = parse_number(number, decimal_comma=has_decimal_comma())
    replace(settings, **changes)  # type: ignore[arg-type]  # raises what is wrong with them
    return changes


def changes_to(optimiser: Optimiser, settings: Settings) -> dict[str, float | str]:
    """Return the changes of settings that choosing an optimiser means: Nesterov dampens nothing."""
    changes: dict[str, float | str] = {"optimiser": optimiser.value}
    if optimiser is Optimiser.NESTEROV and settings.dampening:
        changes["dampening"] = 0.0
    return changes


def mistake_place(text: str) -> tuple[int, int]:
    """Return from where to where a text that is refused is wrong: its number, or all of it."""
    for pattern in _PATTERNS.values():
        if (found := pattern.fullmatch(text)) and found["number"]:
            return found.span("number")
    return 0, len(text)


def _parts(text: str) -> tuple[Optimiser, str]:
    """Return the optimiser and the text of the number behind it, which may be empty."""
    for optimiser, pattern in _PATTERNS.items():
        if (found := pattern.fullmatch(text)) is not None:
            return optimiser, found["number"]
    raise UnknownOptimiser(text)
