import io
import struct
import tracemalloc
import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import BadTable
from engine.reading import inputs
from engine.reading.arrays import array_files
from engine.reading.arrays.array_files import open_array, open_arrays
from engine.reading.arrays.arrays import ArrayTable
from engine.reading.inputs import InputFile, in_memory, open_archive, open_input
from engine.reading.options import AnyOption, ReadOptions


def npy(values: object) -> bytes:
    """Write an array as numpy does, even if that takes a pickle."""
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        np.save(file, np.asarray(values), allow_pickle=True)
    return file.getvalue()


def with_header(header: bytes, version: int = 1, data: bytes = bytes(99)) -> bytes:
    length = struct.pack("<H" if version == 1 else "<I", len(header))
    return b"\x93NUMPY" + bytes([version, 0]) + length + header + data


def claiming(shape: str, descr: str = "<f8") -> bytes:
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n"
    return with_header(header.encode())


def opened(data: bytes, **options: AnyOption) -> ArrayTable:
    return open_array(in_memory("t.npy", data), ReadOptions(**options))


def member_of(file: InputFile, **options: AnyOption) -> ArrayTable:
    with open_archive(file) as archive:
        return open_arrays(file, archive, ReadOptions(**options))


def npz(**arrays: object) -> InputFile:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, values in arrays.items():
            data = values if isinstance(values, bytes) else npy(values)
            archive.writestr(f"{name}.npy", data)
    return in_memory("t.npz", file.getvalue())


@pytest.mark.parametrize(
    "values",
    [
        np.arange(6.0).reshape(2, 3),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(6, dtype=">f8").reshape(2, 3),
        np.arange(6, dtype="<i2").reshape(2, 3),
        np.arange(6, dtype="f2").reshape(2, 3),
    ],
)
def test_array_reads_from_file_and_memory(tmp_path: Path, values: np.ndarray[Any, Any]) -> None:
    path = tmp_path / "t.npy"
    path.write_bytes(npy(values))
    for table in (opened(npy(values)), open_array(open_input(path), ReadOptions())):
        assert (table.name, table.sheets) == ("t.npy", ())
        assert table.values.tolist() == [[0, 1, 2], [3, 4, 5]]


def test_npy_file_is_memory_mapped(tmp_path: Path) -> None:
    path = tmp_path / "t.npy"
    np.save(path, np.zeros((100_000, 10)))
    tracemalloc.start()
    table = open_array(open_input(path), ReadOptions())
    assert len(list(table.first(5))) == 5
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(table.values, np.memmap)
    assert peak < 2**20


def test_one_dimensional_array_is_one_column() -> None:
    assert opened(npy([1.0, 2.0])).values.tolist() == [[1], [2]]


class Marker:
    """Leaves a trace if it is ever unpickled."""

    unpickled = False

    def __reduce__(self) -> tuple[object, ...]:
        return setattr, (Marker, "unpickled", True)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        (
            np.array([[Marker()]], dtype=object),
            "it holds Python objects, which are never unpickled",
        ),
        (np.ones((2, 2), complex), "it holds complex numbers"),
        (np.zeros(2, [("a", "f8", (2,))]), "it holds structured records, whose field “a” is it"),
        (np.zeros(2, [("a", [("b", "f8")])]), "it holds structured records, whose field “a” is"),
        (np.zeros(2, [("a", "U3"), ("b", "?")]), "it holds structured records without numbers"),
        (np.zeros((2, 2), [("a", "f8")]), "its records have the shape 2×2"),
        (np.zeros(2, [("a", "f8"), ("b", "O")]), "it holds Python objects, which are never"),
        (np.ones((2, 2), bool), "it holds truth values"),
        (np.array([["a"]]), "it holds text"),
        (np.array([[b"a"]]), "it holds text"),
        (np.array(["2020-01-01"], "M8[D]"), "it holds dates"),
        (np.array([1], "m8[s]"), "it holds time differences"),
        (np.ones((2, 2, 2)), "its shape is 2×2×2; a table needs rows and columns"),
        (np.array(5.0), "its shape is a single number"),
        (np.ones((0, 3)), "its shape is 0×3"),
        (np.ones((3, 0)), "its shape is 3×0"),
    ],
)
def test_unsuitable_arrays_are_refused(values: object, problem: str) -> None:
    with pytest.raises(BadTable, match=f"^t.npy: {problem}"):
        opened(npy(values))
    with pytest.raises(BadTable, match=f"^t.npz, a: {problem}"):
        member_of(npz(a=values))
    assert not Marker.unpickled


@pytest.mark.parametrize(
    "data",
    [
        npy([[1.0, 2.0]])[:-1],
        claiming("(1000000, 1000000)"),
        claiming("(1000000000000,)"),
        claiming("(4, 4)"),
    ],
)
def test_truncated_array_is_refused_without_allocating(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "t.npy"
    path.write_bytes(data)
    tracemalloc.start()
    for file in (in_memory("t.npy", data), open_input(path)):
        with pytest.raises(BadTable, match=r"^t.npy: it is cut short: "):
            open_array(file, ReadOptions())
    with pytest.raises(BadTable, match=r"^t.npz, a: it is cut short: "):
        member_of(npz(a=data))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**20


@pytest.mark.parametrize(
    "data",
    [
        b"\x93NUMPY",
        b"\x93NUMPY\x09\x00" + bytes(99),
        b"\x93NUMPY\x02\x00\xff\xff\xff\xff{",
        with_header(b""),
        with_header(b"()"),
        with_header(b"(" * 9000, 2),
        with_header(b"-" * 9000 + b"1", 2),
        with_header(b"'" * 9),
        with_header(b"{'a': 1}"),
        with_header(b"x" * 20000, 2),
        with_header(b"__import__('os').abort()"),
        claiming("(2, 2)", "<f99"),
        claiming("(2.5,)"),
        npy([1.0])[:9],
    ],
)
def test_invalid_array_header_is_refused(data: bytes) -> None:
    with pytest.raises(BadTable, match=r"^t.npy: this is not a NumPy array that can be read"):
        opened(data)


def test_negative_shape_is_refused() -> None:
    with pytest.raises(BadTable, match="its shape is -1×2"):
        opened(claiming("(-1, 2)"))


def test_arrays_of_npz_are_its_sheets() -> None:
    file = npz(title=np.array("text"), A=[[1.0, 2.0]], Y=[3.0, 4.0], Z=np.ones((2, 2, 2)))
    table = member_of(file)
    assert (table.sheets, table.options.sheet, table.values.tolist()) == (
        ("A", "Y"),
        "A",
        [[1, 2]],
    )
    for choice in ("Y", 2):
        table = member_of(file, sheet=choice)
        assert (table.options.sheet, table.values.tolist()) == ("Y", [[3], [4]])
    with pytest.raises(BadTable, match=r"it has no sheet “title”\. Its sheets are “A”, “Y”"):
        member_of(file, sheet="title")


def test_equally_long_arrays_are_joined() -> None:
    A, Y, t = [[1.0, 2.0], [3.0, 4.0]], [[5.0], [6.0]], [7, 8]
    file = npz(A=A, Y=Y, title=np.array("text"), t=t)
    table = member_of(file)
    assert table.layout.names == ("A1", "A2", "Y", "t")
    assert table.values.tolist() == [[1, 2, 5, 7], [3, 4, 6, 8]]
    assert (table.options.sheet, table.sheets) == ("A, Y, t", ("A", "Y", "t", "A, Y, t"))
    for choice in ("A, Y, t", 4):
        assert member_of(file, sheet=choice).values.tolist() == table.values.tolist()
    alone = member_of(file, sheet="A")
    assert (alone.values.tolist(), alone.layout.names) == (A, ())


def test_fault_in_joined_arrays_names_array() -> None:
    table = member_of(npz(A=[[1.0, 2.0], [3.0, 4.0]], Y=[5.0, np.nan]))
    (rows,) = table.rows([0, 1, 2])
    assert [(fault.line, fault.column, fault.name) for fault in rows.faults] == [(2, 3, "Y")]


def test_npz_bomb_is_refused() -> None:
    head = claiming("(100000000, 1)")[:-99]
    file = io.BytesIO()
    archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
    with archive, archive.open("a.npy", "w") as member:
        member.write(head)
        for _ in range(100):
            member.write(bytes(8_000_000))
    tracemalloc.start()
    with pytest.raises(BadTable, match=r"^t.npz: this archive would unpack to 800 MB"):
        member_of(in_memory("t.npz", file.getvalue()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**20


def test_npy_refuses_sheet_and_excessive_skip() -> None:
    with pytest.raises(BadTable, match=r"^t.npy: a .npy file has no sheets"):
        opened(npy([1.0]), sheet=1)
    with pytest.raises(BadTable, match=r"^t.npy: it has only 2 rows, so none are left to read"):
        opened(npy([1.0, 2.0]), skip_rows=2)
    assert opened(npy([1.0, 2.0]), skip_rows=1).options.skip_rows == 1


def test_rows_times_columns_are_checked_first(monkeypatch: pytest.MonkeyPatch) -> None:
    file = npz(A=np.zeros((1000, 10), np.int8), Y=np.zeros(1000, np.int8))
    assert member_of(file).values.shape == (1000, 11)
    monkeypatch.setattr(inputs, "MOST_UNPACKED", 20_000)  # as int8 they take 11,000 bytes
    monkeypatch.setattr(array_files, "_read_data", None)
    with pytest.raises(BadTable, match=r"^t.npz: this archive would unpack to"):
        member_of(file)


def test_archive_without_tables_is_refused() -> None:
    for file in (npz(**{"": b""}), npz(title=np.array("text")), npz(**{"": np.array("text")})):
        with pytest.raises(BadTable, match=r"^t.npz, "):
            member_of(file)


def test_array_without_name_is_read() -> None:
    assert member_of(npz(**{"": [[1.0, 2.0]]})).values.tolist() == [[1, 2]]


def test_array_of_python_2_gives_no_warning(tmp_path: Path) -> None:
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 1L), }\n"
    data = with_header(header, data=np.array([5.0, 6.0]).tobytes())
    path = tmp_path / "t.npy"
    path.write_bytes(data)
    for table in (
        opened(data),
        open_array(open_input(path), ReadOptions()),
        member_of(npz(a=data)),
    ):
        assert table.values.tolist() == [[5], [6]]


def test_names_of_arrays_are_repaired() -> None:
    table = member_of(npz(**{"A\x07": [[1.0], [2.0]], "Y": [3.0, 4.0]}))
    assert table.names == ("A", "Y")


@pytest.mark.parametrize(
    ("types", "names"),
    [
        ([("a", "<i4"), ("b b", ">f8")], ("a", "b b")),
        ([("ö", "u1"), ("it's", "f2")], ("ö", "it's")),
        ([('say "a"', "i8"), ("b\\c", "f4")], ('say "a"', "b\\c")),
        ([(("title", "a"), "f8"), ("b", "f8")], ("a", "b")),
        (np.dtype([("a", "i1"), ("b", "f8")], align=True), ("a", "b")),
    ],
)
def test_fields_are_named_columns(types: object, names: tuple[str, ...], tmp_path: Path) -> None:
    values = np.array([(1, 2.5), (3, 4)], types)  # type: ignore[call-overload]
    path = tmp_path / "t.npy"
    path.write_bytes(npy(values))
    for table in (
        opened(npy(values)),
        open_array(open_input(path), ReadOptions()),
        member_of(npz(a=values)),
    ):
        assert table.layout.names == names
        assert [rows.values.tolist() for rows in table.rows([0, 1])] == [[[1, 2.5], [3, 4]]]
        assert [table.text(cell) for cell in next(table.first(1)).cells] == ["1", "2.5"]
        assert table.height == 2
        assert not table.notes


def test_names_of_fields_in_any_script() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        data = npy(np.array([(1, 2)], [("温度", "i1"), ("y", "i1")]))
    assert opened(data).layout.names == ("温度", "y")


def test_fields_that_are_no_numbers_are_left_out_and_told() -> None:
    values = np.array([("x", 2.5, "2020-01-01", True)], "U5, f8, M8[D], ?")
    table = opened(npy(values))
    assert table.layout.names == ("f1",)
    assert table.notes == (
        "The field “f0” was left out: it holds text.",
        "The field “f2” was left out: it holds dates.",
        "The field “f3” was left out: it holds truth values.",
    )


def test_fields_join_arrays_of_equal_height() -> None:
    fields = np.array([(1, 2.5), (3, 4)], [("p", "i4"), ("q", "f8")])
    table = member_of(npz(A=np.eye(2), s=fields, Y=np.arange(2.0)))
    assert table.layout.names == ("A1", "A2", "p", "q", "Y")
    assert table.values[:].tolist() == [[1, 0, 1, 2.5, 0], [0, 1, 3, 4, 1]]


def test_record_cut_short_is_refused() -> None:
    data = npy(np.array([(1, 2.5), (3, 4)], [("p", "i4"), ("q", "f8")]))
    with pytest.raises(BadTable, match="cut short"):
        opened(data[:-1])


def test_arrays_left_out_are_told() -> None:
    objects = np.array(["x", None], dtype=object)
    table = member_of(npz(A=np.eye(2), names=objects, cube=np.ones((2, 2, 2))))
    assert table.values[:].tolist() == np.eye(2).tolist()
    first, second = table.notes
    assert first.startswith("The array “names” was left out: it holds Python objects")
    assert second.startswith("The array “cube” was left out: its shape is 2×2×2")
    assert not member_of(npz(A=np.eye(2))).notes


@pytest.mark.parametrize(
    "descr",
    [
        "[('a', '<f8')",
        "[('a' '<f8')]",
        "[('a', '<f8'), 5]",
        "[('a', 'f8', )x]",
        "[(a, '<f8')]",
        "[('a', '<q9')]",
        "[]",
        "[('a', '<M8[zz]'), ('b', '<f8')]",
    ],
)
def test_damaged_fields_are_refused(descr: str) -> None:
    header = f"{{'descr': {descr}, 'fortran_order': False, 'shape': (1,), }}\n"
    with pytest.raises(BadTable):
        opened(with_header(header.encode()))


def test_arrays_of_other_lengths_are_told() -> None:
    one_group = member_of(npz(x=[1.0, 2, 3, 4], y=[1.0, 2, 3, 4, 5], z=[1.0, 2, 3, 4]))
    assert one_group.layout.names == ("x", "z")
    assert one_group.notes == (
        "The array “y” was left out: it has 5 rows, and “x” and “z” have 4. Each can be chosen as "
        "a sheet.",
    )
    two_groups = member_of(npz(x=[[1.0], [2]], u=[[1.0], [2], [3]], y=[1.0, 2], v=[1.0, 2, 3]))
    assert two_groups.layout.names == ()
    assert two_groups.notes == (
        "The array “u” was left out: it has 3 rows, and “x” has 2. Each can be chosen as a sheet.",
        "The array “y” was left out: not all arrays have 2 rows. Each can be chosen as a sheet.",
        "The array “v” was left out: it has 3 rows, and “x” has 2. Each can be chosen as a sheet.",
    )
    assert member_of(npz(x=[1.0, 2], y=[1.0]), sheet="y").notes == ()


@pytest.mark.parametrize("columns", [1, 2, 4])
def test_weights_are_no_part_of_a_table(columns: int) -> None:
    A, Y = np.arange(4.0 * columns).reshape(4, columns), np.arange(4.0)
    table = member_of(npz(A=A, Y=Y, W=np.ones((columns, 1))))
    assert table.values[:].tolist() == np.column_stack([A, Y]).tolist()
    assert table.layout.names[-1] == "Y"
    (note,) = table.notes
    assert note.startswith("The array “W” was left out: ")


def test_digits_lost_in_joined_arrays_are_told() -> None:
    (note,) = member_of(npz(x=[0.5, 1.5], id=[1, 2**53 + 1])).notes
    assert "column 2 (id): 9007199254740993 becomes" in note
