"""Which rows to show when there are more than a plot can tell apart."""

import numpy as np
from numpy.typing import NDArray


def sampled_rows(total: int, most: int = 2000) -> NDArray[np.int64]:
    """Return at most `most` of the rows 0 … total − 1 (n,), evenly spread, with first and last."""
    if total <= most:
        return np.arange(total, dtype=np.int64)
    return np.linspace(0, total - 1, most).round().astype(np.int64)
