"""MATLAB files of version 4 and 5, read by scipy in the process of ``format_worker.py``.

What the file holds is read from the headers alone, in the order of the file; scipy then loads what
is wanted.
"""

import struct
import warnings
import zlib
from collections.abc import Iterator, Sequence
from typing import IO, Any, TypeAlias

import numpy as np

AnyArray: TypeAlias = Any
"""An array of scipy."""

_MATRIX, _COMPRESSED = 14, 15
_HEADER_5 = 128
# Flags, dimensions and a name of any length that MATLAB allows.
_LONGEST_HEADER = 2**12
_MOST_VARIABLES = 10_000
_CLASSES = {
    1: "cells",
    2: "record",
    3: "object",
    4: "text",
    5: "sparse",
    **dict.fromkeys(range(6, 16), ""),
    16: "function",
    17: "object",
    18: "object",
}
_IS_COMPLEX, _IS_LOGICAL = 0x08, 0x02
_SIZES_4 = (8, 4, 4, 2, 2, 1)


class MatlabFile:
    """The arrays of a file."""

    def __init__(self, path: str) -> None:
        self._path = path
        with open(path, "rb") as file:  # noqa: PTH123 - a script of its own
            start = file.read(_HEADER_5)
            is_5 = len(start) == _HEADER_5 and start[126:128] in (b"IM", b"MI")
            found = _variables_5(file, start[126:128]) if is_5 else _variables_4(file)
            self._tables = [each for each in found if each["name"]]

    def tables(self) -> list[dict[str, Any]]:
        """Return what is known of each array."""
        return self._tables

    def batches(self, table: int, columns: Sequence[int], height: int) -> Iterator[list[Any]]:
        """Yield some columns, at most ``height`` rows at a time."""
        from scipy.io import loadmat

        name = self._tables[table]["name"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = loadmat(self._path, variable_names=[name])[name]
        if not isinstance(found, np.ndarray) or found.dtype.kind not in "fiu":
            raise ValueError(f"{name} holds no real numbers")
        if list(found.shape) != self._tables[table]["shape"]:
            raise ValueError(f"{name} has another shape")
        for start in range(0, len(found), height):
            part = found[start : start + height]
            codes = np.zeros(len(part), np.uint8)
            yield [(codes, _as_wide(part[:, k]), []) for k in columns]


def open_file(path: str) -> MatlabFile:
    """Open a file of version 4 or 5."""
    return MatlabFile(path)


def _as_wide(values: AnyArray) -> AnyArray:
    kinds = {"f": np.float64, "i": np.int64, "u": np.uint64}
    return np.ascontiguousarray(values, kinds[values.dtype.kind])


def _described(name: str, shape: Sequence[int], problem: str, size: int) -> dict[str, Any]:
    if not problem and (len(shape) != 2 or min(shape) < 1):
        problem = "shape"
    width = 0 if problem else shape[1]
    if width > 2**16:
        problem, width = "wide", 0
    return {
        "name": name,
        "rows": shape[0] if shape else 0,
        "shape": list(shape),
        "columns": _names(name, width),
        "named": False,
        "problem": problem,
        "packed": size,
    }


def _names(name: str, width: int) -> list[str]:
    return [name] if width == 1 else [f"{name}{k}" for k in range(1, width + 1)]


def _variables_5(file: IO[bytes], order: bytes) -> Iterator[dict[str, Any]]:
    mark = "<" if order == b"IM" else ">"
    for _ in range(_MOST_VARIABLES):
        tag = file.read(8)
        if not tag:
            return
        kind, size = struct.unpack(f"{mark}2I", tag)
        start = file.tell()
        data = file.read(min(size, _LONGEST_HEADER))
        if kind == _COMPRESSED:
            data = zlib.decompressobj().decompress(data, _LONGEST_HEADER)
            (kind,) = struct.unpack(f"{mark}I", data[:4])
            data = data[8:]
        if kind != _MATRIX:
            raise ValueError("this is no array")
        yield _variable_5(data, mark, size)
        file.seek(start + size)


def _variable_5(data: bytes, mark: str, size: int) -> dict[str, Any]:
    flags, place = _element(data, 0, mark)
    (word,) = struct.unpack(f"{mark}I", flags[:4])
    kind = word & 0xFF
    if kind == 17:  # an object of newer kind, which has no dimensions
        name, place = _element(data, place, mark)
        return _described(name.decode("ascii", "replace"), (), "object", size)
    dims, place = _element(data, place, mark)
    shape = struct.unpack(f"{mark}{len(dims) // 4}i", dims)
    name, place = _element(data, place, mark)
    flag = word >> 8 & 0xFF
    problem = _CLASSES.get(kind, "object")
    if not problem and flag & _IS_COMPLEX:
        problem = "complex"
    if not problem and flag & _IS_LOGICAL:
        problem = "truth"
    return _described(name.decode("ascii", "replace"), shape, problem, size)


def _element(data: bytes, place: int, mark: str) -> tuple[bytes, int]:
    """Return the data of an element, and where the next one begins."""
    kind, size = struct.unpack_from(f"{mark}2I", data, place)
    if kind >> 16:  # up to four bytes stand in the tag itself
        size = kind >> 16
        return data[place + 4 : place + 4 + size], place + 8
    if place + 8 + size > len(data):
        raise ValueError("its header is too long")
    return data[place + 8 : place + 8 + size], place + 8 + (size + 7) // 8 * 8


def _variables_4(file: IO[bytes]) -> Iterator[dict[str, Any]]:
    file.seek(0, 2)
    end = file.tell()
    file.seek(0)
    for _ in range(_MOST_VARIABLES):
        head = file.read(20)
        if not head:
            return
        mark = "<" if 0 <= struct.unpack("<i", head[:4])[0] < 5000 else ">"
        kind, rows, columns, imaginary, length = struct.unpack(f"{mark}5i", head)
        precision, what = kind // 10 % 10, kind % 10
        if not 0 < length < _LONGEST_HEADER or min(rows, columns) < 0 or precision > 5:
            raise ValueError("its header is wrong")
        name = file.read(length).rstrip(b"\0").decode("latin-1")
        problem = {0: "", 1: "text", 2: "sparse"}.get(what, "object")
        if not problem and imaginary:
            problem = "complex"
        size = rows * columns * _SIZES_4[precision] * (2 if imaginary else 1)
        if file.tell() + size > end:
            raise ValueError("it is cut short")
        yield _described(name, (rows, columns), problem, size)
        file.seek(size, 1)
