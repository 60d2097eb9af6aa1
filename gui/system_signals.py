"""Ends the program when the system asks for it: on Ctrl-C, on SIGTERM, when its terminal closes.

A thread receives the signals, from before Qt is loaded until the process ends. So none is lost, and
the process ends in time even if the window's thread does not: while it is not there yet, while it
waits for a disk, or in a call of Qt that does not return. Needs no Qt.
"""

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from threading import Event, Lock, Thread
from types import FrameType

LEAVE_SECONDS = 1.5
"""An orderly end takes 0.1 s, and 1.3 s if a disk does not respond; 2 s are promised."""
NUMBERS = tuple(
    number
    for name in ("SIGINT", "SIGTERM", "SIGHUP")
    if (number := getattr(signal, name, None)) is not None
)

logger = logging.getLogger(__name__)


def leave_process(status: int) -> None:
    """End the process now, whatever its threads do. Everything to keep must be on disk."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # as in a program without a terminal
            stream.flush()
    os._exit(status)


class SignalListener:
    """Receives the signals that end a program, and ends it: in order if possible, but in time."""

    def __init__(self) -> None:
        self._read, self._write = socket.socketpair()
        self._write.setblocking(False)
        self._lock = Lock()
        self._end: Callable[[], object] | None = None
        self._has_ended = Event()
        self._before = {number: signal.getsignal(number) for number in _not_ignored()}
        # The system's own handler writes to the descriptor, whatever Python's threads are doing.
        signal.set_wakeup_fd(self._write.fileno())
        for number in self._before:
            signal.signal(number, _ignore_signal)
        self._thread = Thread(target=self._listen, name="signals", daemon=True)
        self._thread.start()

    def end_by(self, end: Callable[[], object]) -> None:
        """Call ``end`` at a signal, in the thread that listens; until now the process just ends."""
        with self._lock:
            self._end = end

    def end(self) -> None:
        """Note that the program has ended: a signal that comes now changes nothing any more."""
        self._has_ended.set()

    def close(self) -> None:
        """Stop listening; the system's handling is back."""
        self.end()
        signal.set_wakeup_fd(-1)
        for number in self._before:
            signal.signal(number, signal.SIG_DFL)
        self._write.close()
        self._thread.join(LEAVE_SECONDS)
        self._read.close()

    def _listen(self) -> None:
        # The other end stays open: the system's handler writes there at each further signal too.
        if not self._read.recv(1) or self._has_ended.is_set():
            return
        with self._lock:
            end = self._end
        if end is not None:
            logger.info("the system ends the program")
            end()
            if self._has_ended.wait(LEAVE_SECONDS):
                return
        leave_process(0)


def _not_ignored() -> list[signal.Signals]:
    """Return the signals to handle: not that of a closed terminal if ``nohup`` ignores it."""
    hang_up = getattr(signal, "SIGHUP", None)
    is_kept = hang_up is not None and signal.getsignal(hang_up) is signal.SIG_IGN
    return [number for number in NUMBERS if not (is_kept and number is hang_up)]


def _ignore_signal(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the descriptor has woken the thread that listens."""
