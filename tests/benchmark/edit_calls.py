"""How many Python calls one edited cell costs on the window's thread, here and in another tree.

``python3 -m tests.benchmark.edit_calls [TREE]``

A paced run (one epoch a second) of the published example is under way when a cell is edited. Every
Python function of the tree (engine and gui) that is called from then until the event loop is idle
again is counted with ``sys.setprofile``, and so are the calls in all files, libraries included. The
window is not shown, so that no painting is counted, and the session's clock stands still: a tick
comes whether or not a cell is edited. Each tree runs in a process of its own.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType, ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.window.main_window import MainWindow

HERE = Path(__file__).resolve().parents[2]
TABLES = ("A", "Y", "W")
MOST_SECONDS = 60


@dataclass(frozen=True)
class Calls:
    """The calls of one edit: those in the tree, in how many files, and those in all files."""

    own: int
    files: int
    all: int


def calls_of(tree: Path, table: str) -> Calls:
    """Return what the first edit of a cell costs in a tree, counted in a process of its own."""
    with TemporaryDirectory() as home:
        run = subprocess.run(
            [sys.executable, __file__, "--measure", str(tree), table],
            env={
                **os.environ,
                "PYTHONPATH": str(tree),
                "QT_QPA_PLATFORM": "offscreen",
                "XDG_CONFIG_HOME": home,
                "XDG_DATA_HOME": home,
            },
            cwd=tree,
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    if run.returncode:
        raise RuntimeError(run.stderr)
    return Calls(**json.loads(run.stdout.splitlines()[-1]))


def main() -> int:
    """Print what an edit costs in this tree, and in the one given; return 1 above half of that."""
    here = {table: calls_of(HERE, table) for table in TABLES}
    _print("this tree", here)
    if len(sys.argv) < 2:
        return 0
    there = {table: calls_of(Path(sys.argv[1]).resolve(), table) for table in TABLES}
    _print("the other", there)
    return 0 if all(2 * here[table].own <= there[table].own for table in TABLES) else 1


def _print(name: str, tables: dict[str, Calls]) -> None:
    for table, calls in tables.items():
        sys.stdout.write(
            f"{name}, one cell of {table}: {calls.own:>5,} calls in {calls.files} files of the "
            f"tree, {calls.all:>5,} calls in all\n"
        )


def _measure(tree: Path, table: str) -> Calls:
    """Count in this process, whose modules are those of the tree."""
    from PySide6.QtWidgets import QApplication

    application = QApplication(["secant"])
    window = _module("gui.window.main_window", "gui.main_window").MainWindow()
    window.session.set_pace(_module("gui.run.controls", "gui.controls").Pace(1.0))
    _pass_time(100)
    calls = _edit(tree, window, table)
    window.session.reset()
    del application
    return calls


def _edit(tree: Path, window: "MainWindow", table: str) -> Calls:
    """Begin a paced run, edit the first cell of a table, and count until nothing is left to do."""
    import numpy as np
    from PySide6.QtCore import QEventLoop, QThread, QTimer

    names = _module("gui.document")
    name = getattr(names, "TableName", None) or names.Part
    window.session.run_or_pause()
    while (progress := window.session.progress) is None or progress.frame.epoch < 1:
        _pass_time(10)
    # The next epoch is far away: on a busy machine 2 of 10 edits met it, for 20 or 600 calls more.
    window.session.set_pace(_module("gui.run.controls", "gui.controls").Pace(0.001))
    _pass_time(100)
    for clock in window.session.findChildren(QTimer):
        if not clock.isSingleShot():
            clock.stop()  # 3 of 24 edits met a tick, which is 4 calls more
    calls: Counter[str] = Counter()
    thread = QThread.currentThread()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and QThread.currentThread() is thread:
            calls[frame.f_code.co_filename] += 1

    values = np.array([[7.5]])
    values.setflags(write=False)
    loop = QEventLoop()
    idle = loop.thread().eventDispatcher().aboutToBlock
    idle.connect(loop.quit)
    sys.setprofile(count)
    window.document.set_block(name(table), 0, 0, values)
    for _ in range(2):  # before it waits the first time, zero timers are still to come
        loop.exec()
    sys.setprofile(None)
    idle.disconnect(loop.quit)
    own = {f: n for f, n in calls.items() if f.startswith((f"{tree}/gui/", f"{tree}/engine/"))}
    return Calls(sum(own.values()), len(own), sum(calls.values()))


def _module(*names: str) -> ModuleType:
    """Return the first of these modules that the tree has."""
    for name in names:
        try:
            return import_module(name)
        except ModuleNotFoundError:
            continue
    raise ModuleNotFoundError(f"none of {names}")


def _pass_time(milliseconds: int) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        sys.stdout.write(json.dumps(vars(_measure(Path(sys.argv[2]), sys.argv[3]))) + "\n")
        sys.stdout.flush()
        os._exit(0)  # the threads of a window that is not closed in the usual way end with it
    sys.exit(main())
