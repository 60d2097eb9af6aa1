"""Choose the Qt platform for the window: the first that works here.

Without a display that answers, Qt would abort with a core dump. Its own choice looks only at the
variables of the session: it does not see that a Wayland socket is dead while an X server works.
"""

import ctypes
import os
import socket
import sys
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path

from .errors import DisplayRefused, NoDisplay, UnknownPlatform
from .libraries import Loader, missing_libraries

_WITH_SERVER = ("xcb", "wayland")
_WITHOUT_SERVER = (
    *("offscreen", "minimal", "minimalegl", "vnc"),
    *("linuxfb", "eglfs", "vkkhrdisplay"),
)


_VARIABLE = "QT_QPA_PLATFORM"


def platform(environ: Mapping[str, str] = os.environ, load: Loader = ctypes.CDLL) -> str:
    """Return the name of the Qt platform that will show the window.

    It is the first that answers and whose libraries all load. If each lacks a library, it is the
    first that answers: its libraries are the ones to install.

    Parameters
    ----------
    environ
        The variables of the session.
    load
        Loads a shared library by its name, or raises OSError.

    Raises
    ------
    DisplayFault
        If no platform answers.
    """
    if sys.platform != "linux":
        return sys.platform
    answering: list[str] = []
    refusals: list[NoDisplay | DisplayRefused] = []
    # One at a time: on some desktops the X server starts only when a program connects to it.
    for name in _chosen(environ) or _offered(environ):
        try:
            _check_server(name, environ)
        except (NoDisplay, DisplayRefused) as refusal:
            refusals.append(refusal)
            continue
        if not missing_libraries(name, load):
            return name
        answering.append(name)
    if not answering:
        raise refusals[0]
    return answering[0]


def set_platform(
    environ: MutableMapping[str, str] = os.environ, load: Loader = ctypes.CDLL
) -> None:
    """Check the display, and make Qt use the platform chosen here unless the person has set one.

    Parameters
    ----------
    environ
        The variables of the session, in which the platform is set.
    load
        Loads a shared library by its name, or raises OSError.

    Raises
    ------
    DisplayFault
        If no platform answers.
    """
    name = platform(environ, load)
    if sys.platform == "linux" and not environ.get(_VARIABLE):
        environ[_VARIABLE] = name


def _chosen(environ: Mapping[str, str]) -> list[str]:
    """Return the platforms in QT_QPA_PLATFORM: ``wayland;xcb``, ``offscreen:option=value``."""
    value = environ.get(_VARIABLE, "")
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
