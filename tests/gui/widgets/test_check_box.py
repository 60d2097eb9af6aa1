from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionButton, QWidget
from pytestqt.qtbot import QtBot

from gui.theme.blending import CURVE, contrast
from gui.widgets.check_box import OutlinedCheckBox
from tests.audit.appearances import Look


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


def outline_contrast(box: OutlinedCheckBox, window: QWidget) -> float:
    """Return the contrast of the outline to the window."""
    option = QStyleOptionButton()
    box.initStyleOption(option)
    indicator = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
    indicator.moveTo(box.mapToParent(indicator.topLeft()))
    picture, row = window.grab().toImage(), indicator.center().y()
    ground = picture.pixelColor(indicator.x() - 5, row)
    across = range(indicator.x() - 1, indicator.x() + 2)
    return max(contrast(picture.pixelColor(x, row), ground) for x in across)


@pytest.mark.parametrize("made_first", [False, True])
@pytest.mark.parametrize("look", Look)
def test_outline_is_visible(window: QWidget, qtbot: QtBot, look: Look, made_first: bool) -> None:
    box = box_in(window) if made_first else None
    look.apply()
    box = box or box_in(window)
    qtbot.waitUntil(lambda: outline_contrast(box, window) >= CURVE - 0.1)


def test_text_keeps_its_colour(window: QWidget, qtbot: QtBot) -> None:
    box = box_in(window)
    Look.BLACK.apply()
    role = QPalette.ColorRole.WindowText
    qtbot.waitUntil(lambda: box.palette().color(role) == QApplication.palette().color(role))
