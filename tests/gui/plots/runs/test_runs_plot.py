"""The losses of all runs in one plot."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.plots.point_steps import PointStep
from gui.plots.runs.runs_plot import RunsPlot
from gui.plots.runs.sentences import runs_sentence
from tests.gui.plots.conftest import show, trace_of

from .test_other_lines import overlaid


@pytest.fixture
def plot(qtbot: QtBot) -> RunsPlot:
    """A plot without runs."""
    plot = RunsPlot()
    plot.set_empty_text("nothing")
    show(qtbot, plot)
    return plot


def test_kept_runs_need_no_other(plot: RunsPlot) -> None:
    assert plot.plot_area.spoken_sentence() == "nothing"
    plot.show_runs([overlaid(1, 4.0, 2.0), overlaid(3, 4.0, 1.0)], None, None)
    assert plot.plot_area.empty_text == ""
    assert [entry.name for entry in plot.plot_area.header.legend] == ["run 1", "run 3"]
    assert plot.plot_area.spoken_sentence() == (
        "2 kept runs: run 1, 2 at epoch 1; run 3, 1 at epoch 1."
    )


def test_run_shown_is_solid_and_named(plot: RunsPlot) -> None:
    runs = [overlaid(1, 4.0, 2.0)]
    plot.show_runs(runs, trace_of([4.0, 3.0]), runs[0], "run 2")
    assert [entry.name for entry in plot.plot_area.header.legend] == ["run 2", "run 1"]
    assert "Line: the loss falls" in plot.plot_area.spoken_sentence()


def test_keys_read_the_chosen_run(plot: RunsPlot) -> None:
    runs = [overlaid(1, 4.0, 2.0)]
    plot.show_runs(runs, trace_of([4.0, 3.0]), runs[0])
    plot.plot_area.step_requested.emit(PointStep.LAST)
    assert plot.plot_area.header.reading == "epoch 1   loss 2"


def test_sentence_of_the_run_alone() -> None:
    assert runs_sentence((), trace_of([2.0])) == "Line: one point, the loss 2 at epoch 0."
    assert np.isfinite(overlaid(1, 2.0).losses).all()
