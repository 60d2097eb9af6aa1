from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.outlined_button import OutlinedButton

ORANGE = QColor("#a35200")


def made(window: QWidget) -> OutlinedButton:
    button = OutlinedButton("fix", window)
    button.setText("Use h = 0.1")
    button.set_outline(ORANGE)
    button.resize(button.sizeHint())
    button.show()
    return button


def test_outline_has_its_colour(window: QWidget) -> None:
    button = made(window)
    picture = button.grab().toImage()
    middle = picture.height() // 2
    assert picture.pixelColor(0, middle) == ORANGE
    assert picture.pixelColor(6, middle) != ORANGE


def test_focus_is_seen(window: QWidget, qtbot: QtBot) -> None:
    button = made(window)
    window.activateWindow()
    before = button.grab().toImage()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    assert button.grab().toImage() != before


def test_pressed_button_is_tinted(window: QWidget) -> None:
    button = made(window)
    before = button.grab().toImage().pixelColor(QPoint(8, 5))
    button.setDown(True)
    assert button.grab().toImage().pixelColor(QPoint(8, 5)) != before


def test_whole_text_fits(window: QWidget) -> None:
    button = made(window)
    button.setText("Go on until converged")
    text = button.fontMetrics().horizontalAdvance(button.text())
    assert button.minimumSizeHint().width() > text
