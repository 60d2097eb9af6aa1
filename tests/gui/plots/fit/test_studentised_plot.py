"""What the plots of studentised residuals have in common: studentised_plot.py."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine import Problem
from gui.plots.fit.influence_plot import InfluencePlot
from gui.plots.fit.quantile_plot import QuantilePlot
from gui.plots.fit.rows_plot import NO_SPREAD, OUT_OF_RANGE
from tests.gui.plots.conftest import show

from .fits import exact, rows_of


@pytest.mark.parametrize(
    ("kind", "title", "lines"),
    [
        (QuantilePlot, "Normal quantiles", ["normal"]),
        (InfluencePlot, "Influence", ["Cook 0.5", "Cook 1"]),
    ],
)
def test_lines_stand_in_the_legend(
    qtbot: QtBot, kind: type[QuantilePlot | InfluencePlot], title: str, lines: list[str]
) -> None:
    plot = kind()
    show(qtbot, plot)
    header = plot.plot_area.header
    plot.show_rows(rows_of())
    assert header.title == title
    assert [entry.name for entry in header.legend] == lines
    plot.mark_row(2)
    assert [entry.name for entry in header.legend] == ["row 3", *lines]
    plot.show_rows(exact())
    assert (plot.plot_area.empty_text, list(header.legend)) == (NO_SPREAD, [])
    assert plot.plot_area.spoken_sentence().endswith(NO_SPREAD)


@pytest.mark.parametrize("size", [1e200, 1e-200])
def test_residuals_out_of_range_say_so(qtbot: QtBot, size: float) -> None:
    """They are no exact fit, though they have no finite deviation."""
    plot = QuantilePlot()
    show(qtbot, plot)
    A = np.array([[1.0], [2.0], [3.0], [4.0]]) * size
    plot.show_rows(rows_of(Problem(A, np.array([1.0, 3.0, 2.0, 1.0]) * size)))
    assert plot.plot_area.empty_text == OUT_OF_RANGE
    assert plot.plot_area.spoken_sentence().endswith(OUT_OF_RANGE)
