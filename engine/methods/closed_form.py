"""Many epochs at once: the recurrence of the definition, in closed form.

The loss is quadratic, so its quotients change along the descent by δW' = (I − η·H)·δW, exactly,
with H = 2AᵀA/N. In the basis V of the modes, with curvatures λ, each coordinate q of δW goes its
own way: q·μ^t with μ = 1 − ηλ. So

    W(t) = W − V·q·(1 − μ^t)/λ,    loss(t) = (ρ² + Σ e(t)²)/N,    e(t) = e·μ^t − s·b·(1 − μ^t)/λ,

where e are the coordinates of the residual, ρ its part that no W can reach, and b those of what a
one-sided quotient is off by, which carries the descent past the optimum. q is 2s·e/N + b: what the
literal quotients have along each mode but for their rounding, which is not followed for t epochs.
"""

import sys
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..matrix import Matrix
from ..quotients import PRODUCTS_OF_ONE_THREAD
from .decay import Times
from .modes import Recurrence

BLOCK = 1024


class Predicted(NamedTuple):
    """W (j, 1) at some time, and the loss and the gradient (j, 1) there."""

    W: Matrix
    loss: float
    gradient: Matrix


class ClosedForm:
    """The epochs that follow one point W (j, 1), counted from there by t."""

    def __init__(self, recurrence: Recurrence, W: Matrix) -> None:
        modes = self._modes = recurrence.modes
        self._decay, self._pull, self._W = recurrence.decay, recurrence.pull, W
        self._residual: Matrix = modes.residual(W)
        self.coordinates: Matrix = 2 * modes.sizes * self._residual / modes.rows + recurrence.bias
        """q, those of δW at the start, shape (j,)."""

    def at(self, time: float) -> Predicted:
        """Foretell where the descent stands after a time."""
        times = np.array([time])
        powers, reaches = self._decay.powers(times), self._decay.reaches(times)
        loss = self._loss_of(self._left(powers, reaches))
        return Predicted(self._moved(reaches), float(loss[0]), self._faded(powers))

    def weights(self, times: Times) -> Matrix:
        """W after each of the times, shape (j, n)."""
        return self._moved(self._decay.reaches(times))

    def gradients(self, times: Times) -> Matrix:
        """δW after each of the times, shape (j, n)."""
        return self._faded(self._decay.powers(times))

    def losses(self, times: Times) -> NDArray[np.float64]:
        """The loss after each of the times, shape (n,)."""
        return self._loss_of(self._residuals(times))

    def every_loss(self, first: int, into: NDArray[np.float64]) -> None:
        """Write the losses after first, first + 1, … epochs, for next to nothing each.

        With t = T + r, e(t) = e(T)·μ^r − s·b·(1 − μ^r)/λ; so Σ e(t)² is a product of one matrix of
        what depends on T alone, and one of what depends on r alone.
        """
        starts = np.arange(first, first + len(into), BLOCK, dtype=np.float64)
        offsets = np.arange(BLOCK, dtype=np.float64)
        residuals, powers = self._residuals(starts), self._decay.powers(offsets)
        of_starts, of_offsets = [np.square(residuals)], [np.square(powers)]
        least = np.full((1, BLOCK), self._modes.unreachable)
        if self._pull.any():
            reaches = self._pull[:, np.newaxis] * self._decay.reaches(offsets)
            of_starts.append(-2 * residuals)
            of_offsets.append(powers * reaches)
            least += np.square(reaches).sum(axis=0)
        left = np.concatenate([*of_starts, np.ones((1, len(starts)))]).T / self._modes.rows
        _multiply(left, np.concatenate([*of_offsets, least]), into)
        if self._pull.any():  # what is subtracted may leave less than nothing, by rounding
            np.maximum(into, self._modes.unreachable / self._modes.rows, out=into)

    def first_within(self, tolerance: float, after: int, last: int) -> int:
        """Return the first time after one at which ‖δW‖ ≤ tolerance; last where there is none.

        Where it is so from the start, only rounding keeps the quotients from showing it: last.
        """
        if self._norm(after) <= tolerance or self._norm(last) > tolerance:
            return last
        while last - after > 1:
            middle = (after + last) // 2
            after, last = (middle, last) if self._norm(middle) > tolerance else (after, middle)
        return last

    def _norm(self, time: int) -> float:
        return float(np.linalg.norm(self.gradients(np.array([float(time)]))))

    def is_settled(self, time: float, W: Matrix) -> bool:
        """Tell whether what decays will change no weight of W (j, 1) any more."""
        powers = self._decay.powers(np.array([time]))[:, 0]
        ahead = np.zeros_like(powers)
        np.divide(
            self.coordinates * powers,
            self._modes.curvatures,
            out=ahead,
            where=~self._decay.is_endless,
        )
        left = np.abs(self._modes.vectors @ ahead)
        return bool((left <= sys.float_info.epsilon * np.abs(W[:, 0])).all())

    def rounding(self, time: float) -> float:
        """By how much δW after a time may be off, as the curvatures are off by about ε·λmax."""
        powers = np.abs(self._decay.powers(np.array([max(time - 1, 0.0)]))[:, 0])
        grown = time * float(np.linalg.norm(self.coordinates * powers))
        steepest = 1 - float(self._decay.factors[0])
        return sys.float_info.epsilon * steepest * grown

    @property
    def is_endless(self) -> bool:
        """Whether some of W moves for ever: overshooting at η's limit, or pushed by a bias."""
        return bool(self.coordinates[self._decay.is_endless].any())

    def _moved(self, reaches: Matrix) -> Matrix:
        """W where the modes have reached so far, shape (j, n)."""
        W: Matrix = self._W - self._modes.vectors @ (self.coordinates[:, np.newaxis] * reaches)
        return W

    def _faded(self, powers: Matrix) -> Matrix:
        """δW where the modes have decayed to so much, shape (j, n)."""
        gradients: Matrix = self._modes.vectors @ (self.coordinates[:, np.newaxis] * powers)
        return gradients

    def _residuals(self, times: Times) -> Matrix:
        """e(t), shape (j, n)."""
        powers = self._decay.powers(times)
        return self._left(powers, self._decay.reaches(times) if self._pull.any() else None)

    def _left(self, powers: Matrix, reaches: Matrix | None) -> Matrix:
        """e where the modes have decayed and reached so far; no bias needs no reaches, (j, n)."""
        residuals: Matrix = self._residual[:, np.newaxis] * powers
        if reaches is not None:
            residuals = residuals - self._pull[:, np.newaxis] * reaches
        return residuals

    def _loss_of(self, residuals: Matrix) -> NDArray[np.float64]:
        squares = np.square(residuals).sum(axis=0)
        return np.asarray((self._modes.unreachable + squares) / self._modes.rows)


def _multiply(left: Matrix, right: Matrix, into: NDArray[np.float64]) -> None:
    """Write (m, k) times (k, n) one row after another, cut off at the end of what is there."""
    width = right.shape[1]
    whole = len(into) // width
    product = into[: whole * width].reshape(whole, width)
    rows = max(1, PRODUCTS_OF_ONE_THREAD // right.size)
    for start in range(0, whole, rows):
        np.matmul(left[start : min(start + rows, whole)], right, out=product[start : start + rows])
    rest = len(into) - whole * width
    if rest:
        into[-rest:] = left[-1] @ right[:, :rest]
