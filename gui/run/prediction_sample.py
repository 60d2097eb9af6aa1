"""The sample of rows that the prediction plot shows, with the predictions for these rows."""

import numpy as np
from numpy.typing import NDArray

from engine import Matrix, predict

from ..document import Document

# A plot is rarely wider than 2,000 pixels, so more rows would only cover each other.
MOST_ROWS = 2000
# Taking 2,000 rows of 1,000 columns held up the window for 60 ms at each edit; these take 15.
MOST_CELLS_SAMPLED = 500_000


def sampled_rows(total: int, most: int = MOST_ROWS) -> NDArray[np.int64]:
    """Return at most ``most`` of the rows 0 … total − 1, evenly spread, with the first and last."""
    if total <= most:
        return np.arange(total, dtype=np.int64)
    return np.linspace(0, total - 1, most).round().astype(np.int64)


class PredictionFeed:
    """A sample of the document's rows; ``refresh`` takes a new one when the tables change."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.refresh()

    def refresh(self) -> None:
        """Take a new sample; without rows that do not count."""
        experiment = self._document.experiment
        A, Y = experiment.A, experiment.Y
        rows, columns = A.shape
        most = min(MOST_ROWS, MOST_CELLS_SAMPLED // columns)
        sampled = sampled_rows(rows, max(most, 2))
        observed, inputs = Y.column(0, sampled), A.rows(sampled)
        if experiment.has_gaps or experiment.left_out is not None:
            counts = ~(np.isnan(observed) | np.isnan(inputs).any(axis=1))
            if experiment.left_out is not None:
                counts &= ~experiment.left_out[sampled]
            sampled = sampled[counts]
            observed, inputs = observed[counts], inputs[counts]
        self.rows: NDArray[np.intp] = sampled
        self.observed: Matrix = observed
        self._inputs: Matrix = inputs

    def predicted(self, W: Matrix | None) -> Matrix | None:
        """Return Ŷ of the sampled rows, or None if W is unknown or has another shape."""
        if W is None or len(W) != self._inputs.shape[1]:
            return None
        return predict(self._inputs, W)[:, 0]
