"""Kept runs are drawn dashed beside another line, each in its style."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.plots.loss_plot import LossPlot
from gui.plots.runs.other_lines import OtherLines
from gui.plots.runs.overlaid_run import OverlaidRun
from gui.plots.runs.run_styles import DASHES, STYLES, run_colour, run_pen
from gui.plots.theme import theme_of
from gui.theme.blending import CURVE, contrast
from tests.gui.plots.conftest import dark, trace_of


def overlaid(number: int, *losses: float) -> OverlaidRun:
    """Return a kept run."""
    return OverlaidRun(
        number, number, np.arange(len(losses), dtype=float), np.array(losses), np.zeros((1, 2))
    )


def test_no_two_styles_look_alike(window: QWidget) -> None:
    theme = theme_of(window)
    looks = [(run_colour(theme, k).name(), run_pen(theme, k).style()) for k in range(STYLES)]
    assert len(set(looks)) == STYLES
    assert Qt.PenStyle.SolidLine not in DASHES


@pytest.mark.parametrize("is_dark", [False, True])
def test_styles_are_seen(window: QWidget, palette: QPalette, is_dark: bool) -> None:
    QApplication.setPalette(dark(palette) if is_dark else palette)
    theme = theme_of(window)
    for colour in theme.kept:
        assert contrast(colour, theme.background) >= CURVE
    for one, other in combinations((*theme.kept, theme.run), 2):
        assert one != other


def test_kept_runs_share_the_axes(loss_plot: LossPlot) -> None:
    loss_plot.show_trace(trace_of([100.0, 1.0]))
    loss_plot.show_others([overlaid(2, 100.0, 10.0, 1e-3)])
    assert [entry.name for entry in loss_plot.plot_area.header.legend] == ["loss", "run 2"]
    (left, right), (low, _) = loss_plot.plot_area.shown_range()
    assert left <= 0 <= 2 <= right
    assert low <= -3
    assert "Beside it is the kept run 2." in loss_plot.plot_area.spoken_sentence()
    others = loss_plot._others
    assert isinstance(others, OtherLines)
    _, y = others.lines[0].getData()
    assert y is not None
    np.testing.assert_allclose(y, [2, 1, -3])
    loss_plot.show_others([])
    assert len(others.lines[0].getData()[0]) == 0  # type: ignore[arg-type]
    assert [entry.name for entry in loss_plot.plot_area.header.legend] == ["loss"]


def test_kept_runs_wait_for_a_curve(loss_plot: LossPlot, qtbot: QtBot) -> None:
    loss_plot.show_others([overlaid(1, 2.0, 1.0)])
    assert loss_plot.plot_area.header.legend == ()
    loss_plot.show_trace(trace_of([2.0, 1.5]))
    assert len(loss_plot.plot_area.header.legend) == 2
