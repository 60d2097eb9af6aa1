"""Finds the named parts of a window."""

from typing import TypeVar

from PySide6.QtCore import QObject

T = TypeVar("T", bound=QObject)


def named(parent: QObject, kind: type[T], name: str) -> T:
    """Return the part with this class and name; fail if there is none."""
    found = parent.findChild(kind, name)
    assert isinstance(found, kind)
    return found
