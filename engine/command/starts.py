"""Weights to start from."""

import numpy as np

from ..matrix import Matrix


def random_weights(weights: int, seed: int) -> Matrix:
    """Draw W (weights, 1) from the standard normal distribution, the same for a seed anywhere."""
    return np.random.RandomState(seed).randn(weights, 1)
