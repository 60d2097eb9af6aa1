"""Actions that choose one member of an enum."""

from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup

from ..text.translation import translated


class ChoiceActions(QActionGroup):
    """One checkable action for each member; ``chosen`` carries the member that the user chose.

    An action's text is the value of its member, followed by ``of`` if that is not clear alone:
    "Linear Epochs".
    """

    chosen = Signal(object)

    def __init__(self, members: Iterable[Enum], parent: QObject, of: str = "") -> None:
        super().__init__(parent)
        self._members = {f"{translated(member.value)} {of}".rstrip(): member for member in members}
        for name in self._members:
            action = QAction(name, self, checkable=True)
            action.setObjectName(name.lower().replace(" ", "_"))
        self.triggered.connect(self._on_triggered)

    def check(self, member: Enum) -> None:
        """Check the action of this member."""
        for action in self.actions():
            action.setChecked(self._members[action.text()] is member)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(self._members[action.text()])
