"""Start the real program and bring it into a state in which a signal of the system will reach it.

Run it as ``python -m tests.e2e.signal_driver STATE FOLDER``, where STATE is a value of SignalState.
It prints "ready" once the state is reached. A disk that has stopped responding is played by files
in a folder called STALLED: writing one never gets past ``fsync``, and reading one never begins.
"""

import os
import sys
from enum import StrEnum
from pathlib import Path
from threading import Event

from main import leave

STALLED = "stalled"
GONE = "gone.secant"
BIG_ROWS, WIDE = 300_000, 1000


class SignalState(StrEnum):
    """The states of the program in which it is sent a signal; docs/reliability.md lists them."""

    STARTING = "starting: Qt and the window are being loaded"
    IDLE = "nothing is going on"
    TYPING = "a cell is being typed in"
    EDITED = "there are unsaved changes"
    RUNNING = "a run as fast as possible"
    SLOW_RUN = "a run at one epoch a second"
    UNSAVED_QUESTION = "the question about unsaved changes is open"
    OPEN_DIALOG = "the dialog Open is open"
    SAVE_DIALOG = "the dialog Save As is open"
    EXPORT_DIALOG = "the dialog of an export is open"
    IMPORT_FILE_DIALOG = "the dialog that chooses a table is open"
    IMPORT_DIALOG = "the dialog that shows a table to import is open"
    IMPORTING = "a large table is being imported"
    NUMBER_DIALOG = "the dialog that asks for a table's size is open"
    MESSAGE_BOX = "a message box with an event loop of its own is open"
    FAILURE_DIALOG = "the report of an unexpected exception is open"
    RECOVERY_OFFER = "the offer to recover unsaved work is open"
    MENU = "a menu is open"
    CONTEXT_MENU = "a context menu with an event loop of its own is open"
    DRAG = "a file is being dragged over the window"
    REDUCING = "1,000 columns are being reduced"
    DECOMPOSING = "the singular values of 1,000 columns are being computed"
    LARGE_EDIT = "a large table is being changed"
    COPYING = "a large table is being copied"
    STALLED_SAVE = "a save has stalled"
    STALLED_CLOSE = "the window waits for a save that has stalled"
    STALLED_QUESTION = "the question about a save that has stalled is open"
    STALLED_EXPORT = "an export has stalled"
    STALLED_PIPE = "an export to a pipe that is no longer read has stalled"
    STALLED_OPEN = "opening a file has stalled"
    BLOCKED_WINDOW = "the window's thread is held up by the system"
    CLOSING = "the window is already closing"


WITH_UNSAVED_WORK = frozenset(
    {
        *(SignalState.EDITED, SignalState.UNSAVED_QUESTION, SignalState.STALLED_SAVE),
        *(SignalState.STALLED_CLOSE, SignalState.STALLED_QUESTION),
    }
)
"""The states that have unsaved changes: a recovery copy must be left behind."""


def main(state: SignalState, folder: Path) -> int:
    """Start the program, and the script once its event loop runs; return the exit status."""
    from gui.system_signals import SignalListener

    # As main.py does, before Qt loads.
    listener = SignalListener()
    if state is SignalState.STARTING:
        ready()
    from PySide6.QtCore import QTimer

    from gui import app
    from tests.e2e import signal_scripts
    from tests.e2e.driver import Person

    play_stalled_disk()
    people: list[Person] = []

    def start_script() -> None:
        people.append(Person(signal_scripts.script_of(state, folder, ready)))

    application = app.make_application(sys.argv[:1])
    if state is not SignalState.STARTING:
        QTimer.singleShot(0, start_script)
    return app.run(application, [], listener)


def ready() -> None:
    """Tell the test that the state is reached."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()


def play_stalled_disk() -> None:
    """Let files in the folder STALLED never be written nor read."""
    never, sync, stat = Event(), os.fsync, Path.stat

    def fsync(descriptor: int) -> None:
        if STALLED in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
            never.wait()
        sync(descriptor)

    def stat_of(path: Path, *arguments: bool, **options: bool) -> os.stat_result:
        if path.parent.name == STALLED and path.name == GONE:
            never.wait()
        return stat(path, *arguments, **options)

    os.fsync = fsync  # type: ignore[assignment]
    Path.stat = stat_of  # type: ignore[assignment, method-assign]


if __name__ == "__main__":
    leave(main(SignalState(sys.argv[1]), Path(sys.argv[2])))
