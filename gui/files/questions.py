"""The message boxes that ask before work is lost."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from engine.shortening import elide_middle

from ..text.names import elide_name
from ..text.translation import translate
from . import sentences
from .errors import ChangedOnDisk

Button = QMessageBox.StandardButton
MOST_OF_FORMULA = 60
"""Characters on one line of the box; a formula may have 2,000."""


class UnsavedChangesDialog(QMessageBox):
    """Asks whether to save; the buttons are Save, Discard and Cancel."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        _set_up(self, "unsaved_changes", translate("files", "Unsaved Changes"))
        self.setText(sentences.SAVE_CHANGES.format(name=elide_name(name)))
        self.setInformativeText(sentences.DISCARDING_LOSES)
        self.setStandardButtons(Button.Save | Button.Discard | Button.Cancel)
        self.setDefaultButton(Button.Save)
        self.setEscapeButton(Button.Cancel)


class FileGoneDialog(UnsavedChangesDialog):
    """Asks whether to save again because the file no longer exists; same buttons."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window, name)
        self.setText(sentences.SAVE_AGAIN.format(name=elide_name(name)))
        self.setInformativeText(sentences.LOST_OTHERWISE)


class DiscardCopyDialog(QMessageBox):
    """Asks whether to delete a recovery copy; the buttons are Discard and Cancel."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        _set_up(self, "discard_for_good", translate("files", "Discard Unsaved Work"))
        self.setText(sentences.DISCARD.format(name=elide_name(name)))
        self.setInformativeText(sentences.ONLY_COPY)
        self.setStandardButtons(Button.Discard | Button.Cancel)
        self.setDefaultButton(Button.Cancel)
        self.setEscapeButton(Button.Cancel)


class HalfTypedLossDialog(QMessageBox):
    """Asks whether to give up a loss that is typed but has a mistake; Discard and Cancel."""

    def __init__(self, window: QWidget, text: str) -> None:
        super().__init__(window)
        _set_up(self, "half_typed_loss", translate("files", "Unfinished Loss"))
        self.setText(sentences.GIVE_UP_LOSS.format(formula=elide_middle(text, MOST_OF_FORMULA)))
        self.setInformativeText(sentences.LOSS_IN_NO_FILE)
        self.setStandardButtons(Button.Discard | Button.Cancel)
        self.setDefaultButton(Button.Cancel)
        self.setEscapeButton(Button.Cancel)


class ChangedFileDialog(QMessageBox):
    """Asks what to do if another program changed the file since it was opened."""

    def __init__(self, window: QWidget, reason: ChangedOnDisk) -> None:
        super().__init__(window)
        self.path = reason.path
        _set_up(self, "changed_on_disk", translate("files", "Changed on Disk"))
        self.setText(str(reason))
        self.setInformativeText(sentences.OVERWRITING_DISCARDS)
        self.save_as = self._button(
            translate("files", "Save &As…"), "save_as_instead", self.ButtonRole.AcceptRole
        )
        self.overwrite = self._button(
            translate("files", "&Overwrite"), "overwrite", self.ButtonRole.DestructiveRole
        )
        self.setStandardButtons(Button.Cancel)
        self.setDefaultButton(self.save_as)
        self.setEscapeButton(Button.Cancel)

    def _button(self, text: str, name: str, role: QMessageBox.ButtonRole) -> QPushButton:
        button = self.addButton(text, role)
        button.setObjectName(name)
        return button


def _set_up(box: QMessageBox, name: str, title: str) -> None:
    box.setObjectName(name)
    box.setWindowTitle(title)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)  # a file may be called <b>
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
