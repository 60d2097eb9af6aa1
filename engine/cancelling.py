"""How the engine stops long work: the work asks a callable, and raises when the answer is yes.

The caller passes an ``IsCancelled``. The work calls it once per block of rows, and raises
``Cancelled`` as soon as it returns True, so nothing half-done is returned.

A decomposition of many columns cannot ask while it lasts. ``abandonable`` makes it in a thread of
its own, and stops waiting for it once the work is to stop.
"""

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")
# The singular values and vectors of 200 columns take 25 ms, of 300 75 ms, of 1,000 1 s.
COLUMNS_AT_ONCE = 200
# The promise is 50 ms; waking up so often costs nothing beside such work.
SECONDS_BETWEEN_CHECKS = 0.02
ABANDONABLE = "abandonable"
"""The name of the threads that may outlive their caller."""

IsCancelled = Callable[[], bool]
"""Returns True once the work is to stop. It is called often, so it must be fast."""


class Cancelled(Exception):
    """The caller cancelled the work. There is no result."""


def check(cancelled: IsCancelled) -> None:
    """Raise Cancelled if the work is to stop.

    Parameters
    ----------
    cancelled : callable
        Returns True to cancel.
    """
    if cancelled():
        raise Cancelled


def abandonable(work: Callable[[], Result], cancelled: IsCancelled, columns: int) -> Result:
    """Return what ``work`` returns, or raise Cancelled soon after ``cancelled`` returns True.

    Parameters
    ----------
    work : callable
        A computation of numpy that cannot be interrupted. It must change nothing, because it goes
        on, and nothing hears of it, when this has raised Cancelled.
    cancelled : callable
        Asked every 20 ms; returns True to cancel.
    columns : int
        How many columns the work is about. It is not worth a thread if they are few.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """
    if columns <= COLUMNS_AT_ONCE:
        return work()
    outcome: Future[Result] = Future()
    context = copy_context()  # with numpy's treatment of overflows

    def run() -> None:
        try:
            outcome.set_result(context.run(work))
        except BaseException as error:  # raised again by ``result``
            outcome.set_exception(error)

    # A daemon, so that a process that ends need not wait for it.
    thread = Thread(target=run, name=ABANDONABLE, daemon=True)
    thread.start()
    try:
        while not cancelled():
            try:
                return outcome.result(SECONDS_BETWEEN_CHECKS)
            except FutureTimeout:
                if outcome.done():
                    return outcome.result()
    except KeyboardInterrupt:
        # The program ends: Python must not end before a thread that numpy is working in.
        thread.join()
        raise
    raise Cancelled
