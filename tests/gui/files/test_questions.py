from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.files.errors import ChangedOnDisk
from gui.files.questions import (
    ChangedFileDialog,
    DiscardCopyDialog,
    HalfTypedLossDialog,
    UnsavedChangesDialog,
)
from tests.gui.finding import named

Button = QMessageBox.StandardButton


def test_unsaved_changes_dialog_has_three_buttons(window: QWidget) -> None:
    box = UnsavedChangesDialog(window, "Trial")
    assert box.text() == "Do you want to save the changes to “Trial”?"
    assert box.informativeText() == "Unsaved changes will be lost if you discard them."
    assert box.standardButtons() == Button.Save | Button.Discard | Button.Cancel
    assert box.defaultButton() is box.button(Button.Save)


def test_escape_cancels_question(window: QWidget, qtbot: QtBot) -> None:
    box = UnsavedChangesDialog(window, "Trial")
    finished = QSignalSpy(box.finished)
    box.open()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert finished.at(0) == [Button.Cancel.value]


def test_return_does_not_discard_copy(window: QWidget) -> None:
    box = DiscardCopyDialog(window, "Trial")
    assert box.text() == "Discard “Trial”?"
    assert box.standardButtons() == Button.Discard | Button.Cancel
    assert box.defaultButton() is box.escapeButton() is box.button(Button.Cancel)


def test_return_does_not_overwrite_changed_file(window: QWidget) -> None:
    box = ChangedFileDialog(window, ChangedOnDisk(Path("folder/Trial.secant")))
    assert box.text().startswith("“Trial” was changed by another window or program")
    assert box.defaultButton() is named(box, QPushButton, "save_as_instead")
    assert box.escapeButton() is box.button(Button.Cancel)
    assert named(box, QPushButton, "overwrite") is box.overwrite


def test_question_shows_name_as_plain_text(window: QWidget) -> None:
    assert UnsavedChangesDialog(window, "<b>x").textFormat() is Qt.TextFormat.PlainText


def test_half_typed_loss_is_named(window: QWidget) -> None:
    box = HalfTypedLossDialog(window, "mean(|Y − P|^")
    assert box.text() == "Give up the loss that you are typing, “mean(|Y − P|^”?"
    assert box.standardButtons() == Button.Discard | Button.Cancel
    assert box.defaultButton() is box.escapeButton() is box.button(Button.Cancel)
    assert len(HalfTypedLossDialog(window, "mean(" * 400).text()) < 110
