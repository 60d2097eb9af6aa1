import json
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine import Matrix, Problem, Settings, fit, optimum
from engine.cancelling import Cancelled
from engine.inference.missing import MissingFigure
from engine.inference.new_rows import predict_rows
from engine.statistics import Statistics, statistics

from ..least_squares import table_problem
from ..problems import DATA, random_problem

CERTIFIED = json.loads((DATA / "certified.json").read_text(encoding="utf-8"))
seeds = st.integers(0, 2**32 - 1)


def statistics_of(problem: Problem) -> Statistics:
    return statistics(problem, optimum(problem))


def with_ones(seed: int, rows: int = 20, columns: int = 3) -> Problem:
    """Return a random table whose first column is the intercept."""
    drawn = random_problem(seed, rows, columns)
    return Problem(np.hstack((np.ones((rows, 1)), drawn.A)), drawn.Y)


def squares_without(A: Matrix, Y: Matrix) -> float:
    """Return the least sum of squares, by numpy alone."""
    lengths = np.linalg.norm(A, axis=0)
    W = np.linalg.lstsq(A / lengths, Y, rcond=None)[0]
    return float(np.square(Y - A / lengths @ W).sum())


@pytest.mark.parametrize("name", CERTIFIED)
def test_certified_figures_follow(name: str) -> None:
    found, known = statistics_of(table_problem(name)), CERTIFIED[name]
    relative = 1e-5 if name == "Filip" else 1e-9
    certified = np.array(known["standard_errors"], dtype=float).ravel()
    assert found.standard_errors == pytest.approx(certified, rel=relative, abs=0)
    assert found.r_squared == pytest.approx(float(known["r_squared"]), rel=1e-10)
    assert found.degrees_of_freedom == known["degrees_of_freedom"]


def test_r_squared_knows_no_overflow() -> None:
    drawn = random_problem(3, 20, 3)
    Y = drawn.Y / np.abs(drawn.Y).max()
    plain = statistics_of(Problem(drawn.A, Y))
    assert plain.intercept is None
    with np.errstate(over="raise"):
        large = statistics_of(Problem(drawn.A, Y * 1.3e154))  # the sum of squares is beyond 1e308
        assert large.r_squared == pytest.approx(plain.r_squared, rel=1e-12)
    for scale in (1e155, 1e200, 1e300, 1e-160, 1e-200, 1e-300):  # their squares are out of range
        lost = statistics_of(Problem(drawn.A, Y * scale))
        figures = lost.r_squared, lost.rmse, lost.residual_sd, lost.f, lost.f_p
        assert np.isnan([*figures, *lost.t, *lost.p, *lost.intervals.ravel()]).all()
        reasons = lost.missing_r_squared, lost.missing_residual_sd, lost.missing_f
        assert {*reasons, lost.missing_error(0), lost.missing_t(0)} == {MissingFigure.OUT_OF_RANGE}
    small = statistics_of(Problem(drawn.A, Y * 1e-145))
    assert small.t == pytest.approx(plain.t, rel=1e-9)
    exact = statistics_of(Problem(drawn.A, drawn.A[:, :1] * 2.0**-300))
    assert exact.missing_t(1) is not MissingFigure.OUT_OF_RANGE


@given(seeds, st.booleans())
def test_f_compares_with_no_columns(seed: int, has_intercept: bool) -> None:
    problem = with_ones(seed) if has_intercept else random_problem(seed, 20, 3)
    found = statistics_of(problem)
    assert found.intercept == (0 if has_intercept else None)
    left = squares_without(problem.A, problem.Y)
    whole = problem.Y - problem.Y.mean() if has_intercept else problem.Y
    total = float(np.square(whole).sum())
    assume(left > 1e-9 * total)
    degrees, explaining = 20 - problem.weights, 3
    expected = (total - left) / explaining / (left / degrees)
    assert found.f == pytest.approx(expected, rel=1e-8)
    assert found.r_squared == pytest.approx(1 - left / total, abs=1e-12)
    adjusted = 1 - left / degrees / (total / (20 - has_intercept))
    assert found.adjusted_r_squared == pytest.approx(adjusted, abs=1e-12)


@given(seeds)
def test_t_squared_is_f_of_one_column(seed: int) -> None:
    problem = with_ones(seed)
    found = statistics_of(problem)
    left = squares_without(problem.A, problem.Y)
    assume(left > 1e-9 * float(np.square(problem.Y).sum()))
    for k in range(problem.weights):
        without = squares_without(np.delete(problem.A, k, axis=1), problem.Y)
        f = (without - left) / (left / found.degrees_of_freedom)
        assert found.t[k] ** 2 == pytest.approx(f, rel=1e-6, abs=1e-9)


@given(seeds)
def test_inflation_is_that_of_regressions(seed: int) -> None:
    problem = with_ones(seed)
    found = statistics_of(problem).vif
    assert math.isnan(found[0])
    for k in range(1, problem.weights):
        column = problem.A[:, [k]]
        left = squares_without(np.delete(problem.A, k, axis=1), column)
        total = float(np.square(column - column.mean()).sum())
        assert found[k] == pytest.approx(total / left, rel=1e-7)


@given(seeds)
def test_leverages_add_up_to_rank(seed: int) -> None:
    problem = random_problem(seed, 20_000 if seed % 50 == 0 else 30, 4)
    found = statistics_of(problem)
    assert found.leverage().sum() == pytest.approx(4, rel=1e-10)
    assert (found.leverage() >= 0).all()


@given(seeds, st.integers(0, 19))
def test_influence_is_that_of_leaving_out(seed: int, row: int) -> None:
    problem = with_ones(seed)
    found = statistics_of(problem)
    assume(found.leverage()[row] < 0.999)
    assume(found.unexplained > 1e-8)
    kept = np.arange(20) != row
    other = optimum(Problem(problem.A[kept], problem.Y[kept]))
    moved = problem.A @ (found.best.W - other.W)
    variance = found.residual_sd**2
    expected = float(np.square(moved).sum()) / (problem.weights * variance)
    assert found.cook()[row] == pytest.approx(expected, rel=1e-6, abs=1e-12)
    residual = float(problem.Y[row, 0] - problem.A[row] @ found.best.W[:, 0])
    left = 1 - found.leverage()[row]
    assert found.studentised()[row] == pytest.approx(residual / math.sqrt(variance * left))


SIMULATIONS = 10_000


def test_intervals_cover_as_often_as_said() -> None:
    """Of 10,000 intervals that cover 95 %, 95 ± 1 % do at four and a half standard errors."""
    draw = np.random.default_rng(5)
    A = np.hstack((np.ones((12, 1)), draw.normal(size=(12, 2)))) * [1, 1e6, 1e-6]
    true, new = np.array([[1.0], [-2e-6], [5e5]]), np.array([[1.0, 2.5e6, -1e-6]])
    Y = A @ true + draw.normal(size=(12, SIMULATIONS))
    first = statistics_of(Problem(A, Y[:, 0]))
    # s is all that differs between simulations, beside the weights.
    W = np.linalg.lstsq(A / [1, 1e6, 1e-6], Y, rcond=None)[0] / [[1], [1e6], [1e-6]]
    sd = np.sqrt(np.square(Y - A @ W).sum(axis=0) / first.degrees_of_freedom)
    width = first.width_of(0.95)
    off = width * sd * first.root.errors(1.0)[:, np.newaxis]
    for i in range(3):
        ends = statistics_of(Problem(A, Y[:, i])).intervals
        expected_ends = np.column_stack(((W - off)[:, i], (W + off)[:, i]))
        assert ends == pytest.approx(expected_ends, rel=1e-9)
    covered = (np.abs(W - true) <= off).mean(axis=1)
    assert covered == pytest.approx(np.full(3, 0.95), abs=0.01)
    # So do the confidence interval of a mean, and the prediction interval of a new Y.
    error = sd * first.root.lengths_of(new)[0]
    at = (new @ W)[0]
    expected = (new @ true).item()
    assert (np.abs(at - expected) <= width * error).mean() == pytest.approx(0.95, abs=0.01)
    one_more = expected + draw.normal(size=SIMULATIONS)
    spread = np.hypot(sd, error)
    assert (np.abs(at - one_more) <= width * spread).mean() == pytest.approx(0.95, abs=0.01)
    said = predict_rows(first, new)
    assert said.prediction[0, 1] - at[0] == pytest.approx(width * spread[0])


def test_wider_level_is_wider() -> None:
    found = statistics_of(with_ones(3))
    assert (found.intervals_of(0.99)[:, 0] < found.intervals[:, 0]).all()
    assert (found.intervals_of(0.99)[:, 1] > found.intervals[:, 1]).all()


def test_dependent_columns_say_so() -> None:
    A = with_ones(7, 20, 3).A
    problem = Problem(np.hstack((A, A[:, 1:2] + A[:, 2:3])), random_problem(8, 20, 1).Y)
    found = statistics_of(problem)
    assert found.best.rank == 4
    assert np.isnan(found.t).tolist() == [False, True, True, False, True]
    assert np.isinf(found.vif).tolist() == [False, True, True, False, True]
    assert found.vif[3] == pytest.approx(statistics_of(Problem(A, problem.Y)).vif[3])
    assert found.leverage().sum() == pytest.approx(4)
    assert (found.explaining, found.degrees_of_freedom) == (3, 16)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_few_rows_leave_nothing_to_say(rows: int) -> None:
    found = statistics_of(random_problem(1, rows, 3))
    assert found.degrees_of_freedom == 0
    figures = [found.residual_sd, found.adjusted_r_squared, found.f, found.f_p]
    assert np.isnan(figures).all()
    for each in (found.standard_errors, found.t, found.p, found.intervals, found.studentised()):
        assert np.isnan(each).all()
    assert found.leverage() == pytest.approx(np.ones(rows))


def test_exact_fit_has_no_doubt() -> None:
    A = np.array([[1.0, 1], [1, 2], [1, 3], [1, 5]])
    found = statistics_of(Problem(A, A @ [[2.0], [3.0]]))
    assert (found.r_squared, found.residual_sd, found.f, found.f_p) == (1.0, 0.0, math.inf, 0.0)
    assert found.p.tolist() == [0.0, 0.0]
    assert found.intervals == pytest.approx(np.array([[2.0, 2.0], [3.0, 3.0]]))
    assert np.isnan(found.studentised()).all()


def test_constant_output_has_no_r_squared() -> None:
    found = statistics_of(Problem(with_ones(1).A, np.full(20, 3.0)))
    assert math.isnan(found.r_squared)
    assert math.isnan(found.f)


def test_intercept_alone_explains_nothing() -> None:
    found = statistics_of(Problem(np.ones((5, 1)), [1.0, 2, 3, 4, 6]))
    assert found.explaining == 0
    assert found.r_squared == pytest.approx(0.0, abs=1e-15)
    assert math.isnan(found.f)
    assert np.isnan(found.vif).all()


def test_long_pass_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        statistics_of(random_problem(1, 100, 3)).leverage(lambda: True)


def test_fit_has_its_statistics() -> None:
    found = fit(table_problem("Norris"), Settings(epochs=1)).statistics
    assert found is not None
    assert found.r_squared == pytest.approx(float(CERTIFIED["Norris"]["r_squared"]))
    assert fit(table_problem("Norris"), Settings(epochs=1, loss="huber")).statistics is None
