"""Words on the surface: none covers the path, a mark, or another word."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.plots.axis import AxisSide, PlotAxis
from gui.plots.surface.contour_item import ContourForm, DrawnContour
from gui.plots.surface.surface_labels import SurfaceLabels, SurfaceMark
from gui.plots.theme import theme_of

AREA = QRectF(50, 30, 300, 160)
NO_PATH = np.empty((0, 2))


@pytest.fixture(scope="module")
def labels(qapp: object) -> SurfaceLabels:
    """The words, on no plot."""
    del qapp
    theme = theme_of(QWidget())
    return SurfaceLabels(PlotAxis(AxisSide.BOTTOM, theme), theme)


def test_names_stand_at_the_ends(labels: SurfaceLabels) -> None:
    labels.place(AREA, ("across", "up"), [], [], [])
    across, up = labels.placed
    assert across.rect.right() > 340
    assert across.rect.bottom() > 180
    assert up.rect.left() < 60
    assert up.rect.top() < 40


@given(st.lists(st.tuples(st.floats(40, 360), st.floats(20, 200)), max_size=12))
def test_marks_never_overlap(labels: SurfaceLabels, places: list[tuple[float, float]]) -> None:
    marks = [SurfaceMark(f"word {k}", at, "run") for k, at in enumerate(places)]
    labels.place(AREA, ("across", "up"), marks, [np.array(places).reshape(-1, 2)], [])
    rects = [word.rect for word in labels.placed]
    assert not any(one.intersects(other) for one, other in combinations(rects, 2))
    assert all(AREA.contains(rect) for rect in rects)
    assert not any(rect.contains(*at) for rect in rects for at in places if AREA.contains(*at))


def test_numbers_lie_on_their_line(labels: SurfaceLabels) -> None:
    line = np.column_stack((np.linspace(60, 340, 50), np.full(50, 100.0)))
    contours = [
        DrawnContour(line, "+16", ContourForm.LINE),
        DrawnContour(line, "", ContourForm.LINE),
    ]
    labels.place(AREA, ("", ""), [], [], contours)
    (word,) = labels.placed
    assert word.text == "+16"
    assert word.rect.center().y() == pytest.approx(100)


def test_what_has_no_room_is_left_out(labels: SurfaceLabels) -> None:
    x, y = np.meshgrid(np.arange(50.0, 350.0, 4), [32.0, 188.0])
    full = np.column_stack((x.T.ravel(), y.T.ravel()))
    line = np.array([[60.0, 100.0], [340.0, 100.0]])
    labels.place(
        AREA,
        ("across", "up"),
        [SurfaceMark("start", (200.0, 100.0), "text")],
        [full],
        [DrawnContour(line, "+1", ContourForm.LINE)],
    )
    assert labels.placed == []


def test_nothing_is_cleared(labels: SurfaceLabels, qtbot: QtBot) -> None:
    del qtbot
    labels.place(AREA, ("across", "up"), [], [], [])
    labels.clear()
    assert labels.placed == []


@given(st.lists(st.tuples(st.floats(60, 340), st.floats(40, 180)), min_size=2, max_size=8))
def test_words_are_nearest_their_dot(
    labels: SurfaceLabels, places: list[tuple[float, float]]
) -> None:
    """“10” stood left of “1”, and “1” over the dot of epoch 10."""
    marks = [SurfaceMark(f"{10**k}", at, "run") for k, at in enumerate(places)]
    labels.place(AREA, ("", ""), marks, [], [])
    for word in labels.placed:
        own = places[len(word.text) - 1]
        for other in places:
            if math.dist(own, other) >= 9:
                assert gap_to(word.rect, own) < gap_to(word.rect, other)


def gap_to(word: QRectF, dot: tuple[float, float]) -> float:
    """Return how far a dot is from the edge of a word."""
    x, y = dot
    nearest = min(max(x, word.left()), word.right()), min(max(y, word.top()), word.bottom())
    return math.dist(dot, nearest)
