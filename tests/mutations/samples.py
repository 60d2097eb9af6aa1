"""Sound files of every kind, small enough to be read in a millisecond."""

import bz2
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ..engine.archives import described, make_archive, npy, sample, saved_bytes, small_members
from ..engine.problems import DATA
from ..engine.reading.workbooks import Rows, ods, packed, xlsx
from ..engine.reading.xlsb import xlsb_members

_TEXTS = (
    "x,y,z\n1,2,3\n4.5,-6e3,7\n0.1,0.2,0.3\n",
    "a;b;c\r\n1,5;2;3\r\n1.234,5;0;-1\r\n7;8;9\r\n",
    '"first, name","second\nname",third\n1,"2",3\n4,5,6\n',
    "# a comment\n# x y z\n1 2 3\n4 5 6\n\n7 8 9\n",
    "Results of 2021\n\nyear\t2019\t2020\nA\t1\t2\nB\t3\t#N/A\n",
    "| x | y |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n",
    "sep=;\nx;y\n1;2\n3;4\n",
    "größe,Ŷ,−y\n1,2,3\n4,5,6\n",
    "1\n2\n3\n4\n",
    "x,y,\n1,2,\n3,4,\n5,1 000,\n",
    "x'y,1'000,2\n1'000,5%,1/2\n$5,TRUE,2020-01-02\n",
)
_ROWS: Rows = [["x", "y", "z"], [0.1, 2, "text"], [-5.0, "=2", True], ["date:45000", None, "#N/A"]]
_WITH_UNITS: Rows = [["t", "v"], ["s", "#N/A"], [1, 2], [2, 3.5], ["Total", 5.5]]
_NUMBERS: Rows = [["x", "y"], *([k, 2.5 * k] for k in range(12))]


def _texts() -> list[bytes]:
    texts = [text.encode() for text in _TEXTS]
    texts += [_TEXTS[0].encode("utf-16"), _TEXTS[7].encode("utf-16-le"), _TEXTS[7].encode("utf-32")]
    texts += [_TEXTS[1].encode("utf-8-sig"), "größe;b\n1;2\n3;4\n".encode("cp1252")]
    return texts


def _arrays() -> list[bytes]:
    values = np.arange(12.0).reshape(4, 3)
    arrays = [values, np.asfortranarray(values), values.astype(">f4"), values.astype("<i2")]
    arrays += [
        np.linspace(-1, 1, 240).reshape(40, 6),
        values[:, 0],
        np.zeros(2, [("a", "f8"), ("b", "i4")]),
        np.array("text"),
    ]
    return [npy(each) for each in arrays]


def _arrays_in_archives() -> list[bytes]:
    members = {"A": npy(np.arange(6.0).reshape(3, 2)), "Y": npy([1.0, 2.0, 3.0])}
    methods = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    return [make_archive(members, method) for method in methods]


def _experiments() -> list[bytes]:
    named = described(names=["a", "b"], note="a note", run={"epoch": 5, "loss": 0.5})
    members = small_members(experiment=named, fitted=npy([[1.0], [2.0]]))
    return [saved_bytes(sample()), make_archive(members, zipfile.ZIP_DEFLATED)]


def _others() -> list[bytes]:
    text = _TEXTS[0].encode()
    return [
        b'[{"x": 1, "y": 2}]',
        b'{"x": [1, 2]}',
        gzip.compress(text, mtime=0),
        bz2.compress(text),
    ]


def _written(write: Callable[[Path, Mapping[str, Rows]], Path]) -> list[bytes]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t"
        sheets = (
            {"S": _NUMBERS},
            {"One": _ROWS, "Two": _NUMBERS},
            {"Far": [[], [], [None, 1, 2]]},
            {"Units": _WITH_UNITS},
        )
        return [write(path, each).read_bytes() for each in sheets]


def _binary(path: Path, sheets: Mapping[str, Rows]) -> Path:
    return packed(path, xlsb_members(next(iter(sheets.values()))))


def _old() -> list[bytes]:
    return [path.read_bytes() for path in sorted((DATA / "workbooks").glob("*.xls"))]


def _written_by_others(*suffixes: str) -> list[bytes]:
    """Return the files of tests/data/writers that have these suffixes."""
    paths = sorted((DATA / "writers").iterdir())
    return [path.read_bytes() for path in paths if path.suffix[1:] in suffixes]


def _records() -> list[bytes]:
    rows = [{"x": 1, "y": 2.5}, {"x": "a", "y": None}, {"y": [1], "x": {"a": True}, "z": 1e300}]
    lines = "\n".join(map(json.dumps, rows))
    return [json.dumps(rows).encode(), lines.encode(), *_written_by_others("json", "jsonl")]


def _reported(*suffixes: str) -> list[bytes]:
    """Return the files of tests/data/reports that have these suffixes."""
    paths = sorted((DATA / "reports").iterdir())
    return [path.read_bytes() for path in paths if path.suffix[1:] in suffixes]


_MAKERS: Mapping[str, Callable[[], list[bytes]]] = {
    "csv": _texts,
    "npy": _arrays,
    "npz": _arrays_in_archives,
    "secant": _experiments,
    "other": _others,
    "text": lambda: _reported("csv", "tsv", "tab", "txt", "dat", "lvm", "dx", "mtx"),
    "format": lambda: _reported(
        *("gz", "zip", "rds", "sav", "dta", "xpt", "h5", "fits", "nc", "parquet", "mat")
    ),
    "parquet": lambda: _written_by_others("parquet"),
    "feather": lambda: _written_by_others("feather", "arrow", "arrows"),
    "orc": lambda: _written_by_others("orc"),
    "mat": lambda: _written_by_others("mat"),
    "h5": lambda: _written_by_others("h5"),
    "sav": lambda: _written_by_others("sav", "zsav"),
    "dta": lambda: _written_by_others("dta"),
    "xpt": lambda: _written_by_others("xpt"),
    "json": _records,
    "book": lambda: _reported("xlsx", "ods", "xls"),
    "xlsx": lambda: _written(xlsx),
    "ods": lambda: _written(ods),
    "xlsb": lambda: _written(_binary),
    "xls": _old,
}
WORKBOOKS = ("xlsx", "ods", "xlsb", "xls", "book")
FORMATS = ("parquet", "feather", "orc", "mat", "h5", "sav", "dta", "xpt", "json")
"""The kinds that need an extra, but for the last one; only a run of these reads with extras."""
PACKAGES = ("pyarrow", "scipy", "h5py", "pyreadstat")
"""What is in the extras."""
KINDS = tuple(kind for kind in _MAKERS if kind not in (*WORKBOOKS, *FORMATS))
REPORTED = ("text", "format", "book")
"""The kinds whose files are those of tests/data/reports."""


@cache
def samples(kind: str) -> list[bytes]:
    """Return some sound files of a kind."""
    return _MAKERS[kind]()


def is_archive(data: bytes) -> bool:
    """Return whether a sound file is a .zip archive."""
    return zipfile.is_zipfile(io.BytesIO(data))
