"""Start the real program and simulate a person who types, runs, exports and closes.

Run it as ``python -m tests.e2e.driver SCRIPT [PATH]``, where SCRIPT is one of SCRIPTS.
"""

import sys
import traceback
from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTableView,
    QToolButton,
    QWidget,
)

from gui import app

TABLES = {
    "A": [["1", "1"], ["1", "2"], ["1", "3"]],
    "Y": [["3"], ["5"], ["7"]],
    "W": [["0", "0"]],
}
FIELDS = {"epochs": "5000", "learning_rate": "1e-1", "h": "0,01"}
POLL_MILLISECONDS = 10
# 20 seconds for each wait of a script.
MOST_POLLS = 2000

Waiting = Callable[[], bool]
W = TypeVar("W", bound=QWidget)


class Person(QObject):
    """Runs a script; polls each condition that the script yields until it is true."""

    def __init__(self, script: Iterator[Waiting]) -> None:
        super().__init__()
        self._script = script
        self._waiting: Waiting = lambda: True
        self._polls = 0
        self._timer = QTimer(self, interval=POLL_MILLISECONDS)
        self._timer.timeout.connect(self._poll)
        self._timer.start()

    def _poll(self) -> None:
        self._polls += 1
        try:
            assert self._polls <= MOST_POLLS, f"timed out waiting for {self._waiting.__name__}"
            if self._waiting():
                self._polls = 0
                self._waiting = next(self._script)
        except StopIteration:
            self._timer.stop()
        except Exception:  # print it for the test; otherwise the program would show a dialog
            self._timer.stop()
            traceback.print_exc()
            QApplication.exit(3)


def type_run_and_export(path: str) -> Iterator[Waiting]:
    """Type a problem, run it, export the weights, and close the window."""
    yield window_is_there
    shape = widget(QLineEdit, "shape")
    type_over(shape, "3×2")
    for name, rows in TABLES.items():
        type_into(widget(QTableView, name), rows)
    for name, text in FIELDS.items():
        type_over(widget(QLineEdit, name), text)
    QTest.keyClick(widget(QToolButton, "run_button"), Qt.Key.Key_Space)
    yield all_epochs_have_run
    QTimer.singleShot(0, action("export_weights").trigger)
    yield dialog_is_there
    widget(QLineEdit, "fileNameEdit").selectAll()
    QTest.keyClicks(widget(QLineEdit, "fileNameEdit"), path)
    yield file_is_saved
    yield file_is_written
    yield from close_and_discard()


def close_while_running(_path: str) -> Iterator[Waiting]:
    """Close the window during a run."""
    yield from start_long_run()
    QTimer.singleShot(0, main_window().close)


def wait_while_running(_path: str) -> Iterator[Waiting]:
    """Report on standard output that the run has started, then wait for a signal."""
    yield from start_long_run()
    sys.stdout.write("running\n")
    sys.stdout.flush()


def start_long_run() -> Iterator[Waiting]:
    """Start a run that lasts longer than any test."""
    yield window_is_there
    type_over(widget(QLineEdit, "epochs"), "1e15")
    action("run").trigger()
    yield some_epochs_have_run


def close_and_discard() -> Iterator[Waiting]:
    """Close the window and discard unsaved changes."""
    QTimer.singleShot(0, main_window().close)
    yield changes_are_asked_about
    box = widget(QMessageBox, "unsaved_changes")
    QTest.mouseClick(box.button(QMessageBox.StandardButton.Discard), Qt.MouseButton.LeftButton)


SCRIPTS = {
    script.__name__: script
    for script in (type_run_and_export, close_while_running, wait_while_running)
}


def type_over(field: QLineEdit, text: str) -> None:
    """Replace the text of a field, and press Return."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def type_into(view: QTableView, rows: list[list[str]]) -> None:
    """Type the cells of a table, row by row."""
    for i, row in enumerate(rows):
        for k, text in enumerate(row):
            view.setCurrentIndex(view.model().index(i, k))
            view.setFocus()
            QTest.keyClicks(view, text[:1])
            editor = QApplication.focusWidget()
            assert isinstance(editor, QLineEdit)
            QTest.keyClicks(editor, text[1:])
            QTest.keyClick(editor, Qt.Key.Key_Return)


def window_is_there() -> bool:
    return any(w.isVisible() and w.windowTitle().endswith("Secant") for w in top_level_widgets())


def all_epochs_have_run() -> bool:
    epoch, goal = widget(QLineEdit, "shown_epoch").text(), widget(QLabel, "epoch_goal").text()
    is_over = "Pause" not in widget(QToolButton, "run_button").text()
    return is_over and (epoch, goal) == ("5,000", "of 5,000")


def some_epochs_have_run() -> bool:
    return widget(QLineEdit, "shown_epoch").text() != "0"


def dialog_is_there() -> bool:
    return any(isinstance(w, QFileDialog) and w.isVisible() for w in QApplication.allWidgets())


def changes_are_asked_about() -> bool:
    return any(
        isinstance(w, QMessageBox) and w.objectName() == "unsaved_changes" and w.isVisible()
        for w in QApplication.allWidgets()
    )


def file_is_saved() -> bool:
    """Press Save; if the folder is slow to read, first close the list of its files."""
    if not dialog_is_there():
        return True
    if (files := QApplication.activePopupWidget()) is not None:
        files.close()
    else:
        QTest.mouseClick(save_button(), Qt.MouseButton.LeftButton)
    return False


def file_is_written() -> bool:
    return "Written to" in toast_text()


def message_text() -> str:
    return widget(QLabel, "diagnosis_sentence").text()


def toast_text() -> str:
    return widget(QLabel, "toast").text()


def top_level_widgets() -> list[QWidget]:
    return QApplication.topLevelWidgets()


def main_window() -> QWidget:
    return next(w for w in top_level_widgets() if w.windowTitle().endswith("Secant"))


def widget(kind: type[W], name: str) -> W:
    every = QApplication.allWidgets()
    return next(w for w in every if isinstance(w, kind) and w.objectName() == name)


def save_button() -> QPushButton:
    box = widget(QFileDialog, "export_dialog").findChild(QDialogButtonBox)
    assert isinstance(box, QDialogButtonBox)
    return box.button(QDialogButtonBox.StandardButton.Save)


def action(name: str) -> QAction:
    return next(a for a in main_window().findChildren(QAction) if a.objectName() == name)


def main(name: str, path: str = "") -> int:
    """Start the script once the program's event loop runs; return the exit status."""
    people: list[Person] = []

    def start_script() -> None:
        people.append(Person(SCRIPTS[name](path)))

    application = app.make_application(sys.argv[:1])
    QTimer.singleShot(0, start_script)
    return app.run(application)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
