import sys

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.theme.painting import reporting


class Failing(QWidget):
    """Cannot be painted, and counts its other events."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.events = 0

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        raise ZeroDivisionError(type(event).__name__)

    def event(self, event: QEvent) -> bool:
        self.events += 1
        return super().event(event)


def test_failing_paints_are_reported(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    reports: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda _, error, __: reports.append(str(error)))
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    parts = [Failing(window) for _ in range(3)]
    for part in parts:
        layout.addWidget(part)
    window.resize(300, 300)
    assert not window.grab().isNull()
    assert reports == ["QPaintEvent"] * 3
    assert all(part.events for part in parts)
