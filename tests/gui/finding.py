"""How tests find the parts of a window that have a name."""

from typing import TypeVar

from PySide6.QtCore import QObject

T = TypeVar("T", bound=QObject)


def named(parent: QObject, kind: type[T], name: str) -> T:
    """Return the part of that kind and name, which there must be."""
    found = parent.findChild(kind, name)
    assert isinstance(found, kind)
    return found
