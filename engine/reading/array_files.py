"""Arrays in .npy and .npz files: what they claim to be is held against what there is first.

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

from ..errors import BadTable, Shape, shown_shape
from .arrays import ArrayTable
from .choices import Choices
from .inputs import Input, reading
from .source import sheet_wanted

SUFFIX = ".npy"
_READERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
_BROKEN = (
    *(ValueError, TypeError, OverflowError, MemoryError, EOFError),
    *(SyntaxError, RecursionError, tokenize.TokenError, struct.error),
)
_OTHERS = {
    "O": "Python objects, which are never unpickled here",
    "V": "records of several fields",
    "c": "complex numbers",
    "b": "truth values",
    "M": "dates",
    "m": "spans of time",
    "S": "texts",
    "U": "texts",
}


class Head(NamedTuple):
    """What an array is said to be, and the bytes that say so."""

    shape: Shape
    dtype: np.dtype[Any]
    length: int

    @property
    def problem(self) -> str:
        """Say why it is no table of numbers; "" where it is one."""
        if self.dtype.kind in _OTHERS:
            return f"it holds {_OTHERS[self.dtype.kind]}; a table needs real numbers."
        if len(self.shape) not in (1, 2) or min(self.shape) < 1:
            return f"its shape is {shown_shape(self.shape)}; a table needs rows and columns."
        return ""

    def is_whole(self, size: int) -> bool:
        """Tell whether a file of so many bytes holds all of it."""
        return size >= self.length + self.dtype.itemsize * math.prod(self.shape)


def open_array(file: Input, choices: Choices) -> ArrayTable:
    """Open a .npy file, of which only what is looked at comes into memory; raise BadTable."""
    if choices.sheet is not None:
        raise BadTable(file.name, "there are no sheets in a .npy file.")
    with reading(file.name), file.opened() as stream:
        head = _read_head(file.name, stream)
        _check(file.name, head, stream.seek(0, io.SEEK_END))
        stream.seek(0)
        if file.path is None:
            values = np.lib.format.read_array(stream, allow_pickle=False)
        else:
            values = np.load(file.path, mmap_mode="r", allow_pickle=False)
    return _table(file.name, _as_columns(values), choices)


def open_array_of(file: Input, archive: ZipFile, choices: Choices) -> ArrayTable:
    """Open the arrays of a .npz file side by side, where they have as many rows, or the first.

    Any of them may be chosen as its sheet. Raises BadTable.
    """
    names = [name.removesuffix(SUFFIX) for name in archive.namelist() if name.endswith(SUFFIX)]
    heads = {name: _head_of(file.name, archive, name) for name in names}
    tables = {name: head for name, head in heads.items() if not head.problem}
    together = _together(tables)
    sheets = (*tables, together) if together else tuple(tables)
    sheet = sheet_wanted(choices.sheet or together or None, sheets or names, file.name)
    wanted = tuple(tables) if sheet == together else (sheet,)
    arrays = {name: _read(f"{file.name}, {name}", archive, name, heads[name]) for name in wanted}
    columns = _columns_of(arrays) if len(arrays) > 1 else ()
    values = np.concatenate(list(arrays.values()), axis=1)
    return _table(file.name, values, replace(choices, sheet=sheet), sheets, columns)


def _together(tables: Mapping[str, Head]) -> str:
    """Return what all arrays are called together; "" where they are not one table."""
    rows = {head.shape[0] for head in tables.values()}
    return ", ".join(tables) if len(tables) > 1 and len(rows) == 1 else ""


def _columns_of(arrays: Mapping[str, NDArray[Any]]) -> tuple[str, ...]:
    """Name the columns of all arrays: Y where an array has but one, A1, A2, … where it has more."""
    return tuple(
        name if values.shape[1] == 1 else f"{name}{k}"
        for name, values in arrays.items()
        for k in range(1, values.shape[1] + 1)
    )


def _read(where: str, archive: ZipFile, array: str, head: Head) -> NDArray[Any]:
    _check(where, head, archive.getinfo(array + SUFFIX).file_size)
    with archive.open(array + SUFFIX) as member:
        return _as_columns(np.lib.format.read_array(member, allow_pickle=False))


def _as_columns(values: NDArray[Any]) -> NDArray[Any]:
    return values[:, np.newaxis] if values.ndim == 1 else values


def _head_of(name: str, archive: ZipFile, array: str) -> Head:
    with archive.open(array + SUFFIX) as member:
        return _read_head(f"{name}, {array}", member)


def _read_head(name: str, stream: IO[bytes]) -> Head:
    try:
        version = np.lib.format.read_magic(stream)
        shape, _, dtype = _READERS[version](stream)
    except (KeyError, *_BROKEN) as error:
        raise BadTable(name, "this is no NumPy array that can be understood.") from error
    return Head(shape, dtype, stream.tell())


def _check(name: str, head: Head, size: int) -> None:
    if head.problem:
        raise BadTable(name, head.problem)
    if not head.is_whole(size):
        raise BadTable(name, f"it is cut short: {shown_shape(head.shape)} numbers are not there.")


def _table(
    name: str,
    values: NDArray[Any],
    choices: Choices,
    sheets: tuple[str, ...] = (),
    columns: tuple[str, ...] = (),
) -> ArrayTable:
    choices = replace(choices, skip_rows=choices.skipped)
    if choices.skipped >= len(values):
        raise BadTable(name, f"there are but {len(values):,} rows, and all are to be skipped.")
    return ArrayTable(name, values, choices, sheets, columns)
