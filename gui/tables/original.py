"""The weights for the columns of A as they were before they were scaled."""

from dataclasses import dataclass

import numpy as np

from engine import Matrix

from ..document import Experiment


@dataclass(frozen=True)
class OriginalWeights:
    """Weights (j,) for the original columns, and the constant no column of ones is there to take.

    Both are NaN where the weights are unknown.
    """

    weights: Matrix
    constant: float


def original_weights(W: Matrix | None, experiment: Experiment) -> OriginalWeights:
    """Return W (j, 1) for the original columns of an experiment; None for what is unknown."""
    if W is None or len(W) != experiment.columns:
        return OriginalWeights(np.full(experiment.columns, np.nan), np.nan)
    weights, constant = experiment.in_original_units(W)
    return OriginalWeights(weights[:, 0], constant)
