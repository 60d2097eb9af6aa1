"""Files that the command line or the desktop names, while a crash has left work behind."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from engine.archive import archived
from engine.archive.experiment import SavedExperiment
from engine.writing.atomic_write import write_whole
from gui.document import TableName
from gui.window.main_window import MainWindow
from tests.gui.finding import named
from tests.gui.recovery.crash import crash

Button = QMessageBox.StandardButton


@pytest.fixture
def window(unshown_window: MainWindow) -> MainWindow:
    """The window of the program, not shown yet."""
    return unshown_window


@pytest.fixture
def experiment(tmp_path: Path) -> Path:
    return write_experiment(tmp_path / "a.secant", 5)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "b.csv"
    path.write_text("x,y\n1,2\n3,4\n")
    return path


def write_experiment(path: Path, value: float) -> Path:
    write_whole(path, archived(SavedExperiment(np.full((2, 1), value), np.ones(2), np.ones(1))))
    return path


def start(window: MainWindow, path: Path) -> None:
    """Show the window as the program does that was started with a file."""
    window.exposure.when_shown(window.features.recovery.offer)
    window.open_requested(path)
    window.show()


def shown_dialogs(window: MainWindow) -> list[str]:
    return [each.objectName() for each in window.findChildren(QDialog) if each.isVisible()]


def wait_for(window: MainWindow, qtbot: QtBot, dialog: str) -> None:
    """Wait until just this dialog is open."""
    qtbot.waitUntil(lambda: shown_dialogs(window) == [dialog])


def answer(window: MainWindow, qtbot: QtBot, name: str) -> None:
    """Answer the offer, which must be the only dialog."""
    wait_for(window, qtbot, "recovery_offer")
    named(window, QPushButton, f"recovery_{name}").click()


def cell(window: MainWindow) -> float:
    return window.document.table(TableName.A).value(0, 0)


def test_file_opens_at_once_without_offer(
    window: MainWindow, qtbot: QtBot, experiment: Path
) -> None:
    start(window, experiment)
    qtbot.waitUntil(lambda: window.document.name == "a")


@pytest.mark.parametrize("answered", ["recover", "later"])
def test_table_is_imported_after_offer(
    window: MainWindow, qtbot: QtBot, table: Path, answered: str
) -> None:
    crash("Trial", 7)
    start(window, table)
    answer(window, qtbot, answered)
    wait_for(window, qtbot, "import_dialog")
    assert (cell(window) == 7) is (answered == "recover")


def test_imported_table_leaves_recovered_work_unsaved(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    crash("Trial", 7)
    start(window, table)
    answer(window, qtbot, "recover")
    wait_for(window, qtbot, "import_dialog")
    button = named(named(window, QDialog, "import_dialog"), QPushButton, "import_button")
    qtbot.waitUntil(button.isEnabled)
    button.click()
    qtbot.waitUntil(lambda: cell(window) == 1)
    (left,) = window.features.files.left_unsaved
    assert left.experiment.A.value(0, 0) == 7


@pytest.mark.parametrize("button", [Button.Cancel, Button.Discard])
def test_experiment_asks_about_recovered_work(
    window: MainWindow, qtbot: QtBot, experiment: Path, button: Button
) -> None:
    crash("Trial", 7)
    start(window, experiment)
    answer(window, qtbot, "recover")
    wait_for(window, qtbot, "unsaved_changes")
    assert cell(window) == 7
    named(window, QMessageBox, "unsaved_changes").button(button).click()
    qtbot.waitUntil(lambda: cell(window) == (7 if button is Button.Cancel else 5))


def test_recovered_file_is_not_opened_again(
    window: MainWindow, qtbot: QtBot, experiment: Path
) -> None:
    crash("a", 7, str(experiment))
    link = experiment.with_name("link.secant")
    link.symlink_to(experiment)
    start(window, link)
    answer(window, qtbot, "recover")
    qtbot.waitUntil(lambda: cell(window) == 7)
    assert shown_dialogs(window) == []
    assert window.isWindowModified()


def test_recovered_copy_beside_file_is_asked_about(
    window: MainWindow, qtbot: QtBot, experiment: Path
) -> None:
    crash("a", 7, str(experiment))
    write_experiment(experiment, 9)
    start(window, experiment)
    answer(window, qtbot, "recover")
    wait_for(window, qtbot, "unsaved_changes")
    assert window.document.name == "a (recovered)"


def test_discarded_offer_opens_the_file(window: MainWindow, qtbot: QtBot, experiment: Path) -> None:
    crash("Trial", 7)
    start(window, experiment)
    answer(window, qtbot, "discard")
    named(window, QMessageBox, "discard_for_good").button(Button.Discard).click()
    qtbot.waitUntil(lambda: cell(window) == 5)


def test_requests_during_offer_wait(
    window: MainWindow, qtbot: QtBot, experiment: Path, table: Path
) -> None:
    crash("Trial", 7)
    other = Path(shutil.copy(experiment, experiment.with_name("c.secant")))
    start(window, experiment)
    wait_for(window, qtbot, "recovery_offer")
    window.open_requested(other)
    answer(window, qtbot, "later")
    qtbot.waitUntil(lambda: window.document.name == "c")
