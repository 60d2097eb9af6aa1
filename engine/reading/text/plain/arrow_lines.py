"""Lines of numbers parsed by pyarrow, which takes a fifth of the time of numpy.

It reads the same numbers to the last bit. This is the only file that uses its CSV reader.
"""

import logging
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....matrix import Matrix

if TYPE_CHECKING:
    from pyarrow import Array, Table

_LIBRARY = "pyarrow"
# Loading it takes as long as numpy takes to parse 2 MiB: 40 to 60 ms.
LEAST_SIZE = 2**22
GAPS = ("", "NA", "N/A", "n/a", "na", "NaN", "nan", "NAN", "NULL", "null", "None", "none", "-", "?")
"""The cells without a number that are read at once. A point is none of them: it marks decimals."""

logger = logging.getLogger(__name__)


class ArrowNumbers(NamedTuple):
    """Some columns (n, columns), and which of their cells have no number; None if all have one."""

    values: Matrix
    is_gap: NDArray[np.bool_] | None


class ArrowLines:
    """The CSV reader of pyarrow. Raises ImportError if it cannot be loaded."""

    def __init__(self) -> None:
        import pyarrow
        from pyarrow import csv

        self._arrow, self._csv = pyarrow, csv

    def numbers(
        self,
        data: bytes,
        separator: str,
        width: int,
        columns: Sequence[int],
        decimal: str = ".",
    ) -> ArrowNumbers | None:
        """Return some columns of lines; None if a cell is neither a finite number nor a gap.

        Parameters
        ----------
        data : bytes
            Whole lines, with regular quotes if any.
        separator : str
            One character between cells.
        width : int
            How many cells each line has.
        columns : sequence of int
            The columns to read, counted from 0.
        decimal : str
            The decimal mark.
        """
        table = self._table(data, separator, width, columns, decimal)
        if table is None or not table.num_rows:
            return None
        values = np.empty((table.num_rows, len(columns)))
        is_gap = None
        names = table.column_names
        for k, column in enumerate(columns):
            found = table.column(names.index(str(column)))
            row = 0
            for part in found.chunks:
                rows = slice(row, row + len(part))
                _, numbers = part.buffers()
                values[rows, k] = np.frombuffer(numbers)[part.offset : part.offset + len(part)]
                if part.null_count:
                    is_gap = np.zeros(values.shape, bool) if is_gap is None else is_gap
                    is_gap[rows, k] = self._gaps_of(part)
                    values[rows, k][is_gap[rows, k]] = 0
                row = rows.stop
        return ArrowNumbers(values, is_gap) if np.isfinite(values).all() else None

    def texts(
        self, data: bytes, separator: str, width: int, column: int, rows: NDArray[np.intp]
    ) -> list[str]:
        """Return the cells of a column in some rows of lines that ``numbers`` has read."""
        text = self._arrow.string()
        table = self._table(data, separator, width, [column], kind=text, gaps=())
        assert table is not None  # as it was read before
        found: list[str] = table.column(0).take(self._arrow.array(rows)).to_pylist()
        return found

    def _table(
        self,
        data: bytes,
        separator: str,
        width: int,
        columns: Sequence[int],
        decimal: str = ".",
        kind: object = None,
        gaps: Sequence[str] = GAPS,
    ) -> "Table | None":
        csv = self._csv
        names = [str(k) for k in range(width)]
        chosen = [names[k] for k in dict.fromkeys(columns)]
        kind = self._arrow.float64() if kind is None else kind
        try:
            return csv.read_csv(
                self._arrow.py_buffer(data),
                csv.ReadOptions(use_threads=False, column_names=names, block_size=len(data) + 1),
                csv.ParseOptions(delimiter=separator, quote_char='"' if b'"' in data else False),
                csv.ConvertOptions(
                    column_types=dict.fromkeys(chosen, kind),
                    include_columns=chosen,
                    null_values=list(gaps),
                    strings_can_be_null=False,
                    decimal_point=decimal,
                ),
            )
        except self._arrow.ArrowInvalid:  # reading cell by cell will find what is wrong
            return None

    def _gaps_of(self, part: "Array") -> NDArray[np.bool_]:
        """Return which numbers of an array are none, by the bits of those that are."""
        bits, _ = part.buffers()
        codes = np.frombuffer(bits, np.uint8)
        is_number = np.unpackbits(codes, bitorder="little")[part.offset : part.offset + len(part)]
        is_gap: NDArray[np.bool_] = is_number == 0
        return is_gap


def find_arrow(size: float) -> ArrowLines | None:
    """Return the reader for a text of about so many bytes.

    None if pyarrow is not installed, or would take longer to load than it saves.
    """
    is_loaded = sys.modules.get(_LIBRARY) is not None
    if not is_loaded and (size < LEAST_SIZE or find_spec(_LIBRARY) is None):
        return None
    try:
        return ArrowLines()
    except ImportError as error:
        logger.debug("%s cannot be loaded: %s", _LIBRARY, error)
        return None
