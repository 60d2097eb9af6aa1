"""Simulate a person whose program is killed, restarted, or shares its file with another window.

Run it as ``python -m tests.e2e.recovery_driver SCRIPT [FILE]``, where SCRIPT is one of SCRIPTS; the
program opens the file.
"""

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from time import monotonic

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTableView,
)

from gui import app
from gui.recovery.recovery import recovery_folder
from tests.e2e.driver import (
    Person,
    Waiting,
    action,
    close_and_discard,
    main_window,
    message_text,
    toast_text,
    type_into,
    type_over,
    widget,
    window_is_there,
)

FIRST = 1000
RATE = "0.00217"


def type_for_ever(_path: str) -> Iterator[Waiting]:
    """Type numbers into the first cell without end, and report each with its time."""
    yield window_is_there
    for value in count(FIRST):
        type_into(widget(QTableView, "A"), [[str(value)]])
        report(f"{value} {monotonic()}")
        yield at_once


def type_once(_path: str) -> Iterator[Waiting]:
    """Type a number, then wait for a signal."""
    yield window_is_there
    type_into(widget(QTableView, "A"), [[str(FIRST)]])
    report("typed")


def accept_recovery() -> Iterator[Waiting]:
    """Recover what a crash left behind."""
    yield window_is_there
    yield Shown("recovery_offer")
    press("recovery_recover")
    yield something_is_recovered


def resume_and_save_for_ever(path: str) -> Iterator[Waiting]:
    """Report what is offered and shown, take it and save it; then edit and save without end.

    Reports “none” or the sentence of the offer, the first cell, and “saved” or the question that
    came up instead. After that each number that is typed with its time, and “saving”.
    """
    yield window_is_there
    # The offer comes first; the file that the program was started with waits for the answer.
    yield lambda: Shown("recovery_offer")() or Opened(path)()
    is_offered = Shown("recovery_offer")()
    report(widget(QLabel, "recovery_standing").text() if is_offered else "none")
    if is_offered:
        press("recovery_recover")
        yield something_is_recovered
    report(first_cell())
    if main_window().isWindowModified():
        action("save").trigger()
        yield saving_has_ended
    report("question" if Shown("changed_on_disk")() or no_file_is_known() else "saved")
    main_window().activateWindow()  # no window manager does that when the offer closes
    yield main_window().isActiveWindow
    folder = recovery_folder()
    for value in count(int(float(first_cell())) + 1, 2):
        type_number(value)
        yield lambda: any(folder.glob("*.secant"))
        type_number(value + 1)
        report("saving")
        action("save").trigger()
        yield file_is_saved


def type_number(value: int) -> None:
    type_into(widget(QTableView, "A"), [[str(value)]])
    report(f"{value} {monotonic()}")


def set_once(_path: str) -> Iterator[Waiting]:
    """Change one setting, then wait for a signal."""
    yield window_is_there
    type_over(widget(QLineEdit, "learning_rate"), RATE)
    report("set")


def recover_setting(_path: str) -> Iterator[Waiting]:
    """Recover, report the setting, and close without saving."""
    yield from accept_recovery()
    report(widget(QLineEdit, "learning_rate").text())
    yield from close_and_discard()


def type_and_close(_path: str) -> Iterator[Waiting]:
    """Type a number and close the window; leave the save question open and wait for a signal."""
    yield window_is_there
    type_into(widget(QTableView, "A"), [[str(FIRST)]])
    QTimer.singleShot(0, main_window().close)
    yield Shown("unsaved_changes")
    report("asked")


def recover(_path: str) -> Iterator[Waiting]:
    """Recover, report the first cell and whether it is modified, and close without saving."""
    yield from accept_recovery()
    report(f"{first_cell()} {main_window().isWindowModified()}")
    yield from close_and_discard()


def recover_and_be_killed(_path: str) -> Iterator[Waiting]:
    """Recover, then wait for a signal."""
    yield from accept_recovery()
    report("recovered")


def recover_before_import(_path: str) -> Iterator[Waiting]:
    """Recover, let the table wait that the program was started with, report, and close."""
    yield window_is_there
    yield Shown("recovery_offer")
    report(f"{Shown('import_dialog')()}")
    press("recovery_recover")
    yield Shown("import_dialog")
    report(f"{first_cell()} {main_window().isWindowModified()}")
    widget(QDialog, "import_dialog").reject()
    yield from close_and_discard()


def show_state(_path: str) -> Iterator[Waiting]:
    """Report the first cell and whether a recovery is offered, and close."""
    yield window_is_there
    report(f"{first_cell()} {Shown('recovery_offer')()}")
    QTimer.singleShot(0, main_window().close)


def show_file(path: str) -> Iterator[Waiting]:
    """Report the first cell of the file that the program opened, and close."""
    yield Opened(path)
    report(first_cell())
    QTimer.singleShot(0, main_window().close)


def change_file(path: str) -> Iterator[Waiting]:
    """Type a number into the file that the program opened, save and close."""
    yield Opened(path)
    type_into(widget(QTableView, "A"), [[str(FIRST)]])
    action("save").trigger()
    yield file_is_saved
    QTimer.singleShot(0, main_window().close)


def change_file_after_another(path: str) -> Iterator[Waiting]:
    """Wait until another window changes the file, try to save, and cancel at the question."""
    yield Opened(path)
    before = Path(path).read_bytes()
    report("opened")
    yield lambda: Path(path).read_bytes() != before
    type_into(widget(QTableView, "A"), [["7"]])
    action("save").trigger()
    yield Shown("changed_on_disk")
    box = widget(QMessageBox, "changed_on_disk")
    QTest.mouseClick(box.button(QMessageBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
    report("cancelled")
    yield from close_and_discard()


SCRIPTS = {
    script.__name__: script
    for script in (
        *(type_for_ever, type_once, type_and_close, recover, recover_and_be_killed),
        resume_and_save_for_ever,
        *(set_once, recover_setting, recover_before_import),
        *(show_state, show_file, change_file, change_file_after_another),
    )
}


class Shown:
    """Whether a dialog with this name is visible."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __call__(self) -> bool:
        every = QApplication.allWidgets()
        dialogs = [w for w in every if isinstance(w, QDialog) and w.isVisible()]
        return any(dialog.objectName() == self.__name__ for dialog in dialogs)


class Opened:
    """Whether the window shows this file."""

    def __init__(self, path: str) -> None:
        self.__name__ = Path(path).stem

    def __call__(self) -> bool:
        return window_is_there() and main_window().windowTitle().startswith(self.__name__)


def at_once() -> bool:
    return True


def something_is_recovered() -> bool:
    return any("was recovered" in text for text in (toast_text(), message_text()))


def file_is_saved() -> bool:
    return "Saved to" in toast_text()


def saving_has_ended() -> bool:
    return file_is_saved() or Shown("changed_on_disk")() or no_file_is_known()


def no_file_is_known() -> bool:
    """Return whether Save asks for a file."""
    return any(isinstance(w, QFileDialog) and w.isVisible() for w in QApplication.allWidgets())


def first_cell() -> str:
    model = widget(QTableView, "A").model()
    return str(model.index(0, 0).data())


def press(name: str) -> None:
    QTest.mouseClick(widget(QPushButton, name), Qt.MouseButton.LeftButton)


def report(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(name: str, path: str = "") -> int:
    """Start the script once the program's event loop runs; return the exit status."""
    people: list[Person] = []

    def start_script() -> None:
        people.append(Person(SCRIPTS[name](path)))

    application = app.make_application(sys.argv[:1])
    QTimer.singleShot(0, start_script)
    return app.run(application, [path] if path else [])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
