from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.files import sentences
from gui.files.questions import DiscardCopyDialog, FileGoneDialog, UnsavedChangesDialog


def test_questions_name_the_document(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    asked = UnsavedChangesDialog(window, "wine")
    assert asked.text() == "Do you want to save the changes to “wine”?"
    gone = FileGoneDialog(window, "wine")
    assert gone.text() == "The file of “wine” was deleted or renamed. Save it again?"
    assert DiscardCopyDialog(window, "wine").text() == "Discard “wine”?"


def test_paths_are_named_whole() -> None:
    path = Path("folder") / "wine.secant"
    assert sentences.SAVING.format(path=path) == f"Saving {path}…"
    assert sentences.OPENING.format(path=path) == f"Opening {path}…"
