"""A widget keeps its least size, and scrolls below it."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.window.scrolled import MENU_BAR, SMALLEST, Framed, Scrolled

LEAST = QSize(300, 200)


@pytest.fixture
def content(qtbot: QtBot) -> QWidget:
    """Two widgets below each other, of at least 300×200 together."""
    content = QWidget()
    layout = QVBoxLayout(content)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for _ in range(2):
        part = QWidget()
        part.setMinimumSize(300, 100)
        layout.addWidget(part)
    return content


def test_window_keeps_the_least_size(qtbot: QtBot, content: QWidget) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(Scrolled(content))
    window.show()
    window.resize(100, 100)
    assert window.size() == LEAST
    window.resize(500, 400)
    assert content.size() == QSize(500, 400)


def test_large_font_never_grows_the_window(qtbot: QtBot, content: QWidget) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    scrolled = Scrolled(content)
    window.setCentralWidget(scrolled)
    window.resize(SMALLEST)
    with qtbot.waitExposed(window):
        window.show()
    for part in content.findChildren(QWidget):
        part.setMinimumHeight(SMALLEST.height())
    qtbot.waitUntil(lambda: scrolled.verticalScrollBar().maximum() > 0)
    assert window.size() == SMALLEST
    assert content.height() == 2 * SMALLEST.height()


def test_smaller_tile_scrolls(qtbot: QtBot, content: QWidget) -> None:
    scrolled = Scrolled(content)
    qtbot.addWidget(scrolled)
    scrolled.setMinimumSize(1, 1)  # as a tiling desktop does it, without asking
    scrolled.resize(150, 120)
    with qtbot.waitExposed(scrolled):
        scrolled.show()
    assert content.size() == LEAST
    first, second = content.findChildren(QWidget)
    assert not first.geometry().intersects(second.geometry())
    assert scrolled.horizontalScrollBar().maximum() > 0
    assert scrolled.verticalScrollBar().maximum() > 0


def test_wrapped_sentence_does_not_scroll(qtbot: QtBot, content: QWidget) -> None:
    sentence = QLabel("many words " * 60)
    sentence.setWordWrap(True)
    sentence.setMinimumHeight(20)
    tall = QWidget()
    tall.sizeHint = lambda: QSize(300, 900)  # type: ignore[method-assign]
    layout = content.layout()
    assert layout is not None
    layout.addWidget(sentence)
    layout.addWidget(tall)
    scrolled = Scrolled(content)
    qtbot.addWidget(scrolled)
    scrolled.resize(400, max(400, scrolled.minimumSizeHint().height()))
    with qtbot.waitExposed(scrolled):
        scrolled.show()
    assert content.height() == scrolled.height()
    assert scrolled.verticalScrollBar().maximum() == 0


def test_growing_content_widens_the_window(qtbot: QtBot, content: QWidget) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(Scrolled(content))
    window.resize(LEAST)
    with qtbot.waitExposed(window):
        window.show()
    content.findChildren(QWidget)[0].setMinimumWidth(420)
    qtbot.waitUntil(lambda: window.width() == 420)


def test_what_frames_it_is_always_seen(qtbot: QtBot, content: QWidget) -> None:
    window, above, below = QMainWindow(), QWidget(), QWidget()
    qtbot.addWidget(window)
    for part in (above, below):
        part.setMinimumHeight(40)
    framed = Framed(above, content, below)
    window.setCentralWidget(framed)
    window.resize(SMALLEST)
    with qtbot.waitExposed(window):
        window.show()
    for part in content.findChildren(QWidget):
        part.setMinimumHeight(SMALLEST.height())
    (scrolled,) = framed.findChildren(Scrolled)
    qtbot.waitUntil(lambda: scrolled.verticalScrollBar().maximum() > 0)
    above.setMinimumHeight(120)
    qtbot.waitUntil(lambda: scrolled.height() == SMALLEST.height() - 160)
    assert window.size() == SMALLEST
    assert (above.height(), below.height()) == (120, 40)
    assert below.geometry().bottom() == framed.rect().bottom()


def test_tab_goes_from_top_to_bottom(qtbot: QtBot) -> None:
    above, middle, below = (QPushButton(text) for text in ("above", "middle", "below"))
    framed = Framed(framed_button(above), framed_button(middle), framed_button(below))
    qtbot.addWidget(framed)
    with qtbot.waitActive(framed):
        framed.show()
        framed.activateWindow()
    above.setFocus()
    for following in (middle, below, above):
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        assert following.hasFocus()


def framed_button(button: QPushButton) -> QWidget:
    part = QWidget()
    QVBoxLayout(part).addWidget(button)
    return part


def test_high_menu_bar_grows_nothing(qtbot: QtBot, content: QWidget) -> None:
    window, above, below = QMainWindow(), QWidget(), QWidget()
    qtbot.addWidget(window)
    window.menuBar().addMenu("Menu")
    window.setCentralWidget(
        Framed(above, content, below, lambda: window.menuBar().sizeHint().height())
    )
    for part in content.findChildren(QWidget):
        part.setMinimumHeight(SMALLEST.height())
    font = window.menuBar().font()
    font.setPointSizeF(3 * font.pointSizeF())
    window.menuBar().setFont(font)
    window.resize(SMALLEST + QSize(0, MENU_BAR))
    with qtbot.waitExposed(window):
        window.show()
    assert window.menuBar().height() > MENU_BAR
    assert window.size() == SMALLEST + QSize(0, MENU_BAR)


def test_tile_stays_as_small_as_it_is(qtbot: QtBot, content: QWidget) -> None:
    scrolled = Scrolled(content)
    qtbot.addWidget(scrolled)
    scrolled.resize(LEAST)
    with qtbot.waitExposed(scrolled):
        scrolled.show()
    tile = QSize(LEAST.width() - 60, LEAST.height() - 40)
    scrolled.resize(tile)
    content.findChildren(QWidget)[0].setMinimumWidth(420)
    qtbot.waitUntil(lambda: content.width() == 420)
    assert scrolled.minimumSizeHint() == tile
    scrolled.resize(500, 500)
    assert scrolled.minimumSizeHint().width() == 420
