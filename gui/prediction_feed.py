"""The rows the prediction plot shows, and what the model says of just these."""

import numpy as np
from numpy.typing import NDArray

from engine import Matrix, predict

from .document import Document, Part
from .plots.sampling import sampled_rows


class PredictionFeed:
    """A sample of the document's rows, however many there are, taken anew when they change."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.refresh()

    def refresh(self) -> None:
        """Take the sample anew."""
        self.rows: NDArray[np.intp] = sampled_rows(self._document.rows)
        self.observed: Matrix = self._document.table(Part.Y).column(0, self.rows)
        self._inputs: Matrix = self._document.table(Part.A).rows(self.rows)

    def predicted(self, W: Matrix | None) -> Matrix | None:
        """Return Ŷ of the rows shown, or None where W is unknown or of another shape."""
        if W is None or len(W) != self._inputs.shape[1]:
            return None
        return predict(self._inputs, W)[:, 0]
