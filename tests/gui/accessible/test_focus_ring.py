"""The ring is around what the keyboard has reached, and around nothing else."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTabBar,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.accessible.focus_ring import WIDTH, FocusFollower, draw_own_ring, has_ring
from gui.theme.blending import CURVE, contrast
from tests.audit.appearances import Look


@pytest.fixture
def follower(qapp: QApplication) -> Iterator[FocusFollower]:
    """The follower of the program, until a test ends; the palette is restored as well."""
    before = QApplication.palette()
    follower = FocusFollower(qapp)
    yield follower
    QApplication.setPalette(before)
    follower.end()


@pytest.fixture
def form(qtbot: QtBot) -> QWidget:
    """A window with a button, a field, tabs and a table, in this order."""
    form = QWidget()
    qtbot.addWidget(form)
    layout = QVBoxLayout(form)
    layout.setContentsMargins(16, 16, 16, 16)
    tabs = QTabBar()
    tabs.addTab("Descent")
    for widget in (QPushButton("Run"), QLineEdit("0.01"), tabs, QTableWidget(2, 2)):
        layout.addWidget(widget)
    form.resize(400, 300)
    form.show()
    qtbot.waitExposed(form)
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    return form


def part(form: QWidget, kind: type[QWidget]) -> QWidget:
    return form.findChildren(kind)[0]


def ringed(follower: FocusFollower) -> QWidget | None:
    ring = follower.ring
    return ring.widget() if ring is not None and ring.isVisible() else None


@pytest.mark.parametrize("kind", [QPushButton, QLineEdit, QTabBar])
def test_tab_draws_ring(follower: FocusFollower, form: QWidget, kind: type[QWidget]) -> None:
    widget = part(form, kind)
    form.setFocus()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    assert ringed(follower) is widget
    assert follower.ring is not None
    outside = follower.ring.geometry().adjusted(WIDTH, WIDTH, -WIDTH, -WIDTH)
    assert outside.contains(widget.geometry())


def test_ring_is_whole_without_room(follower: FocusFollower, form: QWidget, qtbot: QtBot) -> None:
    around = QWidget(form)
    button = QPushButton("Save", around)
    around.setGeometry(20, 20, 90, 30)
    button.setGeometry(5, 0, 80, 30)
    around.show()
    form.setFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    ring = follower.ring
    assert ring is not None
    qtbot.waitUntil(lambda: ring.mask().boundingRect() == ring.seen())
    assert ring.seen().height() == 30
    ink = form.palette().windowText().color()
    picture = around.grab().toImage()
    for y in (0, 1, 28, 29):
        assert picture.pixelColor(45, y) == ink


def test_mouse_draws_no_ring(
    follower: FocusFollower, form: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = Qt.MouseButton.LeftButton
    form.setFocus()
    monkeypatch.setattr("gui.accessible.focus_ring.QGuiApplication.mouseButtons", lambda: left)
    part(form, QLineEdit).setFocus(Qt.FocusReason.MouseFocusReason)
    assert ringed(follower) is None


def test_each_dialog_opens_with_ring(follower: FocusFollower, form: QWidget, qtbot: QtBot) -> None:
    for _ in range(2):
        dialog = QMessageBox(form)
        dialog.setStandardButtons(QMessageBox.StandardButton.Save)
        dialog.open()
        qtbot.waitUntil(dialog.isActiveWindow)
        save = dialog.button(QMessageBox.StandardButton.Save)
        qtbot.waitUntil(lambda save=save: ringed(follower) is save)  # type: ignore[misc]
        dialog.reject()  # here no window is in front after it


def test_tables_draw_their_own(follower: FocusFollower, form: QWidget) -> None:
    form.setFocus()
    part(form, QTableWidget).setFocus(Qt.FocusReason.TabFocusReason)
    assert ringed(follower) is None
    editor = QLineEdit(part(form, QTableWidget).findChildren(QWidget, "qt_scrollarea_viewport")[0])
    assert not has_ring(editor)


def test_ring_moves_with_widget(follower: FocusFollower, form: QWidget) -> None:
    form.setFocus()
    button = part(form, QPushButton)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert follower.ring is not None
    before = follower.ring.pos() - button.mapTo(form, QPoint())
    form.layout().setContentsMargins(40, 40, 16, 16)  # type: ignore[union-attr]
    form.layout().activate()  # type: ignore[union-attr]
    assert follower.ring.pos() - button.mapTo(form, QPoint()) == before


def test_ring_leaves_with_focus(follower: FocusFollower, form: QWidget) -> None:
    form.setFocus()
    button = part(form, QPushButton)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    button.clearFocus()
    assert ringed(follower) is None
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert ringed(follower) is button


def test_ring_outlives_its_window(
    follower: FocusFollower, form: QWidget, qtbot: QtBot, window: QWidget
) -> None:
    other = QPushButton("Close", window)
    other.show()
    closed = QWidget()
    button = QPushButton("OK", closed)
    closed.show()
    closed.activateWindow()
    qtbot.waitUntil(closed.isActiveWindow)
    closed.setFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert ringed(follower) is button
    with qtbot.waitSignal(closed.destroyed):
        closed.deleteLater()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.setFocus()
    other.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: ringed(follower) is other)


@pytest.mark.parametrize("look", Look)
def test_ring_is_seen(follower: FocusFollower, form: QWidget, qtbot: QtBot, look: Look) -> None:
    role = QPalette.ColorRole.WindowText
    look.apply()
    qtbot.waitUntil(lambda: form.palette().color(role) == look.palette().color(role))
    form.setFocus()
    button = part(form, QPushButton)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert follower.ring is not None
    picture = form.grab().toImage()
    place = follower.ring.geometry()
    ground = QColor(look.palette().color(QPalette.ColorRole.Window))
    for inset in range(WIDTH):
        pixel = picture.pixelColor(place.left() + inset, place.center().y())
        assert contrast(pixel, ground) >= CURVE


def test_own_ring_is_the_only_one(form: QWidget, follower: FocusFollower) -> None:
    button, field = part(form, QPushButton), part(form, QLineEdit)
    draw_own_ring(field)
    form.setFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert ringed(follower) is button
    field.setFocus(Qt.FocusReason.TabFocusReason)
    assert (has_ring(field), ringed(follower)) == (False, None)
