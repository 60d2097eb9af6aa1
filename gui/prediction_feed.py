"""The rows that the prediction plot shows, and their predictions."""

import numpy as np
from numpy.typing import NDArray

from engine import Matrix, predict

from .document import Document, Part
from .plots.sampling import sampled_rows


class PredictionFeed:
    """A sample of the document's rows, so that a million rows cost no more than a few thousand."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.refresh()

    def refresh(self) -> None:
        """Sample again: A or Y has changed."""
        self.rows: NDArray[np.intp] = sampled_rows(self._document.rows)
        self.observed: Matrix = self._document.table(Part.Y).column(0, self.rows)
        self._inputs: Matrix = self._document.table(Part.A).rows(self.rows)

    def predicted(self, W: Matrix | None) -> Matrix | None:
        """Return Ŷ of the sampled rows; None if W is unknown or does not fit A."""
        if W is None or len(W) != self._inputs.shape[1]:
            return None
        return predict(self._inputs, W)[:, 0]
