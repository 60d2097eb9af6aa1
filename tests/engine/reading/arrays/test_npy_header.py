import io
import struct
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reading.arrays.npy_header import ArrayHeader, read_array_header

from .test_array_files import npy, with_header

DESCR = "{'descr': %s, 'fortran_order': False, 'shape': (3, 2), }"


def header(text: str, version: int = 1) -> ArrayHeader | None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return read_array_header(io.BytesIO(with_header(text.encode(), version)))


@pytest.mark.parametrize("dtype", ["<f8", ">f8", "<f4", "<f2", "<i1", ">i2", "<u4", "<i8", "<u8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_headers_of_numpy_are_read(dtype: str, order: str) -> None:
    values = np.zeros((3, 4), dtype, order=order)  # type: ignore[call-overload]
    data = npy(values)
    found = read_array_header(io.BytesIO(data))
    assert found is not None
    assert (found.shape, found.dtype, found.is_fortran) == ((3, 4), values.dtype, order == "F")
    assert (found.problem, found.cells, found.length + found.size) == ("", 12, len(data))
    assert found.is_whole(len(data))
    assert not found.is_whole(len(data) - 1)


@pytest.mark.parametrize("shape", [(), (5,), (2, 3, 4), (0, 3)])
def test_shapes_of_numpy_are_read(shape: tuple[int, ...]) -> None:
    found = read_array_header(io.BytesIO(npy(np.zeros(shape))))
    assert found is not None
    assert found.shape == shape
    assert (found.problem == "") is (shape == (5,))


@pytest.mark.parametrize("version", [1, 2, 3])
@pytest.mark.parametrize(
    "text",
    [
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }",
        "{'shape': (3, 2), 'descr': '<f8', 'fortran_order': False}",
        '{"descr": "<f8", "fortran_order": False, "shape": (3,2)}',
        "{ 'descr' : '<f8' ,'fortran_order':False,'shape':( 3 , 2 , ) }   \n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3L, 2L), }",  # of Python 2
        "{'descr': 'd', 'fortran_order': False, 'shape': (3, 2), }",
    ],
)
def test_other_spellings_are_read(text: str, version: int) -> None:
    found = header(text, version)
    assert found is not None
    assert (found.shape, found.dtype, found.is_fortran) == ((3, 2), np.dtype("<f8"), False)


@pytest.mark.parametrize(
    ("descr", "contents"),
    [
        ("'|O'", "Python objects"),
        ("'<c16'", "complex numbers"),
        ("'|b1'", "truth values"),
        ("'?'", "truth values"),
        ("'<M8[ns]'", "dates"),
        ("'<m8[25s]'", "time differences"),
        ("'|S5'", "text"),
        ("'|a5'", "text"),
        ("'<U7'", "text"),
        ("'|V16'", "structured records"),
        ("[('a', '<f8'), ('b', '<i4', (2, 2))]", "structured records"),
        ("[('a', [('b', '<f8')])]", "structured records"),
    ],
)
def test_other_contents_are_named(descr: str, contents: str) -> None:
    found = header(DESCR % descr)
    assert found is not None
    assert f"it holds {contents}" in found.problem


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "{}",
            "{",
            "[]",
            "{'descr': '<f8'}",
            DESCR % "None",
            DESCR % "8",
            DESCR % "'<f8",
        ),
        *(DESCR % "'<f3'", DESCR % "'<f8,f8'", DESCR % "'float'", DESCR % "('<f8', (2,))"),
        *(DESCR % "{'names': ['a'], 'formats': ['<f8']}", DESCR % "'<\\x668'", DESCR % "'x8'"),
        (DESCR % "'<f8'").replace("(3, 2)", "3"),
        (DESCR % "'<f8'").replace("(3, 2)", "(3)"),
        (DESCR % "'<f8'").replace("(3, 2)", "(True, 2)"),
        (DESCR % "'<f8'").replace("(3, 2)", "(3, , 2)"),
        (DESCR % "'<f8'").replace("(3, 2)", "(1e3, 2)"),
        (DESCR % "'<f8'").replace("False", "0"),
        (DESCR % "'<f8'").replace("}", ", 'descr': '<f8'}"),
        (DESCR % "'<f8'") + "1",
    ],
)
def test_other_headers_are_none(text: str) -> None:
    assert header(text) is None


@given(st.binary(max_size=80), st.sampled_from([1, 2, 3]))
def test_any_bytes_are_none(data: bytes, version: int) -> None:
    assert read_array_header(io.BytesIO(with_header(data, version))) is None
    assert read_array_header(io.BytesIO(data)) is None


def test_long_header_is_not_read() -> None:
    data = b"\x93NUMPY\2\0" + struct.pack("<I", 2**32 - 1)
    assert read_array_header(io.BytesIO(data)) is None
    assert header(" " * 20_000 + DESCR, 2) is None
