from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.files.errors import ChangedOnDisk
from gui.files.questions import ChangedFile, DiscardForGood, UnsavedChanges
from tests.gui.finding import named

Button = QMessageBox.StandardButton


def test_unsaved_changes_can_be_saved_discarded_or_kept_open(window: QWidget) -> None:
    box = UnsavedChanges(window, "Trial")
    assert box.text() == "Save changes to “Trial” before closing?"
    assert box.standardButtons() == Button.Save | Button.Discard | Button.Cancel
    assert box.defaultButton() is box.button(Button.Save)


def test_escape_cancels(window: QWidget, qtbot: QtBot) -> None:
    box = UnsavedChanges(window, "Trial")
    finished = QSignalSpy(box.finished)
    box.open()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert finished.at(0) == [Button.Cancel.value]


def test_a_copy_is_discarded_by_no_mere_return(window: QWidget) -> None:
    box = DiscardForGood(window, "Trial")
    assert box.text() == "Discard “Trial”?"
    assert box.standardButtons() == Button.Discard | Button.Cancel
    assert box.defaultButton() is box.escapeButton() is box.button(Button.Cancel)


def test_a_changed_file_can_be_overwritten_but_not_by_return(window: QWidget) -> None:
    box = ChangedFile(window, ChangedOnDisk(Path("folder/Trial.secant")))
    assert box.text().startswith("“Trial” was changed by another window or program")
    assert box.defaultButton() is named(box, QPushButton, "save_as_instead")
    assert box.escapeButton() is box.button(Button.Cancel)
    assert named(box, QPushButton, "overwrite") is box.overwrite


def test_a_name_is_shown_as_it_is(window: QWidget) -> None:
    assert UnsavedChanges(window, "<b>x").textFormat() is Qt.TextFormat.PlainText
