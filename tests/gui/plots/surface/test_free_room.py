"""Room for words among lines and other words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from gui.plots.surface.free_room import FreeRoom

AREA = QRectF(40, 20, 400, 200)
PIXELS = st.tuples(st.floats(-500, 900), st.floats(-500, 900))


@given(PIXELS, PIXELS, st.floats(0, 1))
def test_line_takes_what_it_passes(
    start: tuple[float, float], end: tuple[float, float], share: float
) -> None:
    room = FreeRoom(AREA)
    room.take_lines(np.array([start, end]))
    x, y = (a + share * (b - a) for a, b in zip(start, end, strict=True))
    if AREA.contains(x, y):
        assert not room.is_free(QRectF(x - 3, y - 3, 6, 6))


def test_words_do_not_overlap() -> None:
    room, place = FreeRoom(AREA), QRectF(100, 100, 50, 16)
    assert room.first_free([place]) == place
    assert room.first_free([place.translated(10, 4)]) is None
    assert room.first_free([place, place.translated(60, 0)]) == place.translated(60, 0)


def test_words_stay_within_the_area() -> None:
    room = FreeRoom(AREA)
    assert room.first_free([QRectF(20, 100, 50, 16), QRectF(420, 100, 50, 16)]) is None


def test_far_line_takes_only_the_area() -> None:
    room = FreeRoom(AREA)
    room.take_lines(np.array([[-1e12, 120.0], [1e12, 120.0]]))
    assert not room.is_free(QRectF(200, 110, 20, 20))
    assert room.is_free(QRectF(200, 30, 20, 20))


@pytest.mark.parametrize("points", [np.empty((0, 2)), np.full((3, 2), np.nan)])
def test_nothing_takes_nothing(points: np.ndarray) -> None:
    room = FreeRoom(AREA)
    room.take_lines(points)
    assert room.is_free(AREA)


def test_single_point_is_taken() -> None:
    room = FreeRoom(AREA)
    room.take_lines(np.array([[100.0, 100.0]]))
    assert not room.is_free(QRectF(96, 96, 8, 8))
