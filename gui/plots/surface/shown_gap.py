"""What the plot of the gap shows: the loss above the least one, whole and by direction."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..axis_scale import Numbers

MOST_DIRECTIONS = 7
"""More lines are not told apart."""


@dataclass(frozen=True, eq=False)
class ShownGap:
    """The gap at recorded epochs, and foretold ones after them.

    Attributes
    ----------
    epochs : ndarray, shape (n,)
        Ascending; from ``known`` on they are foretold.
    parts : ndarray, shape (k, n)
        What each direction adds to the least loss, the one with most of the gap now first.
    whole : ndarray, shape (n,)
        The gap: all directions, also those that are not drawn.
    known : int
        How many of the epochs a run has reached.
    names : sequence of str
        Of the directions, by the weights that they move most.
    modes : sequence of int
        The numbers of the directions, by which they keep their colours; those of ``parts`` if it
        is empty.
    """

    epochs: Numbers
    parts: Numbers
    whole: Numbers
    known: int
    names: Sequence[str]
    modes: Sequence[int] = ()

    @property
    def has_forecast(self) -> bool:
        """Whether epochs after the latest one are foretold."""
        return len(self.epochs) > self.known

    @property
    def share(self) -> float:
        """What the first direction has of the gap now, 0 to 1; NaN if there is no gap."""
        gap = float(self.whole[self.known - 1])
        return float(self.parts[0, self.known - 1]) / gap if gap > 0 else np.nan


def drawn_directions(parts: Numbers, known: int) -> Numbers:
    """Return which rows of parts (j, n) to draw: that with most of the gap now, then by their most.

    Those that never have a thousandth of the gap are left out.
    """
    whole = parts.sum(axis=0)
    is_known = (whole > 0) & np.isfinite(whole)  # of a run that diverges it overflows at the end
    shares = np.divide(parts, whole, out=np.zeros_like(parts), where=is_known)
    most = shares.max(axis=1)
    first = int(np.argmax(parts[:, known - 1]))
    others = [k for k in np.argsort(-most, kind="stable").tolist() if k != first]
    kept = [k for k in others if most[k] > _LEAST_SHARE][: MOST_DIRECTIONS - 1]
    return np.array([first, *kept])


_LEAST_SHARE = 1e-3
