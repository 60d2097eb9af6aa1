"""Put the rows in random order."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..background import check_cancelled
from ..document import Experiment, Grid
from ..document.changes import RowMasks
from .errors import WholeNumber
from .whole_numbers import MOST_SEED, whole

# Few enough to notice a cancellation soon, enough that numpy loses no time in calls.
ROWS_AT_A_TIME = 2**15


@dataclass(frozen=True)
class Shuffle:
    """A random order of the rows; the same seed gives the same order. Raises NotWhole."""

    seed: float = 0

    def __post_init__(self) -> None:
        whole(WholeNumber.SEED, self.seed, 0, MOST_SEED)

    def apply(self, experiment: Experiment) -> Experiment:
        """Return the experiment with the rows of A and Y in this order."""
        order = np.random.default_rng(int(self.seed)).permutation(experiment.rows)
        A, Y = _reordered(experiment.A, order), _reordered(experiment.Y, order)
        masks = RowMasks.of(experiment).moved(lambda mask: mask[order])
        return replace(
            experiment, A=A, Y=Y, left_out=masks.left_out, held_out=masks.held_out, note=""
        )


def _reordered(grid: Grid, order: NDArray[Any]) -> Grid:
    table, rows = grid.joined, np.empty(grid.shape)
    for start in range(0, len(rows), ROWS_AT_A_TIME):
        check_cancelled()
        part = slice(start, start + ROWS_AT_A_TIME)
        np.take(table, order[part], axis=0, out=rows[part], mode="clip")
    rows.setflags(write=False)
    return Grid.of(rows)
