"""The loss beside one weight, seen through a window as wide as the step h.

Absolute coordinates cannot hold a window of 1e-15: everything is in units of h, and relative to the
loss at w itself. As h falls, the curve becomes a line, and the line a staircase of the numbers that
the computer has.
"""

from dataclasses import dataclass

import numpy as np

from ..cancelling import IsCancelled
from ..difference import Difference
from ..matrix import Matrix
from .point import AnyPoint

# Of h, to either side of w: the ends of a central secant stay off the edges.
HALF_WIDTH = 1.7
# More than a window has pixels to show them, and 0.1 ms on the triangle of a few columns.
POINTS = 801


@dataclass(frozen=True, eq=False)
class CloseUp:
    """The loss at w + t·h, with t from −1.7 to 1.7.

    Attributes
    ----------
    weight : int
        Which weight, from 0.
    h : float
    w : float
        As descended on.
    loss : float
        L(w) as the computer has it. All other losses are relative to it.
    t : ndarray, shape (n,)
        The places asked for.
    taken : ndarray, shape (n,)
        The places that floating point has, (w + t·h) − w, in units of h.
    rises : ndarray, shape (n,)
        The loss at each, as the computer has it.
    true_rises : ndarray, shape (n,)
        The loss at w + t·h without rounding.
    offset : float
        What the exact L(w) is above the one the computer has: through it goes the tangent.
    slopes : tuple of float
        The exact slopes to smaller and to larger weights: the same, but at a kink.
    bends : ndarray, shape (n,)
        The loss at each place minus the tangent, without rounding: m·(t·h)² of a mean square.
    bend_at_h : float
        The same at w + h: what a one-sided secant cuts.
    """

    weight: int
    h: float
    w: float
    loss: float
    t: Matrix
    taken: Matrix
    rises: Matrix
    true_rises: Matrix
    offset: float
    slopes: tuple[float, float]
    bends: Matrix
    bend_at_h: float

    @property
    def tangent(self) -> Matrix:
        """The tangent at each t, (n,)."""
        with np.errstate(over="ignore", invalid="ignore"):
            found: Matrix = self.offset + self.line_at(self.t)
        return found

    def line_at(self, t: Matrix) -> Matrix:
        """Return how much the tangent rises from w to each t, (n,), of its side at a kink."""
        left, right = self.slopes
        with np.errstate(over="ignore", invalid="ignore"):
            found: Matrix = np.where(t < 0, left, right) * (t * self.h)
        return found

    @property
    def beside_tangent(self) -> Matrix:
        """The loss minus the tangent, as the computer has it: the bend and the rounding, (n,)."""
        with np.errstate(over="ignore", invalid="ignore"):
            found: Matrix = self.rises - self.tangent
        return found

    @property
    def is_staircase(self) -> bool:
        """Whether rounding shows: the losses are off the true curve by 1 % of the window."""
        with np.errstate(invalid="ignore"):
            height = float(np.ptp(self.rises))
            if height == 0 and np.ptp(self.true_rises) == 0:
                return False  # of a column of zeros: flat, however the loss is rounded
            return bool(np.abs(self.rises - self.true_rises).max() > STAIR_SEEN * height)

    def ends(self, ahead: float, behind: float, difference: Difference) -> Matrix:
        """Return the two points of a secant from behind to ahead: their t, then their rise, (2, 2).

        Parameters
        ----------
        ahead, behind : float
            The losses of a ``QuotientDigits``, whose very floats they are.
        difference : Difference
        """
        right, left = difference.ends([np.array(float(side)) for side in difference.sides], ZERO)
        return np.array([[float(left), float(right)], [behind - self.loss, ahead - self.loss]])


ZERO = np.array(0.0)
# Of the height of the window: a pixel or two.
STAIR_SEEN = 0.01


def look(
    point: AnyPoint,
    k: int,
    h: float,
    points: int = POINTS,
    cancelled: IsCancelled = lambda: False,
) -> CloseUp:
    """Evaluate the loss beside weight k, from 0, through a window of ±1.7 h.

    Parameters
    ----------
    point : AnyPoint
    k : int
    h : float
        More than zero, as descended on.
    points : int
        How many places; an odd number has w itself among them.
    cancelled : callable, optional
        Asked for each block of rows.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """
    w = point.w
    t = HALF_WIDTH * np.linspace(-1.0, 1.0, points)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        moved = np.append(t * h, h)
        places = w[k] + moved.astype(w.dtype)
        losses = _as_in_a_run(point, k, np.append(places, w[k]), cancelled)
        loss = float(losses[-1])
        rises = losses[:-2] - loss
        taken = (places[:-1].astype(np.float64) - float(w[k])) / h
        true = point.true_curve(k, moved, losses[:-1], loss, cancelled)
    return CloseUp(
        k,
        h,
        float(w[k]),
        loss,
        t,
        taken,
        rises,
        true.rises[:-1],
        true.offset,
        point.slopes_beside(k),
        true.bends[:-1],
        float(true.bends[-1]),
    )


def _as_in_a_run(point: AnyPoint, k: int, places: Matrix, cancelled: IsCancelled) -> Matrix:
    """Return the losses at places (n,), as many at once as a run evaluates."""
    at_once = point.table.points_at_once or len(places)
    missing = -len(places) % at_once
    padded = np.append(places, np.repeat(places[-1:], missing)).reshape(-1, at_once)
    found = [point.table.losses(point.w, k, part, cancelled) for part in padded]
    losses: Matrix = np.concatenate(found)[: len(places)].astype(np.float64)
    return losses
