"""Rows of numbers written by pyarrow, which takes a third of the time of Python's ``repr``.

Every cell has the same characters as ``repr`` gives it. Numbers that pyarrow writes in another way,
very large or small ones, are left to ``repr``.
"""

import logging
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pyarrow import Array

    ArrowColumn: TypeAlias = Array

_LIBRARY = "pyarrow"
# Loading it takes 40 to 60 ms, in which repr writes 100,000 numbers.
LEAST_CELLS = 200_000
# Between these, neither pyarrow nor repr writes an exponent.
_FROM, _BELOW = 1e-4, 1e10
# If more numbers are left to repr, the detour costs more than it saves.
_MOST_UNUSUAL = 0.25

logger = logging.getLogger(__name__)


class ArrowCells:
    """Writes cells with pyarrow. Raises ImportError if it cannot be loaded."""

    def __init__(self) -> None:
        import pyarrow
        from pyarrow import compute

        self._arrow, self._compute = pyarrow, compute

    def numbers(
        self,
        values: NDArray[Any],
        decimal: str,
        written: Callable[[NDArray[Any]], Iterable[str]],
    ) -> "ArrowColumn":
        """Return numbers (n,) as ``repr`` writes them, with a decimal mark.

        Parameters
        ----------
        values : ndarray of float64 or int64, shape (n,)
            The numbers.
        decimal : str
            The decimal mark.
        written : callable
            Writes those that pyarrow would write in another way.
        """
        compute, values = self._compute, np.ascontiguousarray(values)
        if values.dtype == np.int64:
            return self._arrow.array(values).cast(self._arrow.string())
        if values.dtype != np.float64:
            return self.texts(written(values))
        size = np.abs(values)
        is_usual = (size >= _FROM) & (size < _BELOW)
        is_usual |= size == 0
        unusual = values[~is_usual]
        if len(unusual) > _MOST_UNUSUAL * len(values):
            return self.texts(written(values))
        found = self._arrow.array(values).cast(self._arrow.string())
        is_whole = values == np.trunc(values)
        if is_whole.any():
            whole = compute.binary_join_element_wise(found, ".0", "")
            found = compute.if_else(self._arrow.array(is_whole), whole, found)
        if decimal != ".":
            found = compute.replace_substring(found, ".", decimal)
        if len(unusual):
            texts = self.texts(written(unusual))
            found = compute.replace_with_mask(found, self._arrow.array(~is_usual), texts)
        return found

    def texts(self, cells: Iterable[str]) -> "ArrowColumn":
        """Return cells that are written already."""
        return self._arrow.array(list(cells), self._arrow.string())

    def lines(self, columns: Sequence["ArrowColumn"], separator: str) -> bytes:
        """Return the lines of some columns, each of which ends in a line feed."""
        join = self._compute.binary_join_element_wise
        ended = [*columns[:-1], join(columns[-1], "\n", "")]
        joined = join(*ended, separator)
        _, offsets, text = joined.buffers()
        ends = np.frombuffer(offsets, np.int32)[joined.offset : joined.offset + len(joined) + 1]
        return bytes(memoryview(text)[ends[0] : ends[-1]])


def find_arrow_cells(cells: int) -> ArrowCells | None:
    """Return the writer for so many cells.

    None if pyarrow is not installed, or would take longer to load than it saves.
    """
    is_loaded = sys.modules.get(_LIBRARY) is not None
    if not is_loaded and (cells < LEAST_CELLS or find_spec(_LIBRARY) is None):
        return None
    try:
        return ArrowCells()
    except ImportError as error:
        logger.debug("%s cannot be loaded: %s", _LIBRARY, error)
        return None
