"""Put the rows in random order."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..document import Experiment, Grid
from .whole import MOST_SEED, whole


@dataclass(frozen=True)
class Shuffle:
    """A random order of the rows; the same seed gives the same order. Raises NotWhole."""

    seed: float = 0

    def __post_init__(self) -> None:
        whole("seed", self.seed, 0, MOST_SEED)

    def apply(self, experiment: Experiment) -> Experiment:
        """Return the experiment with the rows of A and Y in this order."""
        order = np.random.default_rng(int(self.seed)).permutation(experiment.rows)
        A, Y = _reordered(experiment.A, order), _reordered(experiment.Y, order)
        return replace(experiment, A=A, Y=Y, note="")


def _reordered(grid: Grid, order: NDArray[Any]) -> Grid:
    rows = np.take(grid.joined, order, axis=0)
    rows.setflags(write=False)
    return Grid.of(rows)
