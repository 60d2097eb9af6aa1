"""A slot between two threads that holds the latest value, or nothing."""

from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Keeps the latest value until it is taken; older values are dropped."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._value: T | None = None

    def put(self, value: T) -> None:
        """Leave a value; it replaces one that was not taken."""
        with self._lock:
            self._value = value

    def take(self) -> T | None:
        """Take the value; return None if there is none."""
        with self._lock:
            value, self._value = self._value, None
        return value
