"""Windows that crash: separate processes that own a slot in the recovery folder."""

import signal
import subprocess
import sys
from pathlib import Path

from gui.recovery.recovery import recovery_folder

ROOT = Path(__file__).parents[3]
WINDOW = """
import os, signal, sys
from pathlib import Path
from engine import Problem, Settings
from engine.archive import archived
from gui.document import Experiment
from gui.recovery.slot import RecoverySlot
from gui.recovery.slot_info import SlotInfo
from gui.files.secant_document import to_saved
from gui.files.file_state import FileState, Fingerprint

folder, name, value, file, end = sys.argv[1:]
slot = RecoverySlot.create(Path(folder))
file_state = FileState(Path(file), Fingerprint.of(Path(file))) if file else None
experiment = Experiment.of(Problem([[float(value or 0)], [2.0]], [3.0, 4.0]), Settings())
info = SlotInfo.of(name, experiment.A.shape, file_state)
slot.write(info, archived(to_saved(experiment, None)) if value else None)
print(slot.key, flush=True)
if end == "crash":
    os.kill(os.getpid(), signal.SIGKILL)
sys.stdin.read()
slot.remove()
"""


def start(
    name: str = "Trial", value: float | None = 7.0, file: str = "", end: str = "wait"
) -> subprocess.Popen[str]:
    """Start a window whose first cell holds ``value``; None means that it has no copy."""
    written = "" if value is None else repr(value)
    return subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(recovery_folder()), name, written, file, end],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def crash(name: str = "Trial", value: float | None = 7.0, file: str = "") -> str:
    """Let a window crash; return the key of the slot it leaves behind."""
    with start(name, value, file, "crash") as window:
        key, _ = window.communicate()
    assert window.returncode == -signal.SIGKILL
    return key.strip()


class OtherWindow:
    """Another running window, for the duration of a ``with`` block."""

    def __init__(self, file: str = "") -> None:
        self._window = start(file=file)

    def __enter__(self) -> str:
        assert self._window.stdout is not None
        return self._window.stdout.readline().strip()

    def __exit__(self, *_: object) -> None:
        self._window.communicate("")
