"""The questions that stand between a person and the loss of work."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from ..shown import shown
from .errors import ChangedOnDisk

Button = QMessageBox.StandardButton


class UnsavedChanges(QMessageBox):
    """Asks whether to save; its buttons are Save, Discard and Cancel."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        _dress(self, "unsaved_changes", "Unsaved Changes")
        self.setText(f"Save changes to “{shown(name)}” before closing?")
        self.setInformativeText("Whatever is not saved will be lost.")
        self.setStandardButtons(Button.Save | Button.Discard | Button.Cancel)
        self.setDefaultButton(Button.Save)
        self.setEscapeButton(Button.Cancel)


class FileGone(UnsavedChanges):
    """Asks whether to save again what lies in no file any more, by the same buttons."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window, name)
        self.setText(f"The file of “{shown(name)}” was removed or renamed. Save it again?")
        self.setInformativeText("Otherwise what this window shows is lost.")


class DiscardForGood(QMessageBox):
    """Asks whether a copy of unsaved work may go; its buttons are Discard and Cancel."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        _dress(self, "discard_for_good", "Discard Unsaved Work")
        self.setText(f"Discard “{shown(name)}”?")
        self.setInformativeText("There is no other copy of what was not saved.")
        self.setStandardButtons(Button.Discard | Button.Cancel)
        self.setDefaultButton(Button.Cancel)
        self.setEscapeButton(Button.Cancel)


class ChangedFile(QMessageBox):
    """Asks what to do about a file that is no longer the one that was opened."""

    def __init__(self, window: QWidget, reason: ChangedOnDisk) -> None:
        super().__init__(window)
        self.path = reason.path
        _dress(self, "changed_on_disk", "Changed on Disk")
        self.setText(str(reason))
        self.setInformativeText("Overwriting it discards what was changed there.")
        self.save_as = self._button("Save &As…", "save_as_instead", self.ButtonRole.AcceptRole)
        self.overwrite = self._button("&Overwrite", "overwrite", self.ButtonRole.DestructiveRole)
        self.setStandardButtons(Button.Cancel)
        self.setDefaultButton(self.save_as)
        self.setEscapeButton(Button.Cancel)

    def _button(self, text: str, name: str, role: QMessageBox.ButtonRole) -> QPushButton:
        button = self.addButton(text, role)
        button.setObjectName(name)
        return button


def _dress(box: QMessageBox, name: str, title: str) -> None:
    box.setObjectName(name)
    box.setWindowTitle(title)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)  # a file may be called <b>
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
