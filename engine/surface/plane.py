"""A plane through the optimum, on which the loss is drawn: where a W lies, and what it costs.

Of two weights, each point stands for the W with the least loss that has these two: the others are
at their best. With the others as they are now, the optimum would lie beside the valley shown.
"""

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from ..matrix import Matrix
from ..threads.caching import cached_property

if TYPE_CHECKING:
    from .bowl import Bowl

# Below this part of its column, what is left of it beside the other columns is rounding.
NOTHING_LEFT = 1e-13
# The second time takes away what rounding has left of the first.
PROJECTIONS = 2
# A path whose second direction is shorter than this part of the first one is a line.
STRAIGHT = 1e-9
# Its directions are those of so many of its W: of 4,000 and 30 columns they would take 15 ms.
MOST_OF_PATH = 256


class PlaneKind(Enum):
    """Which two directions are drawn."""

    DIRECTIONS = "the flattest and the steepest direction of the descent"
    PATH = "the two directions in which the path is longest"
    WEIGHTS = "two weights, the others at their best"


@dataclass(frozen=True, eq=False)
class Plane:
    """Two axes through the optimum.

    Attributes
    ----------
    kind : PlaneKind
    optimum : ndarray, shape (j,)
        In the units of the table.
    across : ndarray, shape (2, j)
        What takes W − optimum to its place on the plane.
    lift : ndarray, shape (j, 2)
        What takes a place to the W − optimum that it stands for.
    middle : ndarray, shape (2,)
        Where the optimum lies: its own two weights, or 0.
    slopes : ndarray, shape (m, 2)
        The residual that each axis adds, whose squares are N times the loss.
    rows : int
        N.
    modes : tuple of int
        The modes of the bowl along the axes, if they are that.
    weights : tuple of int
        The weights along the axes, if they are that.
    """

    kind: PlaneKind
    optimum: Matrix
    across: Matrix
    lift: Matrix
    middle: Matrix
    slopes: Matrix
    rows: int
    modes: tuple[int, ...] = ()
    weights: tuple[int, ...] = ()

    def places(self, W: Matrix) -> Matrix:
        """Return where each W (n, j) lies, (n, 2)."""
        with np.errstate(over="ignore", invalid="ignore"):
            found: Matrix = (W - self.optimum) @ self.across.T + self.middle
        return found

    def W_at(self, place: tuple[float, float]) -> Matrix:
        """Return the W (j, 1) that a place stands for."""
        W: Matrix = self.optimum + self.lift @ (np.array(place) - self.middle)
        if self.weights:  # to the last digit, as they are read from the axes
            W[list(self.weights)] = place
        return W.reshape(-1, 1)

    def gaps(self, places: Matrix) -> Matrix:
        """Return the loss above the least one at each of the places (n, 2), shape (n,)."""
        with np.errstate(over="ignore", invalid="ignore"):
            left = (places - self.middle) @ self.slopes.T
            found: Matrix = np.square(left).sum(axis=1) / self.rows
        return found

    @cached_property
    def is_flat(self) -> tuple[bool, bool]:
        """Whether the loss is the same along the whole of each axis."""
        across, up = lengths_of(self.slopes)
        return across == 0, up == 0

    @cached_property
    def is_band(self) -> bool:
        """Whether the loss is the same along a direction of the plane, for ever."""
        lengths = lengths_of(self.slopes)
        if 0 in lengths:
            return True
        sizes = np.linalg.svd(self.slopes / lengths, compute_uv=False)
        return bool(sizes[-1] <= NOTHING_LEFT * sizes[0])


def plane_of_directions(bowl: "Bowl") -> Plane:
    """Return the flattest direction that the table determines against the steepest.

    The bowl has a rank of at least 2.
    """
    flattest, steepest = bowl.rank - 1, 0
    basis = np.column_stack((bowl.direction(flattest), bowl.direction(steepest)))
    return _of_basis(bowl, PlaneKind.DIRECTIONS, basis, (flattest, steepest))


def plane_of_path(bowl: "Bowl", W: Matrix) -> Plane | None:
    """Return the two directions in which a path W (n, j) is longest; None if it has no length.

    The second one of a straight path is the steepest direction that is not along it.
    """
    some = np.unique(np.linspace(0, len(W) - 1, MOST_OF_PATH).astype(int))
    path = (W[some] - W[-1]) * bowl.lengths
    largest = float(np.abs(path).max(initial=0.0))
    if not 0 < largest < math.inf:
        return None
    _, sizes, Vt = np.linalg.svd(path / largest, full_matrices=False)
    first = Vt[0] * (1.0 if Vt[0][np.argmax(np.abs(Vt[0]))] > 0 else -1.0)
    second = Vt[1] if len(sizes) > 1 and sizes[1] > STRAIGHT * sizes[0] else None
    if second is None:
        second = next(
            (left / np.linalg.norm(left) for left in _beside(bowl, first)), np.zeros_like(first)
        )
    return _of_basis(bowl, PlaneKind.PATH, np.column_stack((first, second)))


def plane_of_weights(bowl: "Bowl", across: int, up: int) -> Plane:
    """Return the plane of two weights, counted from 0, with the others at their best."""
    pair, j = [across, up], bowl.weights
    others = [k for k in range(j) if k not in pair]
    # On columns of one length, so that which of them are dependent does not hang on their units.
    lengths = np.linalg.norm(bowl.R, axis=0)
    lengths[lengths == 0] = 1.0
    R = bowl.R / lengths
    lift, left = np.zeros((j, 2)), R[:, pair].copy()
    lift[pair, [0, 1]] = 1.0
    if others:
        U, sizes, Vt = np.linalg.svd(R[:, others], full_matrices=False)
        seen = sizes > np.finfo(float).eps * j * sizes[0]
        U, sizes, V = U[:, seen], sizes[seen], Vt[seen].T
        for _ in range(PROJECTIONS):
            along = U.T @ left
            left = left - U @ along
            lift[others] -= V @ (along / sizes[:, np.newaxis])
    left[:, [length <= NOTHING_LEFT for length in lengths_of(left)]] = 0.0
    scales = lengths[pair]
    return Plane(
        PlaneKind.WEIGHTS,
        bowl.optimum,
        np.eye(j)[pair],
        lift * scales / lengths[:, np.newaxis],
        bowl.optimum[pair],
        left * scales,
        bowl.modes.rows,
        weights=(across, up),
    )


def _of_basis(bowl: "Bowl", kind: PlaneKind, basis: Matrix, modes: tuple[int, ...] = ()) -> Plane:
    """Return the plane of two perpendicular directions (j, 2) of the columns descended on."""
    lift = basis / bowl.lengths[:, np.newaxis]
    slopes = bowl.R @ lift
    across = basis.T * bowl.lengths
    middle = np.zeros(2)
    return Plane(kind, bowl.optimum, across, lift, middle, slopes, bowl.modes.rows, modes)


def _beside(bowl: "Bowl", direction: Matrix) -> list[Matrix]:
    """Return the directions of the modes less their part along a direction, steepest first."""
    found = []
    for mode in range(bowl.weights):
        vector = bowl.direction(mode)
        left = vector - direction * float(direction @ vector)
        if np.linalg.norm(left) > STRAIGHT:
            found.append(left)
    return found


def lengths_of(vectors: Matrix) -> list[float]:
    """Return the Euclidean length of each column of (m, n), without overflow."""
    return [math.hypot(*column.tolist()) for column in vectors.T]
