"""Screen readers can name everything in the window and in its dialogs."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QPushButton,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.document import TableName
from gui.importing.dialog import ImportDialog
from gui.panels.details_dialog import DetailsDialog
from gui.panels.message_strip import MessageStrip
from gui.recovery.dialog import RecoveryDialog
from gui.runs.runs_view import RunsView
from gui.text.message import Fix, Message, MessageKind
from gui.window.main_window import MainWindow
from tests.gui.finding import named
from tests.gui.recovery.test_dialog import crashed

from .tree import faults_below

FIX = Fix("Use η = 0.005", {"learning_rate": 0.005}, why="Half of the limit.")
FAULT = Message(MessageKind.FAULT, "Diverging: each epoch multiplies the error by 2.8.", FIX)
EXPORTS_AND_QUESTIONS = (
    *("export_weights", "export_history", "export_predictions", "export_table", "export_plot"),
    *("export_prediction_plot", "open", "save_as", "import_table"),
    *("export_microscope", "export_digits", "export_error", "export_surface", "export_gap"),
    "export_runs_plot",
    *("shuffle_rows", "hold_out_rows", "random_problem"),
)


def run_to_the_end(window: MainWindow, qtbot: QtBot) -> None:
    named(window, QAction, "run").trigger()
    qtbot.waitUntil(lambda: not window.session.state.is_active, timeout=20_000)


def opened_dialog(window: QWidget, qtbot: QtBot, before: set[QWidget]) -> QDialog:
    """Return the dialog that was not there before."""

    def found() -> list[QDialog]:
        tops = [top for top in QApplication.topLevelWidgets() if top not in before]
        return [top for top in tops if isinstance(top, QDialog) and top.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


@pytest.mark.parametrize("size", [(900, 600), (1280, 800), (1920, 1080)])
def test_window_is_named(main_window: MainWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    main_window.resize(*size)
    assert faults_below(main_window) == []
    run_to_the_end(main_window, qtbot)
    assert faults_below(main_window) == []


@pytest.mark.parametrize("size", [(868, 505), (900, 600), (1280, 800), (1920, 1080)])
def test_limit_is_named(main_window: MainWindow, size: tuple[int, int]) -> None:
    main_window.resize(*size)
    named(main_window, QAction, "view_the_limit").trigger()
    assert faults_below(main_window) == []


@pytest.mark.parametrize("size", [(868, 505), (1280, 800)])
def test_runs_are_named(main_window: MainWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    main_window.resize(*size)
    run_to_the_end(main_window, qtbot)
    named(main_window, QAction, "keep_run").trigger()
    named(main_window, QAction, "view_runs").trigger()
    assert faults_below(main_window) == []
    before = set(QApplication.topLevelWidgets())
    named(main_window, QAction, "sweep").trigger()
    dialog = opened_dialog(main_window, qtbot, before)
    assert faults_below(dialog) == []
    dialog.accept()
    view = main_window.findChild(RunsView)
    assert view is not None
    qtbot.waitUntil(lambda: not view.sweeps.is_running, timeout=20_000)
    assert faults_below(main_window) == []


def test_window_with_a_fault_is_named(main_window: MainWindow) -> None:
    main_window.findChildren(MessageStrip)[0].show_message(FAULT)
    assert faults_below(main_window) == []


def test_edited_window_is_named(main_window: MainWindow, qtbot: QtBot) -> None:
    run_to_the_end(main_window, qtbot)
    main_window.document.set_block(TableName.A, 0, 0, np.array([[7.5]]))
    main_window.document.flush()
    assert faults_below(main_window) == []


@pytest.mark.parametrize("action", EXPORTS_AND_QUESTIONS)
def test_dialogs_are_named(main_window: MainWindow, qtbot: QtBot, action: str) -> None:
    run_to_the_end(main_window, qtbot)
    before = set(QApplication.topLevelWidgets())
    named(main_window, QAction, action).trigger()
    dialog = opened_dialog(main_window, qtbot, before)
    assert faults_below(dialog) == []
    dialog.close()


def test_import_dialog_is_named(main_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("x;y;note\n1,5;2;a\n3;4;b\n", "utf-8")
    main_window.open_file(table)
    dialog = main_window.findChildren(ImportDialog)[-1]
    qtbot.waitUntil(lambda: not dialog.is_previewing)
    assert faults_below(dialog) == []
    dialog.close()


def test_details_are_named(main_window: MainWindow) -> None:
    dialog = DetailsDialog("Show which", "Two columns are alike.", "x1 = x2", main_window)
    dialog.open()
    assert faults_below(dialog) == []
    dialog.close()


def test_recovery_dialog_is_named(main_window: MainWindow) -> None:
    dialog = RecoveryDialog(main_window, [crashed("one"), crashed("two")])
    dialog.open()
    assert faults_below(dialog) == []
    dialog.close()


def test_report_of_a_failure_is_named(main_window: MainWindow, qtbot: QtBot) -> None:
    before = set(QApplication.topLevelWidgets())
    main_window.failures.show("Traceback …")
    dialog = opened_dialog(main_window, qtbot, before)
    assert faults_below(dialog) == []
    dialog.close()


def test_faults_are_found(window: QWidget) -> None:
    label, mark = QLabel("340.381", window), QLabel("▲", window)
    label.setAccessibleName("Loss")
    for child in (label, mark, QComboBox(window), QSlider(window), QPushButton(window)):
        child.show()
    sentences = " ".join(fault.sentence for fault in faults_below(window))
    for expected in ("hides the text", "'▲' without", "setBuddy", "Slider and", "Button and no"):
        assert expected in sentences
