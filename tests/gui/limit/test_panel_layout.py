"""How the panels stand in rooms of different sizes."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.limit.panel_layout import LEAST_LOW_PLOT, LimitPanels, PanelOrder

LOW_DIGITS = QSize(500, 59)


class Panel(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(330, 272)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 92)


@pytest.fixture
def panels(qtbot: QtBot) -> LimitPanels:
    """Three panels."""
    panels = LimitPanels(Panel(), Panel(), Panel(), lambda: LOW_DIGITS)
    qtbot.addWidget(panels)
    panels.resize(1280, 260)
    panels.show()
    return panels


@pytest.mark.parametrize(
    ("size", "order"),
    [
        ((868, 59), PanelOrder.LOW),
        ((868, 82), PanelOrder.LOW),
        ((868, 140), PanelOrder.TWO),
        ((868, 86), PanelOrder.TWO),
        ((900, 180), PanelOrder.TWO),
        ((1280, 260), PanelOrder.BESIDE),
        ((1920, 420), PanelOrder.BESIDE),
        ((1280, 520), PanelOrder.STACKED),
        ((900, 460), PanelOrder.STACKED),
    ],
)
def test_order_follows_the_room(
    panels: LimitPanels, size: tuple[int, int], order: PanelOrder
) -> None:
    panels.resize(*size)
    assert panels.order is order
    places = [each.geometry() for each in panels.findChildren(Panel) if each.isVisible()]
    assert all(panels.rect().contains(place) for place in places)
    area = sum(place.width() * place.height() for place in places)
    assert area > 0.98 * size[0] * size[1]  # all but the seams
    assert not any(a.intersects(b) for k, a in enumerate(places) for b in places[k + 1 :])


def test_other_order_is_reported(panels: LimitPanels, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panels.order_changed):
        panels.resize(868, 140)
    assert len([each for each in panels.findChildren(Panel) if each.isVisible()]) == 2


def test_low_room_says_how_to_make_more(panels: LimitPanels) -> None:
    panels.resize(868, 58)
    assert panels.order is PanelOrder.NONE
    assert [each for each in panels.findChildren(Panel) if each.isVisible()] == []
    label = panels.findChildren(QLabel)[0]
    assert label.isVisible()
    assert label.text() == "There is no room for the pictures here: F7 hides the table."
    panels.resize(868, 140)
    assert not label.isVisible()


def test_two_panels_are_the_least(panels: LimitPanels) -> None:
    assert panels.minimumSizeHint() == QSize(481, 59)
    assert panels.sizeHint() == QSize(992, 272)


def test_low_room_has_digits_and_error(panels: LimitPanels) -> None:
    microscope, digits, error = panels.findChildren(Panel)
    panels.resize(868, 70)
    assert (microscope.isVisible(), digits.isVisible(), error.isVisible()) == (False, True, True)
    assert digits.width() == LOW_DIGITS.width()
    assert digits.geometry().right() < error.x()
    panels.resize(LOW_DIGITS.width() + LEAST_LOW_PLOT, 70)
    assert panels.order is PanelOrder.NONE  # not even the two have room beside each other
