"""What the process of a reader does, in this process: each real file, whole and in part."""

import datetime
import io
import json
import sys
from decimal import Decimal
from pathlib import Path
from runpy import run_path
from typing import Any

import numpy as np
import pytest

from engine.reading.formats import format_worker

FOLDER = Path(format_worker.__file__).parent
DATA = Path(__file__).parents[3] / "data"
READERS = {
    "arrow_reader.py": ("pyarrow", (".parquet", ".feather", ".arrow", ".arrows", ".orc")),
    "matlab_reader.py": ("scipy", (".mat",)),
    "hdf5_reader.py": ("h5py", (".h5",)),
    "readstat_reader.py": ("pyreadstat", (".sav", ".zsav", ".dta", ".xpt")),
}
FILES = [
    (reader, library, path)
    for reader, (library, suffixes) in READERS.items()
    for folder in ("writers", "reports")
    for path in sorted((DATA / folder).iterdir())
    if path.suffix in suffixes
]


def served(reader: str, path: Path, **request: object) -> list[dict[str, Any]]:
    """Return the lines of JSON that a reader writes of a file; the numbers are passed over."""
    out = io.BytesIO()
    file = run_path(str(FOLDER / reader))["open_file"](str(path))
    asked = json.dumps({"most_rows": None, **request} if request else None).encode()
    format_worker.serve(file, io.BytesIO(asked + b"\n"), out)
    lines = []
    for line in out.getvalue().split(b"\n"):
        start = line.find(b'{"')
        if start >= 0 and line.endswith(b"}"):
            lines.append(json.loads(line[start:]))
    return lines


@pytest.mark.parametrize(("reader", "library", "path"), FILES, ids=lambda each: Path(each).name)
def test_every_file_is_served(reader: str, library: str, path: Path) -> None:
    pytest.importorskip(library)
    (facts,) = served(reader, path)
    assert facts["tables"]
    for number, table in enumerate(facts["tables"]):
        width = len(table["columns"])
        if width:
            found = served(reader, path, tables=[number], columns=[*range(width)])
            assert found[0] == facts
            assert found[-1] == {"done": True, "whole": True}


def test_every_kind_of_arrow_is_served(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    feather = pytest.importorskip("pyarrow.feather")
    day, moment = datetime.date(2026, 12, 1), datetime.datetime(2026, 12, 1, 12, 30)
    table = arrow.table(
        {
            "whole": arrow.array([1, None, 2**60], arrow.int64()),
            "large": arrow.array([1, 2**64 - 1, 3], arrow.uint64()),
            "small": arrow.array([1, 2, None], arrow.int8()),
            "number": arrow.array([1.5, float("nan"), None]),
            "half": arrow.array([0.5, 1.5, 2.5], arrow.float32()),
            "flag": arrow.array([True, None, False]),
            "word": arrow.array(["a", "", None]),
            "long": arrow.array(["a", "b", None], arrow.large_string()),
            "date": arrow.array([day, None, day]),
            "moment": arrow.array([moment, None, moment], arrow.timestamp("us")),
            "clock": arrow.array([moment.time(), None, moment.time()], arrow.time64("us")),
            "money": arrow.array([Decimal("1.25"), None, Decimal("2.50")], arrow.decimal128(9, 2)),
            "list": arrow.array([[1], [], None], arrow.list_(arrow.int64())),
            "record": arrow.array([{"x": 1}, None, {"x": 2}]),
            "bytes": arrow.array([b"a", None, b"b"]),
            "level": arrow.array(["u", "v", None]).dictionary_encode(),
            "nothing": arrow.nulls(3),
        }
    )
    paths = [tmp_path / name for name in ("t.parquet", "t.feather", "t.arrows")]
    parquet.write_table(table, paths[0])
    feather.write_feather(table, str(paths[1]))
    with arrow.ipc.new_stream(str(paths[2]), table.schema) as stream:
        stream.write_table(table)
    for path in paths:
        (facts,) = served("arrow_reader.py", path)
        assert facts["tables"][0]["columns"]
        wanted = [*range(len(facts["tables"][0]["columns"]))]
        found = served("arrow_reader.py", path, tables=[0], columns=wanted)
        assert found[1]["rows"] == 3
        few = served("arrow_reader.py", path, tables=[0], columns=[0], most_rows=1)
        assert few[-1]["done"]


def test_every_kind_of_hdf5_is_served(tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py")
    path = tmp_path / "t.h5"
    with h5py.File(path, "w") as file:
        file["whole"] = np.arange(6).reshape(3, 2)
        file["large"] = np.array([2**60, 1, 2], np.uint64)
        file["number"] = np.array([1.5, np.nan, 2])
        file["flag"] = np.array([True, False, True])
        file["complex"] = np.array([1 + 2j, 0, 1])
        file["word"] = ["a", "b", "c"]
        file["fixed"] = np.array([b"a", b"b", b"c"])
        file["cube"] = np.zeros((2, 2, 2))
        file["one"] = 3.5
        file["records"] = np.array([(1, 2.5), (3, 4.5)], [("i", "i8"), ("x", "f8")])
        file["deep/inside"] = np.ones(3)
        file["colour"] = np.array([0, 1], h5py.enum_dtype({"red": 0, "blue": 1}))
        file["none"] = h5py.Empty("f")
        file.create_dataset("vlen", (2,), h5py.vlen_dtype(np.dtype("f8")))
        file["soft"] = h5py.SoftLink("/nowhere")
    (facts,) = served("hdf5_reader.py", path)
    rows = list[int]()
    for number, table in enumerate(facts["tables"]):
        width = len(table["columns"])
        if width:
            columns = [*range(width)]
            found = served("hdf5_reader.py", path, tables=[number], columns=columns)
            rows += [line["rows"] for line in found if "rows" in line]
    assert 3 in rows


class Written:
    """Standard output of a process, kept in memory."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (MemoryError(), format_worker.TOO_LARGE, ""),
        (ValueError("malloc of 9 bytes failed"), format_worker.TOO_LARGE, ""),
        (ImportError("no library"), 0, "unusable"),
        (OSError("cannot be read"), 0, "damaged"),
        (BrokenPipeError(), 0, ""),
        (ValueError("no table"), 0, "damaged"),
    ],
)
def test_process_says_how_it_ends(
    error: Exception, status: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> None:
        raise error

    out = Written()
    limits = {"limit_resources": lambda memory, seconds: False, "watch_memory": lambda memory: None}
    monkeypatch.setattr(format_worker, "run_path", lambda path: {**limits, "open_file": fail})
    monkeypatch.setattr(format_worker, "_end_after", lambda seconds: None)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stdin", Written())
    job = format_worker.WorkerJob("reader.py", "t.h5", (), 1, 1)
    assert format_worker.main(job) == status
    assert said in out.buffer.getvalue().decode()


def test_marks_of_other_programs_are_served(tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py")
    path = tmp_path / "t.h5"
    kinds = [("b", "?"), ("s", "S3"), ("c", "c16"), ("l", "f8", (2,)), ("x", "f8"), ("v", "V4")]
    with h5py.File(path, "w") as file:
        for kind in ("double", "char", "cell", "logical", "struct", "table"):
            file[kind] = np.ones((2, 3))
            file[kind].attrs["MATLAB_class"] = np.bytes_(kind)
        file["empty"] = np.zeros(2)
        file["empty"].attrs["MATLAB_empty"] = 1
        file["sparse set"] = np.zeros(2)
        file["sparse set"].attrs["MATLAB_sparse"] = 3
        for name, mark in (("group", "MATLAB_class"), ("sparse", "MATLAB_sparse")):
            file.create_group(name).attrs[mark] = b"struct"
            file[f"{name}/inside"] = np.ones(2)
        for name, kind in (("o", "matrix"), ("text", "string"), ("flag", "bool matrix")):
            group = file.create_group(name)
            group.attrs["OCTAVE_NEW_FORMAT"] = np.uint8(1)
            group["type"] = np.bytes_(kind)
            group["value"] = np.ones((2, 3))
        file["mixed"] = np.zeros(3, kinds)
        file["wide"] = np.zeros((1, 2**16 + 1))
    (facts,) = served("hdf5_reader.py", path)
    problems = {table["name"]: table["problem"] for table in facts["tables"]}
    assert problems["double"] == problems["o"] == problems["mixed"] == ""
    assert problems["text"] == problems["char"] == "text"
    assert problems["sparse"] == "sparse"
    assert problems["empty"] == "shape"
    assert problems["wide"] == "wide"
    for number, table in enumerate(facts["tables"]):
        width = len(table["columns"])
        if table["name"] == "mixed":
            columns = [*range(width)]
            found = served("hdf5_reader.py", path, tables=[number], columns=columns)
            assert found[1]["rows"] == 3


@pytest.mark.parametrize("form", ["4", "5", "packed"])
def test_every_kind_of_matlab_is_served(tmp_path: Path, form: str) -> None:
    scipy_io = pytest.importorskip("scipy.io")
    sparse = pytest.importorskip("scipy.sparse")
    path = tmp_path / "t.mat"
    values: dict[str, Any] = {
        "numbers": np.arange(6.0).reshape(3, 2),
        "text": "abc",
        "complex": np.array([[1 + 2j, 0]]),
        "sparse": sparse.csc_matrix(np.eye(2)),
    }
    if form != "4":
        values |= {
            "whole": np.arange(6).reshape(3, 2),
            "small": np.arange(6, dtype=np.uint8).reshape(3, 2),
            "single": np.ones((3, 2), np.float32),
            "flag": np.array([[True, False]]),
            "empty": np.zeros((0, 3)),
            "cube": np.zeros((2, 2, 2)),
            "cell": np.array([[1.0, "a"]], object),
            "record": {"x": 1.0, "y": "b"},
        }
    scipy_io.savemat(
        path, values, format=form[:1].replace("p", "5"), do_compression=form == "packed"
    )
    (facts,) = served("matlab_reader.py", path)
    problems = {table["name"]: table["problem"] for table in facts["tables"]}
    assert problems["numbers"] == ""
    assert problems["text"] == "text"
    assert problems["complex"] == "complex"
    assert problems["sparse"] == "sparse"
    for number, table in enumerate(facts["tables"]):
        width = len(table["columns"])
        if width:
            found = served("matlab_reader.py", path, tables=[number], columns=[*range(width)])
            assert sum(line.get("rows", 0) for line in found[1:]) == table["rows"]
