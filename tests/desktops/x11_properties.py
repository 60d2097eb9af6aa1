"""Reads what the windows of this process tell the window manager of an X server."""

import ctypes
from typing import cast

from PySide6.QtGui import QGuiApplication, QNativeInterface

_WORDS = 64
"""Of four bytes, the longest text that is read."""


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _AtomReply(ctypes.Structure):
    _fields_ = (("head", ctypes.c_uint64), ("atom", ctypes.c_uint32))


def text_of(window: int, name: bytes) -> bytes:
    """Return a property of a window, empty if it has none."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_intern_atom.restype = xcb.xcb_get_property.restype = _Cookie
    xcb.xcb_intern_atom_reply.restype = ctypes.POINTER(_AtomReply)
    xcb.xcb_get_property_reply.restype = xcb.xcb_get_property_value.restype = ctypes.c_void_p
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    native = cast(QNativeInterface.QX11Application, application.nativeInterface())
    server = ctypes.c_void_p(native.connection())
    cookie = xcb.xcb_intern_atom(server, 1, len(name), name)
    atom = xcb.xcb_intern_atom_reply(server, cookie, None).contents.atom
    cookie = xcb.xcb_get_property(server, 0, ctypes.c_uint32(window), atom, 0, 0, _WORDS)
    reply = ctypes.c_void_p(xcb.xcb_get_property_reply(server, cookie, None))
    length = xcb.xcb_get_property_value_length(reply)
    return ctypes.string_at(xcb.xcb_get_property_value(reply), length)
