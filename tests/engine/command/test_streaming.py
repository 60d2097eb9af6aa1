from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine import Matrix, Problem, predict, triangle_of
from engine.command.streaming import predict_table, reduce_table, with_intercept
from engine.errors import BadTable
from engine.reading.blocks import TableBlock, TableBlocks, read_blocks
from engine.reading.tables import read_table

from ..problems import DATA, TABLES, random_problem

ROWS_SHOWN = 7


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("streaming") / "table.csv"


def write(path: Path, values: Matrix, header: str = "") -> Path:
    lines = [",".join(map(repr, row)) for row in values.tolist()]
    path.write_text("\n".join([*([header] if header else []), *lines, ""]), encoding="utf-8")
    return path


def table_of(seed: int, rows: int, columns: int) -> Matrix:
    problem = random_problem(seed, rows, columns - 1)
    return np.concatenate((problem.A, problem.Y), axis=1)


def products(R: Matrix) -> Matrix:
    return R.T @ R


@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 60),
    st.integers(2, 5),
    st.integers(1, 3000),
    st.booleans(),
)
@hypothesis_settings(max_examples=50)
def test_streaming_gives_same_triangle(
    path: Path, seed: int, rows: int, columns: int, size: int, intercept: bool
) -> None:
    """For any size of the text blocks."""
    values = table_of(seed, rows, columns)
    streamed = reduce_table(read_blocks(write(path, values), size=size), intercept, ROWS_SHOWN)
    whole = with_intercept(values, intercept)
    problem = Problem(whole[:, :-1], whole[:, -1])
    assert streamed.triangle.rows == rows
    assert streamed.triangle.weights == problem.weights
    assert products(streamed.triangle.R) == pytest.approx(
        products(triangle_of(problem).R), rel=1e-11, abs=1e-11
    )


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("size", [100, 2**20])
def test_triangles_of_real_tables(name: str, size: int) -> None:
    values = read_table(DATA / f"{name}.csv").values
    streamed = reduce_table(read_blocks(DATA / f"{name}.csv", size=size), False, ROWS_SHOWN)
    lengths = np.linalg.norm(values, axis=0)
    found, expected = products(streamed.triangle.R / lengths), products(values / lengths)
    assert found == pytest.approx(expected, abs=1e-13)


@given(st.integers(8, 300), st.integers(600, 5000), st.booleans())
@hypothesis_settings(max_examples=50)
def test_first_and_last_rows_are_kept(path: Path, rows: int, size: int, intercept: bool) -> None:
    values = table_of(0, rows, 3)
    streamed = reduce_table(
        read_blocks(write(path, values, "a,b,y"), size=size), intercept, ROWS_SHOWN
    )
    whole = with_intercept(values, intercept)
    assert streamed.first.tolist() == whole[:ROWS_SHOWN].tolist()
    assert streamed.last.tolist() == whole[-ROWS_SHOWN:].tolist()


def test_kept_rows_are_copies(path: Path) -> None:
    streamed = reduce_table(read_blocks(write(path, table_of(0, 500, 3))), False, ROWS_SHOWN)
    for shown in (streamed.first, streamed.last):
        base = shown if shown.base is None else shown.base
        assert base.size <= 3 * (500 + ROWS_SHOWN)


@given(st.integers(1, 80), st.integers(1, 3000), st.booleans())
@hypothesis_settings(max_examples=50)
def test_predictions_cover_every_row(path: Path, rows: int, size: int, intercept: bool) -> None:
    values = table_of(rows, rows, 4)
    W = np.arange(1.0, 4.0 + intercept).reshape(-1, 1)
    Y, predicted = predict_table(read_blocks(write(path, values), size=size), intercept, W)
    whole = with_intercept(values, intercept)
    assert Y.tolist() == whole[:, -1:].tolist()
    assert predicted == pytest.approx(predict(whole[:, :-1], W), rel=1e-14, abs=1e-14)
    assert Y.shape == predicted.shape == (rows, 1)


def test_intercept_is_first_column() -> None:
    values = np.array([[2.0, 3.0], [4.0, 5.0]])
    assert with_intercept(values, True).tolist() == [[1, 2, 3], [1, 4, 5]]
    assert with_intercept(values, False) is values


def test_too_large_numbers_are_refused(path: Path) -> None:
    blocks = read_blocks(write(path, np.full((9, 2), 1.7e308)))
    with pytest.raises(BadTable, match=r"^table.csv: the numbers are too large .* Scale them"):
        reduce_table(blocks, False, ROWS_SHOWN)


@pytest.mark.parametrize("text", ["a,y\n1,2\n3,x\n", "1,2\n3\n", "a,y\n"])
def test_bad_cell_is_reported_anywhere(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadTable, match=r"^table.csv"):
        reduce_table(read_blocks(path, size=4), False, ROWS_SHOWN)


def test_reducing_reads_table_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = 0
    read = TableBlocks.__iter__

    def counted(blocks: TableBlocks) -> Iterator[TableBlock]:
        nonlocal reads
        reads += 1
        return read(blocks)

    monkeypatch.setattr(TableBlocks, "__iter__", counted)
    reduce_table(read_blocks(write(path, table_of(0, 50, 3)), size=300), True, ROWS_SHOWN)
    assert reads == 1


@pytest.mark.parametrize("size", [4, 2**20])
def test_short_table_repeats_no_row(tmp_path: Path, size: int) -> None:
    path = tmp_path / "t.csv"
    path.write_text("1,2\n3,4\n5,6\n", encoding="utf-8")
    streamed = reduce_table(read_blocks(path, size=size), False, 7)
    assert streamed.first.tolist() == streamed.last.tolist() == [[1, 2], [3, 4], [5, 6]]
