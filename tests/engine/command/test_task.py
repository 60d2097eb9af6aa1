from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import (
    Difference,
    EngineError,
    Method,
    Precision,
    learning_rate_limit,
    mean_squared_error,
    suggest_h,
    triangle_of,
)
from engine.command import task as task_module
from engine.command.task import FitTask, task_for
from engine.errors import BadSetting, BadTable, ShapesDisagree
from engine.losses.only_mean_square import WITHOUT_DATA
from engine.random_problem import random_weights
from engine.reading.options import ReadOptions
from engine.settings import FITS, SAFE
from engine.stability import safe_learning_rate
from engine.unit_columns import column_norms, scaled

from ..problems import DATA, TABLES, certified, published_problem
from ..reading.workbooks import Rows, xlsx
from .test_request import DEFAULT

TEXT = "a,,y\n1,2,3\n4,5,6\n7,8,10\n"


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "table.csv"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def headless(table: str) -> str:
    path = Path(table)
    path.write_text(TEXT.split("\n", 1)[1], encoding="utf-8")
    return table


def test_default_is_published_example() -> None:
    task = task_for(DEFAULT)
    assert task.problem.A.tolist() == published_problem().A.tolist()
    assert task.problem.W.tolist() == published_problem().W.tolist()
    assert (task.settings.epochs, task.settings.learning_rate, task.settings.h) == (1000, 0.01, 0.1)
    assert task.names == ("x1", "x2", "x3")
    assert task.chosen == ""
    assert task.scaled_problem is task.problem
    assert task.triangle is None
    assert task.shown.A is task.problem.A
    assert task.shown.Y is task.problem.Y


def test_example_takes_other_settings() -> None:
    request = replace(DEFAULT, epochs=5, learning_rate=0.002, h=0.5, start="zeros", tolerance=0.25)
    task = task_for(request)
    settings = task.settings
    assert (settings.epochs, settings.learning_rate, settings.h) == (5, 0.002, 0.5)
    assert settings.tolerance == 0.25
    assert not task.problem.W.any()


def test_last_column_is_y(table: str) -> None:
    task = task_for(replace(DEFAULT, table=table))
    assert task.problem.A.tolist() == [[1, 2], [4, 5], [7, 8]]
    assert task.problem.Y.tolist() == [[3], [6], [10]]
    assert task.problem.W.tolist() == [[0], [0]]
    assert task.names == ("a", "x2")


def test_missing_settings_are_chosen(table: str) -> None:
    task = task_for(replace(DEFAULT, table=table))
    learning_rate = safe_learning_rate(learning_rate_limit(task.problem))
    h = suggest_h(task.problem)
    assert (task.settings.learning_rate, task.settings.h) == (learning_rate, h)
    assert task.chosen == (
        f"η = {learning_rate!r} (half the largest stable learning rate), h = {h!r}"
    )


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("1e-200,1\n3e-200,0\n", "the columns are too small for a learning rate: scale them"),
        ("1e200,1\n3e200,0\n", "the columns are too large for a learning rate: scale them"),
        ("0,1\n0,0\n", "the columns are zero: any learning rate is stable"),
    ],
)
def test_rate_without_limit_is_named(tmp_path: Path, text: str, origin: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text)
    task = task_for(replace(DEFAULT, table=str(path)))
    assert f"η = {task.settings.learning_rate!r} ({origin}), h = " in task.chosen


@pytest.mark.parametrize(
    ("given", "text"), [({"learning_rate": 0.5}, "h = "), ({"h": 0.5}, "η = ")]
)
def test_given_settings_are_not_reported(table: str, given: dict[str, float], text: str) -> None:
    task = task_for(replace(DEFAULT, table=table, **given))  # type: ignore[arg-type]
    assert task.chosen.startswith(text)
    assert ", " not in task.chosen
    assert all(getattr(task.settings, name) == value for name, value in given.items())


def test_nothing_is_chosen_if_all_given(table: str) -> None:
    assert task_for(replace(DEFAULT, table=table, learning_rate=1.0, h=1.0)).chosen == ""


@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("precision", Precision)
def test_h_suits_quotient_and_precision(
    table: str, difference: Difference, precision: Precision
) -> None:
    task = task_for(replace(DEFAULT, table=table, difference=difference, precision=precision))
    assert task.settings.h == suggest_h(task.problem, difference, precision)
    assert task.settings.difference is difference
    assert task.settings.precision is precision


def test_column_of_ones_is_intercept(table: str) -> None:
    task = task_for(replace(DEFAULT, table=table, intercept=True))
    assert task.problem.A.tolist() == [[1, 1, 2], [1, 4, 5], [1, 7, 8]]
    assert task.names == ("intercept", "a", "x3")


@pytest.mark.parametrize(
    ("intercept", "names"), [(False, ("x1", "x2")), (True, ("intercept", "x2", "x3"))]
)
def test_weights_without_header_are_numbered(
    table: str, intercept: bool, names: tuple[str, ...]
) -> None:
    assert task_for(replace(DEFAULT, table=headless(table), intercept=intercept)).names == names


def start(table: str, **given: object) -> FitTask:
    return task_for(replace(DEFAULT, table=table, **given))  # type: ignore[arg-type]


def test_random_start_follows_seed(table: str) -> None:
    assert np.array_equal(start(table, start="random").problem.W, random_weights(2, 0))
    assert np.array_equal(start(table, start="random", seed=9).problem.W, random_weights(2, 9))


@pytest.mark.parametrize(
    "text", ["W\n1.5\n-2\n", "1.5\n-2\n", "weight;initial;fitted\na;0;1,5\n=b;0;-2\n"]
)
def test_start_is_read_from_file(table: str, text: str) -> None:
    path = Path(table).parent / "start.csv"
    path.write_text(text, encoding="utf-8")
    assert start(table, start=str(path)).problem.W.tolist() == [[1.5], [-2]]


def test_start_of_wrong_length_is_refused(table: str) -> None:
    path = Path(table).parent / "start.csv"
    path.write_text("1\n2\n3\n", encoding="utf-8")
    with pytest.raises(ShapesDisagree, match="A is 3×2 but W is 3×1"):
        start(table, start=str(path))


@pytest.mark.parametrize("intercept", [False, True])
def test_single_column_is_refused(table: str, intercept: bool) -> None:
    Path(table).write_text("y\n1\n", encoding="utf-8")
    with pytest.raises(BadTable, match=r"^table.csv: a fit needs at least two columns"):
        start(table, intercept=intercept)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"table": "none.csv"}, BadTable),
        ({"start": "none.csv"}, BadTable),
        ({"epochs": -1}, BadSetting),
        ({"h": 0.0}, BadSetting),
        ({"learning_rate": -1.0}, BadSetting),
        ({"tolerance": -1.0}, BadSetting),
        ({"difference": "sideways"}, BadSetting),
        ({"precision": "float16"}, BadSetting),
        ({"method": "newton"}, BadSetting),
        ({"learning_rate": 0.0, "until_converged": True}, BadSetting),
    ],
)
def test_invalid_requests_are_engine_errors(
    given: dict[str, object], error: type[EngineError]
) -> None:
    with pytest.raises(error):
        task_for(replace(DEFAULT, **given))  # type: ignore[arg-type]


def test_table_of_zeros_gets_settings(table: str) -> None:
    Path(table).write_text("0,0\n0,0\n", encoding="utf-8")
    settings = start(table).settings
    assert settings.fixed_learning_rate > 0
    assert settings.fixed_h > 0


def test_method_settings_are_passed_on(table: str) -> None:
    for name in (None, table):
        request = replace(DEFAULT, table=name, method="modes", until_converged=True)
        settings = task_for(request).settings
        assert settings.method is Method.MODES
        assert settings.until_converged
        assert not settings.scale_columns


def test_fitting_h_is_kept(table: str) -> None:
    for name in (None, table):
        task = task_for(replace(DEFAULT, table=name, learning_rate=0.5, h=FITS))
        assert task.settings.h == FITS
        assert task.chosen == ""


def test_safe_rate_is_kept(table: str) -> None:
    for name in (None, table):
        task = task_for(replace(DEFAULT, table=name, learning_rate=SAFE, h=1.0))
        assert task.settings.learning_rate == SAFE
        assert task.chosen == ""


def test_chosen_settings_suit_scaled_columns(table: str) -> None:
    task = start(table, scale_columns=True)
    norms = column_norms(task.problem.A)
    assert task.settings.scale_columns
    assert np.linalg.norm(task.scaled_problem.A, axis=0) == pytest.approx([1, 1], rel=1e-14)
    assert task.scaled_problem.A.tolist() == scaled(task.problem, norms).A.tolist()
    assert task.problem.A.tolist() == [[1, 2], [4, 5], [7, 8]]
    assert task.settings.h == suggest_h(task.scaled_problem)
    limit = learning_rate_limit(task.scaled_problem)
    assert task.settings.learning_rate == safe_learning_rate(limit)
    assert limit != learning_rate_limit(task.problem)


def test_example_may_scale_columns() -> None:
    task = task_for(replace(DEFAULT, scale_columns=True))
    assert np.linalg.norm(task.scaled_problem.A, axis=0) == pytest.approx([1, 1, 1], rel=1e-14)
    assert task.problem.A.tolist() == published_problem().A.tolist()


def test_columns_of_sheet_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: Rows = [["id", "y", "a"], ["p", 1, 2], ["q", 3, 5], ["r", 7, 4], ["s", 0, 6]]
    book = str(xlsx(tmp_path / "t.xlsx", {"Cover": [["text"]], "Data": rows}))
    for memory in (2**28, 16):
        monkeypatch.setattr(task_module, "BYTES_IN_MEMORY", memory)
        task = start(book, read_options=ReadOptions(sheet="Data", columns=("a", 2)))
        assert task.names == ("a",)
        assert (task.triangle is None) is (memory > 16)
        assert task.shown.A[:4].tolist() == [[2], [5], [4], [6]]
        assert task.shown.Y[:4].tolist() == [[1], [3], [7], [0]]


@pytest.fixture
def small_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat every table as too large for memory."""
    monkeypatch.setattr(task_module, "BYTES_IN_MEMORY", 16)


def test_small_table_stays_in_memory(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task_module, "BYTES_IN_MEMORY", Path(table).stat().st_size)
    task = start(table)
    assert task.triangle is None
    assert task.shown.A is task.problem.A
    monkeypatch.setattr(task_module, "BYTES_IN_MEMORY", Path(table).stat().st_size - 1)
    assert start(table).triangle is not None


@pytest.mark.usefixtures("small_memory")
def test_all_keeps_table_in_memory(table: str) -> None:
    assert start(table, all=True).triangle is None


@pytest.mark.usefixtures("small_memory")
@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("scale_columns", [False, True])
def test_larger_table_becomes_triangle(name: str, scale_columns: bool) -> None:
    """Its loss, learning rate and step h are those of all rows."""
    table = str(DATA / f"{name}.csv")
    known = certified(name).problem
    task = start(table, scale_columns=scale_columns)
    assert task.triangle is not None
    assert (task.triangle.rows, task.triangle.weights) == (known.rows, known.weights)
    assert task.problem.A.shape == (known.weights + 1, known.weights)
    loss = mean_squared_error(task.problem.A, task.problem.W, task.problem.Y)
    exact = mean_squared_error(known.A, known.W, known.Y)
    assert loss == pytest.approx(exact, rel=1e-12)
    norms = column_norms(known.A) if scale_columns else np.ones_like(known.W)
    limit = learning_rate_limit(scaled(known, norms))
    assert learning_rate_limit(task.scaled_problem) == pytest.approx(limit, rel=1e-12)
    assert task.settings.learning_rate == safe_learning_rate(
        learning_rate_limit(task.scaled_problem)
    )
    assert task.settings.h == suggest_h(scaled(known, norms))
    assert task.names == task_for(replace(DEFAULT, table=table, all=True)).names
    reduced = f"{known.rows:,} rows reduced to a triangle of {known.weights + 1}; η = "
    assert task.chosen.startswith(reduced)


@pytest.mark.usefixtures("small_memory")
def test_larger_table_shows_both_ends() -> None:
    known = certified("diabetes_raw").problem
    shown = start(str(DATA / "diabetes_raw.csv")).shown
    for found, whole in zip(shown, (known.A, known.Y), strict=True):
        assert found.tolist() == [*whole[:7].tolist(), *whole[-4:].tolist()]


@pytest.mark.usefixtures("small_memory")
def test_larger_table_accepts_same_options(table: str) -> None:
    path = Path(table).parent / "start.csv"
    path.write_text("1\n2\n3\n", encoding="utf-8")
    rows = TEXT.split("\n", 1)[1]
    Path(table).write_text(TEXT + rows * 3, encoding="utf-8")
    task = start(table, start=str(path), intercept=True, learning_rate=0.5, h=0.25)
    assert task.names == ("intercept", "a", "x3")
    assert task.problem.W.tolist() == [[1], [2], [3]]
    assert (task.settings.learning_rate, task.settings.h) == (0.5, 0.25)
    assert task.chosen == "12 rows reduced to a triangle of 4"
    assert task.shown.A[0].tolist() == [1, 1, 2]
    in_memory = triangle_of(start(table, intercept=True, all=True).problem)
    assert task.triangle is not None
    assert np.abs(task.triangle.R) == pytest.approx(np.abs(in_memory.R), abs=1e-12)


@pytest.mark.usefixtures("small_memory")
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("y\n1\n2\n3\n4\n5\n6\n7\n8\n9\n", "a fit needs at least two columns"),
        ("a,y\n" + "1,2\n" * 9 + "3,x\n", "line 11"),
        ("a,y\n" + "1e308,1e308\n" * 20, "the numbers are too large"),
    ],
)
def test_larger_table_has_same_refusals(table: str, text: str, reason: str) -> None:
    Path(table).write_text(text, encoding="utf-8")
    with pytest.raises(BadTable, match=rf"^table.csv.*{reason}"):
        start(table)


def test_loss_without_predictions_is_noted(table: str) -> None:
    without = start(table, loss="sum((W − 1)²)", learning_rate=0.1)
    assert without.notes == (WITHOUT_DATA,)
    published = task_for(replace(DEFAULT, table=None, loss="sum((W − 1)²)"))
    assert published.notes == (WITHOUT_DATA,)
    assert start(table, loss="huber", learning_rate=0.1).notes == ()
