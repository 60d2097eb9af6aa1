"""The weights for the columns of A as they were before scaling."""

from dataclasses import dataclass

import numpy as np

from engine import Matrix

from ..document import Experiment


@dataclass(frozen=True)
class OriginalWeights:
    """Weights (j,) for the unscaled columns, and the constant if no column of ones can hold it.

    Both are NaN if the weights are unknown.
    """

    weights: Matrix
    constant: float


def original_weights(W: Matrix | None, experiment: Experiment) -> OriginalWeights:
    """Convert W (j, 1) to original units; NaN if W is None or does not fit."""
    if W is None or len(W) != experiment.columns:
        return OriginalWeights(np.full(experiment.columns, np.nan), np.nan)
    weights, constant = experiment.in_original_units(W)
    return OriginalWeights(weights[:, 0], constant)
