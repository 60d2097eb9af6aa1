"""One slot between two threads: the latest value, or nothing."""

from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Keeps the latest value put until it is taken; older ones are forgotten."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._value: T | None = None

    def put(self, value: T) -> None:
        """Leave a value, in place of one nobody took."""
        with self._lock:
            self._value = value

    def take(self) -> T | None:
        """Take the value, if there is one."""
        with self._lock:
            value, self._value = self._value, None
        return value
