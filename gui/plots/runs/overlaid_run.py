"""A kept run as plots draw it."""

from dataclasses import dataclass

from engine import Matrix

from ...text.translation import translate
from ..axis_scale import Numbers

RUN = translate("plots", "run {number}")


@dataclass(frozen=True, eq=False)
class OverlaidRun:
    """One run.

    Attributes
    ----------
    number : int
        Its number in the document.
    style : int
        Its colour and dashes.
    epochs, losses : ndarray, shape (n,)
    path : ndarray, shape (m, j)
        Where it has been, in the units of the table.
    """

    number: int
    style: int
    epochs: Numbers
    losses: Numbers
    path: Matrix

    @property
    def name(self) -> str:
        """What a legend calls it."""
        return RUN.format(number=self.number)
