"""How modes decay: μ = 1 − ηλ to the power t, for any number of epochs t."""

import numpy as np
from numpy.typing import NDArray

from ..matrix import Matrix

Times = NDArray[np.float64]
"""Numbers of epochs, shape (n,): whole, and exact as far as float64 is."""

# e^−160 times any float64 in use adds nothing to a sum, and stays a normal number when squared:
# products of subnormal powers were measured to take 3 times as long.
NOTHING_LEFT = -160.0


class Decay:
    """The modes with curvatures λ (j,) under a learning rate η; one row a mode in all results."""

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
        """Return μ^t, shape (j, n)."""
        exponents = self._exponents(times)
        exponents[exponents < NOTHING_LEFT] = -np.inf
        powers: Matrix = np.exp(exponents, out=exponents)
        return powers * self._signs(times) if self._flips.any() else powers

    def accumulated(self, times: Times) -> Matrix:
        """Return (1 − μ^t)/λ, shape (j, n): how far a gradient of 1 moves W; ηt if λ is 0."""
        done = np.where(self._flips, 1 - self.powers(times), -np.expm1(self._exponents(times)))
        flat = self._curvatures == 0
        return np.where(
            flat, self._learning_rate * times, done / np.where(flat, 1.0, self._curvatures)
        )

    def _exponents(self, times: Times) -> Matrix:
        """Return t·log|μ|; 0 at t = 0, even if μ = 0."""
        exponents: Matrix = np.zeros((len(self._logs), len(times)))
        np.multiply(self._logs, times, where=times > 0, out=exponents)
        return exponents

    def _signs(self, times: Times) -> Matrix:
        return np.where(self._flips & (np.fmod(times, 2) == 1), -1.0, 1.0)
