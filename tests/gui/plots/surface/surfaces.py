"""Surfaces and gaps for tests."""

import numpy as np

from engine import Problem, Settings
from engine.surface.bowl import Bowl
from engine.surface.plane import plane_of_weights
from engine.surface.profile import profile_of
from gui.plots.surface.shown_gap import ShownGap
from gui.plots.surface.shown_surface import ShownSurface


def bowl_of(*sizes: float) -> Bowl:
    """Return a bowl whose optimum is 1 for each weight."""
    found = Bowl.of(Problem(np.diag(sizes), np.array(sizes)), Settings())
    assert found is not None
    return found


def round_bowl() -> ShownSurface:
    """Return circles around (1, 1), before a run from (5, 3)."""
    plane = plane_of_weights(bowl_of(1.0, 1.0), 0, 1)
    return ShownSurface(plane, np.array([5.0, 3.0]), ("w1", "w2"), optimum=np.ones(2))


def valley_with_run(epochs: int = 1000) -> ShownSurface:
    """Return a valley, and a run that zigzags into it."""
    plane = plane_of_weights(bowl_of(1.0, 10.0), 0, 1)
    epoch = np.arange(epochs + 1.0)
    path = np.column_stack((1 + 4 * 0.99**epoch, 1 + 2 * (-0.95) ** epoch))
    marks = np.array([10.0**k for k in range(4) if 10**k <= epochs])
    return ShownSurface(
        plane,
        path[0],
        ("w1", "w2"),
        path,
        epoch,
        1 / (1 + epoch),
        path[marks.astype(int)],
        marks,
        path[-1],
        float(epochs),
        np.ones(2),
        ("a note",),
    )


def curve() -> ShownSurface:
    """Return the parabola of one weight."""
    profile = profile_of(bowl_of(2.0))
    return ShownSurface(profile, np.array([3.0, 16.0]), ("w1", "loss"))


def gap_of(known: int = 20) -> ShownGap:
    """Return a gap of two directions, of which the second is the slower one."""
    epochs = np.arange(40.0)
    parts = np.array([2.0 * 0.9**epochs, 100 * 0.5**epochs])
    return ShownGap(epochs, parts, parts.sum(axis=0), known, ("x1, x2", "x3"))
