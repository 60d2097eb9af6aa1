"""The arrows of a step: which are drawn, how long, and beside each other."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from engine.optimisers.step_parts import PartKind
from gui.plots.axis import AxisSide, PlotAxis
from gui.plots.axis_scale import Numbers
from gui.plots.surface.shown_step import ShownPart, ShownStep
from gui.plots.surface.step_arrows import (
    LEAST_MOVE,
    MOVE,
    ArrowInk,
    StepArrow,
    StepArrows,
    arrows_of,
    ink_colour,
)
from gui.plots.theme import theme_of


def same(places: Numbers) -> Numbers:
    """Take the units of the axes for pixels."""
    return places


def at(x: float, y: float) -> Numbers:
    return np.array([x, y], dtype=float)


def part(formula: str, start: Numbers, end: Numbers, kind: PartKind = PartKind.SLOPES) -> ShownPart:
    return ShownPart(kind, formula, start, end)


def heavy_ball() -> ShownStep:
    """Return a step whose two parts lead elsewhere than its move."""
    start, tip, end = at(100, 100), at(160, 100), at(160, 40)
    memory = part("−η·β·b", tip, end, PartKind.MEMORY)
    return ShownStep(start, end, [part("−η·δW", start, tip), memory])


def test_parts_and_move_are_drawn() -> None:
    arrows = arrows_of(heavy_ball(), same)
    assert [arrow.text for arrow in arrows] == ["−η·δW", "−η·β·b", MOVE]
    assert [arrow.ink for arrow in arrows] == [ArrowInk.SLOPES, ArrowInk.MEMORY, ArrowInk.MOVE]
    assert np.array_equal(arrows[0].end, arrows[1].start)
    assert np.array_equal(arrows[-1].end, at(160, 40))


def test_one_part_is_the_move() -> None:
    start, end = at(10, 10), at(60, 10)
    (arrow,) = arrows_of(ShownStep(start, end, [part("−η·δW", start, end)]), same)
    assert (arrow.text, arrow.ink, arrow.length) == ("−η·δW", ArrowInk.MOVE, 50)
    assert arrow.along(0.5) == (35, 10)
    (arrow,) = arrows_of(ShownStep(start, end), same)
    assert arrow.text == MOVE


@pytest.mark.parametrize("length", [0.0, LEAST_MOVE - 1, math.inf, math.nan])
def test_what_is_not_seen_is_left_out(length: float) -> None:
    assert arrows_of(ShownStep(at(0, 0), at(length, 0)), same) == []


def test_unseen_part_has_no_legend() -> None:
    """An arrow of two pixels had an entry in the legend, and was not seen."""
    start, tip, end = at(0, 0), at(1, 1), at(60, 0)
    added = [part("−η·λ·W", start, tip, PartKind.DECAY), part("−η·δW", tip, end)]
    arrows = arrows_of(ShownStep(start, end, added), same)
    assert [arrow.formula for arrow in arrows] == ["−η·δW", MOVE]


def test_undivided_parts_fit_a_low_plot() -> None:
    start, end = at(0, 0), at(12, 0)
    step = ShownStep(start, end, (), [part("−η·δW", start, at(0, 6000))])
    assert arrows_of(step, same)[0].length == pytest.approx(48, rel=0.1)
    assert arrows_of(step, same, 80.0)[0].length == pytest.approx(24, rel=0.1)


def test_undivided_parts_share_a_factor() -> None:
    start, end = at(0, 0), at(60, 0)
    undivided = [
        part("−η·δW", start, at(0, 6000)),
        part("−η·m̂", start, at(300, 3000), PartKind.MEMORY),
    ]
    step = ShownStep(start, end, [part("−η·m̂/(√v̂ + ε)", start, end)], undivided)
    slopes, mean, move = arrows_of(step, same)
    assert (slopes.text, mean.text) == ("−η·δW ×0.01", "−η·m̂ ×0.01")
    assert (slopes.formula, mean.formula) == ("−η·δW", "−η·m̂")
    assert slopes.length == pytest.approx(60)
    assert mean.length == pytest.approx(math.hypot(3, 30))
    assert slopes.is_undivided
    assert not move.is_undivided


def test_small_undivided_part_is_whole() -> None:
    start, end = at(0, 0), at(60, 0)
    step = ShownStep(start, end, [], [part("−η·δW", start, at(0, 20))])
    assert [arrow.text for arrow in arrows_of(step, same)] == ["−η·δW", MOVE]


angles = st.floats(0, 2 * math.pi)


@given(angles, st.floats(20, 200), st.floats(0.1, 0.9))
def test_parts_on_one_line_stand_apart(angle: float, length: float, share: float) -> None:
    along = length * at(math.cos(angle), math.sin(angle))
    start, end = at(300, 300), at(300, 300) + along
    tip = start + share * along
    step = ShownStep(
        start, end, [part("a", start, tip), part("b", tip, end)], [part("c", start, end)]
    )
    arrows = arrows_of(step, same)
    across = at(-along[1], along[0]) / length
    for one, other in combinations(arrows, 2):
        if {one.text, other.text} != {"a", "b"}:
            assert abs(float(((one.start - other.start) * across).sum())) > 4


def test_arrows_are_drawn(qapp: object) -> None:
    del qapp
    theme = theme_of(QWidget())
    item = StepArrows(PlotAxis(AxisSide.BOTTOM, theme), theme)
    item.arrange(QRectF(0, 0, 200, 200))
    item.show_arrows(
        [*arrows_of(heavy_ball(), same), StepArrow("", ArrowInk.DECAY, at(5, 5), at(5, 5), "")]
    )
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(theme.background)
    with QPainter(image) as painter:
        item.paint(painter, QStyleOptionGraphicsItem())
    greens = [image.pixelColor(130, y) for y in range(90, 110)]
    assert min(abs(each.hue() - ink_colour(ArrowInk.SLOPES, theme).hue()) for each in greens) < 4
    assert image.pixelColor(20, 20) == theme.background
    names = [entry.short for entry in item.legend()]
    assert names == ["−η·δW", "−η·β·b", MOVE, ""]
    item.show_arrows([])
    assert item.legend() == []
