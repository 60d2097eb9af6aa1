"""Many epochs at once: the recurrence of the definition in closed form.

The loss is quadratic, so along the descent the gradient changes by δW' = (I − η·H)·δW, exactly,
with H = 2AᵀA/N. In the basis V of the modes, with curvatures λ, each coordinate q of δW changes
on its own: q·μ^t with μ = 1 − ηλ. So

    W(t) = W − V·q·(1 − μ^t)/λ,    loss(t) = (ρ² + Σ e(t)²)/N,    e(t) = e·μ^t − s·b·(1 − μ^t)/λ.

Here e are the coordinates of the residual, ρ is the part of it that no W can remove, and b are the
coordinates of a one-sided quotient's constant error, which carries the descent past the optimum.
q is 2s·e/N + b: the literal quotients along each mode without their rounding, because following
one draw of rounding for t epochs would multiply it by t.
"""

import sys
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ..matrix import Matrix
from ..quotients import PRODUCTS_OF_ONE_THREAD
from ..settings import Settings
from .decay import Decay, Times
from .modes import Modes

if TYPE_CHECKING:
    from ..optimisers.memory import Memory

# With t = T + r and r < 1024, powers are computed for each T and each r only, not for each t.
# Measured per epoch: 5 ns for 3 weights, 117 ns for 100.
BLOCK = 1024


class Predicted(NamedTuple):
    """W (j, 1) after some epochs, with its loss and gradient (j, 1), and what is remembered."""

    W: Matrix
    loss: float
    gradient: Matrix
    memory: "Memory | None" = None


class Motion(NamedTuple):
    """How W (j, n) still moves at n times, with its losses (n,).

    ``slopes`` and ``lasting`` are bounds of |δW| and of its part that does not alternate, (j, n).
    They never rise, as the modes' parts are added by size. A mode that overshoots, μ < 0, adds
    1 − |μ| of its size to the second bound: the rest is undone by the next epoch.
    """

    W: Matrix
    losses: NDArray[np.float64]
    slopes: Matrix
    lasting: Matrix


class EpochsAhead(Protocol):
    """What is known of the epochs that follow one point, counted from there by t."""

    def at(self, time: float) -> Predicted:
        """Predict where the descent is after a number of epochs."""

    def motion(self, times: Times) -> Motion:
        """Predict how W still moves at each of the times."""

    def weights(self, times: Times) -> Matrix:
        """Return W at each of the times, shape (j, n)."""

    def gradients(self, times: Times) -> Matrix:
        """Return δW at each of the times, shape (j, n)."""

    def losses(self, times: Times) -> NDArray[np.float64]:
        """Return the loss at each of the times, shape (n,)."""

    def every_loss(self, first: int, into: NDArray[np.float64]) -> None:
        """Write the losses at times first, first + 1, …, fast."""

    def slope_sizes(self, times: Times) -> Matrix:
        """Return the sizes of δW along the modes at each of the times, shape (j, n)."""

    def first_within(self, tolerance: float, after: int, last: int) -> int:
        """Return the first time after ``after`` at which ‖δW‖ ≤ tolerance, or else ``last``."""

    def is_settled(self, time: float, W: Matrix) -> bool:
        """Return whether the modes that decay will change no weight of W (j, 1) any more."""

    def rounding(self, time: float) -> float:
        """Return the error of δW after a time, as the curvatures are rounded."""

    @property
    def alternates(self) -> bool:
        """Whether the loss may alternate from one epoch to the next."""

    @property
    def oscillating(self) -> float:
        """Until which time the loss may rise and fall in any other way."""

    @property
    def is_endless(self) -> bool:
        """Whether part of W moves for ever."""

    @property
    def push(self) -> Matrix:
        """The size of the slopes along the modes that never come to rest, shape (j,)."""

    @property
    def grows(self) -> bool:
        """Whether η is so far above its limit that a part of the gradient grows."""


class ErrorResponse(NamedTuple):
    """What becomes of an error of one epoch's slope along each mode, (j,) each.

    Attributes
    ----------
    most : ndarray
        How far it moves W at most, over η times the error.
    forgotten : ndarray
        The share of its square that an epoch forgets.
    lowest : ndarray
        By what an epoch multiplies it where it alternates: the root nearest −1.
    unforgotten : float
        How far it moves W in the end along a direction that A does not determine, over η.
    """

    most: Matrix
    forgotten: Matrix
    lowest: Matrix
    unforgotten: float


class EpochMap(Protocol):
    """What one epoch does along the modes, under one set of settings."""

    modes: Modes
    bias: Matrix
    """The constant error of a quotient along the modes, (j,)."""
    is_growing: NDArray[np.bool_]
    """Whether a mode grows for certain, (j,)."""

    @property
    def is_unstable(self) -> bool:
        """Whether a mode grows: η is above its limit."""

    @property
    def overshoots(self) -> bool:
        """Whether a mode goes to and fro for ever: η is at its limit, or above."""

    @property
    def response(self) -> ErrorResponse:
        """What becomes of an error of one epoch's slope."""

    def accumulated(self, times: Times) -> Matrix:
        """Return how far a slope of 1 at the start of a run moves W in some epochs, (j, n)."""

    def form_at(self, W: Matrix, memory: "Memory | None" = None) -> EpochsAhead:
        """Return the epochs that follow W (j, 1) with what the optimiser remembers there."""


class Recurrence:
    """What one epoch of plain descent does along the modes, under one set of settings."""

    def __init__(self, modes: Modes, settings: Settings) -> None:
        self.modes = modes
        self.decay = Decay(modes.curvatures, settings.fixed_learning_rate)
        self.bias = modes.bias(settings)
        self.pull: Matrix = modes.sizes * self.bias
        self.is_growing = self.decay.is_growing

    @property
    def is_unstable(self) -> bool:
        """Whether a mode grows: η is above its limit."""
        return self.decay.is_unstable

    @property
    def overshoots(self) -> bool:
        """Whether a mode goes to and fro for ever: η is at its limit, or above."""
        return bool((self.decay.factors <= -1).any())

    @property
    def response(self) -> ErrorResponse:
        """What becomes of an error of one epoch's slope: an epoch multiplies it by μ."""
        factors = self.decay.factors
        forgotten = 1 - np.square(np.minimum(np.abs(factors), 1.0))
        return ErrorResponse(np.ones_like(factors), forgotten, factors, 1.0)

    def accumulated(self, times: Times) -> Matrix:
        """Return how far a slope of 1 at the start of a run moves W in some epochs, (j, n)."""
        return self.decay.accumulated(times)

    def form_at(self, W: Matrix, memory: "Memory | None" = None) -> "ClosedForm":
        """Return the epochs that follow W (j, 1); plain descent remembers nothing."""
        del memory
        return ClosedForm(self, W)


class ClosedForm:
    """The epochs of plain descent that follow one point W (j, 1), counted from there by t."""

    oscillating = 0.0
    """It does not rise and fall but from one epoch to the next."""

    def __init__(self, recurrence: Recurrence, W: Matrix) -> None:
        modes = self._modes = recurrence.modes
        self._decay, self._pull, self._W = recurrence.decay, recurrence.pull, W
        self._latest: tuple[float, Predicted] | None = None
        self._is_pulled = bool(self._pull.any())
        self._residual: Matrix = modes.residual(W)
        self.coordinates: Matrix = 2 * modes.sizes * self._residual / modes.rows + recurrence.bias
        """q, the coordinates of δW at the start, shape (j,)."""

    def at(self, time: float) -> Predicted:
        """Predict where the descent is after a number of epochs."""
        if self._latest is not None and self._latest[0] == time:
            return self._latest[1]
        times = np.array([time])
        powers, accumulated = self._decay.powers(times), self._decay.accumulated(times)
        loss = float(self._loss_of(self._residuals_at(powers, accumulated))[0])
        at = Predicted(self._weights_at(accumulated), loss, self._gradients_at(powers))
        self._latest = time, at
        return at

    def motion(self, times: Times) -> Motion:
        """Predict how W still moves at each of the times."""
        powers, accumulated = self._decay.powers(times), self._decay.accumulated(times)
        W, losses = (
            self._weights_at(accumulated),
            self._loss_of(self._residuals_at(powers, accumulated)),
        )
        sizes = np.abs(self.coordinates[:, np.newaxis] * powers)
        shares, lasting = self._modes.shares, self._decay.lasting[:, np.newaxis]
        return Motion(W, losses, shares @ sizes, shares @ (lasting * sizes))

    def weights(self, times: Times) -> Matrix:
        """Return W at each of the times, shape (j, n)."""
        return self._weights_at(self._decay.accumulated(times))

    def gradients(self, times: Times) -> Matrix:
        """Return δW at each of the times, shape (j, n)."""
        return self._gradients_at(self._decay.powers(times))

    def slope_sizes(self, times: Times) -> Matrix:
        """Return the sizes of δW along the modes at each of the times, shape (j, n)."""
        sizes: Matrix = np.abs(self.coordinates[:, np.newaxis] * self._decay.powers(times))
        return sizes

    def losses(self, times: Times) -> NDArray[np.float64]:
        """Return the loss at each of the times, shape (n,)."""
        return self._loss_of(self._residuals(times))

    def every_loss(self, first: int, into: NDArray[np.float64]) -> None:
        """Write the losses at times first, first + 1, …, fast.

        With t = T + r, e(t) = e(T)·μ^r − s·b·(1 − μ^r)/λ. So Σ e(t)² is a product of two matrices:
        one depends on T alone, the other on r alone.
        """
        starts = np.arange(first, first + len(into), BLOCK, dtype=np.float64)
        offsets = np.arange(BLOCK, dtype=np.float64)
        residuals, powers = self._residuals(starts), self._decay.powers(offsets)
        of_starts, of_offsets = [np.square(residuals)], [np.square(powers)]
        least = np.full((1, BLOCK), self._modes.unreachable)
        if self._is_pulled:
            pulled = self._pull[:, np.newaxis] * self._decay.accumulated(offsets)
            of_starts.append(-2 * residuals)
            of_offsets.append(powers * pulled)
            least += np.square(pulled).sum(axis=0)
        left = np.concatenate([*of_starts, np.ones((1, len(starts)))]).T / self._modes.rows
        multiply(left, np.concatenate([*of_offsets, least]), into)
        if self._is_pulled:  # rounding of the mixed term may make a loss negative
            np.maximum(into, self._modes.unreachable / self._modes.rows, out=into)

    def first_within(self, tolerance: float, after: int, last: int) -> int:
        """Return the first time after ``after`` at which ‖δW‖ ≤ tolerance, or else ``last``.

        If that holds at ``after`` already, only the rounding of the quotients hides it: then it is
        ``last`` as well.
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
        """Return whether the modes that decay will change no weight of W (j, 1) any more."""
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
        """Return the error of δW after ``time`` epochs: curvatures are off by about ε·λmax."""
        powers = np.abs(self._decay.powers(np.array([max(time - 1, 0.0)]))[:, 0])
        grown = time * float(np.linalg.norm(self.coordinates * powers))
        steepest = 1 - float(self._decay.factors[0])
        return sys.float_info.epsilon * steepest * grown

    @property
    def alternates(self) -> bool:
        """Whether the loss may alternate from one epoch to the next."""
        return self._decay.alternates

    @property
    def is_endless(self) -> bool:
        """Whether part of W moves for ever: it oscillates at η's limit, or a bias pushes it."""
        return bool(self.coordinates[self._decay.is_endless].any())

    @property
    def push(self) -> Matrix:
        """The size of the slopes along the modes that never come to rest, shape (j,)."""
        endless = self._decay.is_endless
        found: Matrix = np.abs(self._modes.vectors[:, endless] @ self.coordinates[endless])
        return found

    @property
    def grows(self) -> bool:
        """Whether η is so far above its limit that a part of the gradient grows."""
        return bool(self.coordinates[self._decay.is_growing].any())

    def _weights_at(self, accumulated: Matrix) -> Matrix:
        """Return W for what the modes have accumulated, shape (j, n)."""
        W: Matrix = self._W - self._modes.vectors @ (self.coordinates[:, np.newaxis] * accumulated)
        return W

    def _gradients_at(self, powers: Matrix) -> Matrix:
        """Return δW for the powers of the modes, shape (j, n)."""
        gradients: Matrix = self._modes.vectors @ (self.coordinates[:, np.newaxis] * powers)
        return gradients

    def _residuals(self, times: Times) -> Matrix:
        """Return e(t), shape (j, n)."""
        powers = self._decay.powers(times)
        accumulated = self._decay.accumulated(times) if self._is_pulled else None
        return self._residuals_at(powers, accumulated)

    def _residuals_at(self, powers: Matrix, accumulated: Matrix | None) -> Matrix:
        """Return e, shape (j, n); without a bias, nothing accumulated is needed."""
        residuals: Matrix = self._residual[:, np.newaxis] * powers
        if accumulated is not None and self._is_pulled:
            residuals = residuals - self._pull[:, np.newaxis] * accumulated
        return residuals

    def _loss_of(self, residuals: Matrix) -> NDArray[np.float64]:
        squares = np.square(residuals).sum(axis=0)
        return np.asarray((self._modes.unreachable + squares) / self._modes.rows)


def multiply(left: Matrix, right: Matrix, into: NDArray[np.float64]) -> None:
    """Write the product (m, k) times (k, n), row after row, as far as ``into`` has room."""
    width = right.shape[1]
    whole = len(into) // width
    product = into[: whole * width].reshape(whole, width)
    rows = max(1, PRODUCTS_OF_ONE_THREAD // right.size)
    for start in range(0, whole, rows):
        np.matmul(left[start : min(start + rows, whole)], right, out=product[start : start + rows])
    rest = len(into) - whole * width
    if rest:
        into[-rest:] = left[-1] @ right[:, :rest]
