"""The commands on tables, once for all of them: they act on the one a person chose last."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from ..diagnosis import Diagnosis
from . import edits
from .clipboard import Clipboard
from .commands import STARTS_GROUP, Command, table_commands
from .line_keys import LineKeys
from .view import MatrixView


class TableActions(QObject):
    """QActions for menus and for the tables' context menus; most shortcuts work in tables only.

    Each is found by its objectName, which is its name among the commands. ``said`` tells of what
    takes long, ``failed`` carries the report of what nobody expected.
    """

    message = Signal(Diagnosis)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view: MatrixView | None = None
        self._clipboard = Clipboard(self)
        self._clipboard.message.connect(self.message)
        self._clipboard.failed.connect(self.failed)
        self._commands = table_commands(self._clipboard)
        self._group = QActionGroup(self)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._group.triggered.connect(self._run)
        for name, command in self._commands.items():
            self._group.addAction(self._action(name, command))
        actions = {action.objectName(): action for action in self._group.actions()}
        self._line_keys = LineKeys(actions, self)

    def action(self, name: str) -> QAction:
        """Return an action by its objectName."""
        return next(action for action in self._group.actions() if action.objectName() == name)

    def menu_actions(self) -> list[QAction]:
        """Return the actions in the order of a menu, with separators between their groups."""
        ordered: list[QAction] = []
        for action in self._group.actions():
            if action.objectName() in STARTS_GROUP:
                ordered.append(self._separator())
            ordered.append(action)
        return ordered

    def attach(self, view: MatrixView) -> None:
        """Act on this view too, and give it and its headers the actions as their context menu."""
        for part in (view, view.horizontalHeader(), view.verticalHeader()):
            part.addActions(self.menu_actions())
            part.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        view.chosen.connect(self._set_view)
        view.fill_requested.connect(self._fill)
        view.cancel_requested.connect(self._clipboard.cancel)
        if self._view is None:
            self._set_view(view)

    def shut_down(self) -> None:
        """Give up what is being copied; return once no thread is at work."""
        self._clipboard.shut_down()

    def _action(self, name: str, command: Command) -> QAction:
        action = QAction(command.text, self)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setShortcutContext(command.shortcut_context)
        action.setShortcutVisibleInContextMenu(True)
        return action

    def _separator(self) -> QAction:
        separator = QAction(self)
        separator.setSeparator(True)
        return separator

    @Slot(QAction)
    def _run(self, action: QAction) -> None:
        """Do it to the table chosen last, once what is being typed there is entered."""
        if self._view is None:
            return
        self._view.commit()
        if not self._view.has_refused:
            self._commands[action.objectName()].run(self._view)

    @Slot(QObject, float)
    def _fill(self, view: MatrixView, number: float) -> None:
        edits.fill(view, number)

    @Slot(QObject)
    def _set_view(self, view: MatrixView) -> None:
        self._view = view
        for action in self._group.actions():
            action.setEnabled(self._commands[action.objectName()].is_available(view))
        self._line_keys.follow(view)
