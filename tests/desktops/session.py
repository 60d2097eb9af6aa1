"""The program on a screen, with a simulated person in it.

Run it as ``python -m tests.desktops.session SCRIPT FOLDER``. It asks ``__main__.py``, which started
it, for what no program can do to its own screen: it prints ``picture NAME``, ``press a key``
or ``end the screen``, and waits for a picture until a file NAME appears in FOLDER.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPushButton,
    QTableView,
    QToolButton,
    QWidget,
)

from gui import app, first_launch
from gui.recovery.recovery import recovery_folder
from gui.theme.palette import is_dark
from gui.theme.title_bars import DARK, PROPERTY
from tests.desktops.gtk import GtkFileDialog
from tests.desktops.x11_properties import text_of
from tests.e2e.driver import (
    Person,
    Waiting,
    action,
    close_and_discard,
    main_window,
    toast_text,
    type_into,
    widget,
)

EXPORTS = {
    "export_weights": "weights.csv",
    "export_history": "loss.csv",
    "export_predictions": "predictions.csv",
    "export_table": "table.csv",
    "export_plot": "loss.png",
    "export_prediction_plot": "predictions.svg",
    "save_as": "experiment.secant",
}
"""What the person chooses in the File menu, and the name that the person gives to the file."""
PASTED = "<table><tr><td>11</td><td>12</td></tr><tr><td>13</td><td>14</td></tr></table>"
EDITED = 1234
W = TypeVar("W", bound=QWidget)
# The screen has to show a change before its picture is taken.
_SETTLE_MILLISECONDS = 700


def everything(folder: Path) -> Iterator[Waiting]:
    """Do all a person does, and close."""
    yield from all_but_input(folder)
    yield from receive_key(folder)
    yield window_is_active
    yield from open_menus(folder)
    yield from copy_predictions()
    yield from paste_html()
    yield no_failure_is_shown
    yield from close_and_discard()


def without_keyboard(folder: Path) -> Iterator[Waiting]:
    """Do all that Wayland allows without input, and close."""
    yield from all_but_input(folder)
    yield no_failure_is_shown
    yield from close_and_discard()


def all_but_input(folder: Path) -> Iterator[Waiting]:
    """Run, export, import, drop, and look at the dark window."""
    yield window_is_exposed
    action("run").trigger()
    yield run_is_over
    yield table_differs_from_window
    yield from picture(folder, "run")
    for name, file in EXPORTS.items():
        yield from export(name, folder / file)
    yield from import_table(folder / "table.csv")
    yield from drop(folder / "table.csv")
    action("appearance_dark").trigger()
    yield title_bar_is_dark
    yield table_differs_from_window
    yield from picture(folder, "dark")


def edit(folder: Path) -> Iterator[Waiting]:
    """Type a number, and end the screen once the work is in a recovery copy."""
    yield from edit_and_wait()
    ask("end the screen")
    yield Later()


def edit_and_wait(_folder: Path | None = None) -> Iterator[Waiting]:
    """Type a number; report on standard output when the work is in a recovery copy."""
    yield window_is_exposed
    action("run").trigger()
    yield run_is_over
    type_into(widget(QTableView, "A"), [[str(EDITED)]])
    yield recovery_copy_is_there
    ask("kept")


def recover(folder: Path) -> Iterator[Waiting]:
    """Recover what the session before left, and close."""
    yield Shown("recovery_offer")
    assert window_is_exposed(), "the offer came before the window"
    yield from picture(folder, "offer")
    shown("recovery_offer", QPushButton, "recovery_recover").click()
    yield edit_is_there
    yield from close_and_discard()


def leave(_folder: Path) -> Iterator[Waiting]:
    """End the event loop with the window open, as nothing in the program does."""
    yield window_is_exposed
    QApplication.exit(0)


SCRIPTS: dict[str, Callable[[Path], Iterator[Waiting]]] = {
    script.__name__: script
    for script in (everything, without_keyboard, edit, edit_and_wait, recover, leave)
}


def export(name: str, path: Path) -> Iterator[Waiting]:
    """Write one file of the File menu."""
    QTimer.singleShot(0, action(name).trigger)
    yield file_dialog_is_open
    dialog = file_dialog()
    if is_drawn_by_qt(dialog):
        line = widget_in(dialog, QLineEdit, "fileNameEdit")
        line.setText(str(path))
        button = widget_in(dialog, QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    else:
        yield gtk_dialog_is_open
        yield from picture(path.parent, f"dialog_{name}")
        if path.suffix == ".svg":
            gtk_dialog().choose_format("SVG")
        gtk_dialog().type_path(path)
        yield Selected(path)
        gtk_dialog().accept()
    yield Written(path)


def import_table(path: Path) -> Iterator[Waiting]:
    """Import a table through its two dialogs."""
    QTimer.singleShot(0, action("import_table").trigger)
    yield file_dialog_is_open
    dialog = file_dialog()
    if is_drawn_by_qt(dialog):
        widget_in(dialog, QLineEdit, "fileNameEdit").setText(str(path))
        button = widget_in(dialog, QDialogButtonBox).button(QDialogButtonBox.StandardButton.Open)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    else:
        yield gtk_dialog_is_open
        gtk_dialog().select(path)
        yield Selected(path)
        gtk_dialog().accept()
    yield from accept_import(path.parent, "import")


def drop(path: Path) -> Iterator[Waiting]:
    """Drop a file on the window, and import it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(main_window(), QDragEnterEvent(QPoint(99, 99), copy, data, left, none))
    QApplication.sendEvent(main_window(), QDropEvent(QPointF(99, 99), copy, data, left, none))
    yield from accept_import(path.parent, "dropped")


def accept_import(folder: Path, name: str) -> Iterator[Waiting]:
    """Press Import once the preview is there."""
    yield Shown("import_dialog")
    button = shown("import_dialog", QPushButton, "import_button")
    yield button.isEnabled
    yield from picture(folder, name)
    button.click()
    yield Closed("import_dialog")
    yield document_is_idle


def copy_predictions() -> Iterator[Waiting]:
    """Copy Y, Ŷ and Y − Ŷ with their names through the clipboard of the screen."""
    view = widget(QTableView, "Y")
    view.setFocus()
    view.selectAll()
    action("copy_with_names").trigger()
    yield predictions_are_copied


def paste_html() -> Iterator[Waiting]:
    """Paste a table from a program that offers its HTML as plain text too."""
    data = QMimeData()
    data.setText(PASTED)
    data.setHtml(PASTED)
    QGuiApplication.clipboard().setMimeData(data)
    yield html_is_copied
    view = widget(QTableView, "A")
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    action("paste").trigger()
    yield table_is_pasted


def open_menus(folder: Path) -> Iterator[Waiting]:
    """Open each menu of the menu bar; each closes the one before."""
    window = main_window()
    assert isinstance(window, QMainWindow)
    bar = window.menuBar()
    for entry in bar.actions():
        bar.setActiveAction(entry)
        yield MenuShown(cast(QMenu, entry.menu()))
    yield from picture(folder, "menu")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


def receive_key(folder: Path) -> Iterator[Waiting]:
    """Wait for a key: without input, Wayland gives a program no menus and no clipboard."""
    ask("press a key")
    yield (folder / "key.done").exists
    yield Later()


def picture(folder: Path, name: str) -> Iterator[Waiting]:
    """Ask for a picture of the screen, and wait until it is taken."""
    yield Later()
    ask(f"picture {name}")
    yield (folder / f"{name}.done").exists


class Later:
    """True a little later than it is first asked."""

    def __init__(self) -> None:
        self.__name__ = "a moment"
        self._is_over = False
        QTimer.singleShot(_SETTLE_MILLISECONDS, self._end)

    def _end(self) -> None:
        self._is_over = True

    def __call__(self) -> bool:
        return self._is_over


class Shown:
    """Whether a dialog is visible."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __call__(self) -> bool:
        return any(dialog.objectName() == self.__name__ for dialog in visible_dialogs())


class Closed(Shown):
    """Whether no such dialog is visible."""

    def __call__(self) -> bool:
        return not super().__call__()


class Written:
    """Whether a file is reported as written and no dialog is open."""

    def __init__(self, path: Path) -> None:
        self.__name__, self._path = path.name, path

    def __call__(self) -> bool:
        texts = (f"Written to {self._path}.", f"Saved to {self._path}.")
        return self._path.exists() and toast_text() in texts and not visible_dialogs()


class Selected:
    """Whether GTK's dialog has found the file, or taken the name of a new one."""

    def __init__(self, path: Path) -> None:
        self.__name__, self._path = path.name, path

    def __call__(self) -> bool:
        return gtk_dialog().file == str(self._path)


class MenuShown:
    """Whether a menu is visible."""

    def __init__(self, menu: QWidget) -> None:
        self.__name__, self._menu = menu.objectName(), menu

    def __call__(self) -> bool:
        return self._menu.isVisible()


def ask(line: str) -> None:
    """Ask the process that started this one, or tell it something."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def window_is_exposed() -> bool:
    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow)]
    return any(w.windowHandle() is not None and w.windowHandle().isExposed() for w in windows)


def title_bar_is_dark() -> bool:
    """Under X11, whoever draws it has been asked to; under Wayland it follows the palette."""
    if QGuiApplication.platformName() != "xcb":
        return is_dark(main_window().palette())
    return text_of(main_window().winId(), PROPERTY) == DARK


def table_differs_from_window() -> bool:
    palette = main_window().palette()
    return palette.window().color() != palette.base().color()


def window_is_active() -> bool:
    return QApplication.activeWindow() is main_window()


def run_is_over() -> bool:
    is_running = "Pause" in widget(QToolButton, "run_button").text()
    return action("export_weights").isEnabled() and not is_running


def recovery_copy_is_there() -> bool:
    return any(recovery_folder().glob("*.secant"))  # written after the info that describes it


def edit_is_there() -> bool:
    return first_cell() == f"{EDITED}"


def document_is_idle() -> bool:
    return first_cell() != ""


def first_cell() -> str:
    return str(widget(QTableView, "A").model().index(0, 0).data())


def predictions_are_copied() -> bool:
    data = QGuiApplication.clipboard().mimeData()
    return data is not None and "Ŷ" in data.text().split("\n")[0]


def html_is_copied() -> bool:
    data = QGuiApplication.clipboard().mimeData()
    return data is not None and data.text() == PASTED and data.hasHtml()


def table_is_pasted() -> bool:
    model = widget(QTableView, "A").model()
    cells = [model.index(i, k).data() for i in range(2) for k in range(2)]
    return cells == ["11", "12", "13", "14"]


def no_failure_is_shown() -> bool:
    failures = [d for d in visible_dialogs() if d.objectName() == "failure"]
    assert not failures, failures
    return True


def file_dialog_is_open() -> bool:
    return any(isinstance(dialog, QFileDialog) for dialog in visible_dialogs())


def gtk_dialog_is_open() -> bool:
    return GtkFileDialog.find() is not None


def gtk_dialog() -> GtkFileDialog:
    dialog = GtkFileDialog.find()
    assert dialog is not None
    return dialog


def file_dialog() -> QFileDialog:
    return next(dialog for dialog in visible_dialogs() if isinstance(dialog, QFileDialog))


def is_drawn_by_qt(dialog: QFileDialog) -> bool:
    return dialog.findChild(QLineEdit, "fileNameEdit") is not None


def visible_dialogs() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def widget_in(parent: QWidget, kind: type[W], name: str = "") -> W:
    found = parent.findChild(kind, name) if name else parent.findChild(kind)
    assert isinstance(found, kind)
    return found


def shown(dialog: str, kind: type[W], name: str) -> W:
    return widget_in(next(d for d in visible_dialogs() if d.objectName() == dialog), kind, name)


def main(name: str, folder: str) -> int:
    """Start the program as main.py does, with a person; return its exit status."""
    people: list[Person] = []

    def start_script() -> None:
        people.append(Person(SCRIPTS[name](Path(folder))))

    first_launch.prepare_window()
    application = app.make_application(["main.py"])
    QTimer.singleShot(0, start_script)
    return app.run(application)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
