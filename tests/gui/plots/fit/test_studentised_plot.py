"""What the plots of studentised residuals have in common: studentised_plot.py."""

import pytest
from pytestqt.qtbot import QtBot

from gui.plots.fit.influence_plot import InfluencePlot
from gui.plots.fit.quantile_plot import QuantilePlot
from gui.plots.fit.rows_plot import NO_SPREAD
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
