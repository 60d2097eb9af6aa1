import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMoveEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from gui.background.reporting import reporting, reporting_as_unhandled
from gui.document import Document
from gui.tables.models.inputs import InputsModel

FAULTS: dict[str, Callable[[], object]] = {
    "raised by Python": lambda: fail("of ours"),
    "of a text": lambda: int("x"),
    "of a key": lambda: dict[str, int]()["key"],
    "of a place": lambda: list[int]()[1],
    "of a division": lambda: 1 // 0,
}


def fail(text: str) -> None:
    raise ValueError(text)


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of the errors that are reported."""
    reports: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: reports.append(kind.__name__))
    return reports


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


class Moved(QWidget):
    """Fails when it is resized, moved, and before each event."""

    def __init__(self, fault: Callable[[], object]) -> None:
        super().__init__()
        self.fault = fault

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fault()

    @reporting
    def moveEvent(self, event: QMoveEvent) -> None:
        self.fault()

    @reporting_as_unhandled
    def event(self, event: QEvent) -> bool:
        is_handled = super().event(event)
        if event.type() == QEvent.Type.Move:
            self.fault()
        return is_handled


class Watcher(QObject):
    """Fails to watch."""

    @reporting_as_unhandled
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        raise KeyError(watched, event)


def test_failing_paints_are_reported(qtbot: QtBot, reports: list[str]) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    parts = [Failing(window) for _ in range(3)]
    for part in parts:
        layout.addWidget(part)
    window.resize(300, 300)
    assert not window.grab().isNull()
    assert reports == ["ZeroDivisionError"] * 3
    assert all(part.events for part in parts)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_failing_handlers_are_reported(
    qtbot: QtBot, reports: list[str], fault: Callable[[], object]
) -> None:
    window = Moved(fault)
    qtbot.addWidget(window)
    window.show()
    reports.clear()
    window.resize(310, 210)
    window.move(window.x() + 5, window.y() + 7)
    assert window.size().width() == 310
    assert len(reports) == 3


def test_unwatched_event_is_handled(qtbot: QtBot, reports: list[str]) -> None:
    window, watcher = QWidget(), Watcher()
    qtbot.addWidget(window)
    window.show()
    window.installEventFilter(watcher)
    window.resize(310, 210)
    assert window.size().width() == 310
    assert set(reports) == {"KeyError"}


class Asked(InputsModel):
    """Fails when it is asked for a text."""

    def display_text(self, row: int, column: int) -> str:
        del row, column
        return str(int("x"))


def test_model_that_fails_is_reported(reports: list[str], qtbot: QtBot) -> None:
    document = Document(Problem([[1, 2], [3, 4]], [5, 6]), Settings(), "Test")
    view, model = QTableView(), Asked(document)
    qtbot.addWidget(view)
    view.setModel(model)
    view.grab()
    assert reports.count("ValueError") >= 4  # once a cell at least
    assert model.data(model.index(0, 0), Qt.ItemDataRole.EditRole) == "1"
    document.shut_down()
