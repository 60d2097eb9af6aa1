"""The rows that the prediction plot draws."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .axis_scale import EMPTY, Numbers


@dataclass(frozen=True, eq=False)
class PlotRows:
    """Rows to draw, as arrays (n,): row numbers from 1, Y, Ŷ (NaN if unknown), and a remark."""

    number: Numbers
    observed: Numbers
    predicted: Numbers
    remark: str

    def __len__(self) -> int:
        return len(self.number)


NO_ROWS = PlotRows(EMPTY, EMPTY, EMPTY, "")


def rows_of(
    numbers: NDArray[np.integer], observed: ArrayLike, predicted: ArrayLike | None, total: int
) -> PlotRows:
    """Return the rows with these numbers from 0, out of ``total``, with their Y and Ŷ (n,)."""
    number = np.asarray(numbers, dtype=np.float64) + 1
    Y = np.asarray(observed, dtype=np.float64).ravel()
    if predicted is None:
        return PlotRows(number, Y, np.full(len(Y), np.nan), _remark(len(Y), total, EMPTY))
    prediction = np.asarray(predicted, dtype=np.float64).ravel()
    return PlotRows(number, Y, prediction, _remark(len(Y), total, prediction))


def _remark(shown: int, total: int, predicted: Numbers) -> str:
    remarks = [f"{shown:,} of {total:,} rows"] if shown < total else []
    missing = int(np.count_nonzero(~np.isfinite(predicted)))
    if missing:
        remarks.append("1 Ŷ is not finite" if missing == 1 else f"{missing:,} Ŷ are not finite")
    return " · ".join(remarks)
