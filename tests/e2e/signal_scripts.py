"""How to bring the program into each state of ``signal_driver.py``; needs Qt, so loaded late."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import numpy as np
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QTableView,
    QWidget,
)

from engine import Problem, Settings
from gui.background import TaskQueue
from gui.document import Experiment
from gui.window.main_window import MainWindow

from .driver import (
    Waiting,
    action,
    some_epochs_have_run,
    type_into,
    type_over,
    widget,
    window_is_there,
)
from .recovery_driver import Shown
from .signal_driver import BIG_ROWS, GONE, STALLED, WIDE, SignalState

Script = Iterator[Waiting]


def script_of(state: SignalState, folder: Path, ready: Callable[[], None]) -> Script:
    """Return the script of a state, which says that it is ready in the end."""
    yield window_is_there
    (folder / STALLED).mkdir(exist_ok=True)
    yield from SCRIPTS[state](folder)
    ready()


def main_window() -> MainWindow:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))


def later(act: Callable[[], object]) -> None:
    QTimer.singleShot(0, act)


def at_once() -> bool:
    return True


def idle(_: Path) -> Script:
    yield at_once


def typing(_: Path) -> Script:
    view = widget(QTableView, "A")
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus()
    QTest.keyClicks(view, "12")
    yield lambda: isinstance(QApplication.focusWidget(), QLineEdit)


def edited(_: Path) -> Script:
    type_into(widget(QTableView, "A"), [["1000"]])
    yield main_window().isWindowModified


def running(_: Path) -> Script:
    type_over(widget(QLineEdit, "epochs"), "1e15")
    action("run").trigger()
    yield some_epochs_have_run


def slow_run(folder: Path) -> Script:
    main_window()._parts.speed.set_position(0)
    yield from running(folder)


def unsaved_question(folder: Path) -> Script:
    yield from edited(folder)
    later(main_window().close)
    yield Shown("unsaved_changes")


def dialog(trigger: str, name: str) -> Callable[[Path], Script]:
    def script(_: Path) -> Script:
        later(action(trigger).trigger)
        yield Shown(name)

    return script


def number_dialog(_: Path) -> Script:
    later(action("random_problem").trigger)
    yield lambda: QApplication.activeModalWidget() is not None


def import_dialog(folder: Path) -> Script:
    table = folder / "table.csv"
    table.write_text("a,b\n1,2\n3,4\n5,7\n")
    main_window().open_file(table)
    yield Shown("import_dialog")


def importing(folder: Path) -> Script:
    table = folder / "table.csv"
    row = "1.25,2.5,3.75,5\n7.5,2.25,1.125,6\n"
    table.write_text("a,b,c,y\n" + row * BIG_ROWS)
    main_window().open_file(table)
    yield Shown("import_dialog")
    buttons = widget(QWidget, "import_dialog").findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    accept = next(
        each
        for each in buttons.buttons()
        if buttons.buttonRole(each) == QDialogButtonBox.ButtonRole.AcceptRole
    )
    yield accept.isEnabled
    accept.click()


def message_box(_: Path) -> Script:
    later(lambda: QMessageBox.about(main_window(), "A box", "With an event loop of its own."))
    yield lambda: QApplication.activeModalWidget() is not None


def failure_dialog(_: Path) -> Script:
    main_window().failures.show("a report")
    yield Shown("failure")


def recovery_offer(folder: Path) -> Script:
    recovery = main_window().features.recovery
    yield from edited(folder)
    recovery.save_now()
    copies = Path(os.environ["XDG_DATA_HOME"]).rglob("*.secant")
    copy = next(copies)
    # That of a window which is gone: the same files under another key, without a lock.
    key = copy.name.split("-")[0]
    for path in (copy, copy.with_name(f"{key}.json")):
        text = path.read_bytes().replace(key.encode(), b"0" * len(key))
        path.with_name(path.name.replace(key, "0" * len(key))).write_bytes(text)
    recovery.offer()
    yield Shown("recovery_offer")


def menu(_: Path) -> Script:
    bar = main_window().menuBar()
    bar.setActiveAction(bar.actions()[0])
    yield lambda: isinstance(QApplication.activePopupWidget(), QMenu)


def context_menu(_: Path) -> Script:
    shown = QMenu(main_window())
    shown.addAction("Copy")
    later(lambda: shown.exec(main_window().mapToGlobal(main_window().rect().center())))
    yield lambda: QApplication.activePopupWidget() is shown


def drag(folder: Path) -> Script:
    (folder / "table.csv").write_text("1,2\n3,4\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder / "table.csv"))])
    event = QDragEnterEvent(
        QPointF(50, 50).toPoint(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(main_window(), event)
    yield widget(QWidget, "drop_overlay").isVisible


def show_wide(rows: int) -> None:
    rng = np.random.default_rng(rows)
    A = rng.normal(size=(rows, WIDE))
    problem = Problem(A, A @ rng.normal(size=(WIDE, 1)))
    main_window().document.begin("wide", Experiment.of(problem, Settings(learning_rate=1e-3)))


def reducing(_: Path) -> Script:
    show_wide(20 * WIDE)
    yield at_once
    action("run").trigger()
    yield lambda: main_window().session.prepared_rows.progress is not None


def decomposing(_: Path) -> Script:
    show_wide(2 * WIDE)
    yield at_once
    action("run").trigger()
    yield lambda: main_window().session.prepared_rows.triangle is not None


def show_long() -> None:
    rng = np.random.default_rng(1)
    A = rng.normal(size=(10 * BIG_ROWS, 3))
    main_window().document.begin("long", Experiment.of(Problem(A, A[:, :1]), Settings()))


def large_edit(_: Path) -> Script:
    show_long()
    yield at_once
    action("add_intercept").trigger()


def copying(_: Path) -> Script:
    show_long()
    yield at_once
    view = widget(QTableView, "A")
    view.setFocus()
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    yield at_once


def is_writing(name: str) -> bool:
    queues = main_window().findChildren(TaskQueue)
    return any(queue.objectName() == name and queue.quiet_seconds > 0.1 for queue in queues)


def stalled_save(folder: Path) -> Script:
    yield from edited(folder)
    later(action("save_as").trigger)
    yield Shown("save_dialog")
    asking = widget(QFileDialog, "save_dialog")
    asking.hide()  # rejected, it would call the save off
    asking.fileSelected.emit(str(folder / STALLED / "a.secant"))
    yield lambda: is_writing("save")


def stalled_close(folder: Path) -> Script:
    yield from stalled_save(folder)
    later(main_window().close)
    yield at_once


def stalled_question(folder: Path) -> Script:
    yield from stalled_save(folder)
    yield Shown("stalled")


def export_to(path: Path) -> Script:
    later(action("export_table").trigger)
    yield Shown("export_dialog")
    asking = widget(QFileDialog, "export_dialog")
    asking.reject()
    asking.fileSelected.emit(str(path))
    yield lambda: is_writing("export")


def stalled_export(folder: Path) -> Script:
    yield from export_to(folder / STALLED / "a.csv")


def stalled_pipe(folder: Path) -> Script:
    """Export more than a pipe holds to one that is open for reading, but never read."""
    show_long()
    yield at_once
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    yield from export_to(pipe)


def stalled_open(folder: Path) -> Script:
    main_window().open_file(folder / STALLED / GONE)
    yield lambda: is_writing("open")


def blocked_window(_: Path) -> Script:
    """Hold the window's thread up for ever, as a call of the system does."""
    begun = Event()

    def block() -> None:
        begun.set()
        Event().wait()

    def report() -> None:
        """Say so in place of the window's thread, which no longer can."""
        begun.wait()
        os.write(1, b"ready\n")

    Thread(target=report, daemon=True).start()
    later(block)
    yield begun.is_set


def closing(_: Path) -> Script:
    """Close once the test has been told: afterwards nothing would be left to tell it."""
    later(main_window().close)
    yield from ()


SCRIPTS: dict[SignalState, Callable[[Path], Script]] = {
    SignalState.IDLE: idle,
    SignalState.TYPING: typing,
    SignalState.EDITED: edited,
    SignalState.RUNNING: running,
    SignalState.SLOW_RUN: slow_run,
    SignalState.UNSAVED_QUESTION: unsaved_question,
    SignalState.OPEN_DIALOG: dialog("open", "open_dialog"),
    SignalState.SAVE_DIALOG: dialog("save_as", "save_dialog"),
    SignalState.EXPORT_DIALOG: dialog("export_table", "export_dialog"),
    SignalState.IMPORT_FILE_DIALOG: dialog("import_table", "import_file_dialog"),
    SignalState.IMPORT_DIALOG: import_dialog,
    SignalState.IMPORTING: importing,
    SignalState.NUMBER_DIALOG: number_dialog,
    SignalState.MESSAGE_BOX: message_box,
    SignalState.FAILURE_DIALOG: failure_dialog,
    SignalState.RECOVERY_OFFER: recovery_offer,
    SignalState.MENU: menu,
    SignalState.CONTEXT_MENU: context_menu,
    SignalState.DRAG: drag,
    SignalState.REDUCING: reducing,
    SignalState.DECOMPOSING: decomposing,
    SignalState.LARGE_EDIT: large_edit,
    SignalState.COPYING: copying,
    SignalState.STALLED_SAVE: stalled_save,
    SignalState.STALLED_CLOSE: stalled_close,
    SignalState.STALLED_QUESTION: stalled_question,
    SignalState.STALLED_EXPORT: stalled_export,
    SignalState.STALLED_PIPE: stalled_pipe,
    SignalState.STALLED_OPEN: stalled_open,
    SignalState.BLOCKED_WINDOW: blocked_window,
    SignalState.CLOSING: closing,
}
