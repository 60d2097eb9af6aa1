"""Alt that arrives a second time, after Alt+N, as it does while a screen reader listens."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from gui.accessible import late_alt
from gui.accessible.late_alt import LateAlt

ALT = Qt.KeyboardModifier.AltModifier
OVERRIDE = QEvent.Type.ShortcutOverride


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    window.menuBar().addMenu("&File").addAction("Open")
    field = QLineEdit()
    window.setCentralWidget(field)
    LateAlt(window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    return window


def send(window: QMainWindow, kind: QEvent.Type, key: Qt.Key) -> None:
    QApplication.sendEvent(window, QKeyEvent(kind, key, ALT))


def has_focus(window: QMainWindow) -> bool:
    """Return whether the field has the focus, not the menu bar."""
    field = window.centralWidget()
    return field is not None and field.hasFocus()


def tap_late(window: QMainWindow) -> None:
    """Deliver Alt once more, and its release."""
    send(window, OVERRIDE, Qt.Key.Key_Alt)
    send(window, QEvent.Type.KeyPress, Qt.Key.Key_Alt)
    send(window, QEvent.Type.KeyRelease, Qt.Key.Key_Alt)


def press_alt_n(window: QMainWindow) -> None:
    send(window, OVERRIDE, Qt.Key.Key_Alt)
    send(window, OVERRIDE, Qt.Key.Key_N)
    send(window, QEvent.Type.Shortcut, Qt.Key.Key_N)


def test_late_alt_leaves_the_focus(window: QMainWindow) -> None:
    press_alt_n(window)
    tap_late(window)
    assert has_focus(window)


def test_tap_on_alt_opens_menus(window: QMainWindow) -> None:
    tap_late(window)
    assert not has_focus(window)


def test_tap_after_release_opens_menus(window: QMainWindow) -> None:
    press_alt_n(window)
    send(window, QEvent.Type.KeyRelease, Qt.Key.Key_Alt)
    tap_late(window)
    assert not has_focus(window)


def test_much_later_alt_is_a_tap(window: QMainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_alt, "LATE_SECONDS", 0.01)
    press_alt_n(window)
    QTest.qWait(30)
    tap_late(window)
    assert not has_focus(window)
