"""Title bars in the colours of the windows.

Under X11, the window managers of GNOME, MATE and Cinnamon follow the desktop otherwise, and draw a
white one over a window that a person has made dark. Under Wayland Qt draws them where the desktop
does not: in the way of GNOME, which asks the desktop as well, or in one that follows the window.
"""

import ctypes
import os
from collections.abc import Callable, MutableMapping
from typing import Any, cast

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication, QNativeInterface, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from .palette import is_dark

PLATFORM = "xcb"
DECORATION, FOLLOWING = "QT_WAYLAND_DECORATION", "bradient"
PROPERTY, TEXT = b"_GTK_THEME_VARIANT", b"UTF8_STRING"
DARK, LIGHT = b"dark", b"light"
Loader = Callable[[str | None], Any]
"""Loads a library by its name; None is what the process has loaded."""


def let_qt_follow_windows(environ: MutableMapping[str, str] = os.environ) -> None:
    """Let Qt draw the title bars that follow the window, before there is an application.

    With Qt 6.11 and no settings portal, those in the way of GNOME have no buttons either.
    """
    environ.setdefault(DECORATION, FOLLOWING)


class TitleBars(QObject):
    """Marks each window as dark or light when it comes to the front or the colours change."""

    def __init__(self, application: QApplication, server: "XServer | None") -> None:
        super().__init__(application)
        self._server = server
        if server is not None:
            application.paletteChanged.connect(self.refresh)
            application.focusWindowChanged.connect(self._mark)

    def mark_first(self, widget: QWidget) -> None:
        """Mark a window that is going to be shown, so that its title bar never flashes."""
        if self._server is not None:
            self._server.set_text(int(widget.winId()), PROPERTY, _variant())

    @Slot()
    def refresh(self) -> None:
        """Mark all windows that are shown."""
        for window in QGuiApplication.topLevelWindows():
            self._mark(window)

    @Slot(QWindow)
    def _mark(self, window: QWindow | None) -> None:
        if self._server is not None and window is not None and window.isVisible():
            self._server.set_text(window.winId(), PROPERTY, _variant())


def _variant() -> bytes:
    return DARK if is_dark(QApplication.palette()) else LIGHT


class _Cookie(ctypes.Structure):
    """What xcb gives for a reply that is to come."""


_Cookie._fields_ = [("sequence", ctypes.c_uint)]


class _AtomReply(ctypes.Structure):
    """The server's number of a name."""


_AtomReply._fields_ = [("head", ctypes.c_uint64), ("atom", ctypes.c_uint32)]


class XServer:
    """Qt's connection to the X server; Qt itself sets no such properties."""

    def __init__(self, connection: int, load: Loader = ctypes.CDLL) -> None:
        self._connection = ctypes.c_void_p(connection)
        self._xcb, self._c = load("libxcb.so.1"), load(None)
        self._xcb.xcb_intern_atom.restype = _Cookie
        self._xcb.xcb_intern_atom_reply.restype = ctypes.POINTER(_AtomReply)
        self._atoms: dict[bytes, int] = {}

    def set_text(self, window: int, name: bytes, text: bytes) -> None:
        """Set a property of a window; one that is gone is left alone by the server's refusal."""
        replace, bits = 0, 8
        self._xcb.xcb_change_property(
            self._connection,
            ctypes.c_uint8(replace),
            ctypes.c_uint32(window),
            ctypes.c_uint32(self._atom(name)),
            ctypes.c_uint32(self._atom(TEXT)),
            ctypes.c_uint8(bits),
            ctypes.c_uint32(len(text)),
            text,
        )
        self._xcb.xcb_flush(self._connection)

    def _atom(self, name: bytes) -> int:
        if name not in self._atoms:
            length = ctypes.c_uint16(len(name))
            cookie = self._xcb.xcb_intern_atom(self._connection, ctypes.c_uint8(0), length, name)
            reply = self._xcb.xcb_intern_atom_reply(self._connection, cookie, None)
            if not reply:
                return 0  # the connection is broken, and Qt ends the program
            self._atoms[name] = int(reply.contents.atom)
            self._c.free(reply)
        return self._atoms[name]


def x_server(application: QApplication) -> XServer | None:
    """Return the X server that the application shows its windows on, None if it is another kind."""
    if application.platformName() != PLATFORM:
        return None
    native = cast(QNativeInterface.QX11Application, application.nativeInterface())
    return XServer(native.connection())
