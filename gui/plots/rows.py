"""The rows that the prediction plot shows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .scale import NOTHING, Numbers


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows, arrays (n,): their numbers from 1, Y, and Ŷ (NaN if not known); and what to remark."""

    number: Numbers
    observed: Numbers
    predicted: Numbers
    remark: str

    def __len__(self) -> int:
        return len(self.number)


NO_ROWS = Rows(NOTHING, NOTHING, NOTHING, "")


def rows_of(
    numbers: NDArray[np.integer], observed: ArrayLike, predicted: ArrayLike | None, total: int
) -> Rows:
    """Return rows numbered from 0, of `total`, with their Y and Ŷ (n,)."""
    number = np.asarray(numbers, dtype=np.float64) + 1
    Y = np.asarray(observed, dtype=np.float64).ravel()
    if predicted is None:
        return Rows(number, Y, np.full(len(Y), np.nan), _remark(len(Y), total, NOTHING))
    prediction = np.asarray(predicted, dtype=np.float64).ravel()
    return Rows(number, Y, prediction, _remark(len(Y), total, prediction))


def _remark(shown: int, total: int, predicted: Numbers) -> str:
    remarks = [f"{shown:,} of {total:,} rows"] if shown < total else []
    missing = int(np.count_nonzero(~np.isfinite(predicted)))
    if missing:
        remarks.append("1 Ŷ is not finite" if missing == 1 else f"{missing:,} Ŷ are not finite")
    return " · ".join(remarks)
