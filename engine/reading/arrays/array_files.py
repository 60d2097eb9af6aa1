"""Arrays in .npy and .npz files.

The header of an array is checked against the size of the file before any memory is allocated.
Nothing is ever unpickled.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import IO, Any, cast
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from ...errors import BadTable, shown_shape
from ...language.sentence import marked
from ...shortening import in_quotes, repair_name
from ..inputs import InputFile, as_bad_table, check_unpacked
from ..options import ReadOptions
from ..source import find_sheet
from .arrays import ArrayTable, FieldColumns, JoinedColumns
from .joint_arrays import NONE_LEFT, make_one_table, told_of_others
from .npy_header import ArrayHeader, read_array_header

SUFFIX = ".npy"
_BYTES_AT_A_TIME = 2**20
_SPARSE = frozenset(("format", "shape", "data"))
"""The arrays that scipy.sparse.save_npz writes in each of its formats."""
_NOT_AN_ARRAY = marked("engine", "this is not a NumPy array that can be read.")


def open_array(file: InputFile, options: ReadOptions) -> ArrayTable:
    """Open a .npy file. Only the rows that are read are loaded. Raises BadTable."""
    if options.sheet is not None:
        raise BadTable(file.name, marked("engine", "a .npy file has no sheets."))
    with as_bad_table(file.name), file.opened() as stream:
        header = _read_header(file.name, stream)
        _check(file.name, header, stream.seek(0, io.SEEK_END))
        stream.seek(header.length)
        if file.path is None:
            values = _read_data(file.name, stream, header)
        else:
            order: Any = "F" if header.is_fortran else "C"
            assert header.dtype is not None
            values = np.memmap(file.path, header.dtype, "r", header.length, header.shape, order)
    columns = _as_columns(values, header)
    return _table(file.name, columns, options, names=header.names, notes=header.other)


def open_arrays(file: InputFile, archive: ZipFile, options: ReadOptions) -> ArrayTable:
    """Open the arrays of a .npz file side by side if they have equally many rows; else the first.

    Each array can be chosen as a sheet. Raises BadTable.
    """
    names = [name.removesuffix(SUFFIX) for name in archive.namelist() if name.endswith(SUFFIX)]
    if _SPARSE.issubset(names) and options.sheet is None:
        raise BadTable(
            file.name,
            marked(
                "engine",
                "this is a sparse matrix of SciPy. Save the whole matrix: "
                "np.savez(path, A=matrix.toarray()).",
            ),
        )
    headers = {name: _member_header(file.name, archive, name) for name in names}
    tables = {name: header for name, header in headers.items() if not header.problem}
    rows = {name: header.shape[0] for name, header in tables.items()}
    together = make_one_table(rows)
    joint = ", ".join(together)
    sheets = (*tables, joint) if joint else tuple(tables)
    sheet = find_sheet(options.sheet or joint or None, sheets or names, file.name)
    wanted = together if joint and sheet == joint else (sheet,)
    for name in wanted:
        size = archive.getinfo(name + SUFFIX).file_size
        _check(f"{file.name}, {name}", headers[name], size)
    _check_size(file.name, archive, {name: headers[name] for name in wanted})
    arrays = {name: _read(f"{file.name}, {name}", archive, name, headers[name]) for name in wanted}
    columns = _columns_of(arrays, headers) if len(arrays) > 1 else headers[wanted[0]].names
    values = _side_by_side(list(arrays.values())) if len(arrays) > 1 else arrays[wanted[0]]
    notes = told_of_others(rows, wanted) if options.sheet is None else []
    notes += [
        marked("engine", "The array {name} was left out: {problem}").format(
            name=in_quotes(name), problem=header.problem
        )
        for name, header in headers.items()
        if header.problem
    ]
    notes += [note for name in wanted for note in headers[name].other]
    chosen = replace(options, sheet=sheet)
    return _table(file.name, values, chosen, sheets, columns, tuple(notes))


def _side_by_side(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Join the columns of arrays. Numbers of several types stay what they are until they are read.

    As float64, 64-bit integers would lose digits unseen.
    """
    types = {getattr(array, "dtype", None) for array in arrays}
    if len(types) == 1 and None not in types:
        return np.concatenate(arrays, axis=1)
    return cast("NDArray[Any]", JoinedColumns(arrays))


def _columns_of(
    arrays: Mapping[str, NDArray[Any]], headers: Mapping[str, ArrayHeader]
) -> tuple[str, ...]:
    """Name the columns of all arrays: Y for an array of one column, A1, A2, … for others.

    A structured array has names of its own.
    """
    names: list[str] = []
    for array, values in arrays.items():
        name, width = repair_name(array), values.shape[1]
        numbered = [name] if width == 1 else [f"{name}{k}" for k in range(1, width + 1)]
        names += headers[array].names or numbered
    return tuple(names)


def _read(where: str, archive: ZipFile, array: str, header: ArrayHeader) -> NDArray[Any]:
    with archive.open(array + SUFFIX) as member:
        member.read(header.length)
        values = _read_data(where, member, header)
        while member.read(_BYTES_AT_A_TIME):  # to the end, where zipfile verifies the checksum
            pass
    return _as_columns(values, header)


def _read_data(name: str, stream: IO[bytes], header: ArrayHeader) -> NDArray[Any]:
    """Read the numbers after the header, a piece at a time into one array."""
    data = np.empty(header.size, np.uint8)
    start = 0
    while piece := stream.read(min(_BYTES_AT_A_TIME, len(data) - start)):
        data[start : start + len(piece)] = np.frombuffer(piece, np.uint8)
        start += len(piece)
    if start < len(data):
        raise BadTable(name, _cut_short(header))
    assert header.dtype is not None
    return data.view(header.dtype).reshape(header.shape, order="F" if header.is_fortran else "C")


def _check_size(name: str, archive: ZipFile, headers: Mapping[str, ArrayHeader]) -> None:
    """Check what the arrays take as float64, each and together, before any of them is read."""
    sizes = [
        (8 * header.cells, archive.getinfo(array + SUFFIX).compress_size)
        for array, header in headers.items()
    ]
    check_unpacked(name, sizes)


def _as_columns(values: NDArray[Any], header: ArrayHeader) -> NDArray[Any]:
    if header.fields:
        return cast("NDArray[Any]", FieldColumns(values, header.fields))
    return values[:, np.newaxis] if values.ndim == 1 else values


def _member_header(name: str, archive: ZipFile, array: str) -> ArrayHeader:
    with archive.open(array + SUFFIX) as member:
        return _read_header(f"{name}, {array}", member)


def _read_header(name: str, stream: IO[bytes]) -> ArrayHeader:
    header = read_array_header(stream)
    if header is None:
        raise BadTable(name, _NOT_AN_ARRAY)
    return header


def _check(name: str, header: ArrayHeader, size: int) -> None:
    if header.problem:
        raise BadTable(name, header.problem)
    if not header.is_whole(size):
        raise BadTable(name, _cut_short(header))


def _cut_short(header: ArrayHeader) -> str:
    return marked("engine", "it is cut short: it should hold {shape} numbers.").format(
        shape=shown_shape(header.shape)
    )


def _table(
    name: str,
    values: NDArray[Any],
    options: ReadOptions,
    sheets: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> ArrayTable:
    options = replace(options, skip_rows=options.rows_to_skip)
    if options.rows_to_skip >= len(values):
        raise BadTable(
            name,
            NONE_LEFT(len(values)),
        )
    return ArrayTable(name, values, options, sheets, names, notes).checked()
