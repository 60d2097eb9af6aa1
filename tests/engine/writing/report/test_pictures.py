import math
from dataclasses import replace

import numpy as np
import pytest

from engine import Problem
from engine.writing.report.facts import ReportedRun
from engine.writing.report.parts import Figure
from engine.writing.report.pictures import loss_figure, residual_figures

from .runs import line_problem, reported


def plain(text: str) -> str:
    return text


def figures_of(run: ReportedRun) -> dict[str, Figure]:
    return {each.chart.title: each for each in residual_figures(run, plain)}


def test_loss_has_the_losses_of_the_run() -> None:
    run = reported(until_converged=False, epochs=30)
    figure = loss_figure(run, plain)
    assert figure is not None
    curve, least = figure.chart.lines
    assert run.trace is not None
    assert curve.y.tolist() == run.trace.loss.tolist()
    assert curve.x.tolist() == list(range(31))
    assert run.best is not None
    assert set(least.y.tolist()) == {run.best.loss}


def test_long_run_has_powers_of_epochs() -> None:
    problem = Problem(np.vander(np.linspace(0, 1, 12), 5), np.arange(12.0) ** 2)
    figure = loss_figure(reported(problem), plain)
    assert figure is not None
    assert figure.chart.x.is_log
    assert figure.caption.endswith("from the first epoch on.")


def test_nothing_recorded_is_no_curve() -> None:
    assert loss_figure(replace(reported(), trace=None), plain) is None


def test_residuals_are_those_of_the_optimum() -> None:
    run = reported(until_converged=False, epochs=1)
    figures = figures_of(run)
    assert len(figures) == 4
    dots = figures["Residuals against predictions"].chart.dots
    assert dots is not None
    assert run.best is not None
    predicted = (run.problem.A @ run.best.W)[:, 0]
    assert dots.x == pytest.approx(predicted)
    assert dots.y == pytest.approx(run.problem.Y[:, 0] - predicted, abs=1e-12)


def test_largest_residuals_have_their_rows() -> None:
    problem = line_problem()
    Y = problem.Y.copy()
    Y[6] += 50
    for figure in figures_of(reported(Problem(problem.A, Y))).values():
        assert figure.chart.dots is not None
        k, word = figure.chart.dots.words[0]
        assert word == "7"
        assert abs(figure.chart.dots.y[k]) == np.abs(figure.chart.dots.y).max()


def test_normal_quantiles_are_symmetric() -> None:
    dots = figures_of(reported())["Normal quantiles"].chart.dots
    assert dots is not None
    assert dots.x == pytest.approx(-dots.x[::-1])
    assert (np.diff(dots.y) >= 0).all()


def test_cook_is_constant_along_its_lines() -> None:
    run = reported(line_problem(9))
    chart = figures_of(run)["Influence of each row"].chart
    contours = [line for line in chart.lines if len(line.x) > 2]
    distances = {
        round(float(d), 9) for line in contours for d in line.y**2 * line.x / (2 * (1 - line.x))
    }
    assert distances == {0.5, 1.0}


def test_another_loss_has_residuals_of_its_weights() -> None:
    run = reported(loss="huber", until_converged=False, epochs=3)
    figures = figures_of(run)
    assert list(figures) == ["Residuals against predictions", "Residuals by row"]
    dots = figures["Residuals by row"].chart.dots
    assert dots is not None
    assert dots.y == pytest.approx((run.problem.Y - run.problem.A @ run.W)[:, 0])


def test_exact_fit_has_no_studentised_residuals() -> None:
    run = reported(Problem([[1.0, 2.0], [3.0, 4.0]], [1.0, 2.0]))
    assert "Normal quantiles" not in figures_of(run)


def test_infinite_weights_have_no_residuals() -> None:
    run = replace(reported(loss="huber", epochs=3), W=np.full((2, 1), math.inf))
    assert residual_figures(run, plain) == []
