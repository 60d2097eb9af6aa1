from PySide6.QtWidgets import QWidget

from gui.importing.drop_sign import DropOverlay


def test_overlay_covers_window_and_explains(window: QWidget) -> None:
    window.resize(640, 480)
    overlay = DropOverlay(window)
    assert overlay.isHidden()
    still = window.grab().toImage()
    overlay.show_file("a.csv")
    assert overlay.isVisible()
    assert overlay.geometry() == window.rect()
    assert overlay.sentence == overlay.accessibleName() == "Drop to open a.csv"
    assert window.grab().toImage() != still
    overlay.hide()
    assert window.grab().toImage() == still


def test_window_shows_through_overlay(window: QWidget) -> None:
    window.resize(640, 480)
    below = QWidget(window)
    below.setGeometry(100, 100, 40, 40)
    below.setStyleSheet("background: black")
    below.show()
    overlay = DropOverlay(window)
    overlay.show_file("a.csv")
    picture = window.grab().toImage()
    assert picture.pixelColor(120, 120) != picture.pixelColor(200, 120)
