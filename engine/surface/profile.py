"""A single direction along which the loss is a parabola: of one weight, or if all else is flat."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..matrix import Matrix

if TYPE_CHECKING:
    from .bowl import Bowl


@dataclass(frozen=True, eq=False)
class Profile:
    """The loss along the one direction that the table determines.

    Attributes
    ----------
    optimum : ndarray, shape (j,)
        In the units of the table.
    across : ndarray, shape (j,)
        What takes W − optimum to its place.
    lift : ndarray, shape (j,)
        What takes a place to the W − optimum that it stands for.
    middle : float
        Where the optimum lies: the weight itself if it is the only one, or 0.
    bend : float
        What a step of 1 away from the optimum adds to the loss.
    floor : float
        The least loss.
    """

    optimum: Matrix
    across: Matrix
    lift: Matrix
    middle: float
    bend: float
    floor: float

    def places(self, W: Matrix) -> Matrix:
        """Return where each W (n, j) lies, (n,)."""
        with np.errstate(over="ignore", invalid="ignore"):
            found: Matrix = (W - self.optimum) @ self.across + self.middle
        return found

    def W_at(self, place: float) -> Matrix:
        """Return the W (j, 1) that a place stands for."""
        W: Matrix = self.optimum + self.lift * (place - self.middle)
        return W.reshape(-1, 1)

    def losses(self, places: Matrix) -> Matrix:
        """Return the loss at each of the places (n,)."""
        with np.errstate(over="ignore"):
            found: Matrix = self.floor + self.bend * np.square(places - self.middle)
        return found


def profile_of(bowl: "Bowl") -> Profile:
    """Return the steepest direction, which is the only one of a bowl of one weight or of rank 1."""
    direction, lengths = bowl.direction(0), bowl.lengths
    if bowl.weights == 1:
        direction = lengths = np.ones(1)
    lift = direction / lengths
    bend = float(np.square(bowl.R @ lift).sum()) / bowl.modes.rows
    middle = float(bowl.optimum[0]) if bowl.weights == 1 else 0.0
    return Profile(bowl.optimum, direction * lengths, lift, middle, bend, bowl.floor)
