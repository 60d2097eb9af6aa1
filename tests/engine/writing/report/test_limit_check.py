from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, exact_gradient, gradient
from engine.limit.slope_check import GradientCheck, SlopeAgreement
from engine.writing.report.facts import ReportedRun, Wording
from engine.writing.report.limit_check import limit_parts, slopes_at_start
from engine.writing.report.parts import FormulaLine, Paragraph, ReportTable

from .runs import line_problem, reported


def said(run: ReportedRun) -> str:
    parts = limit_parts(run, Wording())
    return " ".join(part.text for part in parts if isinstance(part, Paragraph))


@pytest.mark.parametrize("difference", ["central", "forward", "backward"])
def test_slopes_are_those_of_the_start(difference: str) -> None:
    run = reported(difference=difference, h=1e-3)
    start = slopes_at_start(run)
    assert start is not None
    W = run.problem.W
    assert start.by_quotients.tolist() == gradient(run.problem, W, 1e-3, difference).tolist()
    assert start.exact.tolist() == exact_gradient(run.problem, W).tolist()


@pytest.mark.parametrize(
    ("difference", "formula"),
    [
        ("central", "[loss(wₖ + h) − loss(wₖ − h)] / 2h"),
        ("forward", "[loss(wₖ + h) − loss(wₖ)] / h"),
        ("backward", "[loss(wₖ) − loss(wₖ − h)] / h"),
    ],
)
def test_formula_is_that_of_the_quotient(difference: str, formula: str) -> None:
    first, *_ = limit_parts(reported(difference=difference, h=1e-3), Wording())
    assert isinstance(first, FormulaLine)
    assert first.text.endswith(formula)
    assert ("no error but rounding" in said(reported(difference=difference, h=1e-3))) == (
        difference == "central"
    )


def test_right_digits_are_counted() -> None:
    run = reported(difference="forward", h=1e-4, until_converged=False, epochs=5)
    (table,) = [part for part in limit_parts(run, Wording()) if isinstance(part, ReportTable)]
    start = slopes_at_start(run)
    assert start is not None
    worst = min(int(row[-1].text) for row in table.rows)
    assert worst == start.check.worst_digits == 4
    assert "At the start, 4 digits of the worst slope are right." in said(run)


def test_scaled_columns_have_their_own_slopes() -> None:
    run = reported(scale_columns=True)
    start = slopes_at_start(run)
    assert start is not None
    lengths = np.linalg.norm(run.problem.A, axis=0)[:, np.newaxis]
    assert start.exact * lengths == pytest.approx(exact_gradient(run.problem, run.problem.W))
    assert "scaled to length 1" in said(run)


def test_lost_step_is_not_compared() -> None:
    run = reported(
        Problem([[1.0], [2.0]], [1.0, 3.0], [1.0]), until_converged=False, epochs=3, h=1e-18
    )
    assert slopes_at_start(run) is None
    assert "were not compared" in said(run)


def test_other_losses_are_checked_at_the_end() -> None:
    run = reported(loss="huber", until_converged=False, epochs=3)
    assert slopes_at_start(run) is None
    check = GradientCheck((SlopeAgreement.AGREES,) * 2, np.array([9.5, 8.2]))
    assert "At the weights reached, 8 digits" in said(replace(run, check=check))
    at_rest = GradientCheck((SlopeAgreement.AGREES,) * 2, np.full(2, np.nan))
    assert "every slope is 0 to rounding" in said(replace(run, check=at_rest))


def test_large_table_is_not_compared() -> None:
    rows = 600_000
    problem = line_problem(9)
    run = reported(problem, until_converged=False, epochs=1)
    large = Problem(np.ones((rows, 2)), np.ones(rows))
    run.__dict__["problem"] = large
    assert slopes_at_start(run) is None
