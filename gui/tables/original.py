"""The weights for the columns of A as they were before they were scaled."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine import Matrix
from engine.units import in_original_units

from ..document import Input


@dataclass(frozen=True)
class Original:
    """Weights (j,) for the original columns, and the constant no column of ones is there to take.

    Both are NaN where the weights are unknown.
    """

    weights: Matrix
    constant: float


def original(W: Matrix | None, inputs: Sequence[Input], ones: int | None) -> Original:
    """Return weights for the original columns; ``ones`` is the number of the column of ones."""
    if W is None or len(W) != len(inputs):
        return Original(np.full(len(inputs), np.nan), np.nan)
    shift, scale = zip(*((each.shift, each.scale) for each in inputs), strict=True)
    weights, constant = in_original_units(W, shift, scale, ones)
    return Original(weights[:, 0], constant)
