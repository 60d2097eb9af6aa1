"""Arrays in NumPy's .npy format, from files that may be hostile.

Nothing is unpickled or evaluated: the header is a Python literal, matched only in NumPy's own form.
"""

import math
import re
import struct
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Literal, NamedTuple

import numpy as np

from ..errors import BadExperiment, NotFinite, Shape
from ..language.sentence import marked
from ..matrix import Matrix

# Pieces of 256 kB: a matrix is read and written with little memory beyond its own.
BYTES_AT_A_TIME = 2**18
_MAGIC = b"\x93NUMPY"
_LENGTHS = {1: "<H", 2: "<I", 3: "<I"}
# NumPy's own headers have 128 bytes for a matrix.
_LONGEST_HEADER = 4096
_HEADER = re.compile(
    r"\{'descr': (?P<descr>'[^']{1,40}'|\[.*\]), "
    r"'fortran_order': (?P<fortran>True|False), "
    r"'shape': \((?P<shape>|[0-9]{1,12},|[0-9]{1,12}(?:, [0-9]{1,12})+)\), ?\}\s*"
)
_FLOATS = ("'<f8'", "'>f8'")
_TEXT = re.compile(r"'([<>])U([0-9]{1,9})'")
_CODECS = {"<": "utf-32-le", ">": "utf-32-be"}


class Header(NamedTuple):
    """The header of an array, and its length in bytes."""

    descr: str
    order: Literal["C", "F"]
    shape: Shape
    length: int


def read_header(name: str, member: IO[bytes]) -> Header:
    """Read the header of an array; raise BadExperiment if it is not one."""
    start = member.read(8)
    code = _LENGTHS.get(start[6]) if len(start) == 8 and start.startswith(_MAGIC) else None
    if code is None:
        raise BadExperiment(marked("engine", "its {name} is not a NumPy array.").format(name=name))
    (length,) = struct.unpack(code, member.read(struct.calcsize(code)))
    if length > _LONGEST_HEADER:
        raise BadExperiment(
            marked("engine", "the header of its {name} is too long.").format(name=name)
        )
    found = _HEADER.fullmatch(member.read(length).decode("latin-1"))
    if found is None:
        raise BadExperiment(
            marked("engine", "the header of its {name} cannot be read.").format(name=name)
        )
    shape = tuple(int(number) for number in found["shape"].split(",") if number)
    order: Literal["C", "F"] = "F" if found["fortran"] == "True" else "C"
    return Header(found["descr"], order, shape, 8 + struct.calcsize(code) + length)


def bytes_of_floats(name: str, header: Header) -> int:
    """Return the size of a float64 array with its header; raise BadExperiment for another type."""
    if header.descr not in _FLOATS:
        raise BadExperiment(
            marked("engine", "its {name} holds {descr} instead of float64.").format(
                name=name, descr=header.descr
            )
        )
    return header.length + 8 * math.prod(header.shape)


def bytes_of_text(name: str, header: Header) -> int:
    """Return the size of a single text with its header; raise BadExperiment for another type."""
    found = _TEXT.fullmatch(header.descr)
    if found is None or header.shape != ():
        raise BadExperiment(marked("engine", "its {name} is not text.").format(name=name))
    return header.length + 4 * int(found[2])


def read_floats(name: str, member: IO[bytes], header: Header, *, finite: bool = True) -> Matrix:
    """Read the cells after the header as a read-only matrix.

    Raises NotFinite, which names the cell, if all must be ``finite``.
    """
    dtype = np.dtype(header.descr.strip("'"))
    matrix: Matrix = np.empty(header.shape, dtype, order=header.order)
    cells = matrix.ravel(order="K")
    start = 0
    for piece in _pieces(member):
        values = np.frombuffer(piece, dtype)
        is_finite = np.isfinite(values)
        if finite and not is_finite.all():
            bad = int(np.argmin(is_finite))
            row, column = np.unravel_index(start + bad, header.shape, order=header.order)
            raise NotFinite(name, int(row) + 1, int(column) + 1, float(values[bad]))
        cells[start : start + len(values)] = values
        start += len(values)
    if start < len(cells):
        raise BadExperiment(marked("engine", "its {name} ends early.").format(name=name))
    matrix.setflags(write=False)
    return matrix


def read_text(member: IO[bytes], header: Header) -> str:
    """Read the text after the header."""
    codec = _CODECS[header.descr[1]]
    return b"".join(_pieces(member)).decode(codec, "surrogatepass").rstrip("\0")


def floats_as_npy(matrix: Matrix) -> Iterator[bytes]:
    """Yield the bytes of a matrix, a piece at a time."""
    yield _header_bytes("<f8", matrix.shape)
    cells = np.ascontiguousarray(matrix, "<f8").ravel().view(np.uint8)
    for start in range(0, len(cells), BYTES_AT_A_TIME):
        yield cells[start : start + BYTES_AT_A_TIME].tobytes()


def text_as_npy(text: str) -> Iterator[bytes]:
    """Yield the bytes of a non-empty text, as an array without dimensions."""
    yield _header_bytes(f"<U{len(text)}", ())
    yield text.encode("utf-32-le", "surrogatepass")


def _header_bytes(descr: str, shape: Shape) -> bytes:
    header = BytesIO()
    fields = {"descr": descr, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(header, fields)
    return header.getvalue()


def _pieces(member: IO[bytes]) -> Iterator[bytes]:
    """Read to the end, where zipfile verifies the checksum."""
    while piece := member.read(BYTES_AT_A_TIME):
        yield piece
