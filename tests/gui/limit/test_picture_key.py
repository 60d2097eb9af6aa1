import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from engine import Matrix
from gui.limit.picture_key import PictureKey
from gui.plots.header import LegendEntry
from gui.plots.theme import theme_of

AREA = QRectF(0, 0, 400, 200)


def key_of(window: QWidget) -> PictureKey:
    entries = [LegendEntry(name, name, QPen()) for name in ("loss", "secant")]
    return PictureKey(entries, theme_of(window))


def line(left: float, right: float) -> Matrix:
    """Return a straight line between two heights at the edges."""
    return np.column_stack((np.linspace(0, 400, 200), np.linspace(left, right, 200)))


def test_falling_line_leaves_upper_right(window: QWidget) -> None:
    place = key_of(window).free_place(AREA, [line(0, 200)], [])
    assert place is not None
    assert (place.top(), place.right()) == (0, 392)


def test_rising_line_is_kept_clear(window: QWidget) -> None:
    place = key_of(window).free_place(AREA, [line(200, 0)], [])
    assert place is not None
    assert place.right() < AREA.center().x() + 50


def test_labels_are_kept_clear(window: QWidget) -> None:
    label = QRectF(300, 0, 100, 60)
    place = key_of(window).free_place(AREA, [line(0, 200)], [label])
    assert place is None or not place.intersects(label)


def test_full_area_has_no_place(window: QWidget) -> None:
    lines = [line(height, height) for height in range(0, 201, 10)]
    assert key_of(window).free_place(AREA, lines, []) is None
    assert key_of(window).free_place(QRectF(0, 0, 20, 200), [], []) is None
