"""Choose the rows to show if there are more than a plot can resolve."""

import numpy as np
from numpy.typing import NDArray

# A plot is rarely wider than 2,000 pixels, so more rows would only cover each other.
MOST_ROWS = 2000


def sampled_rows(total: int, most: int = MOST_ROWS) -> NDArray[np.int64]:
    """Return at most `most` of the rows 0 … total − 1, evenly spread, with the first and last."""
    if total <= most:
        return np.arange(total, dtype=np.int64)
    return np.linspace(0, total - 1, most).round().astype(np.int64)
