"""The definition of the derivative, as it stands in the textbooks.

    δw_k = lim h→0 [loss(w_k + h) − loss(w_k − h)] / 2h        (central)

with every other weight held. The divisor is the step really taken in floating point,
(w + h) − (w − h), as in scipy's ``optimize/_numdiff.py``: w + h is rounded, so 2h is not it.
The mean squared error of a linear model is quadratic, for which the central quotient is exact
at any h; the one-sided quotients are off by ±h·mean(A_k²).
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .errors import BadSetting, StepVanishes, join_names
from .loss import mean_squared_error
from .matrix import Matrix, as_column, as_matrix
from .problem import Problem

Form = Literal["literal", "vectorised"]
Cancelled = Callable[[], bool]


class Difference(StrEnum):
    """Which difference quotient."""

    CENTRAL = "central"
    FORWARD = "forward"
    BACKWARD = "backward"

    @property
    def sides(self) -> tuple[int, ...]:
        """On which sides of w_k the loss is evaluated: +1 for w_k + h, −1 for w_k − h."""
        return {"central": (1, -1), "forward": (1,), "backward": (-1,)}[self.value]

    def ends(self, moved: Sequence[Matrix] | Matrix, here: Matrix) -> tuple[Matrix, Matrix]:
        """Pick the end ahead and the end behind, from one entry a side and that of w_k itself."""
        if self is Difference.CENTRAL:
            return moved[0], moved[1]
        return (moved[0], here) if self is Difference.FORWARD else (here, moved[0])

    @classmethod
    def _missing_(cls, value: object) -> "Difference":
        raise BadSetting("difference", value, join_names(list(cls)))


class Slope(NamedTuple):
    """The loss at one W and its gradient there, shape (j, 1)."""

    loss: float
    gradient: Matrix


class Interrupted(Exception):
    """The evaluation was cancelled half-way; nothing came of it."""


def gradient(
    problem: Problem,
    W: ArrayLike | None = None,
    h: float = 0.1,
    difference: str = "central",
    form: Form = "vectorised",
) -> Matrix:
    """δW at W (the problem's own where none is given), shape (j, 1), by either form.

    Raises StepVanishes where h does not move a weight.
    """
    at = problem.W if W is None else as_matrix("W", as_column(W))
    if form == "literal":
        return literal_gradient(problem, at, h, Difference(difference))
    quotients = Quotients(problem.A, problem.Y, h, Difference(difference))
    with np.errstate(over="ignore", invalid="ignore"):
        return quotients.at(at).gradient


def literal_gradient(problem: Problem, W: Matrix, h: float, difference: Difference) -> Matrix:
    """Evaluate the definition made readable: one weight at a time, two losses, one division."""
    slopes = np.empty_like(W)
    for k in range(len(W)):
        moved = [_moved(W, k, side * h) for side in difference.sides]
        ahead, behind = difference.ends(moved, W)
        step = ahead[k] - behind[k]
        if step == 0:
            raise StepVanishes(k + 1, float(W[k, 0]), h)
        loss_ahead = mean_squared_error(problem.A, ahead, problem.Y)
        loss_behind = mean_squared_error(problem.A, behind, problem.Y)
        slopes[k] = (loss_ahead - loss_behind) / step
    return slopes


def _moved(W: Matrix, k: int, by: float) -> Matrix:
    moved = W.copy()
    moved[k] += by
    return moved


class Stencil:
    """Where the loss is evaluated for some of the weights at once, a point (W moved) a row.

    First w_k + h for each k of the span, then w_k − h for each k, as far as the quotient asks for
    them; last W itself, so that its loss comes with its gradient.
    """

    def __init__(self, span: slice, points: Matrix, h: float, difference: Difference) -> None:
        self.span, self.points = span, points
        self._h, self._ends = h, difference.ends
        sides, count = len(difference.sides), span.stop - span.start
        self._moves = h * np.array(difference.sides, dtype=points.dtype).reshape(sides, 1)
        self._shape = (sides, count)
        moved_weights = points[:-1].reshape(sides, count, -1)[:, :, span]
        self._moved: Matrix = np.einsum("skk->sk", moved_weights)

    def place(self, weights: Matrix) -> Matrix:
        """Move the points to W (j,); return the steps really taken, raise StepVanishes at a 0."""
        held = weights[self.span]
        self.points[:] = weights
        np.add(held, self._moves, out=self._moved)
        ahead, behind = self._ends(self._moved, held)
        step = ahead - behind
        if np.count_nonzero(step) < len(step):
            k = int(np.argmin(step != 0))
            raise StepVanishes(self.span.start + k + 1, float(held[k]), self._h)
        return step

    def rise(self, losses: Matrix) -> Matrix:
        """Return by how much the losses at the points differ across each quotient."""
        of_moved = losses[:-1].reshape(self._shape)
        ahead, behind = self._ends(of_moved, losses[-1:])
        return ahead - behind


class Quotients:
    """All weights at once: the loss at every w_k ± h from one product a block of rows.

    Rows of A are taken in blocks that stay in the processor's cache, weights in spans that keep
    memory bounded.
    """

    RESIDUALS_IN_CACHE = 2**16
    COORDINATES_IN_MEMORY = 2**21

    def __init__(
        self,
        A: Matrix,
        Y: Matrix,
        h: float,
        difference: Difference,
        cancelled: Cancelled = lambda: False,
    ) -> None:
        self._cancelled = cancelled
        self._rows, weights = A.shape
        sides = len(difference.sides)
        width = min(weights, max(1, self.COORDINATES_IN_MEMORY // (sides * weights)))
        points = np.empty((sides * width + 1, weights), dtype=A.dtype)
        spans = [slice(k, min(k + width, weights)) for k in range(0, weights, width)]
        self._stencils = [
            Stencil(span, points[: sides * (span.stop - span.start) + 1], h, difference)
            for span in spans
        ]
        height = min(self._rows, max(64, self.RESIDUALS_IN_CACHE // len(points)))
        residuals = np.empty(len(points) * height, dtype=A.dtype)
        self._blocks = [
            (
                A_block.T,
                Y_block[:, 0],
                residuals[: len(points) * len(A_block)].reshape(len(points), -1),
            )
            for A_block, Y_block in (
                (A[i : i + height], Y[i : i + height]) for i in range(0, self._rows, height)
            )
        ]

    def at(self, W: Matrix) -> Slope:
        """Return the loss and its gradient at W (j, 1).

        Raises StepVanishes where h does not move a weight, Interrupted when cancelled.
        """
        weights = W.ravel()
        slopes = np.empty_like(weights)
        for stencil in self._stencils:
            step = stencil.place(weights)
            losses = self._losses(stencil.points)
            np.divide(stencil.rise(losses), step, out=slopes[stencil.span])
        return Slope(float(losses[-1]), slopes.reshape(-1, 1))

    def _losses(self, points: Matrix) -> Matrix:
        """Evaluate the mean squared error at each point (a row of points)."""
        sums = [self._squares(points, *block) for block in self._blocks]
        losses: Matrix = sum(sums[1:], start=sums[0]) / self._rows
        return losses

    def _squares(self, points: Matrix, A_block: Matrix, y: Matrix, room: Matrix) -> Matrix:
        """Σ (A·W − Y)² over a block of rows, for the W of each point."""
        if self._cancelled():
            raise Interrupted
        residuals = room[: len(points)]
        np.matmul(points, A_block, out=residuals)
        residuals -= y
        squares: Matrix = np.vecdot(residuals, residuals)
        return squares
