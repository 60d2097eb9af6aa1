import doctest
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, optimum
from engine.cancelling import Cancelled
from engine.errors import EngineError
from engine.inference import new_rows
from engine.inference.missing import MissingFigure
from engine.inference.new_rows import band_along, column_means, predict_rows
from engine.inference.student import t_quantile

from ..problems import random_problem
from .test_figures import statistics_of, with_ones

seeds = st.integers(0, 2**32 - 1)


@given(seeds)
def test_errors_are_those_of_inverse(seed: int) -> None:
    problem = with_ones(seed)
    found = statistics_of(problem)
    rows = with_ones(seed + 1, 7).A
    said = predict_rows(found, rows)
    inverse = np.linalg.inv(problem.A.T @ problem.A)
    expected = found.residual_sd * np.sqrt(np.einsum("ij,jk,ik->i", rows, inverse, rows))
    assert said.values == pytest.approx((rows @ found.best.W)[:, 0], rel=1e-12)
    assert said.standard_errors == pytest.approx(expected, rel=1e-6)
    assert said.spreads == pytest.approx(np.hypot(found.residual_sd, expected), rel=1e-6)
    width = t_quantile(0.95, found.degrees_of_freedom)
    assert said.confidence[:, 1] - said.values == pytest.approx(width * said.standard_errors)
    assert said.values - said.prediction[:, 0] == pytest.approx(width * said.spreads)


def test_mean_row_is_surest() -> None:
    found = statistics_of(with_ones(4))
    at_mean = predict_rows(found, column_means(found.problem).reshape(1, -1))
    assert at_mean.standard_errors[0] == pytest.approx(found.residual_sd / math.sqrt(20))
    assert at_mean.values[0] == pytest.approx(found.problem.Y.mean())


def test_leverage_is_that_of_own_rows() -> None:
    found = statistics_of(with_ones(5))
    said = predict_rows(found, found.problem.A)
    expected = found.residual_sd * np.sqrt(found.leverage())
    assert said.standard_errors == pytest.approx(expected)


def test_broken_dependency_is_not_determined() -> None:
    draw = np.random.default_rng(2)
    people = draw.integers(0, 9, size=(30, 2)).astype(float)
    A = np.column_stack((np.ones(30), people, people.sum(axis=1)))
    found = statistics_of(Problem(A, draw.normal(size=30)))
    said = predict_rows(found, np.array([[1, 2, 3, 5], [1, 2, 3, 6], [1, 0.1, 0.2, 0.3]]))
    assert said.is_determined.tolist() == [True, False, True]
    assert np.isnan(said.confidence[1]).all()
    assert np.isnan(said.prediction[1]).all()
    others = statistics_of(Problem(A[:, :3], found.problem.Y))
    expected = predict_rows(others, np.array([[1, 2, 3], [1, 0.1, 0.2]]))
    assert said.values[[0, 2]] == pytest.approx(expected.values)
    assert said.standard_errors[[0, 2]] == pytest.approx(expected.standard_errors)


def test_without_freedom_values_remain() -> None:
    said = predict_rows(statistics_of(random_problem(1, 3, 3)), np.eye(3))
    assert np.isfinite(said.values).all()
    for each in (said.standard_errors, said.spreads, said.confidence, said.prediction):
        assert np.isnan(each).all()
    assert said.is_determined.all()


@pytest.mark.parametrize("rows", [[[1.0, 2.0]], [1.0, 2.0], [[1.0, math.nan, 2.0, 3.0]], []])
def test_unusable_rows_are_refused(rows: list[list[float]]) -> None:
    with pytest.raises(EngineError):
        predict_rows(statistics_of(with_ones(1)), rows)


def test_many_rows_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        predict_rows(statistics_of(with_ones(1)), np.ones((5, 4)), cancelled=lambda: True)


def test_band_runs_through_means() -> None:
    found = statistics_of(with_ones(8))
    band = band_along(found, 2)
    A = found.problem.A
    assert (band.x[0], band.x[-1]) == (A[:, 2].min(), A[:, 2].max())
    assert band.held[0] == 1
    slope = np.polyfit(band.x, band.predictions.values, 1)[0]
    assert slope == pytest.approx(found.best.W[2, 0])
    at_mean = band_along(found, 2, [A[:, 2].mean()]).predictions
    assert at_mean.values[0] == pytest.approx(found.problem.Y.mean())
    # It is narrowest near there: the narrowest place of all is that of the other columns' means.
    widths = band.predictions.confidence @ [-1, 1]
    assert widths.argmin() not in (0, len(widths) - 1)
    assert (band.predictions.prediction @ [-1, 1] > widths).all()


def test_band_holds_what_is_asked() -> None:
    found = statistics_of(with_ones(8))
    band = band_along(found, 1, [0.5, 1.0], held=[1, 9, 2, 3], level=0.5)
    expected = predict_rows(found, [[1, 0.5, 2, 3], [1, 1.0, 2, 3]], 0.5)
    assert band.predictions.prediction == pytest.approx(expected.prediction)


def test_means_stay_within_columns() -> None:
    A = np.array([[0.1, 1e308], [0.1, 1.5e308], [0.1, 1.7e308]])
    assert column_means(Problem(A, [1.0, 2, 3]))[0] == 0.1
    assert 1e308 <= column_means(Problem(A, [1.0, 2, 3]))[1] <= 1.7e308


def test_optimum_is_what_predicts() -> None:
    problem = random_problem(3, 9, 2)
    found = statistics_of(problem)
    assert predict_rows(found, problem.A).values == pytest.approx(
        (problem.A @ optimum(problem).W)[:, 0]
    )


def test_examples_hold() -> None:
    failed, tried = doctest.testmod(new_rows)
    assert failed == 0 < tried


@pytest.mark.filterwarnings("error")
def test_huge_row_is_out_of_range() -> None:
    problem = Problem([[1, 0], [1, 1], [1, 2]], [0, 2, 1])
    found = predict_rows(statistics_of(problem), np.array([[1, 1e300], [1, 1]]))
    assert found.missing(0) is MissingFigure.OUT_OF_RANGE
    assert np.isnan([*found.confidence[0], *found.prediction[0]]).all()
    assert found.missing(1) is None
