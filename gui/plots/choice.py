"""The members of an enum, to choose one from."""

from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup


class Choice(QActionGroup):
    """An action for each member, called by its value; `chosen` tells the member a person chose."""

    chosen = Signal(object)

    def __init__(self, members: Iterable[Enum], parent: QObject) -> None:
        super().__init__(parent)
        self._members = {member.value: member for member in members}
        for name in self._members:
            QAction(name, self, checkable=True)
        self.triggered.connect(self._on_triggered)

    def check(self, member: Enum) -> None:
        """Show that this member is chosen."""
        for action in self.actions():
            action.setChecked(action.text() == member.value)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(self._members[action.text()])
