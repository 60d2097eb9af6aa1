"""Files that h5py writes, as itself and as MATLAB and Octave do, read through the process."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import BadTable
from engine.reading.preview import preview
from engine.reading.tables import read_table

h5py = pytest.importorskip("h5py")

A = np.arange(6.0).reshape(3, 2) / 7
Y = np.array([1.0, 2.0, 4.0])


def written(folder: Path, sets: dict[str, Any], name: str = "t.h5", block: int = 0) -> Path:
    path = folder / name
    with h5py.File(path, "w", userblock_size=block) as file:
        for key, value in sets.items():
            file[key] = value
    return path


def test_data_sets_are_read_side_by_side(tmp_path: Path) -> None:
    path = written(tmp_path, {"A": A, "run/Y": Y, "more": np.ones((5, 2))})
    table = read_table(path)
    assert table.names == ("A1", "A2", "Y")
    assert table.values.tobytes() == np.column_stack([A, Y]).tobytes()
    assert preview(path).sheets == ("A", "more", "run/Y", "A, run/Y")
    assert read_table(path, sheet="more").values.tolist() == [[1, 1]] * 5


@pytest.mark.parametrize("kind", ["<i1", ">i2", "<u4", ">i8", "<u8", "<f2", ">f4", "<f8"])
def test_every_type_of_number_is_read(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, {"x": np.array([[0, 1], [100, 3]], kind)})
    assert read_table(path).values.tolist() == [[0, 1], [100, 3]]


def test_lost_digits_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, {"x": np.array([2**60 + 1, 1])})
    assert "1152921504606846977 becomes" in read_table(path).notes[0]


def test_large_set_is_streamed(tmp_path: Path) -> None:
    values = np.random.default_rng(1).normal(size=(300_000, 3))
    path = tmp_path / "t.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("x", data=values, compression="gzip", chunks=(1000, 3))
    assert read_table(path).values.tobytes() == values.tobytes()


def test_fields_of_records_are_columns(tmp_path: Path) -> None:
    kinds = [("n", "i4"), ("x", "f8"), ("word", "S3"), ("pair", "f8", (2,)), ("y", "f8")]
    rows = np.array([(1, 2.5, b"a", (1, 2), 9), (2, 3.5, b"b", (1, 2), 8)], kinds)
    path = written(tmp_path, {"rows": rows})
    read = read_table(path, columns=["n", "x", "y"])
    assert read.values.tolist() == [[1, 2.5, 9], [2, 3.5, 8]]
    with pytest.raises(BadTable, match=r"column 3 \(word\): “a” is not a number"):
        read_table(path)
    with pytest.raises(BadTable, match=r"column 4 \(pair\): the cell holds a list"):
        read_table(path, columns=["pair", "y"])
    words = read_table(path, columns=["word", "y"], indicators=["word"])
    assert words.values.tolist() == [[0, 9], [1, 8]]


OTHERS: dict[str, tuple[Any, str]] = {
    "z": (Y * 1j, "complex numbers"),
    "word": ("text", "text"),
    "used": (Y > 1, "truth values"),
    "cube": (np.zeros((2, 2, 2)), "its shape is 2×2×2"),
    "one": (np.float64(1), "its shape is a single number"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_data_sets_are_told(tmp_path: Path, name: str) -> None:
    value, reason = OTHERS[name]
    path = written(tmp_path, {name: value, "A": A})
    table = read_table(path)
    assert table.values.tobytes() == A.tobytes()
    assert f"The array “{name}” was left out: " in table.notes[0]
    assert reason in table.notes[0]
    with pytest.raises(BadTable, match=f"t.h5, {name}: "):
        read_table(path, sheet=name)


def test_types_of_hdf5_alone_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, {"A": A})
    with h5py.File(path, "a") as file:
        file.create_dataset("vlen", (2,), h5py.vlen_dtype(np.dtype("f8")))
        file["colour"] = np.array([0, 1], h5py.enum_dtype({"red": 0, "blue": 1}))
        file["none"] = h5py.Empty("f")
        layout = h5py.VirtualLayout((3, 2), "f8")
        layout[:] = h5py.VirtualSource("other.h5", "A", (3, 2))
        file.create_virtual_dataset("virtual", layout)
        file.create_dataset("outside", (3, 2), "f8", external=[("/etc/hostname", 0, 48)])
        file["link"] = h5py.ExternalLink("other.h5", "A")
        file["soft"] = h5py.SoftLink("/A")
    table = read_table(path)
    assert table.values.tobytes() == A.tobytes()
    said = " ".join(table.notes)
    for reason in ("an object", "codes of an enumeration", "data of another file"):
        assert reason in said
    for name in ("“virtual”", "“outside”"):
        assert f"{name} was left out: it holds data of another file" in said
    assert "link" not in said


def test_claimed_size_is_checked_first(tmp_path: Path) -> None:
    path = tmp_path / "t.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("x", (10**9, 100), "f8", chunks=(1000, 100))
    with pytest.raises(BadTable, match="would take 800,000 MB, which is too much"):
        read_table(path)


def matlab(folder: Path, arrays: dict[str, tuple[Any, str]]) -> Path:
    """Write a file as MATLAB 7.3 does: turned, with classes, behind its own block of 512 bytes."""
    path = written(folder, {name: value for name, (value, _) in arrays.items()}, "t.mat", 512)
    with h5py.File(path, "a") as file:
        for name, (_, kind) in arrays.items():
            file[name].attrs["MATLAB_class"] = np.bytes_(kind)
    start = b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124) + b"\0\2IM"
    with path.open("r+b") as file:
        file.write(start)
    return path


def test_matlab_matrix_is_turned(tmp_path: Path) -> None:
    path = matlab(tmp_path, {"A": (A.T, "double"), "Y": (Y[np.newaxis], "double")})
    table = read_table(path)
    assert table.names == ("A1", "A2", "Y")
    assert table.values.tobytes() == np.column_stack([A, Y]).tobytes()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("logical", "truth values"), ("char", "text"), ("table", "an object"), ("cell", "cell array")],
)
def test_matlab_classes_are_told(tmp_path: Path, kind: str, reason: str) -> None:
    path = matlab(tmp_path, {"A": (A.T, "double"), "B": (np.ones((2, 3), np.uint8), kind)})
    assert reason in read_table(path).notes[0]


def test_matlab_groups_are_told(tmp_path: Path) -> None:
    path = matlab(tmp_path, {"A": (A.T, "double")})
    with h5py.File(path, "a") as file:
        file["s/field"] = A
        file["s"].attrs["MATLAB_class"] = np.bytes_("struct")
        file["sp/data"] = Y
        file["sp"].attrs["MATLAB_sparse"] = np.uint64(3)
        file["#refs#/a"] = A
        file["e"] = np.array([0, 2], np.uint64)
        file["e"].attrs["MATLAB_class"] = np.bytes_("double")
        file["e"].attrs["MATLAB_empty"] = np.uint8(1)
    table = read_table(path)
    assert table.values.tobytes() == A.tobytes()
    said = " ".join(table.notes)
    assert "“s” was left out: it holds a struct" in said
    assert "“sp” was left out: it holds a sparse matrix" in said
    assert "“e” was left out: its shape" in said
    assert "refs" not in said
    assert "field" not in said


def test_octave_matrix_is_turned(tmp_path: Path) -> None:
    path = tmp_path / "t.h5"
    with h5py.File(path, "w") as file:
        for name, value, kind in (("A", A.T, b"matrix"), ("w", np.ones(3), b"bool matrix")):
            group = file.create_group(name)
            group.attrs["OCTAVE_NEW_FORMAT"] = np.uint8(1)
            group["type"] = np.bytes_(kind)
            group["value"] = value
    table = read_table(path)
    assert table.values.tobytes() == A.tobytes()
    assert table.notes == (
        "The array “w” was left out: it holds truth values; a table needs real numbers.",
    )


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_file_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    path = written(tmp_path, {"A": np.ones((1000, 3))})
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(BadTable, match="damaged"):
        read_table(path)
