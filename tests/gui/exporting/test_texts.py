import math
import runpy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import Problem, Settings, fit
from engine.archive import archived
from engine.rescaling import Rescaling
from engine.writing.atomic_write import write_whole
from gui.document import Column, Experiment, TableName, changes
from gui.document.grid import Grid
from gui.exporting.errors import ChangedSinceTheRun, NoStandardErrors, TooLongForText
from gui.exporting.texts import (
    LATEX,
    MARKDOWN,
    MOST_CELLS,
    TableStyle,
    code_of,
    statistics_as,
    table_as,
    weights_as,
)
from gui.files.secant_document import to_saved
from gui.run.result import RunResult
from gui.transforms.scaling import scale_columns

STYLES = pytest.mark.parametrize("style", [MARKDOWN, LATEX])
PROBLEM = Problem([[1.0, 2.0], [3.0, 5.0], [4.0, 4.0]], [5.0, 6.0, 7.0], [0.5, 1e-9])


def experiment_of(problem: Problem, *names: str) -> Experiment:
    plain = Experiment.of(problem, Settings(5, 0.01), "Made")
    return replace(plain, inputs=tuple(map(Column, names)))


def run(experiment: Experiment) -> RunResult:
    result = fit(experiment.problem, experiment.settings)
    return RunResult(experiment, result.W, result.epochs, result.history)


def cells(text: str) -> list[list[str]]:
    """Return the cells of a Markdown table, without the line below the header."""
    lines = [line.strip("|\n").split("|") for line in text.splitlines()]
    return [[cell.strip() for cell in line] for line in (lines[0], *lines[2:])]


def test_weights_of_the_run_are_counted() -> None:
    ran = run(experiment_of(PROBLEM, "a", "b"))
    wider = experiment_of(Problem(np.eye(3), np.ones(3)), "1", "a", "b")
    assert weights_as(MARKDOWN, wider, ran).sentence == "Copied 2 weights as Markdown."


def test_statistics_are_those_of_the_fit() -> None:
    line = Problem([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 4.0]], [1.0, 2.0, 2.5, 5.0])
    ran = run(experiment_of(line, "one", "x"))
    found = fit(line, ran.experiment.settings).statistics
    assert found is not None
    copied = statistics_as(MARKDOWN, ran.experiment, ran)
    head, *rows = cells(copied.text)
    assert head == [
        "Weight",
        *("now", "optimum", "± s.e.", "t", "p", "95 % from", "95 % to", "VIF"),
    ]
    assert [row[0] for row in rows] == ["one", "x"]
    assert [float(row[1]) for row in rows] == ran.W[:, 0].tolist()
    assert [float(row[3]) for row in rows] == found.standard_errors.tolist()
    assert [float(row[6]) for row in rows] == found.intervals[:, 0].tolist()
    assert copied.sentence == "Copied 2 weights as Markdown."
    before = statistics_as(MARKDOWN, ran.experiment, None)
    assert cells(before.text)[0] == [head[0], *head[2:]]


@STYLES
def test_figures_that_do_not_exist_are_dashes(style: TableStyle) -> None:
    exact = run(experiment_of(Problem([[1.0, 2.0], [3.0, 5.0]], [5.0, 6.0]), "a", "b"))
    text = statistics_as(style, exact.experiment, exact).text
    assert "nan" not in text.casefold()
    assert "No degrees of freedom are left" in text.splitlines()[-1]
    if style is LATEX:
        assert text.splitlines()[-1].startswith("% ")
        assert " & -- & " in text


def test_another_loss_has_no_statistics() -> None:
    experiment = experiment_of(PROBLEM, "a", "b")
    other = replace(experiment, settings=replace(experiment.settings, loss="huber"))
    with pytest.raises(NoStandardErrors):
        statistics_as(MARKDOWN, other, None)


def test_code_leaves_rows_out_that_are_filled() -> None:
    A = np.vstack((PROBLEM.A, [[9.0, 9.0]]))
    A[3, 1] = np.nan
    whole = experiment_of(PROBLEM, "a", "b")
    filling = replace(
        whole, A=Grid.of(A), Y=Grid.of(np.vstack((PROBLEM.Y, [[1.0]]))), inputs=whole.inputs
    )
    assert filling.has_gaps
    assert code_of(filling, None, "Made").text == code_of(whole, None, "Made").text


def test_only_initial_weights_before_a_run() -> None:
    copied = weights_as(MARKDOWN, experiment_of(PROBLEM, "a|b", ""), None)
    assert cells(copied.text.replace("\\|", "¦")) == [
        *(["Weight", "Start"], ["a¦b", "0.5"], ["x2", "1e-09"]),
    ]
    assert copied.sentence == "Copied 2 weights as Markdown."


def test_fitted_weights_keep_every_digit() -> None:
    outcome = run(experiment_of(PROBLEM, "a", "b"))
    header, *rows = cells(weights_as(MARKDOWN, outcome.experiment, outcome).text)
    assert header == ["Weight", "Start", "Fitted"]
    assert [float(row[2]) for row in rows] == outcome.W[:, 0].tolist()


@STYLES
def test_scaled_columns_add_original_units(style: TableStyle) -> None:
    plain = experiment_of(PROBLEM, "a", "b")
    outcome = run(scale_columns(plain, [0, 1], Rescaling.STANDARDISE))
    text = weights_as(style, outcome.experiment, outcome).text
    original = outcome.original()
    assert original is not None
    assert "Original units" in text
    assert "constant" in text
    if style is MARKDOWN:
        restored = [float(row[3]) for row in cells(text)[1:]]
        assert restored == [*original.W[:, 0].tolist(), original.constant]
        assert cells(text)[-1][1:3] == ["0", "0"]


@STYLES
def test_table_has_its_column_names(style: TableStyle) -> None:
    experiment = replace(experiment_of(PROBLEM, "a", ""), output="price")
    copied = table_as(style, experiment)
    assert all(name in copied.text for name in ("a", "x2", "price"))
    assert copied.sentence == f"Copied 3 rows as {style.name}."
    if style is MARKDOWN:
        rows = [[float(cell) for cell in row] for row in cells(copied.text)[1:]]
        assert rows == np.hstack((PROBLEM.A, PROBLEM.Y)).tolist()


@STYLES
def test_long_tables_are_refused(style: TableStyle) -> None:
    long = experiment_of(Problem(np.ones((MOST_CELLS, 1)), np.ones(MOST_CELLS)), "x")
    with pytest.raises(TooLongForText, match="200,000 cells are too many"):
        table_as(style, long)
    wide = Experiment.of(Problem(np.ones((1, MOST_CELLS)), [1.0]), Settings())
    with pytest.raises(TooLongForText, match="Export them to a file instead"):
        weights_as(style, wide, None)


def test_code_reproduces_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(experiment_of(PROBLEM, "a", "b"))
    copied, program = code_of(outcome.experiment, outcome, "Made"), tmp_path / "program.py"
    assert copied.sentence == "Copied NumPy code that reproduces the run."
    program.write_text(copied.text, "utf-8")
    assert runpy.run_path(str(program))["W"] == pytest.approx(outcome.W, rel=1e-9)
    assert "Loss (5):" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("loss", "sentence"),
    [
        ("log-cosh", "Copied NumPy code that reproduces the run."),
        ("mean absolute", "Copied NumPy code that runs alike, but for rounding at kinks."),
    ],
)
def test_code_tells_of_kinks(loss: str, sentence: str) -> None:
    """Of |Y − P| the last digit of a quotient decides on which side the next epoch is."""
    experiment = experiment_of(PROBLEM, "a", "b")
    experiment = replace(experiment, settings=replace(experiment.settings, loss=loss))
    outcome = run(experiment)
    copied = code_of(experiment, outcome, "Made")
    assert copied.sentence == sentence
    assert ("# Beside a kink" in copied.text) is ("kinks" in sentence)
    compile(copied.text, "program.py", "exec")


def test_code_of_file_reproduces_nothing() -> None:
    """Its h may have been changed after the run."""
    outcome = replace(run(experiment_of(PROBLEM, "a", "b")), trace=None)
    copied = code_of(outcome.experiment, outcome, "Made")
    assert copied.sentence == "Copied NumPy code that runs with the settings of the file."


def test_code_runs_the_same_epochs() -> None:
    outcome = replace(run(experiment_of(PROBLEM, "a", "b")), epoch=3)
    assert "epochs = 3\n" in code_of(outcome.experiment, outcome, "Made").text
    assert "epochs = 5\n" in code_of(outcome.experiment, None, "Made").text


def test_code_without_run_reproduces_none() -> None:
    experiment = experiment_of(PROBLEM, "a", "b")
    unknown = RunResult(experiment, experiment.W.joined, math.nan)
    for outcome in (None, unknown):
        copied = code_of(experiment, outcome, "Made")
        assert copied.sentence == "Copied NumPy code that starts a run of this table."
        assert "epochs = 5\n" in copied.text


def test_code_of_large_table_loads_file() -> None:
    large = Experiment.of(Problem(np.ones((20_000, 1)), np.ones(20_000)), Settings())
    copied = code_of(large, None, "sales")
    assert "'sales.secant'" in copied.text
    assert "It loads sales.secant; save the experiment under that name" in copied.sentence


def test_code_is_refused_without_the_tables() -> None:
    ran = Experiment.of(Problem(np.ones((20_000, 1)), np.ones(20_000)), Settings(1))
    outcome = RunResult(ran, ran.W.joined, 1)
    renamed = replace(ran, inputs=(Column("x"),), settings=Settings(2))
    assert code_of(renamed, outcome, "sales").text
    edited = ran.with_grid(TableName.W, ran.W.with_block(0, 0, np.array([[2.0]])))
    with pytest.raises(ChangedSinceTheRun):
        code_of(edited, outcome, "sales")
    assert code_of(edited, None, "sales").text


def test_code_is_without_rows_left_out() -> None:
    wider = Problem(np.vstack((PROBLEM.A, [[9.0, 1.0]])), [*PROBLEM.Y[:, 0], 1.0], PROBLEM.W)
    out = changes.leave_out(experiment_of(wider, "a", "b"), [3])
    whole = experiment_of(PROBLEM, "a", "b")
    assert code_of(out, None, "Made").text == code_of(whole, None, "Made").text


def test_code_skips_rows_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("engine.writing.program.MOST_CELLS_WRITTEN", 4)
    monkeypatch.chdir(tmp_path)
    out = changes.leave_out(changes.begin_row(experiment_of(PROBLEM, "a", "b")), [1])
    write_whole(tmp_path / "Made.secant", archived(to_saved(out, None)))
    copied = code_of(out, None, "Made")
    program = tmp_path / "program.py"
    program.write_text(copied.text)
    runpy.run_path(str(program))["experiment"].close()
    W = fit(out.problem, out.settings).W
    assert f"W: {W.ravel().tolist()}" in capsys.readouterr().out
