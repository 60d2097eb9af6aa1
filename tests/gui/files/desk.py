"""A window with a document, its files and their recovery, put together as the program does."""

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
from gui.document import Document, Part
from gui.files import Files, Recovery
from gui.files.card import Card
from gui.files.recovery import usual_folder
from gui.preferences import Preferences
from gui.run_state import RunState
from gui.session import Session
from tests.gui.finding import named

SOON = 5
LONG = 10_000_000


class Window(QWidget):
    """Closes as the program's window does."""

    def __init__(self) -> None:
        super().__init__()
        self.may_close: Callable[[], bool] = lambda: True
        self.end: Callable[[], None] = lambda: None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first."""
        if self.may_close():
            self.end()
            event.accept()
        else:
            event.ignore()


class Gate:
    """Holds up each writing until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self._open = Event(), Event()
        sync = os.fsync

        def wait(descriptor: int) -> None:
            self.reached.set()
            assert self._open.wait(10)
            sync(descriptor)

        monkeypatch.setattr(os, "fsync", wait)

    def open(self) -> None:
        """Hold up nothing more."""
        self._open.set()


@dataclass(frozen=True)
class Desk:
    """What a person sits at."""

    qtbot: QtBot
    window: Window
    document: Document
    session: Session
    files: Files
    recovery: Recovery
    said: QSignalSpy

    @classmethod
    def made(
        cls,
        qtbot: QtBot,
        entered: Callable[[], bool] = lambda: True,
        delay: int = SOON,
        run_delay: int = LONG,
    ) -> "Desk":
        """Open a window on a small experiment."""
        window = Window()
        problem = Problem([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [7.0, 8.0, 9.0])
        document = Document(problem, Settings(), "Test")
        session = Session(document)
        files = Files(window, document, session, Preferences(), entered)
        recovery = Recovery(window, document, session, files, delay, run_delay)
        desk = cls(qtbot, window, document, session, files, recovery, QSignalSpy(files.said))
        recovery.said.connect(files.said)
        window.may_close, window.end = files.may_close, desk.end
        qtbot.addWidget(window, before_close_func=desk.leave)
        window.show()
        return desk

    def end(self) -> None:
        """Do what the window does once it may close."""
        self.session.shut_down()
        self.files.shut_down()
        self.recovery.shut_down()
        self.document.shut_down()

    def leave(self, _: QWidget | None = None) -> None:
        """Close whatever is still to be asked."""
        self.files.close_without_asking()

    @property
    def sentences(self) -> list[str]:
        """All that was said."""
        return [self.said.at(k)[0].text for k in range(self.said.count())]

    def edit(self, value: float = 5.0) -> None:
        """Change the first cell."""
        self.document.set_block(Part.A, 0, 0, np.array([[value]]))

    def first_cell(self) -> float:
        """Return what the first cell holds."""
        return self.document.table(Part.A).value(0, 0)

    def run(self, state: RunState = RunState.DONE) -> None:
        """Run to a state."""
        with self.qtbot.waitSignal(
            self.session.state_changed, check_params_cb=lambda reached: reached is state
        ):
            self.session.run_or_pause()

    def saved(self, path: Path) -> Path:
        """Save for the first time."""
        self.files.save_as.trigger()
        self.choose(path)
        self.wait_saved()
        return path

    def wait_saved(self) -> None:
        """Wait until nothing is being written."""
        self.qtbot.waitUntil(lambda: not self.files.is_writing)

    def opened(self, path: Path) -> None:
        """Open a file and wait for it."""
        with self.qtbot.waitSignal(self.document.opened):
            self.files.open_path(path)

    def choose(self, path: Path) -> None:
        """Choose a file in the dialog that is open."""
        (dialog,) = [d for d in self.window.findChildren(QFileDialog) if d.isVisible()]
        name, box = dialog.findChild(QLineEdit), dialog.findChild(QDialogButtonBox)
        assert isinstance(name, QLineEdit)
        assert isinstance(box, QDialogButtonBox)
        # Without the focus, a file that is there already would stay the one chosen.
        dialog.activateWindow()
        name.setFocus()
        self.qtbot.waitUntil(name.hasFocus)
        # Not typed: the list of files that opens then would take the click.
        name.setText(str(path))
        (button,) = [b for b in box.buttons() if box.buttonRole(b) is box.ButtonRole.AcceptRole]
        button.click()

    def question(self, name: str) -> QMessageBox:
        """Return the question asked, once it is."""
        self.qtbot.waitUntil(lambda: name in {box.objectName() for box in self.questions()})
        return next(box for box in self.questions() if box.objectName() == name)

    def questions(self) -> list[QMessageBox]:
        """Return the questions that stand."""
        return [box for box in self.window.findChildren(QMessageBox) if box.isVisible()]

    def answer(self, button: QMessageBox.StandardButton) -> None:
        """Answer whether to save changes."""
        self.question("unsaved_changes").button(button).click()

    def press(self, question: str, name: str) -> None:
        """Answer a question by a button of its own."""
        named(self.question(question), QPushButton, name).click()

    def copies(self) -> list[Path]:
        """Return the recovery copies there are."""
        return sorted(usual_folder().glob("*.secant"))


def cards() -> list[Card]:
    """Return what windows tell of their documents."""
    return [Card.parse(path.read_text()) for path in usual_folder().glob("*.json")]


def kept() -> SavedExperiment | None:
    """Return the one recovery copy there is; None while there is none or it is just replaced."""
    names = [card.copy for card in cards() if card.copy]
    try:
        return read_archive(usual_folder() / names[0]) if names else None
    except BadExperiment:
        return None


def kept_cell() -> float | None:
    """Return the first cell of the one recovery copy."""
    copy = kept()
    return None if copy is None else float(copy.A[0, 0])
