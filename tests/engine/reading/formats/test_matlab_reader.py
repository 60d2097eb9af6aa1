"""Files that scipy writes as MATLAB does, read through the process."""

import struct
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadTable
from engine.reading.formats.matlab_reader import MatlabFile
from engine.reading.preview import preview
from engine.reading.tables import read_table

io = pytest.importorskip("scipy.io")
sparse = pytest.importorskip("scipy.sparse")

A = np.arange(6.0).reshape(3, 2) / 7
Y = np.array([[1.0], [2.0], [4.0]])
every_version = pytest.mark.parametrize("options", [{}, {"do_compression": True}, {"format": "4"}])


def written(folder: Path, arrays: dict[str, object], **options: object) -> Path:
    path = folder / "t.mat"
    io.savemat(path, arrays, **options)
    return path


@every_version
def test_arrays_are_read_side_by_side(tmp_path: Path, options: dict[str, object]) -> None:
    path = written(tmp_path, {"A": A, "Y": Y, "W": np.ones((2, 1))}, **options)
    table = read_table(path)
    assert table.names == ("A1", "A2", "Y")
    assert table.values.tobytes() == np.hstack([A, Y]).tobytes()
    assert preview(path).sheets == ("A", "Y", "W", "A, Y")
    assert "“W” was left out: it has 2 rows" in table.notes[0]
    assert read_table(path, sheet="W").values.tolist() == [[1], [1]]
    assert read_table(path, sheet=1).values.tobytes() == A.tobytes()


@pytest.mark.parametrize("kind", ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"])
def test_every_type_of_number_is_read(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, {"x": np.array([[0, 1], [100, 3]], kind)})
    assert read_table(path).values.tolist() == [[0, 1], [100, 3]]


def test_lost_digits_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, {"x": np.array([[2**53 + 1, 1]], np.int64)})
    assert "9007199254740993 becomes 9007199254740992" in read_table(path).notes[0]


OTHERS: dict[str, tuple[object, str]] = {
    "z": (A * 1j, "complex numbers"),
    "text": ("words", "text"),
    "cells": (np.array([["a"], [1.0]], object), "a cell array"),
    "run": ({"rate": 0.1}, "a struct"),
    "sp": (sparse.eye(3, format="csc"), "a sparse matrix"),
    "used": (A > 0, "truth values"),
    "empty": (np.zeros((0, 2)), "its shape is 0×2"),
    "cube": (np.zeros((2, 2, 2)), "its shape is 2×2×2"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_arrays_are_told(tmp_path: Path, name: str) -> None:
    value, reason = OTHERS[name]
    path = written(tmp_path, {name: value, "A": A})
    table = read_table(path)
    assert table.values.tobytes() == A.tobytes()
    assert f"The array “{name}” was left out: " in table.notes[0]
    assert reason in table.notes[0]
    with pytest.raises(BadTable) as caught:
        read_table(path, sheet=name)
    assert f"t.mat, {name}: " in str(caught.value)
    assert reason in str(caught.value)


def test_no_table_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"t\.mat, z: it holds complex numbers"):
        read_table(written(tmp_path, {"z": A * 1j}, format="4"))


def test_nan_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, {"x": np.array([[1.0, 2.0], [np.nan, 3.0]])})
    with pytest.raises(BadTable, match=r"row 2, column 1: nan is not a finite number"):
        read_table(path)
    assert read_table(path, bad_rows="skip").values.tolist() == [[1, 2]]


@every_version
def test_unknown_sheet_is_refused(tmp_path: Path, options: dict[str, object]) -> None:
    path = written(tmp_path, {"A": A, "B": np.ones((1, 4))}, **options)
    with pytest.raises(BadTable, match=r"no sheet “C”. Its sheets are “A”, “B”"):
        read_table(path, sheet="C")


def test_claimed_size_is_checked_first(tmp_path: Path) -> None:
    header = struct.pack("<5i", 0, 100_000, 100_000, 0, 2) + b"x\0" + bytes(16)
    path = tmp_path / "t.mat"
    path.write_bytes(header)
    with pytest.raises(BadTable, match="damaged"):
        read_table(path)
    with pytest.raises(ValueError, match="cut short"):
        MatlabFile(str(path))


def test_packed_zeros_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, {"x": np.zeros((20_000_000, 1))}, do_compression=True)
    with pytest.raises(BadTable, match="would take 160 MB, which is too much"):
        read_table(path)


@pytest.mark.parametrize("size", [130, 150, 180])
def test_file_cut_short_is_refused(tmp_path: Path, size: int) -> None:
    path = written(tmp_path, {"A": A})
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(BadTable, match="damaged"):
        read_table(path)
