"""The commands on tables, once for all of them: they act on the one a person chose last."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from ..message import Message
from . import edits
from .clipboard import Clipboard
from .commands import STARTS_GROUP, Command, commands_with
from .line_keys import LineKeys
from .view import MatrixView


class TableActions(QObject):
    """QActions for menus and for the tables' context menus; most shortcuts work in tables only.

    Each is found by its objectName, which is its name among the commands. ``said`` tells of what
    takes long, ``failed`` carries the report of what nobody expected.
    """

    said = Signal(Message)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view: MatrixView | None = None
        self._clipboard = Clipboard(self)
        self._clipboard.said.connect(self.said)
        self._clipboard.failed.connect(self.failed)
        self._commands = commands_with(self._clipboard)
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

    def for_menu(self) -> list[QAction]:
        """Return the actions in the order of a menu, with separators between their groups."""
        ordered: list[QAction] = []
        for action in self._group.actions():
            if action.objectName() in STARTS_GROUP:
                ordered.append(self._separator())
            ordered.append(action)
        return ordered

    def serve(self, view: MatrixView) -> None:
        """Act on this view too, and give it and its headers the actions as their context menu."""
        for part in (view, view.horizontalHeader(), view.verticalHeader()):
            part.addActions(self.for_menu())
            part.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        view.chosen.connect(self._choose)
        view.fill_asked.connect(self._fill)
        view.given_up.connect(self._clipboard.give_up)
        if self._view is None:
            self._choose(view)

    def shut_down(self) -> None:
        """Give up what is being copied; return once no thread is at work."""
        self._clipboard.shut_down()

    def _action(self, name: str, command: Command) -> QAction:
        action = QAction(command.text, self)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setShortcutContext(command.reach)
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
    def _choose(self, view: MatrixView) -> None:
        self._view = view
        for action in self._group.actions():
            action.setEnabled(self._commands[action.objectName()].fits(view))
        self._line_keys.follow(view)
