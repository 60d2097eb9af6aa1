from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.importing import FileDrops
from gui.importing.drops import ONE_AT_A_TIME, DropOverlay, dropped_file
from tests.gui.finding import named

COPY = Qt.DropAction.CopyAction
ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def drops(window: QWidget) -> FileDrops:
    window.resize(640, 480)
    return FileDrops(window)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "a table.csv"
    path.write_text("1,2\n")
    return path


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(target: QWidget, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(QPoint(5, 5), ACTIONS, data, LEFT, NONE)
    event.ignore()
    QApplication.sendEvent(target, event)
    return event


def drop(target: QWidget, data: QMimeData) -> QDropEvent:
    event = QDropEvent(QPointF(5, 5), ACTIONS, data, LEFT, NONE)
    event.ignore()
    QApplication.sendEvent(target, event)
    return event


def overlay(window: QWidget) -> DropOverlay:
    return named(window, DropOverlay, "drop_overlay")


def test_dragged_file_is_accepted(drops: FileDrops, window: QWidget, table: Path) -> None:
    data = files(table)
    event = enter(window, data)
    assert event.isAccepted()
    assert event.dropAction() is COPY
    assert overlay(window).isVisible()
    assert overlay(window).sentence == "Drop to open a table.csv"
    moved = QDragMoveEvent(QPoint(9, 9), ACTIONS, data, LEFT, NONE)
    moved.ignore()
    QApplication.sendEvent(overlay(window), moved)
    assert moved.isAccepted()


def test_leaving_file_hides_overlay(drops: FileDrops, window: QWidget, table: Path) -> None:
    enter(window, files(table))
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert overlay(window).isVisible(), "it went from the window to the overlay"
    QApplication.sendEvent(overlay(window), QDragLeaveEvent())
    assert overlay(window).isHidden()


@pytest.mark.parametrize("on_overlay", [False, True])
def test_dropped_file_is_emitted(
    drops: FileDrops, window: QWidget, table: Path, on_overlay: bool, qtbot: QtBot
) -> None:
    enter(window, files(table))
    target = overlay(window) if on_overlay else window
    enter(target, files(table))
    with qtbot.waitSignal(drops.dropped) as emitted:
        event = drop(target, files(table))
    assert emitted.args == [table]
    assert event.dropAction() is COPY
    assert overlay(window).isHidden()


def test_localhost_url_is_local(table: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl(table.as_uri().replace("file://", "file://localhost"))])
    assert dropped_file(data) == table


def test_other_data_is_refused(
    drops: FileDrops, window: QWidget, table: Path, tmp_path: Path
) -> None:
    emitted = QSignalSpy(drops.dropped)
    text, distant = QMimeData(), QMimeData()
    text.setText("1,2")
    distant.setUrls([QUrl("https://example.org/a.csv")])
    for data in (text, distant, files(tmp_path), files(tmp_path / "none")):
        assert dropped_file(data) is None
        assert not enter(window, data).isAccepted()
        assert not drop(window, data).isAccepted()
    assert overlay(window).isHidden()
    assert emitted.count() == 0


def test_several_files_are_explained(
    drops: FileDrops, window: QWidget, table: Path, tmp_path: Path
) -> None:
    emitted, several = QSignalSpy(drops.dropped), files(table, table)
    for target in (window, overlay(window)):
        assert not enter(target, several).isAccepted()
        assert overlay(window).isVisible()
        assert overlay(window).sentence == ONE_AT_A_TIME
    moved = QDragMoveEvent(QPoint(9, 9), ACTIONS, several, LEFT, NONE)
    QApplication.sendEvent(overlay(window), moved)
    assert not moved.isAccepted()
    QApplication.sendEvent(overlay(window), QDragLeaveEvent())
    assert overlay(window).isHidden()
    assert not drop(overlay(window), several).isAccepted()
    assert emitted.count() == 0
    assert enter(window, files(table)).isAccepted()
    assert overlay(window).sentence == "Drop to open a table.csv"


def test_other_events_pass(drops: FileDrops, window: QWidget) -> None:
    assert window.acceptDrops()
    assert not drops.eventFilter(window, QEvent(QEvent.Type.Show))


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
