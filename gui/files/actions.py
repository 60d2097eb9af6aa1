"""The File menu's actions for the document: New, Open, Save and Save As."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

SAVE_AS_KEY = "Ctrl+Shift+S"
"""Set explicitly: Qt has no standard key for Save As on some desktops."""


class FileActions(QObject):
    """The actions New, Open, Save and Save As."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        standard = QKeySequence.StandardKey
        self.new = self._action("new", "&New", standard.New, "Start with an empty table")
        self.open = self._action("open", "&Open…", standard.Open, "Open an experiment")
        self.save = self._action("save", "&Save", standard.Save, "Save the experiment")
        self.save_as = self._action(
            "save_as", "Save &As…", SAVE_AS_KEY, "Save the experiment to another file"
        )

    def _action(
        self, name: str, text: str, key: QKeySequence.StandardKey | str, tip: str
    ) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(key))
        key_text = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({key_text})")
        return action
