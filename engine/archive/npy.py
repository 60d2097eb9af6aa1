"""Arrays in NumPy's .npy format, from files that may be hostile: nothing is unpickled or evaluated.

The header is a Python literal, of which only the form in which NumPy writes it is understood.
"""

import math
import re
import struct
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Literal, NamedTuple

import numpy as np

from ..errors import BadExperiment, NotFinite, Shape
from ..matrix import Matrix

BYTES_AT_A_TIME = 2**18
_MAGIC = b"\x93NUMPY"
_LENGTHS = {1: "<H", 2: "<I", 3: "<I"}
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
    """What an array is said to hold, and how many bytes say so."""

    descr: str
    order: Literal["C", "F"]
    shape: Shape
    length: int


def read_header(name: str, member: IO[bytes]) -> Header:
    """Read the head of an array; raise BadExperiment where it is none."""
    start = member.read(8)
    code = _LENGTHS.get(start[6]) if len(start) == 8 and start.startswith(_MAGIC) else None
    if code is None:
        raise BadExperiment(f"its {name} is no NumPy array.")
    (length,) = struct.unpack(code, member.read(struct.calcsize(code)))
    if length > _LONGEST_HEADER:
        raise BadExperiment(f"the head of its {name} is too long.")
    found = _HEADER.fullmatch(member.read(length).decode("latin-1"))
    if found is None:
        raise BadExperiment(f"the head of its {name} cannot be understood.")
    shape = tuple(int(number) for number in found["shape"].split(",") if number)
    order: Literal["C", "F"] = "F" if found["fortran"] == "True" else "C"
    return Header(found["descr"], order, shape, 8 + struct.calcsize(code) + length)


def bytes_of_floats(name: str, header: Header) -> int:
    """Return the bytes of an array of float64, with its head; raise BadExperiment for another."""
    if header.descr not in _FLOATS:
        raise BadExperiment(f"its {name} holds {header.descr}, where float64 belongs.")
    return header.length + 8 * math.prod(header.shape)


def bytes_of_text(name: str, header: Header) -> int:
    """Return the bytes of a single text, with its head; raise BadExperiment for another."""
    found = _TEXT.fullmatch(header.descr)
    if found is None or header.shape != ():
        raise BadExperiment(f"its {name} is no text.")
    return header.length + 4 * int(found[2])


def read_floats(name: str, member: IO[bytes], header: Header) -> Matrix:
    """Read the cells behind a head, (n, m) and read-only; raise NotFinite, naming the cell."""
    dtype = np.dtype(header.descr.strip("'"))
    matrix: Matrix = np.empty(header.shape, dtype, order=header.order)
    cells = matrix.ravel(order="K")
    start = 0
    for piece in _pieces(member):
        values = np.frombuffer(piece, dtype)
        is_finite = np.isfinite(values)
        if not is_finite.all():
            bad = int(np.argmin(is_finite))
            row, column = np.unravel_index(start + bad, header.shape, order=header.order)
            raise NotFinite(name, int(row) + 1, int(column) + 1, float(values[bad]))
        cells[start : start + len(values)] = values
        start += len(values)
    if start < len(cells):
        raise BadExperiment(f"its {name} ends early.")
    matrix.setflags(write=False)
    return matrix


def read_text(member: IO[bytes], header: Header) -> str:
    """Read the text behind a head."""
    codec = _CODECS[header.descr[1]]
    return b"".join(_pieces(member)).decode(codec, "surrogatepass").rstrip("\0")


def floats_as_npy(matrix: Matrix) -> Iterator[bytes]:
    """Write a matrix, some at a time."""
    yield _head("<f8", matrix.shape)
    cells = np.ascontiguousarray(matrix, "<f8").ravel().view(np.uint8)
    for start in range(0, len(cells), BYTES_AT_A_TIME):
        yield cells[start : start + BYTES_AT_A_TIME].tobytes()


def text_as_npy(text: str) -> Iterator[bytes]:
    """Write a text, which must not be empty, as an array without dimensions."""
    yield _head(f"<U{len(text)}", ())
    yield text.encode("utf-32-le", "surrogatepass")


def _head(descr: str, shape: Shape) -> bytes:
    head = BytesIO()
    facts = {"descr": descr, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(head, facts)
    return head.getvalue()


def _pieces(member: IO[bytes]) -> Iterator[bytes]:
    """Read to the end, where a member of an archive compares its checksum."""
    while piece := member.read(BYTES_AT_A_TIME):
        yield piece
