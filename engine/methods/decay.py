"""How modes decay: μ = 1 − ηλ to the power t, for any number of epochs t."""

import sys

import numpy as np
from numpy.typing import NDArray

from ..matrix import Matrix

Times = NDArray[np.float64]
"""Numbers of epochs, shape (n,): whole, and exact as far as float64 is."""

# e^−160 times any float64 in use adds nothing to a sum, and stays a normal number when squared:
# products of subnormal powers were measured to take 3 times as long.
NOTHING_LEFT = -160.0

# Curvatures are off by some ε of the largest one, so an η at its limit may look as far above it.
ROUNDING_OF_FACTORS = 64 * sys.float_info.epsilon


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
        self._all_finite = bool(np.isfinite(self._logs).all())
        self._flipping = np.flatnonzero(overshoot > 1)
        self._flat = self._curvatures == 0
        self._has_flat = bool(self._flat.any())
        self.factors: Matrix = 1 - overshoot
        """μ, shape (j,)."""
        self.lasting: Matrix = np.clip(1 + self.factors, 0.0, 1.0)
        """How much of a step the next epoch does not undo, shape (j,)."""
        self.alternates = bool((self.factors < -ROUNDING_OF_FACTORS).any())
        """Whether a mode overshoots by more than rounding."""
        self.is_endless: NDArray[np.bool_] = (overshoot == 0) | (overshoot >= 2)
        """Whether a mode never comes to rest, shape (j,)."""
        self.is_growing: NDArray[np.bool_] = self.factors < -1 - ROUNDING_OF_FACTORS
        """Whether a mode grows for certain, shape (j,)."""

    @property
    def is_unstable(self) -> bool:
        """Whether a mode grows: η is above its limit."""
        return bool((self.factors < -1).any())

    def powers(self, times: Times) -> Matrix:
        """Return μ^t, shape (j, n)."""
        exponents = self._exponents(times)
        exponents[exponents < NOTHING_LEFT] = -np.inf
        powers: Matrix = np.exp(exponents, out=exponents)
        if len(self._flipping):
            powers[self._flipping] *= np.where(np.fmod(times, 2) == 1, -1.0, 1.0)
        return powers

    def accumulated(self, times: Times) -> Matrix:
        """Return (1 − μ^t)/λ, shape (j, n): how far a gradient of 1 moves W; ηt if λ is 0."""
        exponents = self._exponents(times)
        done: Matrix = np.expm1(exponents)
        np.negative(done, out=done)
        if len(self._flipping):
            signs = np.where(np.fmod(times, 2) == 1, -1.0, 1.0)
            done[self._flipping] = 1 - signs * np.exp(exponents[self._flipping])
        if not self._has_flat:
            done /= self._curvatures
            return done
        done /= np.where(self._flat, 1.0, self._curvatures)
        return np.where(self._flat, self._learning_rate * times, done)

    def _exponents(self, times: Times) -> Matrix:
        """Return t·log|μ|; 0 at t = 0, even if μ = 0."""
        if self._all_finite:
            exponents: Matrix = self._logs * times
            return exponents
        exponents = np.zeros((len(self._logs), len(times)))
        np.multiply(self._logs, times, where=times > 0, out=exponents)
        return exponents
