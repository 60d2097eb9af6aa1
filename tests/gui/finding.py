"""Finding the parts of a window by their name."""

from typing import TypeVar

from PySide6.QtCore import QObject

T = TypeVar("T", bound=QObject)


def named(parent: QObject, kind: type[T], name: str) -> T:
    """Return the descendant of that kind and name; fail if there is none."""
    found = parent.findChild(kind, name)
    assert isinstance(found, kind)
    return found
