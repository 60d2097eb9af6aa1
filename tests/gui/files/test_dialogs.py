from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.files.dialogs import ANYTHING, chosen_path, open_dialog, save_dialog


def test_open_needs_file_save_proposes_name(window: QWidget, tmp_path: Path) -> None:
    opening, saving = open_dialog(window, tmp_path), save_dialog(window, tmp_path, "Trial")
    assert opening.acceptMode() is QFileDialog.AcceptMode.AcceptOpen
    assert opening.fileMode() is QFileDialog.FileMode.ExistingFile
    assert saving.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert saving.selectedFiles() == [str(tmp_path / "Trial.secant")]
    assert saving.defaultSuffix() == "secant"
    for dialog in (opening, saving):
        assert Path(dialog.directory().absolutePath()) == tmp_path
        assert dialog.selectedNameFilter() == "Secant experiment (*.secant)"


@pytest.mark.parametrize(
    ("chosen", "path"),
    [
        ("trial", "trial.secant"),
        ("trial 1.2", "trial 1.2.secant"),
        ("trial.csv", "trial.csv.secant"),
        ("trial.SECANT", "trial.SECANT"),
    ],
)
def test_suffix_is_added_to_any_name(
    window: QWidget, tmp_path: Path, chosen: str, path: str
) -> None:
    dialog = save_dialog(window, tmp_path, "Trial")
    assert chosen_path(dialog, str(tmp_path / chosen)) == tmp_path / path
    dialog.selectNameFilter(ANYTHING)
    assert chosen_path(dialog, str(tmp_path / chosen)) == tmp_path / chosen
