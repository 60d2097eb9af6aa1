import math
from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, StopReason, fit
from engine.settings import Settings
from engine.terms import PowerTerm
from engine.verdict.rule import Comparison
from engine.writing.program import MOST_LITERAL_EPOCHS, HeldOutTable
from engine.writing.report.content import report_of
from engine.writing.report.facts import ReportedRun, Wording
from engine.writing.report.parts import (
    Figures,
    Heading,
    Listing,
    Mood,
    Paragraph,
    Report,
    ReportTable,
    Status,
)

from .runs import reported


def status_of(run: ReportedRun) -> Status:
    first, *_ = report_of(run).parts
    assert isinstance(first, Status)
    return first


def section(report: Report, title: str) -> str:
    """Return all that is said below a title."""
    said, is_below = [], False
    for part in report.parts:
        if isinstance(part, Heading):
            is_below = part.text == title
        elif is_below and isinstance(part, Paragraph | Listing):
            said.append(part.text)
        elif is_below and isinstance(part, ReportTable):
            said += [cell.text for row in part.rows for cell in row]
    return "\n".join(said)


def test_report_has_every_section() -> None:
    report = report_of(reported(None, "one", "x", "price"), written="2026-12-01 09:30")
    assert [part.text for part in report.parts if isinstance(part, Heading)] == [
        *("The fit", "The weights", "The problem", "The settings", "How the limit was taken"),
        *("The loss", "The residuals", "The program"),
    ]
    assert [len(part.figures) for part in report.parts if isinstance(part, Figures)] == [1, 4]
    assert report.subtitle.endswith("on 2026-12-01 09:30")


def test_rows_that_stand_for_more_are_told() -> None:
    run = reported()
    reduced = replace(run, saved=replace(run.saved, stands_for=1_000_000))
    report = report_of(reduced)
    assert "1,000,000 rows" in section(report, "The problem")
    assert "no residuals are known" in section(report, "The residuals")
    assert [len(part.figures) for part in report.parts if isinstance(part, Figures)] == [1]


def test_good_end_needs_no_gap() -> None:
    status = status_of(reported())
    assert status.mood is Mood.GOOD
    assert not any("above the least" in each for each in status.sentences)


@pytest.mark.parametrize("epochs", [0, 1, 5])
def test_unfinished_run_has_its_gap(epochs: int) -> None:
    run = reported(until_converged=False, epochs=epochs)
    status, plain = status_of(run), Wording()
    assert status.mood is Mood.OPEN
    assert run.best is not None
    gap = plain.loss(run.loss - run.best.loss, 0.0)
    (told,) = [each for each in status.sentences if each.startswith("The run has not converged")]
    assert f"is {gap} above the least possible {plain.loss(run.best.loss, 0.0)}" in told


def test_biased_end_is_beside_the_optimum() -> None:
    said = " ".join(status_of(reported(difference="forward", h=0.5)).sentences)
    assert "converged, but not at the optimum" in said


def test_gap_above_zero_has_no_factor() -> None:
    problem = Problem([[1.0], [2.0]], [2.0, 4.0])
    run = reported(problem, until_converged=False, epochs=3, learning_rate=0.05)
    assert "above the least possible 0." in " ".join(status_of(run).sentences)


def test_unknown_least_is_told() -> None:
    unfinished = reported(loss="huber", until_converged=False, epochs=3, learning_rate=0.01)
    said = " ".join(status_of(unfinished).sentences)
    assert "The run has not converged. No formula" in said
    finished = reported(loss="huber", until_converged=False, epochs=500, learning_rate=0.5)
    assert "The run has converged. No formula" in " ".join(status_of(finished).sentences)


@pytest.mark.parametrize(
    ("stop", "told"),
    [
        (None, "The run has not converged"),
        (StopReason.CONVERGED, "but not every weight is that of"),
    ],
)
def test_least_loss_beside_other_weights(stop: StopReason | None, told: str) -> None:
    run = replace(reported(), verdict=None, stop=stop)
    run.__dict__["comparison"] = Comparison(True, np.array([2.0, 0.0]))
    assert any(told in each for each in status_of(run).sentences)


def test_overflow_is_no_number() -> None:
    run = reported(Problem([[1e200], [2e200]], [1e200, 3e200]), until_converged=False, epochs=3)
    said = " ".join(status_of(run).sentences)
    assert "its loss is ∞" in said


def test_caution_is_in_the_status() -> None:
    run = replace(reported(), caution="The table has changed since.")
    assert status_of(run).sentences[-1] == "The table has changed since."


def test_long_detail_is_cut() -> None:
    problem = Problem(np.random.default_rng(0).normal(size=(20, 80)), np.arange(20.0))
    sentences = status_of(reported(problem)).sentences
    assert len(sentences) < 15
    assert max(map(len, sentences)) <= 400
    assert sentences[-1].endswith("more lines.")


def test_run_that_goes_on_is_told() -> None:
    run = replace(reported(until_converged=False, epochs=3), verdict=None, stop=None)
    assert status_of(run).sentences[0].startswith("These are the weights of epoch 3")


def test_saved_weights_are_told() -> None:
    run = reported(until_converged=False, epochs=3)
    saved = replace(run, verdict=None, stop=None, trace=None)
    assert status_of(saved).sentences[0] == "These are the weights of epoch 3, as they were saved."


def test_figures_are_now_and_at_best() -> None:
    run = reported(until_converged=False, epochs=2)
    report = report_of(run)
    (table,) = [part for part in report.parts[:3] if isinstance(part, ReportTable)]
    rows = {row[0].text: row[1:] for row in table.rows}
    assert run.best is not None
    assert run.goodness is not None
    assert run.fit_statistics is not None
    assert [float(cell.in_full) for cell in rows["Loss"]] == [run.loss, run.best.loss]
    assert [float(cell.in_full) for cell in rows["RMSE"]] == [
        run.goodness.rmse,
        run.fit_statistics.rmse,
    ]
    assert float(rows["Adjusted R²"][1].in_full) == pytest.approx(
        run.fit_statistics.adjusted_r_squared
    )
    assert rows["Rank"][1].text == "2/2"


def test_r_squared_about_zero_says_so() -> None:
    for has_ones, name in ((True, "R²"), (False, "R² (uncentred)")):
        run = reported(until_converged=False, epochs=2)
        if not has_ones:
            A = run.problem.A * (1 + np.arange(run.problem.rows)[:, np.newaxis])
            run = replace(run, saved=replace(run.saved, A=A), best=None, known=None).completed()
        tables = [part for part in report_of(run).parts[:3] if isinstance(part, ReportTable)]
        assert name in [row[0].text for row in tables[0].rows]


def test_problem_has_sizes_names_and_source() -> None:
    run = replace(reported(None, "one", "x", "price"), source="prices.csv")
    said = section(report_of(run), "The problem")
    assert "A of 20 rows and 2 columns. Y is price." in said
    assert "from prices.csv" in said
    assert {"one", "x", "price"} <= set(said.split("\n"))


def test_mean_of_symmetric_column_is_zero() -> None:
    x = np.arange(-3.0, 4.0) / 10
    run = reported(Problem(x[:, np.newaxis], x**2 + x), "x", "y")
    (table,) = [p for p in report_of(run).parts if isinstance(p, ReportTable) and "mean" in p.head]
    assert [row[2].text for row in table.rows if row[0].text == "x"] == ["0"]


def test_program_is_told_apart_from_the_run() -> None:
    plain = section(report_of(reported(until_converged=False, epochs=9)), "The program")
    assert "repeats the run" in plain
    assert f"W: {reported(until_converged=False, epochs=9).W[:, 0].tolist()!r}" in plain
    unknown = replace(reported(), epoch=math.nan)
    assert "is not known" in section(report_of(unknown), "The program")
    changed = replace(reported(), has_other_settings=True)
    assert "the last settings" in section(report_of(changed), "The program")
    assert "Settings were changed" in section(report_of(changed), "The settings")


def test_cut_program_says_so() -> None:
    run = reported(optimiser="adam", learning_rate=0.1, until_converged=False, epochs=3)
    long = replace(run, epoch=MOST_LITERAL_EPOCHS + 1)
    assert "stops at epoch 1,000,000" in section(report_of(long), "The program")


def test_large_table_is_loaded_by_its_program() -> None:
    problem = Problem(np.random.default_rng(0).normal(size=(6000, 2)), np.arange(6000.0))
    result = fit(problem, Settings(2, "safe"))
    run = ReportedRun.of_fit(result).completed()
    named = replace(run, saved=replace(run.saved, name="../big"))
    assert "It loads big.secant" in section(report_of(named), "The program")


def test_other_words_are_used_throughout() -> None:
    wording = Wording(str.upper, lambda _value, _digits: "#", lambda _value, _floor: "@")
    report = report_of(reported(), wording)
    headings = [part.text for part in report.parts if isinstance(part, Heading)]
    assert all(text == text.upper() for text in headings)
    table = next(part for part in report.parts if isinstance(part, ReportTable))
    assert [row[1].text for row in table.rows][1] == "@"


def test_report_names_rows_left_out() -> None:
    run = reported()
    said = section(report_of(replace(run, left_out=(2, 6))), "The problem")
    assert "Rows 3 and 7 are left out." in said
    assert "Row 3 is left out." in section(report_of(replace(run, left_out=(2,))), "The problem")
    many = section(report_of(replace(run, left_out=tuple(range(1000)))), "The problem")
    assert "1,000 rows are left out." in many
    assert "left out" not in section(report_of(run), "The problem")


def test_report_tells_held_out_rows() -> None:
    run, rows = reported(), HeldOutTable(np.eye(3)[:2], np.array([[1.0], [5.0]]), (), 0.25, 9)
    rows = rows._replace(A=np.ones((2, run.problem.weights)))
    report = report_of(replace(run, held_out=rows))
    problem = section(report, "The problem")
    assert "2 rows are held out to test the fit (25 % at random, seed 9)." in problem
    said = section(report, "The fit")
    assert "On the 2 held-out rows the loss is " in said
    assert "and test R² is " in said
    assert "held out" not in section(report_of(run), "The problem")
    assert "held-out" in section(report, "The program")


def test_computed_columns_are_told() -> None:
    run = reported(None, "1", "x", "y")
    saved = replace(run.saved, terms=(None, PowerTerm("1", 3.0)))
    report = report_of(replace(run, saved=saved))
    assert "x is computed: `1`³." in section(report, "The problem")
    assert "computed" not in section(report_of(run), "The problem")
