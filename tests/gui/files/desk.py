"""A window with a document, its files and their recovery, connected as in the program."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from engine.archive import read_archive
from engine.archive.experiment import SavedExperiment
from engine.errors import BadExperiment
from gui.document import Document, TableName
from gui.files import Files
from gui.files.unsaved_changes import HalfTyped
from gui.preferences import Preferences
from gui.recovery.recovery import Recovery, recovery_folder
from gui.recovery.slot import read_info
from gui.recovery.slot_info import SlotInfo
from gui.run.run_state import RunState
from gui.run.session import Session
from tests.gui.finding import named

SOON = 5
"""Milliseconds until a recovery copy: as short as a test can make it."""
LONG = 10_000_000
"""Milliseconds until a recovery copy: after the test ends."""


class Window(QWidget):
    """Closes as the program's main window does."""

    def __init__(self) -> None:
        super().__init__()
        self.may_close: Callable[[], bool] = lambda: True
        self.end: Callable[[], None] = lambda: None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before closing."""
        if self.may_close():
            self.end()
            event.accept()
        else:
            event.ignore()


class Gate:
    """Blocks each write to disk until the gate is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self._open = Event(), Event()
        sync = os.fsync

        def wait(descriptor: int) -> None:
            self.reached.set()
            assert self._open.wait(10)
            sync(descriptor)

        monkeypatch.setattr(os, "fsync", wait)

    def open(self) -> None:
        """Let all writes through."""
        self._open.set()

    def close(self) -> None:
        """Let no more writes through."""
        self._open.clear()


@dataclass(frozen=True)
class Desk:
    """A window and everything a test does with it."""

    qtbot: QtBot
    window: Window
    document: Document
    session: Session
    files: Files
    recovery: Recovery
    messages: QSignalSpy
    standing: QSignalSpy

    @classmethod
    def create(
        cls,
        qtbot: QtBot,
        commit_edits: Callable[[], bool] = lambda: True,
        delay: int = SOON,
        run_delay: int = LONG,
        half_typed: HalfTyped | None = None,
    ) -> "Desk":
        """Open a window on a small experiment."""
        window = Window()
        problem = Problem([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [7.0, 8.0, 9.0])
        document = Document(problem, Settings(h=0.1), "Test")
        session = Session(document)
        files = Files(window, document, session, Preferences(), commit_edits, half_typed)
        recovery = Recovery(window, document, session, files, delay, run_delay)
        spies = QSignalSpy(files.message), QSignalSpy(recovery.standing_changed)
        desk = cls(qtbot, window, document, session, files, recovery, *spies)
        recovery.message.connect(files.message)
        window.may_close, window.end = files.may_close, desk.end
        qtbot.addWidget(window, before_close_func=desk.close)
        window.show()
        return desk

    def end(self) -> None:
        """Do what the main window does when it closes."""
        self.session.shut_down()
        self.files.shut_down()
        self.recovery.shut_down()
        self.document.shut_down()

    def close(self, _: QWidget | None = None) -> None:
        """Close without asking."""
        self.files.close_without_asking()

    @property
    def sentences(self) -> list[str]:
        """All messages so far."""
        return [self.messages.at(k)[0].text for k in range(self.messages.count())]

    def edit(self, value: float = 5.0) -> None:
        """Change the first cell."""
        self.document.set_block(TableName.A, 0, 0, np.array([[value]]))

    def first_cell(self) -> float:
        """Return the value of the first cell."""
        return self.document.table(TableName.A).value(0, 0)

    def run(self, state: RunState = RunState.DONE) -> None:
        """Run until the given state."""
        with self.qtbot.waitSignal(
            self.session.state_changed, check_params_cb=lambda reached: reached is state
        ):
            self.session.run_or_pause()

    def save_new(self, path: Path) -> Path:
        """Save to a new file and wait for it."""
        self.files.save_as.trigger()
        self.choose(path)
        self.wait_saved()
        return path

    def wait_saved(self) -> None:
        """Wait until no file is being written."""
        self.qtbot.waitUntil(lambda: not self.files.is_writing)

    def open_file(self, path: Path) -> None:
        """Open a file and wait for it."""
        with self.qtbot.waitSignal(self.document.opened):
            self.files.open_path(path)

    def choose(self, path: Path) -> None:
        """Choose a file in the open dialog."""
        (dialog,) = [d for d in self.window.findChildren(QFileDialog) if d.isVisible()]
        name, box = dialog.findChild(QLineEdit), dialog.findChild(QDialogButtonBox)
        assert isinstance(name, QLineEdit)
        assert isinstance(box, QDialogButtonBox)
        # Without focus, Qt would keep an existing file selected.
        dialog.activateWindow()
        name.setFocus()
        self.qtbot.waitUntil(name.hasFocus)
        # Not typed: the completion list would take the click.
        name.setText(str(path))
        (button,) = [b for b in box.buttons() if box.buttonRole(b) is box.ButtonRole.AcceptRole]
        button.click()

    def question(self, name: str) -> QMessageBox:
        """Wait for a question and return it."""
        self.qtbot.waitUntil(lambda: name in {box.objectName() for box in self.questions()})
        return next(box for box in self.questions() if box.objectName() == name)

    def questions(self) -> list[QMessageBox]:
        """Return the open questions."""
        return [box for box in self.window.findChildren(QMessageBox) if box.isVisible()]

    def answer(self, button: QMessageBox.StandardButton, name: str = "unsaved_changes") -> None:
        """Answer whether to save changes, or another question."""
        self.question(name).button(button).click()

    def press(self, question: str, name: str) -> None:
        """Answer a question with one of its own buttons."""
        named(self.question(question), QPushButton, name).click()

    def copies(self) -> list[Path]:
        """Return the recovery copies."""
        return sorted(recovery_folder().glob("*.secant"))


def slot_infos() -> list[SlotInfo]:
    """Return the content of all info files."""
    folder = recovery_folder()
    return [read_info(folder, path.stem) for path in folder.glob("*.json")]


def recovery_copy() -> SavedExperiment | None:
    """Return the only recovery copy; None if there is none or it is just being replaced."""
    names = [info.copy for info in slot_infos() if info.copy]
    try:
        return read_archive(recovery_folder() / names[0]) if names else None
    except BadExperiment:
        return None


def copied_cell() -> float | None:
    """Return the first cell of the only recovery copy."""
    copy = recovery_copy()
    return None if copy is None else float(copy.A[0, 0])
