"""The thin scroll bar."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.theme.appearance import Appearance
from gui.widgets.slim_bar import THICKNESS, SlimBar


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[SlimBar]:
    """A bar in the middle of its range, on a plain ground."""
    ground = QWidget()
    qtbot.addWidget(ground)
    bar = SlimBar(Qt.Orientation.Horizontal, ground)
    bar.setRange(0, 100)
    bar.setPageStep(20)
    bar.setValue(50)
    bar.setGeometry(0, 0, 300, THICKNESS)
    ground.resize(300, 40)
    ground.show()
    qtbot.waitExposed(ground)
    yield bar
    ground.close()


def test_handle_can_be_dragged(bar: SlimBar, qtbot: QtBot) -> None:
    middle = QPoint(150, THICKNESS // 2)
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(bar, middle + QPoint(60, 0))
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 0))
    assert bar.value() > 60


@pytest.mark.parametrize(("x", "value"), [(290, 70), (10, 30), (150, 50)])
def test_click_beside_handle_turns_page(bar: SlimBar, qtbot: QtBot, x: int, value: int) -> None:
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(x, THICKNESS // 2))
    assert bar.value() == value


def test_bar_takes_no_focus(bar: SlimBar) -> None:
    assert bar.focusPolicy() is Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_handle_is_seen_in_any_palette(bar: SlimBar, appearance: Appearance) -> None:
    appearance.apply()
    parent = bar.parentWidget()
    assert parent is not None
    picture = parent.grab().toImage()
    handle, ground = picture.pixelColor(150, THICKNESS // 2), picture.pixelColor(150, 35)
    assert abs(handle.lightness() - ground.lightness()) > 60
    assert ground.name() == parent.palette().color(QPalette.ColorRole.Window).name()
    Appearance.SYSTEM.apply()
