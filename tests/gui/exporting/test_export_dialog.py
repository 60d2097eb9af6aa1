import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from gui.exporting.export_dialog import ExportDialog
from gui.exporting.export_job import ExportJob, ExportTarget
from tests.gui.finding import named

CSV, PNG, SVG = "Text (*.csv)", "Picture (*.png)", "Drawing (*.svg)"


@pytest.fixture
def dialog(window: QWidget, tmp_path: Path) -> ExportDialog:
    job = ExportJob("Export", "plot.png", dict.fromkeys((PNG, SVG, CSV), list))
    dialog = ExportDialog(window, tmp_path, job)
    dialog.open()
    return dialog


def press(dialog: ExportDialog, qtbot: QtBot, name: str) -> None:
    line, box = dialog.findChild(QLineEdit), dialog.findChild(QDialogButtonBox)
    assert isinstance(line, QLineEdit)
    assert isinstance(box, QDialogButtonBox)
    line.setText(name)
    qtbot.mouseClick(box.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)


def target_of(chosen: SignalBlocker) -> ExportTarget | None:
    assert chosen.args
    job = chosen.args[0]
    assert isinstance(job, ExportJob)
    return job.target


def replace_it() -> None:
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    box.button(QMessageBox.StandardButton.Yes).click()


def test_dialog_opens_with_name_and_folder(dialog: ExportDialog, tmp_path: Path) -> None:
    assert dialog.objectName() == "export_dialog"
    assert Path(dialog.directory().absolutePath()) == tmp_path
    assert dialog.selectedFiles() == [str(tmp_path / "plot.png")]


def test_chosen_path_gets_the_suffix(
    dialog: ExportDialog, qtbot: QtBot, window: QWidget, tmp_path: Path
) -> None:
    with qtbot.waitSignal(dialog.chosen) as chosen:
        press(dialog, qtbot, str(tmp_path / "mine"))
    assert target_of(chosen) == ExportTarget(tmp_path / "mine.png", PNG)
    qtbot.waitUntil(lambda: window.findChild(ExportDialog) is None)


def test_suffix_of_other_kind_is_completed(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(dialog.chosen) as chosen:
        press(dialog, qtbot, "mine.secant")
    assert target_of(chosen) == ExportTarget(tmp_path / "mine.secant.png", PNG, is_completed=True)


@pytest.mark.skipif(sys.platform == "win32", reason="there a pipe is no file in a folder")
@pytest.mark.parametrize("name", ["pipe", "pipe.1", "pipe.secant", "linked"])
def test_pipe_keeps_its_name(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / ("pipe" if name == "linked" else name))
    if name == "linked":
        (tmp_path / name).symlink_to(tmp_path / "pipe")
    QTimer.singleShot(200, replace_it)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        press(dialog, qtbot, name)
    assert target_of(chosen) == ExportTarget(tmp_path / name, PNG)


def test_long_name_is_left_to_qt(dialog: ExportDialog, qtbot: QtBot) -> None:
    """Qt takes no name that its folder cannot hold: the dialog stays as it is."""
    name = f"{'long ' * 60}.png"
    with qtbot.assertNotEmitted(dialog.chosen):
        press(dialog, qtbot, name)
    assert dialog.isVisible()
    dialog.filterSelected.emit(SVG)
    assert named(dialog, QLineEdit, "fileNameEdit").text() == name


def test_completed_name_is_not_overwritten(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "mine.secant.png").touch()
    answers = []

    def refuse() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        answers.append(box.text())
        box.button(QMessageBox.StandardButton.No).click()

    QTimer.singleShot(200, refuse)
    with qtbot.assertNotEmitted(dialog.chosen):
        press(dialog, qtbot, "mine.secant")
    assert "mine.secant.png" in answers[0]
    assert dialog.isVisible()


def test_name_follows_the_format(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    # Qt keeps a name that has the focus; it never has while a person chooses a format.
    named(dialog, QComboBox, "fileTypeCombo").setFocus()
    dialog.filterSelected.emit(SVG)
    assert dialog.selectedFiles() == [str(tmp_path / "plot.svg")]
    dialog.selectNameFilter(SVG)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        press(dialog, qtbot, "drawn")
    assert target_of(chosen) == ExportTarget(tmp_path / "drawn.svg", SVG)


class EmptyDialog(ExportDialog):
    """A desktop's own dialog that is not open yet: it has no file."""

    def selectedFiles(self) -> list[str]:
        return []


def test_format_may_precede_the_file(window: QWidget, tmp_path: Path) -> None:
    job = ExportJob("Export", "plot.png", dict.fromkeys((PNG, SVG, CSV), list))
    dialog = EmptyDialog(window, tmp_path, job)
    dialog.filterSelected.emit(SVG)
    assert dialog.defaultSuffix() == "svg"


@pytest.mark.parametrize("folder", ["/", None])
def test_folder_gets_no_suffix(dialog: ExportDialog, tmp_path: Path, folder: str | None) -> None:
    named(dialog, QComboBox, "fileTypeCombo").setFocus()
    dialog.setDirectory(folder or str(tmp_path))
    line = named(dialog, QLineEdit, "fileNameEdit")
    line.clear()
    dialog.filterSelected.emit(SVG)
    assert line.text() == ""
    assert dialog.defaultSuffix() == "svg"
