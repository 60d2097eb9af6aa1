"""Adding the library that a file needs: a button, and a process that adds it."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from engine.reading.formats.extras import NeedsExtra

from ..background import OnProgress
from ..background.task import Work
from ..text.translation import translate
from ..theme.appearance import GRID
from .errors import ExtraNotAdded

ADD = translate("importing", "A&dd {package}")
ADD_TIP = translate(
    "importing", "Download {package} into Secant’s own environment, then read the file"
)
ADDING = translate("importing", "Adding {package}…")
_CALL_SECONDS = 0.1
"""Cancelling is noticed so soon."""
_MARK = "Secant: "


class ExtraPanel(QWidget):
    """Offers to add what a file needs; ``requested`` carries the name of the extra."""

    requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._extra = self._package = ""
        self._button = QPushButton()
        self._button.setObjectName("import_add_extra")
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._request)
        self._doing = QLabel()
        self._doing.setObjectName("import_extra_doing")
        self._doing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(self._button)
        line.addWidget(self._doing, 1)
        self.hide()

    def offer(self, error: Exception) -> None:
        """Show the button if an extra is what a file lacks, and can be added; else hide it."""
        can_be_added = isinstance(error, NeedsExtra) and not error.is_bundle
        if isinstance(error, NeedsExtra) and can_be_added:
            self._extra, self._package = error.extra, error.package
            self._button.setText(ADD.format(package=error.package))
            self._button.setToolTip(ADD_TIP.format(package=error.package))
            self._doing.clear()
        self.setVisible(can_be_added)

    def show_adding(self) -> None:
        """Show that the extra is being added."""
        self._doing.setText(ADDING.format(package=self._package))

    def show_offer(self) -> None:
        """Show that it can be added."""
        self._doing.clear()

    @Slot()
    def _request(self) -> None:
        self.requested.emit(self._extra)


def program() -> Path:
    """Return the file that starts Secant."""
    return Path(__file__).resolve().parents[2] / "main.py"


def adding(extra: str) -> Work[object]:
    """Return what adds an extra in a process, which ends if the task is cancelled."""

    def add(report: OnProgress) -> object:
        command = [sys.executable, str(program()), "--add", extra]
        with _process(command) as process:
            lines = list[str]()
            reader = Thread(target=_collect, args=(process, lines), daemon=True)
            reader.start()
            while _is_running(process):
                report(0.0)
            reader.join(_CALL_SECONDS)
            if process.returncode:
                last = lines[-1] if lines else ""
                raise ExtraNotAdded(extra, last.removeprefix(_MARK).strip())
        return extra

    return add


@contextmanager
def _process(command: list[str]) -> Iterator["subprocess.Popen[str]"]:
    """Start a program, and end it with what it has started."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait()
        assert process.stderr is not None
        process.stderr.close()


def _collect(process: "subprocess.Popen[str]", lines: list[str]) -> None:
    assert process.stderr is not None
    lines.extend(line for line in process.stderr if line.strip())


def _is_running(process: "subprocess.Popen[str]") -> bool:
    try:
        process.wait(_CALL_SECONDS)
    except subprocess.TimeoutExpired:
        return True
    return False
