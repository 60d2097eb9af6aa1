"""The person again, at a program that is killed, started anew, and not alone with its file.

Run as a program of its own: ``python -m tests.e2e.recovery_driver SCRIPT [FILE]``, SCRIPT one of
SCRIPTS; the program is started with the file.
"""

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from time import monotonic

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QPushButton, QTableView

from gui import app
from tests.e2e.driver import (
    Person,
    Waiting,
    action,
    close_and_discard,
    main_window,
    said,
    type_into,
    type_over,
    widget,
    window_is_there,
)

FIRST = 1000
RATE = "0.00217"


def type_for_ever(_path: str) -> Iterator[Waiting]:
    """Type one number after the other into the first cell, and tell of each when it was there."""
    yield window_is_there
    for value in count(FIRST):
        type_into(widget(QTableView, "A"), [[str(value)]])
        tell(f"{value} {monotonic()}")
        yield at_once


def type_once(_path: str) -> Iterator[Waiting]:
    """Type a number, and leave the end to the system."""
    yield window_is_there
    type_into(widget(QTableView, "A"), [[str(FIRST)]])
    tell("typed")


def take_what_is_offered() -> Iterator[Waiting]:
    """Recover what a crash has left behind."""
    yield window_is_there
    yield Shown("recovery_offer")
    press("recovery_recover")
    yield something_is_recovered


def set_once(_path: str) -> Iterator[Waiting]:
    """Change nothing but a setting, and leave the end to the system."""
    yield window_is_there
    type_over(widget(QLineEdit, "learning_rate"), RATE)
    tell("set")


def recover_setting(_path: str) -> Iterator[Waiting]:
    """Take what is offered, tell the setting, and close without saving."""
    yield from take_what_is_offered()
    tell(widget(QLineEdit, "learning_rate").text())
    yield from close_and_discard()


def type_and_be_asked(_path: str) -> Iterator[Waiting]:
    """Type a number, close the window, and leave the question and the end to the system."""
    yield window_is_there
    type_into(widget(QTableView, "A"), [[str(FIRST)]])
    QTimer.singleShot(0, main_window().close)
    yield Shown("unsaved_changes")
    tell("asked")


def recover(_path: str) -> Iterator[Waiting]:
    """Take what is offered, tell what is in the first cell, and close without saving."""
    yield from take_what_is_offered()
    tell(f"{first_cell()} {main_window().isWindowModified()}")
    yield from close_and_discard()


def recover_and_be_killed(_path: str) -> Iterator[Waiting]:
    """Take what is offered, and leave the end to the system."""
    yield from take_what_is_offered()
    tell("recovered")


def look(_path: str) -> Iterator[Waiting]:
    """Tell what is in the first cell and whether anything is offered, and close."""
    yield window_is_there
    tell(f"{first_cell()} {Shown('recovery_offer')()}")
    QTimer.singleShot(0, main_window().close)


def show_file(path: str) -> Iterator[Waiting]:
    """Tell what is in the first cell of the file that the program was started with, and close."""
    yield Opened(path)
    tell(first_cell())
    QTimer.singleShot(0, main_window().close)


def change_file(path: str) -> Iterator[Waiting]:
    """Type a number into the file that the program was started with, save and close."""
    yield Opened(path)
    type_into(widget(QTableView, "A"), [[str(FIRST)]])
    action("save").trigger()
    yield file_is_saved
    QTimer.singleShot(0, main_window().close)


def change_file_after_another(path: str) -> Iterator[Waiting]:
    """Wait until another window has changed the file, save something else, and think better."""
    yield Opened(path)
    before = Path(path).read_bytes()
    tell("opened")
    yield lambda: Path(path).read_bytes() != before
    type_into(widget(QTableView, "A"), [["7"]])
    action("save").trigger()
    yield Shown("changed_on_disk")
    box = widget(QMessageBox, "changed_on_disk")
    QTest.mouseClick(box.button(QMessageBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
    tell("cancelled")
    yield from close_and_discard()


SCRIPTS = {
    script.__name__: script
    for script in (
        *(type_for_ever, type_once, type_and_be_asked, recover, recover_and_be_killed),
        *(set_once, recover_setting),
        *(look, show_file, change_file, change_file_after_another),
    )
}


class Shown:
    """Whether a dialog of some name is there."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __call__(self) -> bool:
        every = QApplication.allWidgets()
        dialogs = [w for w in every if isinstance(w, QDialog) and w.isVisible()]
        return any(dialog.objectName() == self.__name__ for dialog in dialogs)


class Opened:
    """Whether the window shows a file."""

    def __init__(self, path: str) -> None:
        self.__name__ = Path(path).stem

    def __call__(self) -> bool:
        return window_is_there() and main_window().windowTitle().startswith(self.__name__)


def at_once() -> bool:
    return True


def something_is_recovered() -> bool:
    return "was recovered" in said()


def file_is_saved() -> bool:
    return said().startswith("Saved to")


def first_cell() -> str:
    model = widget(QTableView, "A").model()
    return str(model.index(0, 0).data())


def press(name: str) -> None:
    QTest.mouseClick(widget(QPushButton, name), Qt.MouseButton.LeftButton)


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(name: str, path: str = "") -> int:
    """Have the person come in once the program's own loop runs; return the program's status."""
    people: list[Person] = []

    def come_in() -> None:
        people.append(Person(SCRIPTS[name](path)))

    application = app.make_application(sys.argv[:1])
    QTimer.singleShot(0, come_in)
    return app.run(application, [path] if path else [])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
