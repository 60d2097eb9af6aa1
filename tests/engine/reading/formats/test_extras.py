"""What is said where the libraries of the extras are not installed."""

import sys
from pathlib import Path

import pytest

from engine.errors import BadTable
from engine.reading.file_type import FileType, detect_file_type
from engine.reading.formats import extras, format_opening
from engine.reading.formats.extras import Extra, NeedsExtra, is_bundle, is_installed
from engine.reading.formats.format_process import LibraryUnusable
from engine.reading.formats.kinds import READABLE, is_json
from engine.reading.preview import preview
from engine.reading.tables import import_table, read_table

from ...problems import DATA

FILES = {
    "reports/table.parquet": ("a Parquet file", "pyarrow", "arrow"),
    "writers/pandas.feather": ("an Arrow file (Feather)", "pyarrow", "arrow"),
    "writers/pyarrow.arrows": ("an Arrow stream (.arrows)", "pyarrow", "arrow"),
    "writers/pandas.orc": ("an ORC file", "pyarrow", "arrow"),
    "reports/matlab_v5.mat": ("a MATLAB file (.mat, version 5)", "scipy", "formats"),
    "writers/scipy_v4.mat": ("a MATLAB file (.mat, version 4)", "scipy", "formats"),
    "reports/table.h5": ("an HDF5 file (.h5)", "h5py", "formats"),
    "reports/spss.sav": ("an SPSS file (.sav)", "pyreadstat", "formats"),
    "writers/pyreadstat.zsav": ("a compressed SPSS file (.zsav)", "pyreadstat", "formats"),
    "reports/stata.dta": ("a Stata file (.dta)", "pyreadstat", "formats"),
    "reports/sas.xpt": ("a SAS transport file (.xpt)", "pyreadstat", "formats"),
}


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no library of an extra be imported."""
    for package in ("pyarrow", "scipy", "h5py", "pyreadstat"):
        monkeypatch.setitem(sys.modules, package, None)


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize("name", FILES)
def test_missing_extra_is_named(name: str) -> None:
    what, package, extra = FILES[name]
    path = DATA / name
    for read in (read_table, import_table, preview):
        with pytest.raises(NeedsExtra) as caught:
            read(path)
        error = caught.value
        assert str(error).startswith(
            f"{path.name}: this is {what}, and reading it needs {package}, of the extra “{extra}”. "
            f"Add it with python3 main.py --add {extra}, or with python3 -m pip install {package}. "
        )
        assert (error.package, error.extra, error.is_bundle) == (package, extra, False)
        assert len(error.short) <= 100


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize("name", FILES)
def test_bundle_says_that_it_is_closed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(NeedsExtra, match="Nothing can be added to this Secant") as caught:
        read_table(DATA / name)
    assert caught.value.is_bundle
    assert "--add" not in str(caught.value)


@pytest.mark.usefixtures("without")
def test_json_needs_no_extra(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text('[{"x": 1, "y": 2}]', encoding="utf-8")
    assert read_table(path).values.tolist() == [[1, 2]]


def test_library_in_parts_needs_its_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise LibraryUnusable

    monkeypatch.setattr(format_opening, "is_installed", lambda _: True)
    monkeypatch.setattr(format_opening, "_open", fail)
    with pytest.raises(NeedsExtra, match="needs pyarrow"):
        read_table(DATA / "reports" / "table.parquet")


def test_installed_libraries_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_installed("numpy")
    assert not is_installed("no_such_library")
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert not is_installed("numpy")
    assert not is_bundle()


def test_extras_are_those_of_the_project() -> None:
    import tomllib

    root = Path(extras.__file__).parents[3]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    offered = project["optional-dependencies"]
    for readable in set(READABLE.values()):
        names = [text.partition(">")[0] for text in offered[readable.extra.value]]
        assert readable.package in names
    assert {each.extra for each in READABLE.values()} == set(Extra)
    for each in Extra:
        assert all(">=" in text for text in offered[each.value])


@pytest.mark.parametrize("name", ["t.json", "t.JSONL", "a.zip: t.ndjson"])
def test_json_is_known_by_name_and_start(name: str) -> None:
    assert detect_file_type(name, b'\xef\xbb\xbf \n[{"x": 1}]') is FileType.JSON
    assert detect_file_type(name, b"x,y\n1,2\n") is FileType.TEXT
    assert not is_json("t.csv", b"[{")
    with pytest.raises(BadTable, match="this is JSON"):
        detect_file_type("t.csv", b'[{"x": 1}]')


@pytest.mark.parametrize("name", FILES)
def test_content_decides_not_the_name(name: str) -> None:
    head = (DATA / name).read_bytes()[: 2**12]
    assert detect_file_type("table.csv", head) is FileType.FORMAT
