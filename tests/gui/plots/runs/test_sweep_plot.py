"""The picture of a sweep."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from engine import Problem, Settings, StopReason
from engine.sweep.result import Sweep
from engine.sweep.spacing import spaced
from engine.sweep.sweep import sweep
from gui.plots.point_steps import PointStep
from gui.plots.runs.sentences import sweep_reading
from gui.plots.runs.sweep_plot import SweepPlot
from tests.gui.plots.conftest import show

PROBLEM = Problem([[1.0, 0.2], [0.3, 2.0], [1.0, 1.0]], [1.0, 2.0, 3.5])


@pytest.fixture
def plot(qtbot: QtBot) -> SweepPlot:
    """A plot without a sweep."""
    plot = SweepPlot()
    plot.set_empty_text("nothing")
    show(qtbot, plot)
    return plot


def rates() -> Sweep:
    """Return a sweep of η to 10 times its limit."""
    return sweep(PROBLEM, Settings(400), "learning_rate", spaced("learning_rate", 1e-3, 10.0, 9))


def momenta(**chosen: object) -> Sweep:
    """Return a sweep of β."""
    given = Settings(50, **chosen)  # type: ignore[arg-type]
    return sweep(PROBLEM, given, "momentum", spaced("momentum", 0.0, 0.99, 5))


def test_runs_beyond_the_limit_are_kept(plot: SweepPlot) -> None:
    found = rates()
    plot.show_sweep(found)
    diverged = int(found.diverged.sum())
    assert diverged > 0
    x, y = plot.failed.getData()
    assert len(x) == diverged
    assert np.ptp(y) == 0
    assert len(plot.points.getData()[0]) == 9 - diverged
    assert len(plot.zone.rects()) == 1
    assert [words for words, _ in plot.zone.words()] == [f"limit {found.stable[1]:.3g}"]  # type: ignore[index]
    assert f"{diverged} have diverged." in plot.plot_area.spoken_sentence()


def test_keys_read_and_take_points(plot: SweepPlot) -> None:
    found = rates()
    plot.show_sweep(found)
    chosen = QSignalSpy(plot.value_chosen)
    plot.plot_area.step_requested.emit(PointStep.FIRST)
    assert plot.plot_area.header.reading == sweep_reading(found, 0)
    assert plot.plot_area.header.reading.startswith("η 0.001   loss ")
    QTest.keyClick(plot.plot_area, Qt.Key.Key_Return)
    assert chosen.at(0) == [0]
    plot.plot_area.step_requested.emit(PointStep.LAST)
    assert plot.plot_area.header.reading.startswith("η 10   ended: Diverged")
    plot.plot_area.focus_left.emit()
    assert plot.plot_area.header.reading == ""


def test_click_takes_the_nearest(plot: SweepPlot, qtbot: QtBot) -> None:
    plot.show_sweep(rates())
    at = plot.plot_area.area().center().toPoint()
    with qtbot.waitSignal(plot.value_chosen) as chosen:
        QTest.mouseClick(plot.plot_area.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))
    assert chosen.args == [4]


def test_pointer_reads_the_nearest(plot: SweepPlot) -> None:
    found = rates()
    plot.show_sweep(found)
    plot.plot_area.pointer_moved.emit(plot.plot_area.area().center())
    assert plot.plot_area.header.reading == sweep_reading(found, 4)
    plot.plot_area.pointer_left.emit()
    assert plot.plot_area.header.reading == ""


def test_momentum_has_its_own_axis(plot: SweepPlot) -> None:
    plot.show_sweep(momenta(learning_rate=0.8, optimiser="heavy ball"))
    assert [tick.label for tick in plot.plot_area.bottom.ticks] == ["0", "0.5", "0.9", "0.99"]
    assert plot.zone.words()[0][0].startswith("stable from ")
    plot.show_sweep(momenta(learning_rate=0.4, optimiser="nesterov"))
    assert plot.zone.words()[0][0].startswith("stable to ")


def test_former_sweep_says_so(plot: SweepPlot) -> None:
    found = rates()
    plot.show_sweep(found, is_former=True)
    assert plot.plot_area.header.caption == "Of the tables or settings before."
    plot.show_sweep(None)
    assert plot.plot_area.spoken_sentence() == "nothing"
    assert plot.menu_actions()


def test_one_value_is_a_point(plot: SweepPlot) -> None:
    plot.show_sweep(sweep(PROBLEM, Settings(5), "h", [0.1]))
    assert plot.plot_area.bottom.name == "h"
    assert len(plot.points.getData()[0]) == 1


def test_sweep_so_far_has_its_whole_range(plot: SweepPlot) -> None:
    whole = rates()
    unknown = np.arange(len(whole.values)) >= 3
    so_far = replace(
        whole,
        losses=np.where(unknown, np.nan, whole.losses),
        stops=tuple(
            StopReason.CANCELLED if each else stop
            for each, stop in zip(unknown.tolist(), whole.stops, strict=True)
        ),
    )
    plot.show_sweep(so_far)
    assert len(plot.points.getData()[0]) == 3
    assert len(plot.failed.getData()[0]) == 0
    across = plot.plot_area.view.viewRange()[0]
    assert sweep_reading(so_far, 4).endswith("not computed yet")
    plot.show_sweep(whole)
    assert plot.plot_area.view.viewRange()[0] == across
