"""Title bars under X11 follow the colours of the windows."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.theme.appearance import Appearance, palette_of
from gui.theme.title_bars import (
    DARK,
    DECORATION,
    FOLLOWING,
    LIGHT,
    PROPERTY,
    TitleBars,
    XServer,
    let_qt_follow_windows,
    x_server,
)


@dataclass
class FakeServer(XServer):
    """Keeps what is set on each window."""

    texts: dict[int, list[bytes]] = field(default_factory=dict)

    def set_text(self, window: int, name: bytes, text: bytes) -> None:
        assert name == PROPERTY
        self.texts.setdefault(window, []).append(text)


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def bars(qapp: QApplication, server: FakeServer) -> Iterator[TitleBars]:
    before = QApplication.palette()
    QApplication.setPalette(palette_of(Appearance.LIGHT))
    bars = TitleBars(qapp, server)
    yield bars
    bars.deleteLater()
    QApplication.setPalette(before)


def test_window_is_marked_before_shown(bars: TitleBars, server: FakeServer, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    bars.mark_first(window)
    assert not window.isVisible()
    assert server.texts == {window.winId(): [LIGHT]}


def test_shown_windows_follow_the_colours(
    bars: TitleBars, server: FakeServer, window: QWidget
) -> None:
    QApplication.setPalette(palette_of(Appearance.DARK))
    assert server.texts[window.winId()][-1] == DARK
    QApplication.setPalette(palette_of(Appearance.LIGHT))
    assert server.texts[window.winId()][-1] == LIGHT


def test_new_dialog_is_marked(bars: TitleBars, server: FakeServer, qtbot: QtBot) -> None:
    QApplication.setPalette(palette_of(Appearance.DARK))
    dialog = QWidget()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: server.texts.get(dialog.winId()) == [DARK])


def test_other_platforms_are_left_alone(qapp: QApplication, window: QWidget) -> None:
    server = x_server(qapp)
    assert server is None
    bars = TitleBars(qapp, server)
    bars.mark_first(window)
    bars.refresh()
    bars.deleteLater()


@pytest.mark.parametrize("is_broken", [False, True])
def test_property_reaches_the_server(is_broken: bool) -> None:
    changes: list[tuple[int, int, bytes]] = []
    atoms = {PROPERTY: 301, b"UTF8_STRING": 302}
    freed: list[object] = []

    def reply(connection: object, name: bytes, error: object) -> object:
        return None if is_broken else SimpleNamespace(contents=SimpleNamespace(atom=atoms[name]))

    def change(*words: object) -> None:
        window, name, kind = words[2:5]
        assert isinstance(window, ctypes.c_uint32)
        assert isinstance(name, ctypes.c_uint32)
        assert isinstance(kind, ctypes.c_uint32)
        assert isinstance(words[-1], bytes)
        assert kind.value == (0 if is_broken else 302)
        changes.append((window.value, name.value, words[-1]))

    library = SimpleNamespace(
        xcb_intern_atom=lambda connection, only, length, name: name,
        xcb_intern_atom_reply=reply,
        xcb_change_property=change,
        xcb_flush=lambda connection: None,
        free=freed.append,
    )
    server = XServer(1, lambda name: library)
    server.set_text(7, PROPERTY, DARK)
    server.set_text(8, PROPERTY, LIGHT)
    atom = 0 if is_broken else 301
    assert changes == [(7, atom, DARK), (8, atom, LIGHT)]
    assert len(freed) == (0 if is_broken else 2)


def test_chosen_decoration_is_kept() -> None:
    fresh: dict[str, str] = {}
    chosen = {DECORATION: "adwaita"}
    let_qt_follow_windows(fresh)
    let_qt_follow_windows(chosen)
    assert (fresh[DECORATION], chosen[DECORATION]) == (FOLLOWING, "adwaita")
