from collections.abc import Callable

import pytest
from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.preferences import Preferences
from gui.window.normal_size import SETTLED_MILLISECONDS, TITLE_BAR_HEIGHT, NormalSize
from tests.gui.next_start import kept_for_next_start

NORMAL, LARGE = QSize(500, 400), QSize(790, 780)
MAXIMISED, FULL_SCREEN = Qt.WindowState.WindowMaximized, Qt.WindowState.WindowFullScreen
LargeStates = pytest.mark.parametrize(
    "states", [[MAXIMISED], [FULL_SCREEN], [MAXIMISED, FULL_SCREEN], [FULL_SCREEN, MAXIMISED]]
)


@pytest.fixture
def opened(qtbot: QtBot) -> Callable[[], QWidget]:
    """How to open a window that has been resized to its normal size."""

    def open_window() -> QWidget:
        window = QWidget()
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        return window

    return open_window


def settle(qtbot: QtBot) -> None:
    qtbot.wait(SETTLED_MILLISECONDS + 100)


@LargeStates
def test_normal_size_is_kept(
    opened: Callable[[], QWidget], qtbot: QtBot, states: list[Qt.WindowState]
) -> None:
    window = opened()
    size = NormalSize(window)
    window.resize(NORMAL)
    settle(qtbot)
    for state in states:
        window.resize(LARGE)  # some desktops resize first and name the state afterwards
        window.setWindowState(state)
    settle(qtbot)
    with kept_for_next_start() as preferences:
        size.keep(preferences)
    again = opened()
    again.setWindowState(states[-1])
    restored = NormalSize(again)
    restored.restore(Preferences())
    assert again.windowState() == states[-1]
    again.setWindowState(Qt.WindowState.WindowNoState)
    again.resize(LARGE)  # a desktop that never saw another size
    settle(qtbot)
    assert again.size() == restored.size == NORMAL


def test_large_again_keeps_normal_size(opened: Callable[[], QWidget], qtbot: QtBot) -> None:
    kept = Preferences()
    kept.keep_choice("normal_width", str(NORMAL.width()))
    kept.keep_choice("normal_height", str(NORMAL.height()))
    for _ in range(3):
        window = opened()
        window.setWindowState(MAXIMISED)
        size = NormalSize(window)
        size.restore(kept)
        settle(qtbot)
        size.keep(kept)
    assert (kept.number("normal_width", 0), kept.number("normal_height", 0)) == NORMAL.toTuple()


def test_last_resize_is_kept_at_once(opened: Callable[[], QWidget]) -> None:
    window = opened()
    size = NormalSize(window)
    window.resize(NORMAL)
    with kept_for_next_start() as preferences:
        size.keep(preferences)
    again = opened()
    NormalSize(again).restore(Preferences())
    assert again.size() == NORMAL


def test_first_start_keeps_usual_size(opened: Callable[[], QWidget]) -> None:
    window = opened()
    window.resize(NORMAL)
    NormalSize(window).restore(Preferences())
    assert window.size() == NORMAL


def test_minimised_window_waits(opened: Callable[[], QWidget], qtbot: QtBot) -> None:
    window = opened()
    window.resize(NORMAL)
    size = NormalSize(window)
    window.setWindowState(Qt.WindowState.WindowMinimized)
    settle(qtbot)
    assert size.size == NORMAL


WIDER = QSize(1632, 884)
"""The usual size on a screen of 1920×1080; the tests' own screen is smaller."""


def room() -> QRect:
    return QGuiApplication.primaryScreen().availableGeometry()


def keep_size(size: QSize, state: str) -> Preferences:
    kept = Preferences()
    kept.keep_choice("normal_width", str(size.width()))
    kept.keep_choice("normal_height", str(size.height()))
    kept.keep_choice("window_state", state)
    return kept


@pytest.mark.parametrize("size", [WIDER, QSize(1632, 300), QSize(300, 884)])
def test_size_fits_smaller_screen(opened: Callable[[], QWidget], size: QSize) -> None:
    window = opened()
    NormalSize(window).restore(keep_size(size, "normal"))
    assert not window.windowState() & MAXIMISED
    assert window.size() == size.boundedTo(room().size() - QSize(0, TITLE_BAR_HEIGHT))


@pytest.mark.parametrize("corner", [QPoint(700, 700), QPoint(-300, -200), QPoint(790, 0)])
def test_moved_window_comes_back_inside(opened: Callable[[], QWidget], corner: QPoint) -> None:
    window = opened()
    window.move(corner)
    NormalSize(window).restore(keep_size(NORMAL, "normal"))
    assert window.size() == NORMAL
    assert room().contains(window.geometry())


def test_position_inside_is_kept(opened: Callable[[], QWidget]) -> None:
    window = opened()
    window.setGeometry(QRect(QPoint(120, 130), QSize(300, 300)))
    NormalSize(window).restore(keep_size(NORMAL, "normal"))
    assert window.geometry() == QRect(QPoint(120, 130), NORMAL)


@pytest.mark.parametrize(
    ("kept", "state"), [("maximised", MAXIMISED), ("full screen", FULL_SCREEN), ("nonsense", None)]
)
def test_large_window_stays_large(
    opened: Callable[[], QWidget], qtbot: QtBot, kept: str, state: Qt.WindowState | None
) -> None:
    window = opened()
    assert not window.restoreGeometry(QByteArray(b"of a screen that is gone"))
    size = NormalSize(window)
    size.restore(keep_size(WIDER, kept))
    assert window.windowState() == (state or Qt.WindowState.WindowNoState)
    window.setWindowState(Qt.WindowState.WindowNoState)
    settle(qtbot)
    assert window.width() <= room().width()
    assert window.height() <= room().height() - TITLE_BAR_HEIGHT


def test_state_is_kept(opened: Callable[[], QWidget]) -> None:
    window, kept = opened(), Preferences()
    size = NormalSize(window)
    for states, name in {
        Qt.WindowState.WindowNoState: "normal",
        MAXIMISED: "maximised",
        MAXIMISED | Qt.WindowState.WindowMinimized: "maximised",
        FULL_SCREEN: "full screen",
    }.items():
        window.setWindowState(states)
        size.keep(kept)
        assert kept.choice("window_state", "") == name
