from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.exporting.export_dialog import Choice, ExportDialog
from tests.gui.finding import named

CSV, PNG, SVG = "Text (*.csv)", "Picture (*.png)", "Drawing (*.svg)"


@pytest.fixture
def dialog(window: QWidget, tmp_path: Path) -> ExportDialog:
    dialog = ExportDialog(window, tmp_path, "Export", "plot.png", [PNG, SVG, CSV])
    dialog.open()
    return dialog


def press(dialog: ExportDialog, qtbot: QtBot, name: str) -> None:
    line, box = dialog.findChild(QLineEdit), dialog.findChild(QDialogButtonBox)
    assert isinstance(line, QLineEdit)
    assert isinstance(box, QDialogButtonBox)
    line.setText(name)
    qtbot.mouseClick(box.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)


def test_it_begins_with_the_name_and_the_folder_given(dialog: ExportDialog, tmp_path: Path) -> None:
    assert dialog.objectName() == "export_dialog"
    assert Path(dialog.directory().absolutePath()) == tmp_path
    assert dialog.selectedFiles() == [str(tmp_path / "plot.png")]


def test_the_choice_is_handed_over_with_its_suffix(
    dialog: ExportDialog, qtbot: QtBot, window: QWidget, tmp_path: Path
) -> None:
    with qtbot.waitSignal(dialog.chosen) as chosen:
        press(dialog, qtbot, str(tmp_path / "mine"))
    assert chosen.args == [Choice(tmp_path / "mine.png", PNG)]
    qtbot.waitUntil(lambda: window.findChild(ExportDialog) is None)


def test_the_name_follows_the_format(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    # Where the name has the focus, as it has not while a format is chosen, Qt leaves it alone.
    named(dialog, QComboBox, "fileTypeCombo").setFocus()
    dialog.filterSelected.emit(SVG)
    assert dialog.selectedFiles() == [str(tmp_path / "plot.svg")]
    dialog.selectNameFilter(SVG)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        press(dialog, qtbot, "drawn")
    assert chosen.args == [Choice(tmp_path / "drawn.svg", SVG)]
