"""All quotients at one W at once, from one matrix product per block of rows."""

from typing import NamedTuple

import numpy as np

from .cancelling import Cancelled, IsCancelled
from .difference import Difference, StepSizes
from .errors import StepVanishes
from .matrix import Matrix

# OpenBLAS starts several threads for more. On two cores these wait for each other most of the time:
# blocks below the limit took 1000×100 from 44 to 1.8 ms, and 1,000,000×10 from 60–259 to 25 ms.
PRODUCTS_OF_ONE_THREAD = 2**18


class Slope(NamedTuple):
    """The loss at one W, and its gradient (j, 1) there."""

    loss: float
    gradient: Matrix


class WrittenOut(NamedTuple):
    """The quotients at one W with all that they are made of, each (j,).

    For each weight, ``ahead`` and ``behind`` are the losses, and ``step`` is the step taken in
    floating point, (w + h) − (w − h) for the central quotient.
    """

    ahead: Matrix
    behind: Matrix
    step: Matrix
    gradient: Matrix


def steps_taken(ahead: Matrix, behind: Matrix, held: Matrix, h: Matrix) -> Matrix:
    """Return the steps between the weights of both losses, each (j,).

    Raises StepVanishes if h does not move one of the weights ``held``.
    """
    step: Matrix = ahead - behind
    if np.count_nonzero(step) < len(step):
        k = int(np.argmin(step != 0))
        raise StepVanishes(k + 1, float(held[k]), float(h[k]))
    return step


def steps_of(h: StepSizes, weights: int) -> Matrix:
    """Return the step of each weight, (j,), in float64."""
    return np.broadcast_to(np.asarray(h, dtype=np.float64), (weights,))


class Stencil:
    """The points at which the loss is evaluated for a span of weights, one moved W per row.

    First w_k + h for each k of the span, then w_k − h, as far as the quotient needs them. W itself
    comes last, so that its loss comes with its gradient.
    """

    def __init__(self, span: slice, points: Matrix, h: Matrix, difference: Difference) -> None:
        self.span, self.points = span, points
        self._h, self._ends = h[span], difference.ends
        sides, count = len(difference.sides), span.stop - span.start
        signs = np.array(difference.sides, dtype=points.dtype).reshape(sides, 1)
        with np.errstate(over="ignore"):  # too large for single precision is infinite there
            self._moves = self._h.astype(points.dtype) * signs
        self._shape = (sides, count)
        moved_weights = points[:-1].reshape(sides, count, -1)[:, :, span]
        self._moved: Matrix = np.einsum("skk->sk", moved_weights)

    def place(self, weights: Matrix) -> Matrix:
        """Move the points to W (j,); return the steps taken, or raise StepVanishes if one is 0."""
        held = weights[self.span]
        self.points[:] = weights
        np.add(held, self._moves, out=self._moved)
        ahead, behind = self._ends(self._moved, held)
        step = ahead - behind
        if np.count_nonzero(step) < len(step):
            k = int(np.argmin(step != 0))
            raise StepVanishes(self.span.start + k + 1, float(held[k]), float(self._h[k]))
        return step

    def rise(self, losses: Matrix) -> Matrix:
        """Return the difference of the losses for each quotient."""
        ahead, behind = self.sides(losses)
        return ahead - behind

    def sides(self, losses: Matrix) -> tuple[Matrix, Matrix]:
        """Return the losses ahead and behind for each quotient; that at W stands for its own."""
        of_moved = losses[:-1].reshape(self._shape)
        return self._ends(of_moved, losses[-1:])


class Quotients:
    """The loss at every w_k ± h, from one matrix product per block of rows.

    Blocks of rows fit into the processor's cache, and into one thread of OpenBLAS. Spans of weights
    keep the memory bounded.
    """

    # 512 KiB of float64, so that a block's residuals are still in the cache when they are squared.
    RESIDUALS_IN_CACHE = 2**16
    # Fewer rows a block cost more in calls than they save in the cache.
    FEWEST_ROWS = 8
    # 16 MiB for the points: 1,000 weights in one span of ±h, 2,000 in four.
    COORDINATES_IN_MEMORY = 2**21

    def __init__(
        self,
        A: Matrix,
        Y: Matrix,
        h: StepSizes,
        difference: Difference,
        cancelled: IsCancelled = lambda: False,
    ) -> None:
        self._cancelled = cancelled
        self._rows, weights = A.shape
        self.products = 2 * A.size * weights
        """What an evaluation costs, in multiplications."""
        sides = len(difference.sides)
        width = min(weights, max(1, self.COORDINATES_IN_MEMORY // (sides * weights)))
        points = np.empty((sides * width + 1, weights), dtype=A.dtype)
        steps = steps_of(h, weights)
        spans = [slice(k, min(k + width, weights)) for k in range(0, weights, width)]
        self._stencils = [
            Stencil(span, points[: sides * (span.stop - span.start) + 1], steps, difference)
            for span in spans
        ]
        height = min(self.RESIDUALS_IN_CACHE, PRODUCTS_OF_ONE_THREAD // weights) // len(points)
        height = min(self._rows, max(self.FEWEST_ROWS, height))
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

        Raises StepVanishes if h does not move a weight, and Cancelled when cancelled.
        """
        weights = W.ravel()
        slopes = np.empty_like(weights)
        for stencil in self._stencils:
            step = stencil.place(weights)
            losses = self._losses(stencil.points)
            np.divide(stencil.rise(losses), step, out=slopes[stencil.span])
        return Slope(float(losses[-1]), slopes.reshape(-1, 1))

    def written_out(self, W: Matrix) -> WrittenOut:
        """Return what ``at`` makes of W (j, 1) with the losses and the steps, to the same bits.

        Raises StepVanishes if h does not move a weight, and Cancelled when cancelled.
        """
        weights = W.ravel()
        written = WrittenOut(*(np.empty_like(weights) for _ in WrittenOut._fields))
        for stencil in self._stencils:
            span = stencil.span
            written.step[span] = stencil.place(weights)
            losses = self._losses(stencil.points)
            written.ahead[span], written.behind[span] = stencil.sides(losses)
            np.divide(stencil.rise(losses), written.step[span], out=written.gradient[span])
        return written

    def _losses(self, points: Matrix) -> Matrix:
        """Evaluate the mean squared error at each point (a row of points)."""
        first, *others = self._blocks
        losses = self._squares(points, *first)
        for block in others:
            losses += self._squares(points, *block)
        losses /= self._rows
        return losses

    def _squares(self, points: Matrix, A_block: Matrix, y: Matrix, room: Matrix) -> Matrix:
        """Return Σ (A·W − Y)² over a block of rows, for each point W."""
        if self._cancelled():
            raise Cancelled
        residuals = room[: len(points)]
        np.matmul(points, A_block, out=residuals)
        residuals -= y
        squares: Matrix = np.vecdot(residuals, residuals)
        return squares
