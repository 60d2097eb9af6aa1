"""How modes decay: μ = 1 − ηλ to the power of t, for a t far beyond what could be walked."""

import numpy as np
from numpy.typing import NDArray

from ..matrix import Matrix

Times = NDArray[np.float64]
"""Counts of epochs, shape (n,), whole and exact as far as a float64 is."""


NOTHING_LEFT = -160.0
"""Smaller powers of e add nothing to anything, but their products take the processor for ever."""


class Decay:
    """The modes with curvatures λ (j,) under a learning rate η; the modes are along the rows."""

    def __init__(self, curvatures: Matrix, learning_rate: float) -> None:
        overshoot = learning_rate * curvatures
        self._curvatures = curvatures[:, np.newaxis]
        self._learning_rate = learning_rate
        with np.errstate(divide="ignore"):
            self._logs = np.where(
                overshoot < 1,
                np.log1p(-np.minimum(overshoot, 1.0)),
                np.log(np.maximum(overshoot - 1, 0.0)),
            )[:, np.newaxis]
        self._flips = (overshoot > 1)[:, np.newaxis]
        self.factors: Matrix = 1 - overshoot
        """μ, shape (j,)."""
        self.is_endless: NDArray[np.bool_] = (overshoot == 0) | (overshoot >= 2)
        """Whether a mode never comes to rest, shape (j,)."""

    @property
    def is_unstable(self) -> bool:
        """Whether a mode grows: η is above its limit."""
        return bool((self.factors < -1).any())

    def powers(self, times: Times) -> Matrix:
        """μ^t, shape (j, n)."""
        exponents = self._exponents(times)
        exponents[exponents < NOTHING_LEFT] = -np.inf
        powers: Matrix = np.exp(exponents, out=exponents)
        return powers * self._signs(times) if self._flips.any() else powers

    def reaches(self, times: Times) -> Matrix:
        """(1 − μ^t)/λ, shape (j, n): how far a gradient of 1 has moved W; ηt where λ is 0."""
        done = np.where(self._flips, 1 - self.powers(times), -np.expm1(self._exponents(times)))
        flat = self._curvatures == 0
        return np.where(
            flat, self._learning_rate * times, done / np.where(flat, 1.0, self._curvatures)
        )

    def _exponents(self, times: Times) -> Matrix:
        """t·log|μ|, and 0 at t = 0 though μ be 0."""
        exponents: Matrix = np.zeros((len(self._logs), len(times)))
        np.multiply(self._logs, times, where=times > 0, out=exponents)
        return exponents

    def _signs(self, times: Times) -> Matrix:
        return np.where(self._flips & (np.fmod(times, 2) == 1), -1.0, 1.0)
