"""What the view shows at the moment, and whether these are the figures of the weights now."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from engine import Matrix
from engine.shortening import LONGEST_QUOTE, elide_middle
from engine.statistics import Statistics

from ..plots.fit.shown_rows import ShownRows
from ..text.numbers import format_loss, format_multiple
from . import texts

if TYPE_CHECKING:
    from engine.inference.held_out_loss import HeldOutFigures


class FitStanding(Enum):
    """Where the weights now are beside the optimum, to which all figures belong."""

    NOT_RUN = "no run has begun"
    ABOVE = "their loss is above the least"
    WEIGHTS_OFF = "their loss is the least, but they are others"
    THERE = "they are the optimum"


@dataclass(frozen=True, eq=False)
class FitFrame:
    """The figures of the optimum beside the weights now.

    Attributes
    ----------
    figures : Statistics
    names : sequence of str
        Of the weights.
    standing : FitStanding
    now : ndarray, shape (j, 1), or None
        The weights now; None if there is no run.
    loss : float
        Their loss; NaN if there is no run.
    rows : ShownRows or None
        What is drawn of the rows; None while a thread computes it.
    left_out : int
        How many rows of the table are left out of the fit.
    held_out : HeldOutFigures or None
        How well the optimum foretells the rows held out; None if there are none.
    """

    figures: Statistics
    names: Sequence[str]
    standing: FitStanding
    now: Matrix | None = None
    loss: float = math.nan
    rows: ShownRows | None = None
    left_out: int = 0
    held_out: "HeldOutFigures | None" = None

    @property
    def is_reached(self) -> bool:
        """Whether the figures are those of the weights now; until then they are grey."""
        return self.standing is FitStanding.THERE

    @property
    def sentence(self) -> str:
        """Whose figures these are, and what they cannot say."""
        match self.standing:
            case FitStanding.NOT_RUN:
                return texts.NOT_RUN
            case FitStanding.WEIGHTS_OFF:
                return texts.WEIGHTS_OFF
            case FitStanding.THERE:
                return self._missing or texts.THERE
        least = self.figures.best.loss
        if not math.isfinite(self.loss):
            return texts.NO_LOSS
        if not least:
            return texts.ABOVE_ZERO.format(loss=format_loss(self.loss))
        return texts.ABOVE.format(factor=format_multiple(self.loss / least))

    @property
    def _missing(self) -> str:
        """What does not exist of this fit; empty if all does."""
        figures = self.figures
        if not figures.degrees_of_freedom:
            return texts.EXACT(figures.rows)
        for column, others in figures.best.dependent[:1]:
            if not others:  # “name = 0” would be read as an equation, and is one weight
                return texts.OF_ZEROS.format(name=elide_middle(self.names[column], LONGEST_QUOTE))
        for dependency in figures.dependencies(self.names, 1):
            return texts.DEPENDENT.format(dependency=dependency)
        return ""
