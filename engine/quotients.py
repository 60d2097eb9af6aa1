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
    comes last, so that its loss comes with its gradient. ``losses`` has room for one of each point.
    """

    def __init__(
        self, span: slice, points: Matrix, losses: Matrix, h: Matrix, difference: Difference
    ) -> None:
        self.span, self.points, self.losses = span, points, losses
        self._h = h[span]
        sides, count = len(difference.sides), span.stop - span.start
        signs = np.array(difference.sides, dtype=points.dtype).reshape(sides, 1)
        with np.errstate(over="ignore"):  # too large for single precision is infinite there
            self._moves = self._h.astype(points.dtype) * signs
        moved_weights = points[:-1].reshape(sides, count, -1)[:, :, span]
        self._moved: Matrix = np.einsum("skk->sk", moved_weights)
        self._ahead, self._behind = difference.ends(self._moved, points[-1, span])
        of_moved = losses[:-1].reshape(sides, count)
        self.of_ahead, self.of_behind = difference.ends(of_moved, losses[-1:])

    def place(self, weights: Matrix) -> Matrix:
        """Move the points to W (j,); return the steps taken, or raise StepVanishes if one is 0."""
        held = weights[self.span]
        self.points[...] = weights
        np.add(held, self._moves, self._moved)
        step: Matrix = self._ahead - self._behind
        if np.count_nonzero(step) < len(step):
            k = int(np.argmin(step != 0))
            raise StepVanishes(self.span.start + k + 1, float(held[k]), float(self._h[k]))
        return step


class Quotients:
    """The loss at every w_k ± h, from one matrix product per block of rows.

    Blocks of rows fit into the processor's cache, and into one thread of OpenBLAS. Spans of weights
    keep the memory bounded.
    """

    # 512 KiB of float64, so that a block's residuals are still in the cache when they are squared.
    RESIDUALS_IN_CACHE = 2**16
    # Fewer rows a block cost more in calls than they save in the cache.
    FEWEST_ROWS = 8
    # A row of so few residuals takes numpy longer to begin than to subtract: Y is repeated for each
    # point, which takes 0.5 µs instead of 1.3 (20 columns, reduced to 21 rows).
    SHORT_ROWS = 64
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
        losses = np.empty(len(points), dtype=A.dtype)
        steps = steps_of(h, weights)
        spans = [slice(k, min(k + width, weights)) for k in range(0, weights, width)]
        counts = [sides * (span.stop - span.start) + 1 for span in spans]
        self._stencils = [
            Stencil(span, points[:count], losses[:count], steps, difference)
            for span, count in zip(spans, counts, strict=True)
        ]
        height = min(self.RESIDUALS_IN_CACHE, PRODUCTS_OF_ONE_THREAD // weights) // len(points)
        height = min(self._rows, max(self.FEWEST_ROWS, height))
        residuals = np.empty(len(points) * height, dtype=A.dtype)
        copies = len(points) if height == self._rows < self.SHORT_ROWS else 1
        self._blocks = [
            (
                A_block.T,
                np.tile(Y_block.T, (copies, 1)),
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
            step, own = stencil.place(weights), slopes[stencil.span]
            self._evaluate(stencil)
            np.subtract(stencil.of_ahead, stencil.of_behind, own)
            np.divide(own, step, own)
        return Slope(float(self._stencils[-1].losses[-1]), slopes.reshape(-1, 1))

    def written_out(self, W: Matrix) -> WrittenOut:
        """Return what ``at`` makes of W (j, 1) with the losses and the steps, to the same bits.

        Raises StepVanishes if h does not move a weight, and Cancelled when cancelled.
        """
        weights = W.ravel()
        written = WrittenOut(*(np.empty_like(weights) for _ in WrittenOut._fields))
        for stencil in self._stencils:
            span = stencil.span
            written.step[span] = stencil.place(weights)
            self._evaluate(stencil)
            written.ahead[span], written.behind[span] = stencil.of_ahead, stencil.of_behind
            rise = stencil.of_ahead - stencil.of_behind
            np.divide(rise, written.step[span], out=written.gradient[span])
        return written

    def _evaluate(self, stencil: Stencil) -> None:
        """Evaluate the mean squared error at each point of a stencil."""
        points, losses = stencil.points, stencil.losses
        for i, (A_block, Y_rows, room) in enumerate(self._blocks):
            if self._cancelled():
                raise Cancelled
            residuals = room[: len(points)]
            np.matmul(points, A_block, residuals)
            np.subtract(residuals, Y_rows[: len(points)], residuals)
            if i == 0:
                np.vecdot(residuals, residuals, losses)
            else:
                losses += np.vecdot(residuals, residuals)
        np.divide(losses, self._rows, losses)
