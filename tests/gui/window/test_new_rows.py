"""New rows in the window: one key away, imported, exported and saved like all else."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from engine.archive import archived, read_archive
from engine.writing.atomic_write import write_whole
from gui.exporting.export_dialog import ExportDialog
from gui.files.secant_document import from_saved, to_saved
from gui.fit.fit_view import FitView
from gui.panels.view_tabs import FIT
from gui.predict.prediction_page import PredictionPage
from gui.predict.row_import_dialog import RowImportDialog
from gui.tables.view.cell_delegate import CellEditor
from gui.window.main_window import MainWindow
from tests.gui.finding import named


def shown_page(window: MainWindow, qtbot: QtBot) -> PredictionPage:
    """Show the new rows by their key."""
    QTest.keyClick(window, Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    view = named(window, FitView, "fit")
    assert view.predictions is not None
    qtbot.waitUntil(view.predictions.isVisible)
    return view.predictions


def paste(page: PredictionPage, qtbot: QtBot, text: str) -> None:
    """Paste rows, and wait until they are predicted."""
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(page.table.inputs, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.rows.rows > 0 and not page.model.is_computing)


def test_key_leads_to_new_rows(window: MainWindow, qtbot: QtBot) -> None:
    page = shown_page(window, qtbot)
    assert window._parts.views.current_name == FIT
    assert page.table.inputs.hasFocus()
    paste(page, qtbot, "1\t2\t3\n4\t5\t6\n")
    assert page.rows.rows == 2
    assert window.isWindowModified()
    action = window.findChild(QAction, "undo")
    assert isinstance(action, QAction)
    assert action.text() == "&Undo Paste of New Rows"
    action.trigger()
    qtbot.waitUntil(lambda: page.rows.rows == 0)


def test_rows_come_with_their_file(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page, path = shown_page(window, qtbot), tmp_path / "rows.secant"
    paste(page, qtbot, "1\t2\t3\n4\t5\t6\n")
    write_whole(path, archived(to_saved(window.document.experiment, None)))
    page.clear()
    qtbot.waitUntil(lambda: page.rows.rows == 0)
    window.document.undo_stack.clear()
    opened, _ = from_saved(read_archive(path))
    window.document.open(opened)
    qtbot.waitUntil(lambda: page.rows.rows == 2)
    assert page.rows.values(1, 3) == (6,)


def test_export_asks_where(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page, path = shown_page(window, qtbot), tmp_path / "out.csv"
    paste(page, qtbot, "1\t2\t3\n4\t5\t6\n")
    named(page, QPushButton, "export_new_rows_button").click()
    dialog = named(window, ExportDialog, "export_dialog")
    assert dialog.windowTitle() == "Export New Rows"
    dialog.selectFile(str(path))
    dialog.accept()
    qtbot.waitUntil(path.exists)
    assert path.read_text().splitlines()[0].startswith("row,x1,x2,x3,predicted_now,predicted,")


def test_import_opens_its_dialog(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page, path = shown_page(window, qtbot), tmp_path / "rows.csv"
    path.write_text("x2;x1;x3\n1;2;3\n4;5;6\n")
    named(page, QPushButton, "import_new_rows_button").click()
    asked = named(window, QFileDialog, "new_rows_file_dialog")
    asked.fileSelected.emit(str(path))
    asked.reject()
    dialog = named(window, RowImportDialog, "import_dialog")
    button = named(dialog, QPushButton, "import_button")
    qtbot.waitUntil(button.isEnabled)
    button.click()
    qtbot.waitUntil(lambda: page.rows.rows == 2)
    assert page.rows.values(0, 1) == (2,)


def test_typed_cell_is_committed_by_run(window: MainWindow, qtbot: QtBot) -> None:
    page = shown_page(window, qtbot)
    inputs = page.table.inputs
    inputs.edit(page.rows.index(0, 1))
    editor = inputs.findChild(CellEditor)
    assert editor is not None
    QTest.keyClicks(editor, "7")
    action = window.findChild(QAction, "step")
    assert isinstance(action, QAction)
    action.trigger()
    qtbot.waitUntil(lambda: page.rows.rows == 1)
    assert page.rows.values(0, 1) == (7,)
