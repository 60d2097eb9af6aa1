from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, optimum
from engine.inference.missing import MissingFigure
from engine.rescaling import OriginalUnits
from engine.statistics import statistics
from engine.writing.report.facts import ReportedRun, Wording
from engine.writing.report.parts import Paragraph, ReportTable
from engine.writing.report.weights_table import columns_of, reasons, weights_parts, written

from .runs import reported


def table_of(run: ReportedRun) -> tuple[list[str], list[list[str]]]:
    table, *_ = weights_parts(run, Wording())
    assert isinstance(table, ReportTable)
    return [*table.head], [[cell.text for cell in row] for row in table.rows]


def notes_of(run: ReportedRun) -> str:
    parts = weights_parts(run, Wording())
    return " ".join(part.text for part in parts if isinstance(part, Paragraph))


def test_columns_are_those_of_the_fit() -> None:
    run = reported()
    found = run.fit_statistics
    assert found is not None
    columns = {column.name: column.values.tolist() for column in columns_of(run.W, found)}
    assert columns["now"] == run.W[:, 0].tolist()
    assert columns["optimum"] == found.best.W[:, 0].tolist()
    assert columns["± s.e."] == found.standard_errors.tolist()
    assert columns["p"] == found.p.tolist()
    assert columns["95 % from"] == found.intervals[:, 0].tolist()
    assert columns["95 % to"] == found.intervals[:, 1].tolist()
    assert columns["t"] == found.t.tolist()


def test_table_has_a_row_for_each_weight() -> None:
    head, rows = table_of(reported(None, "one", "x", "y"))
    assert head[:4] == ["Weight", "start", "now", "optimum"]
    assert [row[0] for row in rows] == ["one", "x"]
    assert "independent, normal" in notes_of(reported())


def test_cells_have_every_digit() -> None:
    run = reported()
    table, *_ = weights_parts(run, Wording())
    assert isinstance(table, ReportTable)
    assert [float(row[2].in_full) for row in table.rows] == run.W[:, 0].tolist()


def test_exact_table_says_why_dashes() -> None:
    run = reported(Problem([[1.0, 2.0], [3.0, 4.0]], [1.0, 2.0]))
    _, rows = table_of(run)
    assert {cell for row in rows for cell in row[4:9]} == {"–"}
    assert "No degrees of freedom are left" in notes_of(run)
    assert "independent, normal" not in notes_of(run)


def test_dependent_columns_are_told() -> None:
    x = np.arange(6.0)
    run = reported(Problem(np.column_stack((np.ones(6), x, 2 * x)), np.sin(x)))
    found = run.fit_statistics
    assert found is not None
    assert any("depend on each other" in each for each in reasons(found))


def test_exact_fit_is_told() -> None:
    run = reported(Problem([[1.0], [2.0], [3.0]], [2.0, 4.0, 6.0]))
    assert "The fit is exact" in notes_of(run)


@pytest.mark.parametrize("scale", [1e200, 1e-200])
def test_figures_out_of_range_are_told(scale: float) -> None:
    x = np.arange(6.0)
    Y = np.array([1.0, 3.0, 2.0, 5.0, 4.0, 7.0]) * scale
    problem = Problem(np.column_stack((np.ones(6), x)), Y)
    found = statistics(problem, optimum(problem))
    assert reasons(found) == [MissingFigure.OUT_OF_RANGE.value]


def test_another_loss_has_no_errors() -> None:
    run = reported(loss="huber", until_converged=False, epochs=3)
    head, _ = table_of(run)
    assert head == ["Weight", "start", "now"]
    assert "this loss has none" in notes_of(run)


def test_ridge_has_an_optimum() -> None:
    head, _ = table_of(reported(loss="mean((Y−P)²) + 0.1·sum(W²)"))
    assert head == ["Weight", "start", "now", "optimum"]


def test_original_units_are_added() -> None:
    run = replace(reported(), original=OriginalUnits(np.array([[5.0], [6.0]]), 7.5))
    head, rows = table_of(run)
    assert head[-1] == "now, in original units"
    assert [row[-1] for row in rows] == ["5", "6"]
    assert "add 7.5 to each prediction" in notes_of(run)


@pytest.mark.parametrize(
    ("value", "text"), [(0.04, "0.04"), (0.0, "< 1e−300"), (float("nan"), "–")]
)
def test_p_is_never_zero(value: float, text: str) -> None:
    run = reported()
    assert run.fit_statistics is not None
    (p,) = [each for each in columns_of(run.W, run.fit_statistics) if each.is_p]
    assert written(p, value, Wording()) == text
