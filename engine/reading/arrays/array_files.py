"""Arrays in .npy and .npz files.

The header of an array is checked against the size of the file before any memory is allocated.
Nothing is ever unpickled.
"""

import io
import math
import struct
import tokenize
from collections.abc import Mapping
from dataclasses import replace
from typing import IO, Any, NamedTuple
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from ...errors import BadTable, Shape, shown_shape
from ..inputs import InputFile, as_bad_table
from ..options import ReadOptions
from ..source import find_sheet
from .arrays import ArrayTable

SUFFIX = ".npy"
_READERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
# What numpy raises for a header that makes no sense.
_BAD_HEADER = (
    *(ValueError, TypeError, OverflowError, MemoryError, EOFError),
    *(SyntaxError, RecursionError, tokenize.TokenError, struct.error),
)
_UNSUITABLE = {
    "O": "Python objects, which are never unpickled here",
    "V": "structured records",
    "c": "complex numbers",
    "b": "truth values",
    "M": "dates",
    "m": "time differences",
    "S": "text",
    "U": "text",
}


class ArrayHeader(NamedTuple):
    """The shape and type that an array claims to have, and the length of its header in bytes."""

    shape: Shape
    dtype: np.dtype[Any]
    length: int

    @property
    def problem(self) -> str:
        """Why the array is not a table of numbers; "" if it is."""
        if self.dtype.kind in _UNSUITABLE:
            return f"it holds {_UNSUITABLE[self.dtype.kind]}; a table needs real numbers."
        if len(self.shape) not in (1, 2) or min(self.shape) < 1:
            return f"its shape is {shown_shape(self.shape)}; a table needs rows and columns."
        return ""

    def is_whole(self, size: int) -> bool:
        """Return whether a file of ``size`` bytes holds the whole array."""
        return size >= self.length + self.dtype.itemsize * math.prod(self.shape)


def open_array(file: InputFile, options: ReadOptions) -> ArrayTable:
    """Open a .npy file. Only the rows that are read are loaded. Raises BadTable."""
    if options.sheet is not None:
        raise BadTable(file.name, "a .npy file has no sheets.")
    with as_bad_table(file.name), file.opened() as stream:
        header = _read_header(file.name, stream)
        _check(file.name, header, stream.seek(0, io.SEEK_END))
        stream.seek(0)
        if file.path is None:
            values = np.lib.format.read_array(stream, allow_pickle=False)
        else:
            values = np.load(file.path, mmap_mode="r", allow_pickle=False)
    return _table(file.name, _as_columns(values), options)


def open_arrays(file: InputFile, archive: ZipFile, options: ReadOptions) -> ArrayTable:
    """Open the arrays of a .npz file side by side if they have equally many rows; else the first.

    Each array can be chosen as a sheet. Raises BadTable.
    """
    names = [name.removesuffix(SUFFIX) for name in archive.namelist() if name.endswith(SUFFIX)]
    headers = {name: _member_header(file.name, archive, name) for name in names}
    tables = {name: header for name, header in headers.items() if not header.problem}
    joint = _joint_name(tables)
    sheets = (*tables, joint) if joint else tuple(tables)
    sheet = find_sheet(options.sheet or joint or None, sheets or names, file.name)
    wanted = tuple(tables) if sheet == joint else (sheet,)
    arrays = {name: _read(f"{file.name}, {name}", archive, name, headers[name]) for name in wanted}
    columns = _columns_of(arrays) if len(arrays) > 1 else ()
    values = np.concatenate(list(arrays.values()), axis=1)
    return _table(file.name, values, replace(options, sheet=sheet), sheets, columns)


def _joint_name(tables: Mapping[str, ArrayHeader]) -> str:
    """Return the name for all arrays together; "" if they do not make one table."""
    rows = {header.shape[0] for header in tables.values()}
    return ", ".join(tables) if len(tables) > 1 and len(rows) == 1 else ""


def _columns_of(arrays: Mapping[str, NDArray[Any]]) -> tuple[str, ...]:
    """Name the columns of all arrays: Y for an array of one column, A1, A2, … for others."""
    return tuple(
        name if values.shape[1] == 1 else f"{name}{k}"
        for name, values in arrays.items()
        for k in range(1, values.shape[1] + 1)
    )


def _read(where: str, archive: ZipFile, array: str, header: ArrayHeader) -> NDArray[Any]:
    _check(where, header, archive.getinfo(array + SUFFIX).file_size)
    with archive.open(array + SUFFIX) as member:
        return _as_columns(np.lib.format.read_array(member, allow_pickle=False))


def _as_columns(values: NDArray[Any]) -> NDArray[Any]:
    return values[:, np.newaxis] if values.ndim == 1 else values


def _member_header(name: str, archive: ZipFile, array: str) -> ArrayHeader:
    with archive.open(array + SUFFIX) as member:
        return _read_header(f"{name}, {array}", member)


def _read_header(name: str, stream: IO[bytes]) -> ArrayHeader:
    try:
        version = np.lib.format.read_magic(stream)
        shape, _, dtype = _READERS[version](stream)
    except (KeyError, *_BAD_HEADER) as error:
        raise BadTable(name, "this is not a NumPy array that can be read.") from error
    return ArrayHeader(shape, dtype, stream.tell())


def _check(name: str, header: ArrayHeader, size: int) -> None:
    if header.problem:
        raise BadTable(name, header.problem)
    if not header.is_whole(size):
        raise BadTable(
            name, f"it is cut short: it should hold {shown_shape(header.shape)} numbers."
        )


def _table(
    name: str,
    values: NDArray[Any],
    options: ReadOptions,
    sheets: tuple[str, ...] = (),
    columns: tuple[str, ...] = (),
) -> ArrayTable:
    options = replace(options, skip_rows=options.rows_to_skip)
    if options.rows_to_skip >= len(values):
        raise BadTable(name, f"it has only {len(values):,} rows, so none are left to read.")
    return ArrayTable(name, values, options, sheets, columns)
