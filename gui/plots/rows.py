"""The rows that the prediction plot draws."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.shortening import grouped

from ..text.translation import plural
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


PART = plural("plots", "{shown} of {n} rows", "{shown} of {n} row", 1)
NOT_FINITE = plural("plots", "{n} Ŷ are not finite", "{n} Ŷ is not finite", 1)


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
    remarks = []
    if shown < total:
        remarks.append(PART(total, shown=grouped(shown)))
    missing = int(np.count_nonzero(~np.isfinite(predicted)))
    if missing:
        remarks.append(NOT_FINITE(missing))
    return " · ".join(remarks)
