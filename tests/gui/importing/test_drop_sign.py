from PySide6.QtWidgets import QWidget

from gui.importing.drop_sign import DropSign


def test_it_covers_the_window_and_says_what_a_drop_does(window: QWidget) -> None:
    window.resize(640, 480)
    sign = DropSign(window)
    assert sign.isHidden()
    still = window.grab().toImage()
    sign.invite("a.csv")
    assert sign.isVisible()
    assert sign.geometry() == window.rect()
    assert sign.sentence == sign.accessibleName() == "Drop to open a.csv"
    assert window.grab().toImage() != still
    sign.hide()
    assert window.grab().toImage() == still


def test_the_window_shows_through(window: QWidget) -> None:
    window.resize(640, 480)
    below = QWidget(window)
    below.setGeometry(100, 100, 40, 40)
    below.setStyleSheet("background: black")
    below.show()
    sign = DropSign(window)
    sign.invite("a.csv")
    picture = window.grab().toImage()
    assert picture.pixelColor(120, 120) != picture.pixelColor(200, 120)
