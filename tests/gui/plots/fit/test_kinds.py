"""What each plot of a fit draws, and the lines to read it by."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine import Problem
from engine.inference.row_figures import cook_contour
from gui.fit.fit_request import line_along
from gui.plots.axis_scale import Numbers
from gui.plots.fit.agreement_plot import AgreementPlot
from gui.plots.fit.guide import Guide
from gui.plots.fit.influence_plot import CONTOURS, InfluencePlot
from gui.plots.fit.line_plot import NO_COLUMN, LinePlot
from gui.plots.fit.quantile_plot import QuantilePlot
from gui.plots.fit.residual_plot import Abscissa, Against, ResidualPlot
from gui.plots.fit.sentences import (
    column_reading,
    influence_reading,
    quantile_reading,
    row_reading,
)
from gui.plots.fit.shown_rows import ShownRows
from gui.plots.line import PlotLine
from tests.gui.plots.conftest import show

from .fits import figures_of, problem_of, rows_of


def ends_of(guide: Guide) -> tuple[float, float, float, float]:
    x, y = guide.getData()
    assert x is not None
    assert y is not None
    return float(x[0]), float(x[-1]), float(y[0]), float(y[-1])


def heights_of(curve: PlotLine) -> Numbers:
    found = curve.getData()[1]
    assert found is not None
    return found


def test_residuals_stand_against_anything(qtbot: QtBot) -> None:
    plot, rows = ResidualPlot(), rows_of()
    show(qtbot, plot)
    plot.show_rows(rows)
    problem, shown = rows.figures.problem, rows.figures.shown
    expected = {
        Against(): rows.figures.predicted(shown),
        Against(Abscissa.ROW): np.arange(1.0, 31.0),
        Against(Abscissa.COLUMN, 2): problem.A[:, 2],
    }
    for against, x in expected.items():
        plot.set_against(against)
        found = plot.points.getData()
        assert found[0] == pytest.approx(x)
        assert found[1] == pytest.approx(rows.figures.influence.residuals)
    assert plot.plot_area.header.remark == "against x3"


def test_residuals_show_two_deviations(qtbot: QtBot) -> None:
    plot, rows = ResidualPlot(), rows_of()
    show(qtbot, plot)
    plot.show_rows(rows)
    wide = 2 * rows.figures.residual_sd
    assert ends_of(plot.above)[2:] == pytest.approx((wide, wide))
    assert ends_of(plot.below)[2:] == pytest.approx((-wide, -wide))
    assert ends_of(plot.zero)[2:] == (0.0, 0.0)
    low, high = plot.plot_area.shown_range()[1]
    assert low < -wide < wide < high


def test_guides_reach_the_edges_at_any_scale(qtbot: QtBot) -> None:
    problem = problem_of()
    plot = AgreementPlot()
    show(qtbot, plot)
    plot.show_rows(rows_of(Problem(problem.A, 1e15 * problem.Y)))
    left, right, low, high = ends_of(plot.line)
    assert (left, right) == pytest.approx(plot.plot_area.shown_range()[0])
    assert (low, high) == pytest.approx((left, right))
    plot.plot_area.pan(0.5, 0.0)
    assert ends_of(plot.line)[:2] == pytest.approx(plot.plot_area.shown_range()[0])


def test_quantiles_rise(qtbot: QtBot) -> None:
    plot, rows = QuantilePlot(), rows_of()
    show(qtbot, plot)
    plot.show_rows(rows)
    x, y = plot.points.getData()
    order = np.argsort(x)
    assert (np.diff(y[order]) >= 0).all()
    left, right, low, high = ends_of(plot.line)
    assert (left, right) == (low, high)


def test_contours_have_their_distance(qtbot: QtBot) -> None:
    plot, rows = InfluencePlot(), rows_of()
    show(qtbot, plot)
    plot.show_rows(rows)
    assert plot.plot_area.shown_range()[0][0] <= 0
    for distance, (above, below) in zip(CONTOURS, plot.contours, strict=True):
        x, y = above.getData()
        assert x is not None
        assert y is not None
        known = np.isfinite(y)
        assert known.any()
        assert y[known] == pytest.approx(cook_contour(distance, rows.figures.rank, x[known]))
        assert below.getData()[1][known] == pytest.approx(-y[known])  # type: ignore[index]
    assert [entry.name for entry in plot.plot_area.header.legend] == ["Cook 0.5", "Cook 1"]


def test_bands_surround_the_line(qtbot: QtBot) -> None:
    plot, problem = LinePlot(), problem_of()
    show(qtbot, plot)
    rows, figures = rows_of(problem), figures_of(problem)
    line = line_along(figures, rows.figures, 1)
    plot.show_line(rows, line)
    assert plot.points.getData()[0] == pytest.approx(problem.A[:, 1])
    assert plot.points.getData()[1] == pytest.approx(problem.Y[:, 0])
    fitted = heights_of(plot.fitted)
    heights = [heights_of(curve) for curve in (*plot.prediction, *plot.confidence)]
    lowest, highest, low, high = heights
    assert (lowest < low).all()
    assert (low < fitted).all()
    assert (fitted < high).all()
    assert (high < highest).all()
    slope = (fitted[-1] - fitted[0]) / (line.x[-1] - line.x[0])
    assert slope == pytest.approx(figures.best.W[1, 0])
    assert "x2" in plot.plot_area.spoken_sentence()
    low_edge, high_edge = plot.plot_area.shown_range()[1]
    assert low_edge < lowest.min() < highest.max() < high_edge


def test_line_needs_a_column(qtbot: QtBot) -> None:
    plot = LinePlot()
    show(qtbot, plot)
    plot.show_line(rows_of(), None)
    assert plot.plot_area.empty_text == NO_COLUMN


def test_readings_tell_the_row() -> None:
    rows = rows_of()
    assert row_reading(rows, 2).startswith("row 3   Y ")
    assert "normal quantile" in quantile_reading(rows, 2)
    assert "leverage" in influence_reading(rows, 2)
    assert "x3" in column_reading(rows, 2, 2)


def test_numbering_finds_rows_of_the_table() -> None:
    numbering = np.array([0, 2, 5], dtype=np.int64)
    rows = ShownRows(rows_of().figures, (), numbering)
    assert [rows.table_row(k) for k in range(3)] == [0, 2, 5]
    assert [rows.row_of(k) for k in (0, 1, 2, 5, 6)] == [0, None, 1, 2, None]
