from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionButton, QWidget
from pytestqt.qtbot import QtBot

from gui.theme.appearance import Appearance, palette_of
from gui.widgets.check_box import OutlinedCheckBox

SEEN = 30
"""The smallest difference in lightness, out of 255, at which the outline is visible."""


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
    """Return how much lighter the outline is than the window."""
    option = QStyleOptionButton()
    box.initStyleOption(option)
    indicator = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
    indicator.moveTo(box.mapToParent(indicator.topLeft()))
    picture, row = window.grab().toImage(), indicator.center().y()
    ground = picture.pixelColor(indicator.x() - 5, row).lightness()
    across = range(indicator.x() - 1, indicator.x() + 2)
    return max(picture.pixelColor(x, row).lightness() - ground for x in across)


@pytest.mark.parametrize("made_first", [False, True])
def test_outline_is_visible_in_dark(window: QWidget, qtbot: QtBot, made_first: bool) -> None:
    box = box_in(window) if made_first else None
    QApplication.setPalette(palette_of(Appearance.DARK))
    box = box or box_in(window)
    qtbot.waitUntil(lambda: contrast(box, window) >= SEEN)


def test_light_palette_is_unchanged(window: QWidget, qtbot: QtBot) -> None:
    QApplication.setPalette(palette_of(Appearance.DARK))
    box, role = box_in(window), QPalette.ColorRole.Window
    QApplication.setPalette(palette_of(Appearance.LIGHT))
    qtbot.waitUntil(lambda: box.palette().color(role) == QApplication.palette().color(role))
