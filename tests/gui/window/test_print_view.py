"""File ▸ Print View: the pictures of the view that is shown, by Ctrl+P as well."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.exporting.export_dialog import ExportDialog
from gui.exporting.exports import NOTHING_SEEN
from gui.exporting.printed_view import PrintedView
from gui.exporting.printing import NO_PRINTER, Printing
from gui.window.main_window import MainWindow
from tests.gui.finding import named


@pytest.fixture(autouse=True)
def no_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[PrintedView]:
    """The views that were to be printed."""
    found: list[PrintedView] = []
    monkeypatch.setattr(Printing, "ask", lambda _, view: found.append(view))
    return found


def test_view_is_written_as_pdf(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.resize(1280, 800)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = named(window, ExportDialog, "export_dialog")
    assert window._parts.diagnosis.sentence == NO_PRINTER.text
    path = tmp_path / "descent.pdf"
    dialog.selectFile(str(path))
    dialog.accept()
    qtbot.waitUntil(path.exists, timeout=30_000)
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("view", "count"), [("Descent", 2), ("The limit", 3), ("Surface", 2), ("Fit", 2), ("Runs", 1)]
)
def test_each_view_prints_its_pictures(
    window: MainWindow, qtbot: QtBot, printed: list[PrintedView], view: str, count: int
) -> None:
    window.resize(1280, 800)
    window._parts.views.show_view(view)
    print_view = named(window, QAction, "print_view")

    def pictures() -> int:
        printed.clear()
        print_view.trigger()
        return len(printed[0].pictures)

    qtbot.waitUntil(lambda: pictures() == count)  # once the view has its place
    assert [each.name for each in printed] == [view]
    assert printed[0].title.endswith(f" – {view}")
    assert printed[0].sentence
    assert all(each.caption for each in printed[0].pictures)


def test_empty_table_prints_nothing(window: MainWindow, printed: list[PrintedView]) -> None:
    named(window, QAction, "new").trigger()
    named(window, QAction, "print_view").trigger()
    assert printed == []
    assert window._parts.diagnosis.sentence == NOTHING_SEEN.text


def test_start_loads_no_printing() -> None:
    """The dialog is made when it is used, and so is what it needs."""

    code = "import sys, gui.window.main_window; print('PySide6.QtPrintSupport' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
