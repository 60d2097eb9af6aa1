"""The message boxes that ask before work is lost."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from ..text.names import elide_name
from .errors import ChangedOnDisk

Button = QMessageBox.StandardButton


class UnsavedChangesDialog(QMessageBox):
    """Asks whether to save; the buttons are Save, Discard and Cancel."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        _set_up(self, "unsaved_changes", "Unsaved Changes")
        self.setText(f"Do you want to save the changes to “{elide_name(name)}”?")
        self.setInformativeText("Unsaved changes will be lost if you discard them.")
        self.setStandardButtons(Button.Save | Button.Discard | Button.Cancel)
        self.setDefaultButton(Button.Save)
        self.setEscapeButton(Button.Cancel)


class FileGoneDialog(UnsavedChangesDialog):
    """Asks whether to save again because the file no longer exists; same buttons."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window, name)
        self.setText(f"The file of “{elide_name(name)}” was deleted or renamed. Save it again?")
        self.setInformativeText("Otherwise the experiment in this window is lost.")


class DiscardCopyDialog(QMessageBox):
    """Asks whether to delete a recovery copy; the buttons are Discard and Cancel."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        _set_up(self, "discard_for_good", "Discard Unsaved Work")
        self.setText(f"Discard “{elide_name(name)}”?")
        self.setInformativeText("This is the only copy of the unsaved work.")
        self.setStandardButtons(Button.Discard | Button.Cancel)
        self.setDefaultButton(Button.Cancel)
        self.setEscapeButton(Button.Cancel)


class ChangedFileDialog(QMessageBox):
    """Asks what to do if another program changed the file since it was opened."""

    def __init__(self, window: QWidget, reason: ChangedOnDisk) -> None:
        super().__init__(window)
        self.path = reason.path
        _set_up(self, "changed_on_disk", "Changed on Disk")
        self.setText(str(reason))
        self.setInformativeText("Overwriting discards the changes made there.")
        self.save_as = self._button("Save &As…", "save_as_instead", self.ButtonRole.AcceptRole)
        self.overwrite = self._button("&Overwrite", "overwrite", self.ButtonRole.DestructiveRole)
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
