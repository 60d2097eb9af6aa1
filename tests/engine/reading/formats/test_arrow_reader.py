"""Files that pyarrow itself writes, read through the process."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadTable
from engine.reading.faults import BadCells
from engine.reading.formats.arrow_reader import column_part
from engine.reading.options import ReadOptions
from engine.reading.preview import preview
from engine.reading.tables import import_table, read_table

pa = pytest.importorskip("pyarrow")
feather = pytest.importorskip("pyarrow.feather")
orc = pytest.importorskip("pyarrow.orc")
parquet = pytest.importorskip("pyarrow.parquet")

AnyTable: TypeAlias = Any
"""A table of pyarrow, which has no types."""


def write_stream(table: AnyTable, path: str) -> None:
    with pa.ipc.new_stream(path, table.schema) as stream:
        stream.write_table(table, max_chunksize=700)


WRITERS: dict[str, Callable[[AnyTable, str], None]] = {
    "t.parquet": parquet.write_table,
    "t.feather": feather.write_feather,
    "t.arrows": write_stream,
    "t.orc": orc.write_table,
}
every_format = pytest.mark.parametrize("name", WRITERS)


def written(folder: Path, table: AnyTable, name: str = "t.parquet") -> Path:
    path = folder / name
    WRITERS[name](table, str(path))
    return path


def numbers(rows: int) -> AnyTable:
    rng = np.random.default_rng(5)
    return pa.table({name: rng.normal(size=rows) for name in ("x", "z", "y")})


@every_format
def test_numbers_are_read_bit_for_bit(tmp_path: Path, name: str) -> None:
    table = numbers(1000)
    read = read_table(written(tmp_path, table, name))
    assert read.names == ("x", "z", "y")
    assert read.values.tobytes() == np.column_stack(table.columns).tobytes()


@every_format
def test_large_table_is_streamed(tmp_path: Path, name: str) -> None:
    table = numbers(200_000)
    path = written(tmp_path, table, name)
    read = read_table(path, columns=["y", "x"])
    assert read.values.tobytes() == np.column_stack([table["y"], table["x"]]).tobytes()
    assert len(preview(path).lines) == 100


@pytest.mark.parametrize("kind", ["int8", "uint16", "int64", "uint64", "float16", "float32"])
def test_every_type_of_number_is_read(tmp_path: Path, kind: str) -> None:
    values = pa.array(np.array([0, 1, 100], kind))
    read = read_table(written(tmp_path, pa.table({"x": values, "y": [1.0, 2.0, 3.0]})))
    assert read.values[:, 0].tolist() == [0, 1, 100]


@pytest.mark.parametrize(
    ("values", "lost"), [([2**53 + 1, 2], True), ([2**53, -(2**63)], False), ([5, 6], False)]
)
def test_lost_digits_are_told(tmp_path: Path, values: list[int], lost: bool) -> None:
    read = read_table(written(tmp_path, pa.table({"x": values, "y": [1.0, 2.0]})))
    assert read.values[:, 0].tolist() == [float(each) for each in values]
    notes = " ".join(read.notes)
    assert ("9007199254740993 becomes 9007199254740992" in notes) is lost


def test_lost_digits_are_told_far_below(tmp_path: Path) -> None:
    values = np.arange(300_000, dtype=np.int64)
    values[-1] = 2**53 + 1
    path = written(tmp_path, pa.table({"x": values, "z": values % 7, "y": values % 5}))
    assert any("column 1 (x)" in note for note in read_table(path).notes)


@given(st.lists(st.decimals(-(10**17), 10**17, places=3), min_size=1, max_size=20))
def test_decimals_are_the_nearest_numbers(values: list[Decimal]) -> None:
    codes, floats, others = column_part(pa.array(values, pa.decimal128(24, 3)))
    assert floats is not None
    found = iter(others)
    for code, number, value in zip(codes, floats, values, strict=True):
        assert (float(next(found)[1]) if code else number) == float(value)


def test_decimals_below_every_limit_are_text() -> None:
    values = [Decimal(-(2**63)), Decimal(2**63), Decimal(10**15), Decimal(1), None]
    codes, floats, others = column_part(pa.array(values, pa.decimal128(30, 0)))
    assert codes.tolist() == [2, 2, 2, 0, 1]
    assert floats is not None
    assert floats[3] == 1
    assert [each[1] for each in others] == [str(each) for each in values[:3]]


MIXED = {
    "text": (["a", "b"], "“a” is not a number"),
    "truth": ([True, False], "TRUE is a truth value"),
    "day": ([datetime.date(2024, 1, 2)] * 2, "2024-01-02 is a date or a time"),
    "time": ([datetime.datetime(2024, 1, 2, 3)] * 2, "2024-01-02 03:00:00 is a date or a time"),
    "list": ([[1], [2]], "the cell holds a list"),
    "record": ([{"a": 1}] * 2, "the cell holds a record"),
    "bytes": ([b"x", b"\xff"], "the cell holds bytes"),
    "gap": ([None, 1.0], "the cell is empty"),
    "nan": ([float("nan"), 1.0], "nan is not a finite number"),
    "infinity": ([float("-inf"), 1.0], "-inf is not a finite number"),
}


@every_format
@pytest.mark.parametrize("column", MIXED)
def test_cell_without_number_is_named(tmp_path: Path, name: str, column: str) -> None:
    values, reason = MIXED[column]
    path = written(tmp_path, pa.table({"x": [1.0, 2.0], column: values, "y": [1.0, 2.0]}), name)
    with pytest.raises(BadTable) as caught:
        read_table(path)
    assert f"{name}, row 1, column 2 ({column}): {reason}" in str(caught.value).replace("−", "-")
    assert read_table(path, columns=["x", "y"]).values.tolist() == [[1, 1], [2, 2]]
    with pytest.raises(BadCells) as whole:
        import_table(path)
    assert whole.value.faults.by_column.keys() == {2}


def test_dictionary_of_numbers_is_read(tmp_path: Path) -> None:
    values = pa.array([1.5, 2.5, 1.5]).dictionary_encode()
    read = read_table(written(tmp_path, pa.table({"x": values, "y": [1.0, 2.0, 3.0]})))
    assert read.values[:, 0].tolist() == [1.5, 2.5, 1.5]


def test_words_and_days_become_numbers(tmp_path: Path) -> None:
    days = [datetime.date(2024, 1, day) for day in (2, 5, 3)]
    words = pa.array(["b", "a", "b"]).dictionary_encode()
    path = written(tmp_path, pa.table({"kind": words, "day": days, "y": [1.0, 2.0, 3.0]}))
    read = read_table(path, indicators=["kind"], days=["day"])
    assert read.names == ("kind = b", "day (days)", "y")
    assert read.values.tolist() == [[1, 0, 1], [0, 3, 2], [1, 1, 3]]


def test_rows_with_gaps_are_skipped(tmp_path: Path) -> None:
    values = [None if k % 10 == 0 else float(k) for k in range(2000)]
    path = written(tmp_path, pa.table({"x": values, "y": [float(k) for k in range(2000)]}))
    read = read_table(path, bad_rows="skip")
    assert read.skipped == 200
    assert read.values[:, 0].tolist() == [k for k in range(2000) if k % 10]
    assert read_table(path, columns="numeric").values.shape == (1800, 2)


def test_index_of_pandas_is_left_out(tmp_path: Path) -> None:
    described = b'{"index_columns": ["site"]}'
    table = pa.table({"x": [1.0, 2.0], "y": [3.0, 5.0], "site": ["a", "b"]})
    path = written(tmp_path, table.replace_schema_metadata({b"pandas": described}))
    read = read_table(path)
    assert read.names == ("x", "y")
    assert read.notes == ("Column 3 (site) was left out: it holds row names.",)
    assert read_table(path, columns=["x", "site", "y"], indicators=["site"]).values.shape == (2, 3)


@pytest.mark.parametrize("described", [b"{", b"[]", b'{"index_columns": [{"kind": "range"}]}'])
def test_odd_description_of_pandas_is_ignored(tmp_path: Path, described: bytes) -> None:
    table = pa.table({"x": [1.0], "y": [3.0]}).replace_schema_metadata({b"pandas": described})
    assert read_table(written(tmp_path, table)).names == ("x", "y")


def test_columns_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    table = pa.table([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], names=["x", "x", "a.b"])
    path = written(tmp_path, table)
    assert read_table(path).values.tolist() == [[1, 3, 5], [2, 4, 6]]
    assert read_table(path, columns=[3, 2]).values.tolist() == [[5, 3], [6, 4]]


@every_format
def test_table_without_rows_is_refused(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, numbers(0), name)
    with pytest.raises(BadTable, match="no rows"):
        read_table(path)


def test_table_without_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="no columns"):
        read_table(written(tmp_path, pa.table({}), "t.feather"))


def test_few_bytes_of_many_rows_are_refused(tmp_path: Path) -> None:
    values = pa.array(np.zeros(40_000_000, np.int8)).dictionary_encode()
    path = written(tmp_path, pa.table({"x": values, "y": values}))
    assert path.stat().st_size < 2**20
    with pytest.raises(BadTable, match="a table of 40,000,000×2 would take 640 MB, which"):
        read_table(path)


def test_rows_to_skip_are_skipped(tmp_path: Path) -> None:
    path = written(tmp_path, numbers(20_000))
    whole = read_table(path)
    assert read_table(path, skip_rows=9_999).values.tobytes() == whole.values[9_999:].tobytes()
    with pytest.raises(BadTable, match="only 20,000 rows"):
        read_table(path, skip_rows=20_000)


def test_file_in_archive_is_read(tmp_path: Path) -> None:
    import gzip

    data = written(tmp_path, numbers(5)).read_bytes()
    path = tmp_path / "t.parquet.gz"
    path.write_bytes(gzip.compress(data))
    assert read_table(path).values.shape == (5, 3)


@every_format
def test_file_cut_short_is_refused(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, numbers(50_000), name)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(BadTable, match="damaged"):
        read_table(path)


def test_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="has no sheets"):
        preview(written(tmp_path, numbers(3)), ReadOptions(sheet=1))
