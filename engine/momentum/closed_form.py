"""Where heavy ball and Nesterov are after any number of epochs from a point.

As in ``methods/closed_form.py``, each coordinate of δW along the modes changes on its own, here
together with that of the buffer. With q, b and e the coordinates of δW, buffer and residual at the
start, and m_t, S_t and c those of ``powers.py``,

    W(t) = W − η·V·((1 − τ)·m_t·q + c·S_t·b),    loss(t) = (ρ² + Σ e(t)²)/N.
"""

from copy import copy
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..matrix import Matrix
from ..methods.decay import ROUNDING_OF_FACTORS, Times
from ..methods.modes import Modes
from .powers import EpochPowers, ModePowers
from .rule import MomentumRule


class Steepness(NamedTuple):
    """The modes of a problem as a closed form needs them: their sizes (j,), N, and ρ²."""

    sizes: Matrix
    rows: int
    unreachable: float = 0.0

    @classmethod
    def of(cls, modes: Modes) -> "Steepness":
        """Return those of modes."""
        return cls(modes.sizes, modes.rows, modes.unreachable)

    @property
    def curvatures(self) -> Matrix:
        """λ = 2s²/N, (j,)."""
        with np.errstate(over="ignore", under="ignore"):
            curvatures: Matrix = 2 * self.sizes * self.sizes / self.rows
        return curvatures


class MomentumRecurrence:
    """What epochs do along the modes, under one rule and one learning rate.

    ``bias`` (j,) is the constant error of a one-sided quotient along them, if there is one.
    """

    def __init__(
        self,
        steepness: Steepness,
        rule: MomentumRule,
        learning_rate: float,
        bias: Matrix | None = None,
    ) -> None:
        self.steepness, self.rule, self.learning_rate = steepness, rule, learning_rate
        self.bias: Matrix = np.zeros_like(steepness.sizes) if bias is None else bias
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            self.powers = ModePowers(rule.gain * learning_rate * steepness.curvatures, rule)
        self.is_growing: NDArray[np.bool_] = self.powers.growth > ROUNDING_OF_FACTORS
        """Whether a mode grows for certain, (j,)."""


class MomentumForm:
    """The epochs that follow one point, along the modes, counted from there by t.

    All results have a row for each mode, and a column for each time.
    """

    def __init__(
        self, recurrence: MomentumRecurrence, residual: Matrix, buffer: Matrix | None = None
    ) -> None:
        """Take the residual and the buffer at the point, (j,).

        Without a buffer, it is the start of a run, whose first gradient is taken up whole.
        """
        self.recurrence, self.residual = recurrence, residual
        self.coordinates: Matrix = self._slope_of(residual)
        """q, the coordinates of δW at the start, (j,)."""
        first = recurrence.rule.first_buffer * self.coordinates
        self.buffer: Matrix = first if buffer is None else buffer
        """b, the coordinates of the buffer at the start, (j,)."""

    def _slope_of(self, residual: Matrix) -> Matrix:
        modes = self.recurrence.steepness
        slopes: Matrix = 2 * modes.sizes * residual / modes.rows + self.recurrence.bias
        return slopes

    @property
    def grows(self) -> bool:
        """Whether η is so far above its limit that a part of the residual grows."""
        moves = (self.residual != 0) | (self.coordinates != 0) | (self.buffer != 0)
        return bool((moves & self.recurrence.is_growing).any())

    def growing_from(self, least: float) -> "MomentumForm":
        """Return this form with residuals of at least so much along the modes that grow.

        Those of a start at the optimum are rounding, which grows as well.
        """
        is_less = self.recurrence.is_growing & (np.abs(self.residual) < least)
        if not is_less.any():
            return self
        grown = copy(self)
        grown.residual = np.where(is_less, np.copysign(least, self.residual), self.residual)
        grown.coordinates = self._slope_of(grown.residual)
        return grown

    def slopes(self, times: Times) -> Matrix:
        """Return the coordinates of δW."""
        return self.slopes_at(self.recurrence.powers.at(times))

    def residuals(self, times: Times) -> Matrix:
        """Return e."""
        return self.residuals_at(self.recurrence.powers.at(times))

    def losses(self, times: Times) -> NDArray[np.float64]:
        """Return the loss at each of the times, (n,)."""
        return np.asarray(self.squares(times) / self.recurrence.steepness.rows)

    def squares(self, times: Times) -> NDArray[np.float64]:
        """Return the sum of the squared residuals at each of the times, (n,)."""
        return self.squares_of(self.residuals(times))

    def squares_of(self, residuals: Matrix) -> NDArray[np.float64]:
        """Return ρ² + Σ e² for residuals (j, n)."""
        squares = np.square(residuals).sum(axis=0)
        return np.asarray(self.recurrence.steepness.unreachable + squares)

    def moved_at(self, powers: EpochPowers) -> Matrix:
        """Return how far W has moved against the modes."""
        rule, q = self.recurrence.rule, self.coordinates[:, np.newaxis]
        whole = rule.gain * powers.moved * q + self._moved_by_buffer(powers)
        moved: Matrix = self.recurrence.learning_rate * whole
        return moved

    def buffers_at(self, powers: EpochPowers) -> Matrix:
        """Return the coordinates of the buffer."""
        q, b = self.coordinates[:, np.newaxis], self.buffer[:, np.newaxis]
        gain = self.recurrence.rule.gain
        buffers: Matrix = gain * powers.collected * q + powers.remembered * b
        return buffers

    def slopes_at(self, powers: EpochPowers) -> Matrix:
        """Return the coordinates of δW."""
        recurrence = self.recurrence
        rate = recurrence.learning_rate * recurrence.steepness.curvatures[:, np.newaxis]
        kept = powers.kept * self.coordinates[:, np.newaxis]
        slopes: Matrix = kept - rate * self._moved_by_buffer(powers)
        return slopes

    def residuals_at(self, powers: EpochPowers) -> Matrix:
        """Return e; what rounding leaves of a residual that fades, fades with it."""
        recurrence = self.recurrence
        rate = recurrence.learning_rate * recurrence.steepness.sizes[:, np.newaxis]
        pulled = recurrence.rule.gain * powers.moved * recurrence.bias[:, np.newaxis]
        kept = powers.kept * self.residual[:, np.newaxis]
        residuals: Matrix = kept - rate * (pulled + self._moved_by_buffer(powers))
        return residuals

    def _moved_by_buffer(self, powers: EpochPowers) -> Matrix:
        """Return how far the buffer of the start has moved W, over η."""
        moved: Matrix = self.recurrence.powers.carried * powers.collected
        return moved * self.buffer[:, np.newaxis]
