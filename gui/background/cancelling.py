"""Cancellation: how long work notices that its result is no longer wanted. Needs no Qt."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from engine.cancelling import Cancelled, IsCancelled


def _never() -> bool:
    return False


# Each thread has its own value, so that work that no task runs is never cancelled.
_is_cancelled: ContextVar[IsCancelled] = ContextVar("is_cancelled", default=_never)


@contextmanager
def cancellable(is_cancelled: IsCancelled) -> Iterator[None]:
    """Let ``check_cancelled`` ask this function, in this thread, while the block runs."""
    token = _is_cancelled.set(is_cancelled)
    try:
        yield
    finally:
        _is_cancelled.reset(token)


def check_cancelled() -> bool:
    """Raise Cancelled if the task that runs in this thread was cancelled; otherwise return False.

    Long work calls this between blocks of rows, and so does the engine if it is handed this
    function as ``cancelled``. Outside of a task it never raises.
    """
    if _is_cancelled.get()():
        raise Cancelled
    return False
