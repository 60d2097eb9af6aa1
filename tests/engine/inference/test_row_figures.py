"""What is drawn of the rows of a fit."""

import numpy as np
import pytest

from engine import Cancelled, Problem, optimum
from engine.inference.row_figures import (
    RowFigures,
    cook_contour,
    normal_quantiles,
    rows_to_show,
)
from engine.statistics import Statistics, statistics


def figures_of(problem: Problem) -> Statistics:
    return statistics(problem, optimum(problem))


def scattered(rows: int = 40) -> Problem:
    random = np.random.default_rng(3)
    A = np.column_stack((np.ones(rows), random.normal(size=(rows, 2))))
    return Problem(A, A @ [1.0, 2.0, -1.0] + random.normal(size=rows))


def test_every_row_is_told() -> None:
    problem = scattered()
    found = RowFigures.of(figures_of(problem))
    rows = found.shown
    assert rows.tolist() == list(range(40))
    assert found.observed(rows) == pytest.approx(problem.Y[:, 0])
    best = optimum(problem).W
    assert found.predicted(rows) == pytest.approx((problem.A @ best)[:, 0])
    assert found.inputs(rows, 1) == pytest.approx(problem.A[:, 1])
    assert found.varying == (1, 2)
    assert (found.total, found.placed, found.rank) == (40, 40, 3)


def test_quantiles_follow_the_order() -> None:
    found = RowFigures.of(figures_of(scattered()))
    order = np.argsort(found.influence.studentised)
    quantiles = found.quantiles(order)
    assert (np.diff(quantiles) > 0).all()
    assert quantiles == pytest.approx(-quantiles[::-1])
    # Blom's positions of 5, from the normal table.
    assert normal_quantiles(range(5), 5) == pytest.approx(
        [-1.17976, -0.497201, 0.0, 0.497201, 1.17976], abs=1e-5
    )
    assert np.isnan(normal_quantiles([-1], 5)).all()


def test_unusual_rows_are_always_shown() -> None:
    problem = scattered(5000)
    A, Y = problem.A.copy(), problem.Y.copy()
    Y[1234] += 100  # an error
    A[4321, 1] = 50  # a leverage
    found = RowFigures.of(figures_of(Problem(A, Y)), most=400)
    assert len(found.shown) <= 400
    assert len(found.shown) > 300
    assert {1234, 4321} <= set(found.shown.tolist())
    assert (np.diff(found.shown) > 0).all()
    assert found.most_influential in (1234, 4321)


def test_few_rows_are_all_shown() -> None:
    influence = figures_of(scattered()).influence()
    assert len(rows_to_show(influence, 40)) == 40
    assert len(rows_to_show(influence, 39)) <= 39


def test_large_residuals_are_counted() -> None:
    found = RowFigures.of(figures_of(scattered()))
    far = np.abs(found.influence.residuals) > 2 * found.residual_sd
    assert found.beyond_two == far.sum() > 0
    least, largest = found.studentised_range
    assert least == found.influence.studentised.min()
    assert largest == found.influence.studentised.max()


def test_exact_fit_has_no_places() -> None:
    problem = Problem([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], [1.0, 3.0, 5.0])
    found = RowFigures.of(figures_of(problem))
    assert found.placed == 0
    assert np.isnan(found.quantiles(found.shown)).all()
    assert np.isnan(found.studentised_range).all()
    assert found.most_influential is None


def test_contour_has_its_distance() -> None:
    found = RowFigures.of(figures_of(scattered()))
    influence = found.influence
    for row in (0, 7, 21):
        height = cook_contour(influence.cook[row], found.rank, influence.leverage[row])
        assert height == pytest.approx(abs(influence.studentised[row]))
    ends = cook_contour(1.0, 3, [-0.1, 0.0, 1.0, 1.1])
    assert np.isnan(ends[[0, 3]]).all()
    assert ends[1] == np.inf
    assert ends[2] == 0


def test_looking_through_is_told_and_stopped() -> None:
    figures = figures_of(scattered())
    told: list[float] = []
    RowFigures.of(figures, progress=told.append)
    assert told == [1.0]
    with pytest.raises(Cancelled):
        RowFigures.of(figures, cancelled=lambda: True)
