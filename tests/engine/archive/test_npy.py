import io
import struct
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine import EngineError, Matrix
from engine.archive.npy import (
    BYTES_AT_A_TIME,
    Header,
    bytes_of_floats,
    bytes_of_text,
    floats_as_npy,
    read_floats,
    read_header,
    read_text,
    text_as_npy,
)

from ..archives import FINITE, npy

Order = Literal["C", "F"]
ORDERS: tuple[Order, ...] = ("C", "F")
MATRICES = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=FINITE)


def read_head(data: bytes) -> tuple[io.BytesIO, Header]:
    file = io.BytesIO(data)
    return file, read_header("A", file)


def floats(data: bytes) -> Matrix:
    file, header = read_head(data)
    assert bytes_of_floats("A", header) == len(data)
    return read_floats("A", file, header)


def with_header(head: str, version: int = 1) -> bytes:
    """Return the start of an array with any text as its header."""
    length = struct.pack("<H" if version == 1 else "<I", len(head))
    return b"\x93NUMPY" + bytes([version, 0]) + length + head.encode("latin-1")


@given(MATRICES)
def test_matrix_is_written_like_numpy(matrix: Matrix) -> None:
    assert b"".join(floats_as_npy(matrix)) == npy(matrix)


@given(MATRICES, st.sampled_from(["<f8", ">f8"]), st.sampled_from(ORDERS))
def test_numpy_matrix_reads_bit_for_bit(matrix: Matrix, dtype: str, order: Order) -> None:
    read = floats(npy(np.array(matrix, dtype, order=order)))
    assert read.astype(np.float64).tobytes() == matrix.tobytes()
    assert not read.flags.writeable


def test_large_matrix_goes_in_pieces() -> None:
    matrix = np.arange(3 * BYTES_AT_A_TIME / 8 + 5).reshape(1, -1)
    pieces = list(floats_as_npy(matrix))
    assert max(map(len, pieces)) == BYTES_AT_A_TIME
    assert floats(b"".join(pieces)).tobytes() == matrix.tobytes()


@given(st.text(st.characters(exclude_characters="\0"), min_size=1), st.sampled_from("<>"))
def test_text_reads_and_writes_like_numpy(text: str, order: str) -> None:
    data = b"".join(text_as_npy(text))
    assert np.load(io.BytesIO(data), allow_pickle=False).item() == text
    file, header = read_head(npy(np.array(text).astype(f"{order}U{len(text)}")))
    assert bytes_of_text("A", header) == len(file.getvalue())
    assert read_text(file, header) == text


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_infinite_cell_is_named(bad: float, order: Order) -> None:
    matrix = np.zeros((BYTES_AT_A_TIME // 8, 3))
    matrix[20_000, 1] = matrix[-1, 2] = bad
    with pytest.raises(EngineError, match=f"A, row 20001, column 2 is {bad}"):
        floats(npy(np.array(matrix, order=order)))


@pytest.mark.parametrize(
    "data",
    [b"", b"\x93NUMPY", b"PK\3\4 and more", b"\x93NUMPY\x04\0\x10\0", b"\x93NUMPX\x01\0\x10\0"],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(EngineError, match="its A is not a NumPy array"):
        read_head(data)


@pytest.mark.parametrize("version", [2, 3])
def test_later_header_versions_are_read(version: int) -> None:
    head = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }   \n"
    _, header = read_head(with_header(head, version))
    assert header == ("'<f8'", "C", (3, 2), 12 + len(head))


@pytest.mark.parametrize(
    "head",
    [
        "",
        "{}",
        "__import__('os').getcwd()",
        "{'descr': '<f8', 'fortran_order': 0, 'shape': (3, 2), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-3, 2), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3.0, 2), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999999, 2), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': 3, }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), 'more': 1}",
        "{'descr': " + "(" * 3000,
        "{'descr': " + "-" * 3000 + "1}",
        "{'descr': " + "[" * 2000 + "]" * 2000 + "}",
        "\n" * 4000,
    ],
)
def test_only_numpys_header_form_is_read(head: str) -> None:
    with pytest.raises(EngineError, match="the header of its A cannot be read"):
        read_head(with_header(head))


def test_header_of_wrong_length_is_refused() -> None:
    with pytest.raises(EngineError, match="the header of its A is too long"):
        read_head(with_header(" " * 5000))
    with pytest.raises(EngineError, match="the header of its A is too long"):
        read_head(b"\x93NUMPY\x02\0\xff\xff\xff\xff")
    with pytest.raises(EngineError, match="cannot be read"):
        read_head(npy(np.eye(2))[:60])


@pytest.mark.parametrize(
    ("array", "descr"),
    [
        (np.eye(2, dtype=np.float32), "'<f4'"),
        (np.eye(2, dtype=np.int64), "'<i8'"),
        (np.eye(2, dtype=np.complex128), "'<c16'"),
        (np.array([["a", "b"]]), "'<U1'"),
        (np.array([[{}, []]], dtype=object), "'|O'"),
        (np.zeros((2, 2), dtype=[("a", "<f8"), ("b", "<i4")]), "[('a', '<f8'), ('b', '<i4')]"),
    ],
)
def test_other_dtypes_are_refused(array: Matrix, descr: str) -> None:
    _, header = read_head(npy(array))
    with pytest.raises(EngineError) as refused:
        bytes_of_floats("A", header)
    assert str(refused.value) == f"its A holds {descr} instead of float64."


@pytest.mark.parametrize("array", [np.eye(2), np.array(["a"]), np.array(b"a"), np.array(5.0)])
def test_other_than_single_text_is_refused(array: Matrix) -> None:
    _, header = read_head(npy(array))
    with pytest.raises(EngineError, match="its A is not text"):
        bytes_of_text("A", header)


def test_truncated_array_is_refused() -> None:
    file, header = read_head(npy(np.eye(2))[:-8])
    with pytest.raises(EngineError, match="its A ends early"):
        read_floats("A", file, header)
