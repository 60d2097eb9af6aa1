"""End the first launch, and the programs that it started, when a signal asks for that.

A handler ends the process at once. An exception would be lost if it were raised while Python runs a
finaliser or a callback of its import system. Nothing needs tidying up: a setup that was not
recorded as finished is repaired by the next start.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import Enum, auto
from types import FrameType
from typing import IO, TYPE_CHECKING, NoReturn

from .errors import LaunchInterrupted

if TYPE_CHECKING:
    import subprocess

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
# Windows has no SIGHUP.
SIGNALS = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))


class Stop(Enum):
    """How a command ends when a signal ends this process."""

    KILL = auto()
    """At once, with all that it has started."""
    ASK = auto()
    """By SIGINT to it alone, not to what it has started: that may have to be finished first."""


Handler = Callable[[int, FrameType | None], None]


@contextmanager
def interruptible() -> Iterator[None]:
    """End the program with a sentence and its status if a signal arrives inside the block."""
    with _handled_by(lambda number, _frame: _end(number)):
        yield


def run_child(
    command: Sequence[str],
    output: IO[bytes],
    stop: Stop,
    *,
    environ: Mapping[str, str] | None = None,
    inherited: Sequence[int] = (),
) -> int:
    """Run a command until it ends, and return its exit status.

    Parameters
    ----------
    command : sequence of str
        The program and its arguments.
    output : binary file
        Receives the command's standard output and errors. A file, so that a command that is left
        to finish by itself still has somewhere to write.
    stop : Stop
        How it ends if a signal ends this process.
    environ : mapping, optional
        Its environment variables; by default those of this process.
    inherited : sequence of int
        Descriptors that it keeps open. Windows passes none on.

    Raises
    ------
    OSError
        If the command does not start.
    """
    import subprocess  # here, because most starts run no other program

    children: list[subprocess.Popen[bytes]] = []
    early: list[int] = []

    def end(number: int, _frame: FrameType | None = None) -> None:
        if not children:  # It is just being started.
            early.append(number)
            return
        _stop(children[0], stop)
        _end(number)

    with _handled_by(end):
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environ,
            pass_fds=() if sys.platform == "win32" else inherited,
            # A session of its own has one process group, which reaches the programs that the
            # command starts too, and no terminal that could stop a program in the background.
            start_new_session=True,
        )
        children.append(child)
        for number in early:
            end(number)
        return child.wait()


def block_signals() -> None:
    """Hold signals back until the program that replaces this one is ready for them.

    The mask survives the replacement. While Python starts, a signal would print a traceback.
    """
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


def unblock_signals() -> None:
    """Let signals through again, those that were held back first."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


@contextmanager
def _handled_by(handler: Handler) -> Iterator[None]:
    former = {number: signal.signal(number, handler) for number in _not_ignored()}
    unblock_signals()
    try:
        yield
    finally:
        for number, before in former.items():
            signal.signal(number, before)


def _not_ignored() -> list[signal.Signals]:
    """Return the signals to handle: not that of a closed terminal if nohup ignores it."""
    return [
        number
        for number in SIGNALS
        if number.name != "SIGHUP" or signal.getsignal(number) is not signal.SIG_IGN
    ]


def _stop(child: "subprocess.Popen[bytes]", stop: Stop) -> None:
    with suppress(ProcessLookupError):  # It has just ended.
        if sys.platform == "win32":
            child.kill()
        elif stop is Stop.KILL:
            os.killpg(child.pid, signal.SIGKILL)
        else:
            os.kill(child.pid, signal.SIGINT)


def _end(number: int) -> NoReturn:
    fault = LaunchInterrupted(number)
    with suppress(OSError):  # There may be no standard error (pythonw).
        # Not print: the signal may have arrived while the program was printing.
        os.write(2, f"Secant: {fault}\n".encode())
    os._exit(fault.status)
