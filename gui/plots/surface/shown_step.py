"""The next step as the plot of the surface shows it: its parts, from W on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.optimisers.step_parts import PartKind

from ..axis_scale import Numbers


@dataclass(frozen=True, eq=False)
class ShownPart:
    """A part of a step: its formula, and where it leads from and to, (2,) in units of the axes."""

    kind: PartKind
    formula: str
    start: Numbers
    end: Numbers


@dataclass(frozen=True, eq=False)
class ShownStep:
    """One step in the plane.

    Attributes
    ----------
    start, end : ndarray, shape (2,)
        W before and after it.
    added : sequence of ShownPart
        From the one to the other, each from the tip of the one before.
    undivided : sequence of ShownPart
        From the start: what an adaptive optimiser divides by a root.
    """

    start: Numbers
    end: Numbers
    added: Sequence[ShownPart] = ()
    undivided: Sequence[ShownPart] = ()

    def tips(self) -> Numbers:
        """Return where the step leads, and all between, (n, 2)."""
        return np.array([*(part.end for part in self.added), self.end])
