"""Tables of numbers in text files: read with every cell checked, written so that all reads back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from .blocks import TableBlocks, read_blocks
from .errors import BadTable
from .loss import residual
from .matrix import Matrix
from .trace import Trace

ROWS_A_CHUNK = 2**14
FITTED = "fitted"


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of numbers, ``values`` (N, n), read-only; ``names`` is () if there is no header."""

    names: tuple[str, ...]
    values: Matrix


@dataclass(frozen=True)
class Dialect:
    """How a table is written: what parts cells, what marks decimals, whether a mark tells UTF-8."""

    separator: str = ","
    decimal: str = "."
    encoding: Literal["utf-8", "utf-8-sig"] = "utf-8"


COMMA_AND_POINT = Dialect(",", ".")
SEMICOLON_AND_COMMA = Dialect(";", ",")


def read_table(path: str | Path) -> Table:
    """Read a text table of numbers, separated by commas, semicolons or tabs, header or none.

    Numbers are those of ``parse_number``; between semicolons a comma is a decimal comma. Raises
    BadTable naming the file, and the line and column of what is no number.
    """
    blocks = read_blocks(path)
    return Table(blocks.names, _joined(blocks))


def read_weights(path: str | Path) -> Matrix:
    """Read weights (j, 1): the only column of a table, or the one named ``fitted``."""
    blocks = read_blocks(path)
    if FITTED in blocks.names:
        return _joined(blocks.only(blocks.names.index(FITTED)))
    if blocks.width == 1:
        return _joined(blocks)
    raise BadTable(
        blocks.name, f"weights need a table of one column, or one with a column named {FITTED}."
    )


def _joined(blocks: TableBlocks) -> Matrix:
    values = np.concatenate([block.values for block in blocks])
    values.setflags(write=False)
    return values


def weights_csv(
    names: Sequence[str], initial: Matrix, fitted: Matrix, dialect: Dialect = COMMA_AND_POINT
) -> Iterator[bytes]:
    """Write W as it was and as it is, both (j, 1), a named row each: weight, initial, fitted."""
    return _chunks({"weight": names, "initial": initial, FITTED: fitted}, dialect)


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


Column = Sequence[str] | NDArray[Any]


def _chunks(columns: Mapping[str, Column], dialect: Dialect) -> Iterator[bytes]:
    """Yield the header, then some thousand rows at a time."""
    yield (dialect.separator.join(columns) + "\n").encode(dialect.encoding)
    rows = len(next(iter(columns.values())))
    for start in range(0, rows, ROWS_A_CHUNK):
        block = slice(start, start + ROWS_A_CHUNK)
        cells = [_written(column[block], dialect) for column in columns.values()]
        lines = map(dialect.separator.join, zip(*cells, strict=True))
        yield ("\n".join(lines) + "\n").encode()


def _written(column: Column, dialect: Dialect) -> Iterator[str]:
    if not isinstance(column, np.ndarray):
        return (_safe_text(name, dialect) for name in column)
    numbers = map(repr, column.ravel().tolist())
    if dialect.decimal == ".":
        return numbers
    return (number.replace(".", dialect.decimal) for number in numbers)


def _safe_text(text: str, dialect: Dialect) -> str:
    """Keep a spreadsheet from running text as a formula, and quote what would break its cell."""
    if text.startswith(("=", "+", "-", "@", "\t", "\r")):
        text = "'" + text
    if any(mark in text for mark in (dialect.separator, '"', "\n", "\r")):
        text = '"' + text.replace('"', '""') + '"'
    return text
