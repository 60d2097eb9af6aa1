"""HDF5 files and those of MATLAB 7.3, read by h5py in the process of ``format_worker.py``.

Links are not followed: they may lead to other files. MATLAB and Octave store a matrix with its rows
and columns exchanged.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np

AnyItem: TypeAlias = Any
"""Whatever h5py returns: it has no types."""

EMPTY, OTHER = 1, 2
_MOST_DATASETS = 1_000
_HIDDEN = ("#refs#", "#subsystem#")
_PROBLEMS_OF_MATLAB = {
    "logical": "truth",
    "char": "text",
    "cell": "cells",
    "struct": "record",
    "function_handle": "function",
}
_NUMBERS_OF_MATLAB = {
    *("double", "single"),
    *(f"{sign}int{size}" for sign in ("", "u") for size in (8, 16, 32, 64)),
}
_PROBLEMS_OF_TYPES = {
    "c": "complex",
    "b": "truth",
    "S": "text",
    "U": "text",
    "O": "object",
    "M": "time",
    "m": "time",
}


class Hdf5File:
    """The data sets of a file that may be tables."""

    def __init__(self, path: str) -> None:
        import h5py

        self._file = h5py.File(path, "r")
        self._sets: list[tuple[Any, bool]] = []
        self._tables: list[dict[str, Any]] = []
        self._file.visititems(self._add)

    def tables(self) -> list[dict[str, Any]]:
        """Return what is known of each data set."""
        return self._tables

    def batches(self, table: int, columns: Sequence[int], height: int) -> Iterator[list[Any]]:
        """Yield some columns, at most ``height`` rows at a time."""
        found, is_turned = self._sets[table]
        fields = list(found.dtype.names or ())
        for start in range(0, self._tables[table]["rows"], height):
            rows = slice(start, start + height)
            part = found[:, rows].T if is_turned and found.ndim == 2 else found[rows]
            if fields:
                yield [_column(part[fields[k]]) for k in columns]
            else:
                part = part[:, np.newaxis] if part.ndim == 1 else part
                yield [_column(part[:, k]) for k in columns]

    def _add(self, name: str, item: AnyItem) -> AnyItem:
        import h5py

        if name.split("/")[0] in _HIDDEN or len(self._tables) >= _MOST_DATASETS:
            return None
        kind = _text(item.attrs.get("MATLAB_class"))
        if isinstance(item, h5py.Group):
            if kind or "MATLAB_sparse" in item.attrs:
                problem = "sparse" if "MATLAB_sparse" in item.attrs else "record"
                self._keep(item, name, (), problem, is_turned=False)
            return None
        if any(each in item.parent.attrs for each in ("MATLAB_class", "MATLAB_sparse")):
            return None
        of_octave = _kind_of_octave(item)
        if of_octave is not None and not name.endswith("/value"):
            return None
        shown = name.removesuffix("/value") if of_octave is not None else name
        is_turned = bool(kind) or of_octave is not None
        shape = tuple(reversed(item.shape or ())) if is_turned else tuple(item.shape or ())
        self._keep(item, shown, shape, _problem(item, kind, of_octave), is_turned=is_turned)
        return None

    def _keep(
        self, item: AnyItem, name: str, shape: Sequence[int], problem: str, *, is_turned: bool
    ) -> None:
        is_set = hasattr(item, "dtype")
        fields = list(item.dtype.names or ()) if is_set else []
        if not problem and (len(shape) not in ((1,) if fields else (1, 2)) or min(shape) < 1):
            problem = "shape"
        last = name.rpartition("/")[2]
        width = 1 if len(shape) == 1 else 0 if problem else shape[1]
        if width > 2**16:
            problem = "wide"
        names = [last] if width == 1 else [f"{last}{k}" for k in range(1, width + 1)]
        self._sets.append((item, is_turned))
        self._tables.append(
            {
                "name": name,
                "rows": shape[0] if shape else 0,
                "shape": list(shape),
                "columns": [] if problem else fields or names,
                "named": bool(fields),
                "problem": problem,
                "packed": item.id.get_storage_size() if is_set else 0,
            }
        )


def open_file(path: str) -> Hdf5File:
    """Open a file."""
    return Hdf5File(path)


def _problem(item: AnyItem, kind: str, of_octave: str | None) -> str:
    """Return why a data set is no table of numbers; "" if it is."""
    import h5py

    if item.external or item.is_virtual:
        return "elsewhere"
    if "MATLAB_empty" in item.attrs:
        return "shape"
    if kind in _PROBLEMS_OF_MATLAB:
        return _PROBLEMS_OF_MATLAB[kind]
    if "MATLAB_sparse" in item.attrs:
        return "sparse"
    if kind and kind not in _NUMBERS_OF_MATLAB:
        return "object"
    if of_octave is not None and "string" in of_octave:
        return "text"
    if of_octave is not None and "bool" in of_octave:
        return "truth"
    dtype = item.dtype
    if dtype.names is not None:
        is_complex = [each.lower() for each in dtype.names] in (["real", "imag"], ["r", "i"])
        return "complex" if is_complex else ""
    if h5py.check_enum_dtype(dtype) is not None:
        return "truth" if dtype.kind == "b" else "codes"
    if h5py.check_string_dtype(dtype) is not None:
        return "text"
    return "" if dtype.kind in "fiu" else _PROBLEMS_OF_TYPES.get(dtype.kind, "object")


def _kind_of_octave(item: AnyItem) -> str | None:
    """Return the type that Octave wrote beside a value; None if this file is not Octave's."""
    parent = item.parent
    if "OCTAVE_NEW_FORMAT" not in parent.attrs or "type" not in parent:
        return None
    found = parent["type"]
    is_text = getattr(found, "shape", None) == () and found.dtype.kind == "S"
    return _text(found[()]) if is_text else None


def _text(value: AnyItem) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value) if isinstance(value, str) else ""


def _column(values: AnyItem) -> tuple[Any, Any, list[Any]]:
    """Return the codes of the cells of a column, its numbers, and its cells that are none."""
    count, kind = len(values), values.dtype.kind
    codes = np.zeros(count, np.uint8)
    if values.ndim == 1 and kind in "fiu":
        wide = {"f": np.float64, "i": np.int64, "u": np.uint64}[kind]
        return codes, np.ascontiguousarray(values, wide), []
    codes[:] = OTHER
    if values.ndim > 1:
        return codes, None, [["list", "", ""]] * count
    if kind in "SO" and all(isinstance(each, (bytes, str)) for each in values.tolist()):
        return codes, None, [_text(each) for each in values.tolist()]
    if kind == "b":
        return codes, None, values.tolist()
    what = {"c": "complex", "V": "record"}.get(kind, "bytes")
    return codes, None, [[what, "", ""]] * count
