"""Rows in random order."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..background import check_cancelled
from ..document import Experiment, Grid
from .whole import MOST_SEED, whole

# Few enough to hear soon of being cancelled, enough for numpy to lose no time in calls.
ROWS_AT_A_TIME = 2**15


@dataclass(frozen=True)
class Shuffle:
    """A random order of rows, the same for the same seed; raises NotWhole."""

    seed: float = 0

    def __post_init__(self) -> None:
        whole("seed", self.seed, 0, MOST_SEED)

    def shuffled(self, experiment: Experiment) -> Experiment:
        """Put the rows of A, and with them those of Y, in this order."""
        order = np.random.default_rng(int(self.seed)).permutation(experiment.rows)
        A, Y = _taken(experiment.A, order), _taken(experiment.Y, order)
        return replace(experiment, A=A, Y=Y, note="")


def _taken(grid: Grid, order: NDArray[Any]) -> Grid:
    table, rows = grid.joined, np.empty(grid.shape)
    for start in range(0, len(rows), ROWS_AT_A_TIME):
        check_cancelled()
        part = slice(start, start + ROWS_AT_A_TIME)
        np.take(table, order[part], axis=0, out=rows[part], mode="clip")
    rows.setflags(write=False)
    return Grid.of(rows)
