from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.files.dialogs import ANYTHING, SaveDialog, chosen_path, open_dialog, save_dialog


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


class DesktopDialog(SaveDialog):
    """Like a desktop's own dialog: what is typed is chosen, and Qt adds the suffix to it."""

    typed = ""

    @property
    def is_drawn_by_qt(self) -> bool:
        return False

    def selectedFiles(self) -> list[str]:
        suffix = self.defaultSuffix()
        is_whole = not suffix or Path(self.typed).suffix
        return [self.typed if is_whole else f"{self.typed}.{suffix}"]

    def selectFile(self, name: str) -> None:
        self.typed = name


@pytest.fixture
def desktop_dialog(window: QWidget, tmp_path: Path) -> DesktopDialog:
    dialog = DesktopDialog(window, "Save As", tmp_path)
    dialog.setDefaultSuffix("secant")
    dialog.open()
    return dialog


def test_suffix_never_overwrites_unasked(
    desktop_dialog: DesktopDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "trial.secant").touch()
    finished = QSignalSpy(desktop_dialog.finished)
    desktop_dialog.typed = str(tmp_path / "trial")
    desktop_dialog.accept()
    assert not desktop_dialog.isVisible()
    qtbot.waitUntil(desktop_dialog.isVisible)
    assert desktop_dialog.typed == str(tmp_path / "trial.secant")
    assert desktop_dialog.defaultSuffix() == "secant"
    assert finished.count() == 0


@pytest.mark.parametrize("typed", ["new", "trial.secant", "other.txt"])
def test_desktop_dialog_asks_about_typed_names(
    desktop_dialog: DesktopDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    accepted: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "accept", lambda dialog: accepted.extend(dialog.selectedFiles())
    )
    for name in ("trial.secant", "other.txt"):
        (tmp_path / name).touch()
    desktop_dialog.typed = str(tmp_path / typed)
    desktop_dialog.accept()
    assert accepted == [str(tmp_path / typed) + (".secant" if typed == "new" else "")]


def test_dialog_on_bare_screen_is_qts(window: QWidget, tmp_path: Path) -> None:
    dialog = save_dialog(window, tmp_path, "Trial")
    assert isinstance(dialog, SaveDialog)
    assert dialog.is_drawn_by_qt
    assert isinstance(dialog.findChild(QLineEdit), QLineEdit)
