from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionButton, QWidget
from pytestqt.qtbot import QtBot

from gui.appearance import Appearance, palette_of
from gui.fields.outlined_check_box import OutlinedCheckBox

SEEN = 30
"""The least difference in lightness, of 255, between the outline and the window around it."""


@pytest.fixture(autouse=True)
def colours_as_before(qapp: QApplication) -> Iterator[None]:
    before = QApplication.palette()
    yield
    QApplication.setPalette(before)


def box_in(window: QWidget) -> OutlinedCheckBox:
    box = OutlinedCheckBox("box")
    box.setParent(window)
    box.move(20, 20)
    box.show()
    return box


def contrast(box: OutlinedCheckBox, window: QWidget) -> int:
    """Return how far the lightness of the outline is from that of the window."""
    option = QStyleOptionButton()
    box.initStyleOption(option)
    place = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
    place.moveTo(box.mapToParent(place.topLeft()))
    picture, row = window.grab().toImage(), place.center().y()
    ground = picture.pixelColor(place.x() - 5, row).lightness()
    across = range(place.x() - 1, place.x() + 2)
    return max(picture.pixelColor(x, row).lightness() - ground for x in across)


@pytest.mark.parametrize("is_there_first", [False, True])
def test_its_box_is_seen_in_the_dark(window: QWidget, qtbot: QtBot, is_there_first: bool) -> None:
    box = box_in(window) if is_there_first else None
    QApplication.setPalette(palette_of(Appearance.DARK))
    box = box or box_in(window)
    qtbot.waitUntil(lambda: contrast(box, window) >= SEEN)


def test_it_is_as_any_other_in_the_light(window: QWidget, qtbot: QtBot) -> None:
    QApplication.setPalette(palette_of(Appearance.DARK))
    box, role = box_in(window), QPalette.ColorRole.Window
    QApplication.setPalette(palette_of(Appearance.LIGHT))
    qtbot.waitUntil(lambda: box.palette().color(role) == QApplication.palette().color(role))
