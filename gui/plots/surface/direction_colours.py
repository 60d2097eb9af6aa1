"""The colours of directions: each keeps its own from redraw to redraw, and from run to run."""

from collections.abc import Sequence

from PySide6.QtGui import QColor

from ...theme.blending import CURVE, legible, strongest
from ..theme import Theme

COLOURS = 7
"""As many as there are lines; more are not told apart."""
# On light and on dark ground; the blue of the gap is none of them.
_VIOLET = (QColor("#5e3c99"), QColor("#b2abd2"))
_BROWN = (QColor("#8c510a"), QColor("#c9a26b"))


def direction_colours(theme: Theme) -> tuple[QColor, ...]:
    """Return the colours of a theme."""
    violet, brown = (
        legible(strongest(pair, theme.background), theme.background, CURVE)
        for pair in (_VIOLET, _BROWN)
    )
    red, green, purple, grey, yellow = theme.kept
    return red, green, violet, grey, brown, yellow, purple


class ColourPlaces:
    """Which colour each direction has, by its place among ``direction_colours``."""

    def __init__(self) -> None:
        self._places: dict[int, int] = {}

    def of(self, modes: Sequence[int]) -> list[int]:
        """Return the place of each direction that is drawn.

        A direction has the colour of its number. If another one that is drawn has that already, it
        has the next that is free, and keeps it as long as it is drawn.
        """
        kept = {mode: self._places[mode] for mode in modes if mode in self._places}
        for mode in sorted(set(modes) - set(kept)):
            tried = [(mode + k) % COLOURS for k in range(COLOURS)]
            free = [place for place in tried if place not in kept.values()]
            kept[mode] = (free or tried)[0]
        self._places = kept
        return [kept[mode] for mode in modes]
