"""What the frames of a run are shown beside."""

import warnings
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from engine import Frame, Problem, Settings, descend, exact_gradient, triangle_of
from engine.examples import EXAMPLES, published
from engine.limit.point import LimitPoint
from engine.limit.slope_check import SlopeAgreement
from engine.limit.table import LimitTable
from gui.document import Experiment
from gui.run import companions
from gui.run.companions import CompanionSource
from gui.run.prepared_rows import PreparedRows
from tests.gui.frames import frame_of
from tests.gui.progresses import progress_of

LITERAL = Settings(epochs=5, learning_rate=0.01, h=0.1, method="literal")


def never() -> bool:
    return False


def last_frame(problem: Problem, settings: Settings) -> Frame:
    *_, frame = descend(problem, settings)
    return frame


def source_of(
    problem: Problem, settings: Settings = LITERAL
) -> tuple[CompanionSource, PreparedRows]:
    experiment = Experiment.of(problem, settings)
    prepared_rows = PreparedRows(experiment)
    return CompanionSource(experiment, prepared_rows, settings, never), prepared_rows


def random_problem(rows: int, weights: int) -> Problem:
    draw = np.random.default_rng(rows)
    return Problem(draw.normal(size=(rows, weights)), draw.normal(size=rows))


@pytest.mark.parametrize("scaled", [False, True])
def test_small_table_has_all_companions(scaled: bool) -> None:
    problem = published().problem
    settings = replace(LITERAL, scale_columns=scaled)
    source, prepared_rows = source_of(problem, settings)
    frame = last_frame(problem, settings)
    found = source.of(frame)
    assert found.exact_gradient is not None
    assert found.check is not None
    assert found.working is not None
    expected = exact_gradient(problem, frame.W, settings)
    assert found.exact_gradient == pytest.approx(expected, rel=1e-15)
    assert found.check.worst is SlopeAgreement.AGREES
    then = last_frame(problem, replace(settings, epochs=6))
    assert found.working.W_next_of_table == pytest.approx(then.W, rel=1e-15)
    assert prepared_rows.triangle is None


def test_next_scaled_weights_are_the_runs() -> None:
    settings = Settings(10, 0.1, 0.1, scale_columns=True, method="literal")
    for rows in range(4, 24):
        problem = random_problem(rows, 3)
        working = progress_of(problem, settings).working
        then = progress_of(problem, replace(settings, epochs=11)).frame
        assert working is not None
        assert working.W_next_of_table.tolist() == then.W.tolist()


def test_companions_are_computed_once_and_frozen() -> None:
    problem = published().problem
    found = source_of(problem)[0].of(last_frame(problem, LITERAL))
    found.compute()
    assert found.exact_gradient is found.exact_gradient
    assert found.working is found.working
    assert found.exact_gradient is not None
    assert not found.exact_gradient.flags.writeable


@pytest.mark.parametrize("rows", [20, 30_000])
def test_any_loss_is_checked_by_its_own_residuals(rows: int) -> None:
    """A frame brings its exact gradient along at the end, or this step does."""
    problem = random_problem(rows, 5)
    settings = replace(LITERAL, loss="log-cosh")
    source = source_of(problem, settings)[0]
    first, *_, last = descend(problem, settings)
    at_end, at_start = source.of(last), source.of(first)
    assert at_end.exact_gradient is last.exact_gradient
    if rows == 20:
        assert at_start.working is not None
        assert at_start.exact_gradient is at_start.working.exact_gradient
    else:
        assert (at_start.working, at_start.exact_gradient) == (None, None)
    expected = exact_gradient(problem, last.W, settings)
    assert at_end.exact_gradient == pytest.approx(expected, rel=1e-11)


def test_medium_table_is_reduced_for_them() -> None:
    problem = random_problem(3000, 3)
    source, prepared_rows = source_of(problem)
    frame = next(descend(problem, LITERAL))
    found = source.of(frame)
    assert prepared_rows.triangle is not None
    assert found.exact_gradient == pytest.approx(exact_gradient(problem, frame.W), rel=1e-12)


def test_large_table_has_them_once_reduced() -> None:
    problem = random_problem(300_000, 2)
    source, prepared_rows = source_of(problem)
    first, second = (next(descend(problem, LITERAL)) for _ in range(2))
    found = source.of(first)
    assert (found.exact_gradient, found.check, found.working) == (None, None, None)
    prepared_rows.reduce(never)
    found = source.of(second)
    assert found.exact_gradient == pytest.approx(exact_gradient(problem, second.W), rel=1e-12)
    assert found.working is not None


def test_wide_table_has_gradient_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(60, 100)
    source, prepared_rows = source_of(problem)
    assert source.of(next(descend(problem, LITERAL))).exact_gradient is None
    end = last_frame(problem, LITERAL)
    found = source.of(end)
    assert found.exact_gradient == pytest.approx(exact_gradient(problem, end.W), rel=1e-13)
    assert (found.working, prepared_rows.triangle) == (None, None)
    monkeypatch.setattr(companions, "CELLS_OF_THE_LAST", 100)
    assert source.of(last_frame(problem, LITERAL)).exact_gradient is None


@pytest.mark.parametrize("scaled", [False, True])
def test_exact_at_the_optimum_is_exact(scaled: bool) -> None:
    """Of a table whose triangle stands for its rows; there no digit is that of the triangle."""
    problem = random_problem(700, 3)
    settings = Settings(1000, "safe", 0.1, scale_columns=scaled, until_converged=True)
    progress = progress_of(problem, settings)
    exact = progress.exact_gradient
    table = LimitTable.of_rows(problem, settings, triangle=triangle_of(problem))
    slopes = LimitPoint.at(table, progress.frame.W).slopes
    assert exact is not None
    assert exact[:, 0] == pytest.approx(slopes, rel=1e-6, abs=0)


def test_overflowed_triangle_is_not_used() -> None:
    problem = Problem(np.full((3000, 2), 1e308), np.full(3000, 1e308))
    source, prepared_rows = source_of(problem)
    prepared_rows.reduce(never)
    frame = frame_of(0, 1.0, 1.0, 1.0)
    assert source.of(frame).exact_gradient is None


@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("name", ["A line through noise", "Well-conditioned table"])
def test_slopes_rest_at_the_optimum(name: str, scaled: bool) -> None:
    problem = next(each.problem for each in EXAMPLES if each.name == name)
    settings = Settings(1000, "safe", 1e-7, scale_columns=scaled, until_converged=True)
    progress = progress_of(problem, settings)
    assert progress.verdict is not None
    assert progress.verdict.is_good
    assert progress.gradient_check is not None
    assert progress.gradient_check.worst_digits is None  # 0 to rounding
    assert progress.gradient_check.worst is not SlopeAgreement.WRONG


def test_wrong_slopes_elsewhere_stay_wrong() -> None:
    example = next(each for each in EXAMPLES if each.name == "h too small")
    progress = progress_of(example.problem, example.settings)
    assert progress.gradient_check is not None
    assert progress.gradient_check.worst is SlopeAgreement.WRONG
    assert progress.gradient_check.worst_digits == 0


def outlier(**changes: object) -> tuple[Problem, Settings]:
    A = np.column_stack([np.ones(12), np.linspace(-2, 2, 12)])
    Y = A @ [1.0, 2.0] + 0.1 * np.random.default_rng(1).normal(size=12)
    Y[3] += 8
    return Problem(A, Y), Settings(**{"learning_rate": 0.1, "until_converged": True, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("loss", ["log-cosh", "huber", "mean(|Y − P|^1.5) + 0.1·sum(W²)"])
@pytest.mark.parametrize("scale_columns", [False, True])
def test_slopes_of_any_loss_rest(loss: str, scale_columns: bool) -> None:
    problem, settings = outlier(loss=loss, h="fits", scale_columns=scale_columns)
    progress = progress_of(problem, settings)
    assert progress.verdict is not None
    assert progress.verdict.is_rest
    assert progress.gradient_check is not None
    assert progress.gradient_check.worst_digits is None
    assert progress.gradient_check.worst is SlopeAgreement.ROUNDED


def test_biased_rest_stays_wrong() -> None:
    progress = progress_of(*outlier(loss="log-cosh", h=0.5))
    assert progress.gradient_check is not None
    assert progress.gradient_check.worst is SlopeAgreement.WRONG


def test_flat_slope_is_rounding() -> None:
    """|Y − P| has a slope of 0 between two kinks; the quotient is rounded by some ε/h."""
    problem, settings = outlier(loss="mean absolute", h=1e-4, epochs=0, until_converged=False)
    frame = last_frame(problem.starting_from([1.04, 2.0]), settings)
    source, _ = source_of(problem, settings)
    exact = source.of(frame).exact_gradient
    assert exact is not None
    assert abs(exact[0, 0]) < 1e-15
    for found, verdict in ((5e-13, SlopeAgreement.ROUNDED), (1e-3, SlopeAgreement.WRONG)):
        seen = frame.state._replace(gradient=np.array([[found], [0.12]]))
        check = source.of(Frame(seen, frame.recorded)).check
        assert check is not None
        assert check.verdicts[0] is verdict


def test_rounding_may_be_infinite() -> None:
    companions_now = object.__new__(companions.Companions)
    largest = np.array([[1e308]])
    vars(companions_now).update(exact_gradient=largest, _floor=largest)
    vars(companions_now).update(working=SimpleNamespace(resolution=largest))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isinf(companions_now._rounding_of_quotients).all()
