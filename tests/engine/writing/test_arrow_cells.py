"""Cells written by pyarrow have the characters that repr gives them."""

import sys

import numpy as np
import pytest

from engine.writing import arrow_cells, csv
from engine.writing.arrow_cells import ArrowCells, find_arrow_cells
from engine.writing.csv import COMMA_AND_POINT, SEMICOLON_AND_COMMA, Dialect, KnownNumbers

SEED, COUNT = 19, 5_000


def drawn_columns() -> list[csv.Column]:
    random = np.random.default_rng(SEED)
    normal = random.normal(size=COUNT)
    edges = [0.0, -0.0, 1e10, 9999999999.999998, 1e-4, 9.999999999999999e-05, 1e16, 1e15, 1e22]
    return [
        normal * 10.0 ** random.integers(-6, 16, COUNT),
        normal,
        np.round(normal * 100, 2),
        random.integers(-(10**6), 10**6, COUNT).astype(float),
        np.frombuffer(random.bytes(8 * COUNT), np.float64),
        random.uniform(1e9, 1e10, COUNT),
        random.choice([*edges, 5e-324, 1.7976931348623157e308, 2.0**53], COUNT),
        np.arange(COUNT),
        normal.astype(np.float32),
        KnownNumbers(np.where(normal > 0, normal, np.nan)),
        ["a,b", "c\nd", "=1", "é"] * (COUNT // 4),
    ]


@pytest.mark.parametrize("dialect", [COMMA_AND_POINT, SEMICOLON_AND_COMMA, Dialect("\t")])
def test_lines_have_every_character(dialect: Dialect, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    columns = dict(zip("abcdefghijk", drawn_columns(), strict=True))
    monkeypatch.setattr(arrow_cells, "find_arrow_cells", lambda _: None)
    expected = b"".join(csv.named_columns(columns, dialect))
    monkeypatch.setattr(arrow_cells, "find_arrow_cells", lambda _: ArrowCells())
    assert b"".join(csv.named_columns(columns, dialect)) == expected


def test_written_numbers_read_back() -> None:
    arrow = pytest.importorskip("pyarrow") and ArrowCells()
    values = np.random.default_rng(SEED).normal(size=COUNT) * 1e3
    cells = arrow.numbers(values, ".", lambda few: map(repr, few.tolist())).to_pylist()
    assert np.array(list(map(float, cells))).tobytes() == values.tobytes()
    assert cells == list(map(repr, values.tolist()))


def test_no_rows_give_no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    monkeypatch.setattr(arrow_cells, "find_arrow_cells", lambda _: ArrowCells())
    assert b"".join(csv.named_columns({"x": np.zeros(0)}, COMMA_AND_POINT)) == b"x\n"


def test_few_cells_need_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "pyarrow", raising=False)
    assert find_arrow_cells(arrow_cells.LEAST_CELLS - 1) is None


def test_missing_library_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert find_arrow_cells(10 * arrow_cells.LEAST_CELLS) is None
    monkeypatch.setattr(arrow_cells, "find_spec", lambda _: object())
    assert find_arrow_cells(10 * arrow_cells.LEAST_CELLS) is None
