"""The members of an enum, to choose one from."""

from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup


class Choice(QActionGroup):
    """An action for each member; `chosen` tells the member a person chose.

    An action is called by its member's value and, where another choice has the same, by what it is
    `of`: "Linear Epochs".
    """

    chosen = Signal(object)

    def __init__(self, members: Iterable[Enum], parent: QObject, of: str = "") -> None:
        super().__init__(parent)
        self._members = {f"{member.value} {of}".rstrip(): member for member in members}
        for name in self._members:
            action = QAction(name, self, checkable=True)
            action.setObjectName(name.lower().replace(" ", "_"))
        self.triggered.connect(self._on_triggered)

    def check(self, member: Enum) -> None:
        """Show that this member is chosen."""
        for action in self.actions():
            action.setChecked(self._members[action.text()] is member)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(self._members[action.text()])
