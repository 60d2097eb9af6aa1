"""Results and tables as text that a spreadsheet opens, every number of which reads back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..guard import guarded
from ..loss import residual
from ..matrix import Matrix
from ..reading.tables import FITTED
from ..trace import Trace
from .header import header_cells, quoted

CELLS_A_CHUNK = 2**14
CONSTANT = "constant"
ORIGINAL = "original units"

Column = Sequence[str] | NDArray[Any]


@dataclass(frozen=True)
class Dialect:
    """How a table is written: what parts cells, what marks decimals, whether a mark tells UTF-8."""

    separator: str = ","
    decimal: str = "."
    encoding: Literal["utf-8", "utf-8-sig"] = "utf-8"


COMMA_AND_POINT = Dialect(",", ".")
SEMICOLON_AND_COMMA = Dialect(";", ",")


@dataclass(frozen=True, eq=False)
class OriginalUnits:
    """Weights (j, 1) of columns as they were before they were scaled, and the constant left over.

    The constant is 0 where the weight of a column of ones has taken it.
    """

    W: Matrix
    constant: float = 0.0


def weights_csv(
    names: Sequence[str],
    initial: Matrix,
    fitted: Matrix,
    dialect: Dialect = COMMA_AND_POINT,
    original: OriginalUnits | None = None,
) -> Iterator[bytes]:
    """Write W as it was and as it is, both (j, 1), a named row each: weight, initial, fitted.

    Where columns were scaled, a fourth column has the fitted weights in the original units, and a
    last row the constant that goes with them, unless it is 0.
    """
    columns: dict[str, Column] = {"weight": names, "initial": initial, FITTED: fitted}
    if original is not None:
        columns[ORIGINAL] = original.W
    yield from _chunks(columns, dialect)
    if original is not None and original.constant:
        zero = np.zeros(1)
        yield from _rows([[CONSTANT], zero, zero, np.array([original.constant])], dialect)


def history_csv(trace: Trace, dialect: Dialect = COMMA_AND_POINT) -> Iterator[bytes]:
    """Write the losses: epoch, loss; where a row stands for several epochs, lowest and highest."""
    columns: dict[str, Column] = {"epoch": trace.epoch, "loss": trace.loss}
    if (np.diff(trace.epoch) > 1).any():
        columns |= {"lowest": trace.lowest, "highest": trace.highest}
    return _chunks(columns, dialect)


def predictions_csv(
    Y: Matrix, prediction: Matrix, dialect: Dialect = COMMA_AND_POINT
) -> Iterator[bytes]:
    """Write Y and Ŷ, both (N, 1), a row each: row, observed, predicted, residual Y − Ŷ."""
    rows = np.arange(1, len(Y) + 1)
    columns = {
        "row": rows,
        "observed": Y,
        "predicted": prediction,
        "residual": residual(Y, prediction),
    }
    return _chunks(columns, dialect)


def table_csv(
    names: Sequence[str], A: Matrix, Y: Matrix, dialect: Dialect = COMMA_AND_POINT
) -> Iterator[bytes]:
    """Write A (N, j) and Y (N, 1), a row each; ``names`` are j + 1, or none for no header."""
    yield _header(names, dialect) if names else "".encode(dialect.encoding)
    yield from _rows([*A.T, Y], dialect)


def _chunks(columns: Mapping[str, Column], dialect: Dialect) -> Iterator[bytes]:
    yield _header(list(columns), dialect)
    yield from _rows(list(columns.values()), dialect)


def _header(names: Sequence[str], dialect: Dialect) -> bytes:
    cells = header_cells(names, dialect.separator)
    return (dialect.separator.join(cells) + "\n").encode(dialect.encoding)


def _rows(columns: Sequence[Column], dialect: Dialect) -> Iterator[bytes]:
    """Yield some rows at a time, joined one by one so that another thread is never kept waiting."""
    size = max(1, CELLS_A_CHUNK // len(columns))
    for start in range(0, len(columns[0]), size):
        cells = [_written(column[start : start + size], dialect) for column in columns]
        lines = (dialect.separator.join(row) for row in zip(*cells, strict=True))
        yield ("\n".join(lines) + "\n").encode()


def _written(column: Column, dialect: Dialect) -> Iterator[str]:
    if not isinstance(column, np.ndarray):
        return (quoted(guarded(name), dialect.separator) for name in column)
    numbers = map(repr, column.ravel().tolist())
    if dialect.decimal == ".":
        return numbers
    # All at once, which takes a fraction of the time of one by one.
    return iter("\n".join(numbers).replace(".", dialect.decimal).split("\n"))
