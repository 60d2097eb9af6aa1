"""Check that there is a display for the window; without one, Qt would abort with a core dump."""

import ctypes
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from .errors import DisplayRefused, NoDisplay, UnknownPlatform

_WITH_SERVER = ("xcb", "wayland")
_WITHOUT_SERVER = (
    *("offscreen", "minimal", "minimalegl", "vnc"),
    *("linuxfb", "eglfs", "vkkhrdisplay"),
)


def platform(environ: Mapping[str, str] = os.environ) -> str:
    """Return the name of the Qt platform that will show the window.

    Raises DisplayFault if none can.
    """
    if sys.platform != "linux":
        return sys.platform
    refusals: list[NoDisplay | DisplayRefused] = []
    for name in _chosen(environ) or _offered(environ):
        try:
            _check_server(name, environ)
        except (NoDisplay, DisplayRefused) as refusal:
            refusals.append(refusal)
        else:
            return name
    raise refusals[0]


def _chosen(environ: Mapping[str, str]) -> list[str]:
    """Return the platforms in QT_QPA_PLATFORM: ``wayland;xcb``, ``offscreen:option=value``."""
    value = environ.get("QT_QPA_PLATFORM", "")
    names = [part.partition(":")[0] for part in value.split(";")]
    # A suffix names a variant of a platform: wayland-egl.
    known = [name.partition("-")[0] for name in names]
    chosen = [name for name in known if name in (*_WITH_SERVER, *_WITHOUT_SERVER)]
    if value and not chosen:
        raise UnknownPlatform(value, (*_WITH_SERVER, *_WITHOUT_SERVER))
    return chosen


def _offered(environ: Mapping[str, str]) -> list[str]:
    """Return the platforms that the session offers, in the order in which Qt tries them."""
    names = []
    if environ.get("WAYLAND_DISPLAY") or environ.get("XDG_SESSION_TYPE") == "wayland":
        names.append("wayland")
    if environ.get("DISPLAY"):
        names.append("xcb")
    if not names:
        raise NoDisplay(["DISPLAY", "WAYLAND_DISPLAY"])
    return names


def _check_server(name: str, environ: Mapping[str, str]) -> None:
    if name == "xcb":
        _connect_to_x(environ.get("DISPLAY", ""))
    if name == "wayland":
        _connect_to_wayland(environ)


def _connect_to_x(display: str) -> None:
    if not display:
        raise NoDisplay(["DISPLAY"])
    # Without this library the check is skipped; libraries.py reports that it is missing.
    with suppress(OSError):
        xcb = ctypes.CDLL("libxcb.so.1")
        xcb.xcb_connect.restype = ctypes.c_void_p
        connection = ctypes.c_void_p(xcb.xcb_connect(os.fsencode(display), None))
        refused = xcb.xcb_connection_has_error(connection)
        xcb.xcb_disconnect(connection)
        if refused:
            raise DisplayRefused(display, "no X server answers there, or it refuses this user")


def _connect_to_wayland(environ: Mapping[str, str]) -> None:
    name = environ.get("WAYLAND_DISPLAY") or "wayland-0"
    # The name may be an absolute path, which replaces the folder.
    path = Path(environ.get("XDG_RUNTIME_DIR", ""), name)
    with socket.socket(socket.AF_UNIX) as server:
        try:
            server.connect(str(path))
        except OSError as error:
            raise DisplayRefused(name, error.strerror or str(error)) from None
