"""What fields and buttons that draw themselves share."""

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.theme.appearance import Appearance, palette_of
from gui.theme.legibility import edge_colour
from gui.widgets.outline import LEAST_HEIGHT, draw_outline, field_height

BLACK = QPalette(QColor("black"), QColor("black"))
for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
    BLACK.setColor(role, QColor("white"))
PALETTES = {
    "light": palette_of(Appearance.LIGHT),
    "dark": palette_of(Appearance.DARK),
    "forced black": BLACK,
}


class Outlined(QWidget):
    """A widget that is only an outline."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_outline(painter, self, QColor("#56b4e9"), edge_colour(self.palette()))


@pytest.mark.parametrize("name", PALETTES)
def test_focus_draws_a_ring(qtbot: QtBot, name: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setPalette(PALETTES[name])
    outlined = Outlined()
    outlined.setFixedSize(60, 28)
    layout = QHBoxLayout(window)
    layout.addWidget(outlined)
    layout.addWidget(QPushButton())
    window.show()
    qtbot.waitUntil(window.isActiveWindow)

    def at_edge() -> list[QColor]:
        image = outlined.grab().toImage()
        return [image.pixelColor(x, outlined.height() // 2) for x in range(4)]

    before = at_edge()
    outlined.setFocus()
    assert outlined.hasFocus()
    ring = at_edge()
    palette = PALETTES[name]
    assert [colour.name() for colour in ring[:2]] == [palette.windowText().color().name()] * 2
    assert ring[2].name() == palette.window().color().name()
    assert before != ring


def test_field_grows_with_font() -> None:
    font = QFont()
    font.setPixelSize(12)
    assert field_height(QFontMetrics(font)) == LEAST_HEIGHT
    font.setPixelSize(24)
    assert field_height(QFontMetrics(font)) > QFontMetrics(font).height() + 8
