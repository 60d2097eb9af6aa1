"""How long the window waits for a thread, and what becomes of one that does not end.

A thread can be stuck in the operating system, on a disk that has stopped responding, or in a
decomposition that nothing can interrupt. Neither may hold up the window, or keep the process alive.
"""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from threading import Thread
from threading import enumerate as enumerate_threads
from time import perf_counter
from typing import TypeVar, cast

from PySide6.QtCore import QCoreApplication, QThread

from engine.cancelling import ABANDONABLE

PATIENCE_SECONDS = 0.5
"""Cancelled work checks every 50 ms at most; so what lasts ten times as long may last for ever."""
ANSWER_SECONDS = 0.2
"""A local disk answers within 1 ms, a network's within 50 ms; a longer wait would be noticed."""
QUESTION = "question to a disk"
LEFT_BY_PYTHON = (QUESTION, ABANDONABLE)

Answer = TypeVar("Answer")

logger = logging.getLogger(__name__)


def end_threads(threads: Iterable[QThread], seconds: float = PATIENCE_SECONDS) -> None:
    """Return once all threads have ended, or after so many seconds; leave the others behind."""
    until = perf_counter() + seconds
    for thread in threads:
        if not wait_for(thread, until - perf_counter()):
            leave_behind(thread)


def wait_for(thread: QThread, seconds: float) -> bool:
    """Return whether the thread has ended, after waiting for it no longer than this."""
    return thread.wait(max(0, round(1000 * seconds)))


def leave_behind(thread: QThread) -> None:
    """Let a thread go on by itself, even if whoever started it is deleted.

    The application keeps it until it ends, because Qt aborts if a running thread is deleted.
    """
    logger.info("%s is left behind: it does not end", thread.objectName())
    thread.finished.connect(thread.deleteLater)
    thread.setParent(QCoreApplication.instance())


def threads_left_behind(application: QCoreApplication) -> list[str]:
    """Return the names of the threads that were left behind and still run.

    Also those of Python: it may crash if it ends while numpy is at work in one.
    """
    qt = [each.objectName() for each in application.findChildren(QThread) if each.isRunning()]
    python = [each.name for each in enumerate_threads() if each.name in LEFT_BY_PYTHON]
    return qt + python


def answer_within(
    ask: Callable[[], Answer], otherwise: Answer, seconds: float = ANSWER_SECONDS
) -> Answer:
    """Return what ``ask`` returns, or ``otherwise`` if that takes longer than this.

    For short questions to a disk, asked in the window's thread: the disk may not respond. An
    exception that ``ask`` raises in time is raised here.
    """
    return _within(_asked(ask), otherwise, seconds)


class Questions:
    """Asks one disk. While it has not answered, the next question is not asked."""

    def __init__(self) -> None:
        self._last: Future[object] | None = None

    def answer_within(
        self, ask: Callable[[], Answer], otherwise: Answer, seconds: float = ANSWER_SECONDS
    ) -> Answer:
        """Return what ``ask`` returns, or ``otherwise`` if that, or the last one, takes longer."""
        if self._last is not None and not self._last.done():
            return otherwise
        answer = _asked(ask)
        self._last = cast("Future[object]", answer)
        return _within(answer, otherwise, seconds)


def _asked(ask: Callable[[], Answer]) -> Future[Answer]:
    answer: Future[Answer] = Future()

    def run() -> None:
        try:
            answer.set_result(ask())
        except Exception as error:  # raised again by ``result``
            answer.set_exception(error)

    # A daemon, so that one that is stuck does not keep the process alive.
    Thread(target=run, name=QUESTION, daemon=True).start()
    return answer


def _within(answer: Future[Answer], otherwise: Answer, seconds: float) -> Answer:
    try:
        return answer.result(seconds)
    except FutureTimeout:
        if answer.done():  # the error is the disk's own
            raise
        logger.info("no answer within %.1f s", seconds)
        return otherwise
