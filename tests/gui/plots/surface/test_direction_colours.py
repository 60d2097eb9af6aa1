"""Each direction has a colour of its own, and keeps it."""

from itertools import combinations

import pytest
from pytestqt.qtbot import QtBot

from gui.plots.surface.direction_colours import COLOURS, ColourPlaces, direction_colours
from gui.plots.surface.gap_plot import GapPlot
from gui.plots.surface.shown_gap import MOST_DIRECTIONS
from gui.theme.blending import CURVE, contrast
from tests.gui.plots.conftest import dark


def test_colour_goes_by_number() -> None:
    assert ColourPlaces().of([6, 0, 2]) == [6, 0, 2]
    assert COLOURS == MOST_DIRECTIONS


def test_no_two_share_a_colour() -> None:
    places = ColourPlaces()
    assert places.of([0, 7, 14]) == [0, 1, 2]
    assert places.of([14, 3, 7]) == [2, 3, 1]  # what is still drawn keeps its own
    assert len(set(places.of(range(10, 17)))) == COLOURS


def test_places_do_not_hang_on_the_order() -> None:
    assert ColourPlaces().of([8, 1]) == ColourPlaces().of([1, 8])[::-1]


@pytest.mark.parametrize("is_dark", [False, True])
def test_colours_are_seen_and_differ(qtbot: QtBot, is_dark: bool) -> None:
    plot = GapPlot()
    qtbot.addWidget(plot)
    if is_dark:
        plot.setPalette(dark(plot.palette()))
    theme = plot.plot_area.theme
    colours = direction_colours(theme)
    assert all(contrast(each, theme.background) >= CURVE for each in colours)
    for one, other in combinations((*colours, theme.run), 2):
        apart = (one.redF() - other.redF(), one.greenF() - other.greenF())
        distance = sum(map(abs, (*apart, one.blueF() - other.blueF())))
        assert distance >= 0.25, (one.name(), other.name())
