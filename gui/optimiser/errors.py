"""Errors of a typed optimiser, each with the place of what is wrong in the text."""

from engine.shortening import elide_middle, printable_line

from ..errors import GuiError
from ..text.translation import translate

_LONGEST = 24
"""Characters of a typed text that a sentence of one line quotes."""


class UnknownOptimiser(GuiError):
    """A text begins with the name of no optimiser."""

    def __init__(self, text: str) -> None:
        typed = elide_middle(printable_line(text.strip()), _LONGEST)
        sentence = translate("optimiser", "“{typed}” is no optimiser: Alt+↓ lists them.")
        super().__init__(sentence.format(typed=typed))


class TakesNoNumber(GuiError):
    """A number stands behind an optimiser that has no β, or several numbers."""

    def __init__(self, name: str) -> None:
        sentence = translate(
            "optimiser", "{name} has no β: the last entry of Alt+↓ sets all numbers."
        )
        super().__init__(sentence.format(name=name))
