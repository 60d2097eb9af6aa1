"""The menu that sets the role of columns."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from .roles import Role

TEXTS = {Role.A: "Input, &A", Role.Y: "Output, &Y", Role.OUT: "&Leave Out"}


class RoleMenu(QMenu):
    """Offers the roles, with the current one checked."""

    chosen = Signal(Role)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_roles")
        group = QActionGroup(self)
        for role, text in TEXTS.items():
            action = group.addAction(text)
            action.setObjectName(f"role_{role.name.lower()}")
            action.setCheckable(True)
            action.setData(role)
        self.addActions(group.actions())
        group.triggered.connect(self._choose)

    def check(self, role: Role) -> None:
        """Check the current role."""
        for action in self.actions():
            action.setChecked(action.data() is role)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.chosen.emit(action.data())
