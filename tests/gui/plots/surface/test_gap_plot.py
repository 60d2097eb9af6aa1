"""The plot of the gap by direction."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.plots.axis_scale import Numbers
from gui.plots.line import PlotLine
from gui.plots.surface.direction_colours import direction_colours
from gui.plots.surface.gap_plot import GapPlot
from gui.plots.surface.shown_gap import MOST_DIRECTIONS, ShownGap, drawn_directions
from tests.gui.plots.conftest import show

from .surfaces import gap_of


@pytest.fixture
def plot(qtbot: QtBot) -> GapPlot:
    """The plot with a run of 19 epochs, and 20 foretold."""
    plot = GapPlot()
    show(qtbot, plot)
    plot.show_gap(gap_of())
    return plot


def points_of(line: PlotLine) -> tuple[Numbers, Numbers]:
    x, y = line.getData()
    assert x is not None
    assert y is not None
    return x, y


def test_lines_meet_at_the_latest(plot: GapPlot) -> None:
    x, y = points_of(plot.gap)
    ahead_x, ahead_y = points_of(plot.foretold)
    assert (x[-1], y[-1]) == (ahead_x[0], ahead_y[0])
    assert x[-1] == pytest.approx(np.log10(19))
    assert plot.now.getData()[0] == [x[-1]]


def test_directions_add_up(plot: GapPlot) -> None:
    heights = [10 ** points_of(line)[1] for line in plot.directions[:2]]
    assert np.sum(heights, axis=0)[:20] == pytest.approx(10 ** points_of(plot.gap)[1])
    assert len(points_of(plot.directions[2])[0]) == 0


def test_names_stand_clear(plot: GapPlot) -> None:
    placed = plot.names.placed
    assert {word.text for word in placed} == {"x1, x2", "x3"}
    assert not any(a.rect.intersects(b.rect) for a, b in combinations(placed, 2))


def test_same_name_is_written_once(plot: GapPlot) -> None:
    plot.show_gap(replace(gap_of(), names=("x1, x2", "x1, x2")))
    assert [word.text for word in plot.names.placed] == ["x1, x2"]


def colours_of(plot: GapPlot) -> dict[str, str]:
    """Return the colour of the line of each direction, by its name."""
    assert plot.shown is not None
    lines = zip(plot.shown.names, plot.directions, strict=False)
    return {name: line.pen.color().name() for name, line in lines}


def test_directions_keep_their_colours(plot: GapPlot) -> None:
    """Whichever of them has most of the gap, and whichever others are drawn."""
    shown = replace(gap_of(), modes=(4, 1))
    plot.show_gap(shown)
    before = colours_of(plot)
    assert len(set(before.values())) == 2
    swapped = replace(shown, parts=shown.parts[::-1], names=shown.names[::-1], modes=(1, 4))
    plot.show_gap(swapped)
    assert colours_of(plot) == before
    plot.show_gap(replace(shown, parts=shown.parts[:1], names=shown.names[:1], modes=(4,)))
    assert colours_of(plot).items() <= before.items()


def test_dashes_mean_foretold_alone(plot: GapPlot) -> None:
    solid = [line.pen.style() for line in (plot.gap, *plot.directions)]
    dashed = [line.pen.style() for line in (plot.foretold, *plot.ahead)]
    assert set(solid) == {Qt.PenStyle.SolidLine}
    assert set(dashed) == {Qt.PenStyle.DashLine}
    x, _ = points_of(plot.directions[0])
    ahead, _ = points_of(plot.ahead[0])
    assert (len(x), len(ahead)) == (20, 21)
    assert x[-1] == ahead[0]


def test_legend_has_what_is_drawn(plot: GapPlot) -> None:
    assert [entry.name for entry in plot.plot_area.header.legend] == ["gap", "forecast"]
    plot.show_gap(gap_of(known=40))
    assert [entry.name for entry in plot.plot_area.header.legend] == ["gap"]


def test_names_have_the_colours_of_their_lines(plot: GapPlot) -> None:
    plot.show_gap(replace(gap_of(), modes=(4, 1)))
    inks = {word.text: int(word.ink) for word in plot.names.placed}
    colours = direction_colours(plot.plot_area.theme)
    assert {name: colours[ink].name() for name, ink in inks.items()} == colours_of(plot)


def test_keys_read_epochs(plot: GapPlot) -> None:
    QTest.keyClick(plot.plot_area, Qt.Key.Key_Home)
    assert plot.plot_area.header.reading == "epoch 0   gap 102   98 % along x3"
    QTest.keyClick(plot.plot_area, Qt.Key.Key_End)
    assert plot.plot_area.header.reading == "epoch 39   gap 0.03285   99.99 % along x1, x2"
    assert plot.plot_area.crosshair is not None
    plot.plot_area.focus_left.emit()
    assert plot.plot_area.header.reading == ""


def test_pointer_reads_nearest_epoch(plot: GapPlot) -> None:
    area = plot.plot_area
    x = area.bottom.to_pixel(1.0)
    area.pointer_moved.emit(QPointF(x, area.area().center().y()))
    assert area.header.reading.startswith("epoch 10   gap 0.795")
    area.pointer_moved.emit(QPointF(0, 0))
    assert area.header.reading == ""


def test_plot_says_what_it_shows(plot: GapPlot) -> None:
    assert plot.plot_area.spoken_sentence() == (
        "Lines: the loss above the least one, 0.2704 at epoch 19, and 2 directions of it."
    )
    plot.show_nothing("No gap.")
    assert plot.plot_area.spoken_sentence() == "No gap."
    assert len(points_of(plot.gap)[0]) == 0


def test_before_a_run_all_is_foretold(plot: GapPlot) -> None:
    plot.show_gap(gap_of(known=1))
    assert len(points_of(plot.gap)[0]) == 1
    assert len(points_of(plot.foretold)[0]) == 40


def test_vanishing_gap_has_a_range(plot: GapPlot) -> None:
    epochs = np.arange(4.0)
    parts = np.array([[1.0, 1e-300, 0.0, 0.0]])
    plot.show_gap(ShownGap(epochs, parts, parts[0], 4, ("x1",)))
    low, high = plot.plot_area.shown_range()[1]
    assert -12 < low < 0 < high
    plot.show_gap(ShownGap(epochs, parts * 0, parts[0] * 0, 4, ("x1",)))
    assert plot.plot_area.shown_range()[1][0] < plot.plot_area.shown_range()[1][1]


def test_growing_forecast_leaves_the_run_in_view(plot: GapPlot) -> None:
    epochs = np.arange(60.0)
    parts = np.array([10.0 ** (5 * epochs)])
    plot.show_gap(ShownGap(epochs, parts, parts[0], 4, ("x1",)))
    low, high = plot.plot_area.shown_range()[1]
    assert low < 0 < 295 < high


def test_most_of_now_is_drawn_first() -> None:
    parts = np.random.default_rng(0).uniform(size=(20, 5))
    parts[7, 2] = 10
    drawn = drawn_directions(parts, known=3)
    assert drawn[0] == 7
    assert len(drawn) == MOST_DIRECTIONS
    assert gap_of().share == pytest.approx(2 * 0.9**19 / (2 * 0.9**19 + 100 * 0.5**19))


def test_tiny_directions_are_left_out() -> None:
    parts = np.array([[1.0, 1.0], [1e-5, 1e-4], [0.5, 1e-9]])
    assert drawn_directions(parts, known=1).tolist() == [0, 2]
