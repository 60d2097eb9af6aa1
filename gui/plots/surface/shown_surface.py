"""What the plot of the surface shows: the ground, the path of the run on it, and the words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.surface.loss_curve import LossCurve
from engine.surface.loss_grid import LossGrid
from engine.surface.plane import Plane
from engine.surface.profile import Profile

from ..axis_scale import EMPTY, Numbers
from .shown_step import ShownStep

Curve = Profile | LossCurve
Ground = Plane | Curve | LossGrid
NO_PLACES = np.empty((0, 2))
NOWHERE = np.array([np.nan, np.nan])


@dataclass(frozen=True, eq=False)
class ShownSurface:
    """One surface and the run on it; all places are (x, y) in the units of the axes.

    Attributes
    ----------
    ground : Plane, Profile, LossGrid or LossCurve
    path : ndarray, shape (n, 2)
        Where the run has been, first to last.
    epochs, losses : ndarray, shape (n,)
    marks : ndarray, shape (m, 2)
        Where it was at epochs 1, 10, 100 …
    mark_epochs : ndarray, shape (m,)
    start : ndarray, shape (2,)
        Where the next run starts.
    now : ndarray, shape (2,)
        Where it is at the epoch shown; NaN if there is none.
    now_epoch : float
    optimum : ndarray, shape (2,)
        NaN if it is not known.
    names : tuple of str
        Of the axes.
    notes : sequence of str
        What is said of the axes beside their scales.
    step : ShownStep or None
        The next one, from where the run is; None while the run is too fast for it.
    """

    ground: Ground
    start: Numbers
    names: tuple[str, str]
    path: Numbers = field(default_factory=lambda: NO_PLACES)
    epochs: Numbers = field(default_factory=lambda: EMPTY)
    losses: Numbers = field(default_factory=lambda: EMPTY)
    marks: Numbers = field(default_factory=lambda: NO_PLACES)
    mark_epochs: Numbers = field(default_factory=lambda: EMPTY)
    now: Numbers = field(default_factory=lambda: NOWHERE)
    now_epoch: float = 0.0
    optimum: Numbers = field(default_factory=lambda: NOWHERE)
    notes: Sequence[str] = ()
    step: ShownStep | None = None

    @property
    def has_run(self) -> bool:
        """Whether there is a path."""
        return len(self.path) > 0

    def everything(self) -> Numbers:
        """Return all places that are to be seen, (n, 2)."""
        return np.concatenate((self.path, [self.start, self.now, self.optimum]))
