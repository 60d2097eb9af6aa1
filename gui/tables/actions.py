"""The commands on tables, once for all of them: they act on the one a person chose last."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from . import edits
from .axis import Axis, Side
from .view import MatrixView

_Key = QKeySequence.StandardKey


@dataclass(frozen=True)
class _Command:
    text: str
    run: Callable[[MatrixView], None]
    keys: tuple[QKeySequence.StandardKey | Qt.Key, ...] = ()
    axis: Axis = Axis.ROW


_COMMANDS = {
    "copy": _Command("&Copy", edits.copy, (_Key.Copy,)),
    "paste": _Command("&Paste", edits.paste, (_Key.Paste,)),
    "clear": _Command("Cl&ear", edits.clear, (_Key.Delete, Qt.Key.Key_Backspace)),
    "insert_row_above": _Command(
        "Insert Row &Above", partial(edits.insert, axis=Axis.ROW, side=Side.BEFORE)
    ),
    "insert_row_below": _Command(
        "Insert Row &Below", partial(edits.insert, axis=Axis.ROW, side=Side.AFTER)
    ),
    "remove_rows": _Command("&Remove Rows", partial(edits.remove, axis=Axis.ROW)),
    "insert_column_left": _Command(
        "Insert Column &Left",
        partial(edits.insert, axis=Axis.COLUMN, side=Side.BEFORE),
        axis=Axis.COLUMN,
    ),
    "insert_column_right": _Command(
        "Insert Column R&ight",
        partial(edits.insert, axis=Axis.COLUMN, side=Side.AFTER),
        axis=Axis.COLUMN,
    ),
    "remove_columns": _Command(
        "Remove C&olumns", partial(edits.remove, axis=Axis.COLUMN), axis=Axis.COLUMN
    ),
}
_STARTS_GROUP = ("insert_row_above", "insert_column_left")


class TableActions(QObject):
    """QActions for menus and for the tables' context menus; their shortcuts work in tables only.

    Each is found by its objectName: copy, paste, clear, insert_row_above, insert_row_below,
    remove_rows, insert_column_left, insert_column_right, remove_columns.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view: MatrixView | None = None
        self._group = QActionGroup(self)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._group.triggered.connect(self._run)
        for name in _COMMANDS:
            self._group.addAction(self._action(name))

    def action(self, name: str) -> QAction:
        """Return an action by its objectName."""
        return next(action for action in self._group.actions() if action.objectName() == name)

    def for_menu(self) -> list[QAction]:
        """Return the actions in the order of a menu, with separators between their groups."""
        ordered: list[QAction] = []
        for action in self._group.actions():
            if action.objectName() in _STARTS_GROUP:
                ordered.append(self._separator())
            ordered.append(action)
        return ordered

    def serve(self, view: MatrixView) -> None:
        """Act on this view too, and give it the actions as its context menu."""
        view.addActions(self.for_menu())
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        view.chosen.connect(self._choose)
        if self._view is None:
            self._choose(view)

    def _action(self, name: str) -> QAction:
        action = QAction(_COMMANDS[name].text, self)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in _COMMANDS[name].keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    def _separator(self) -> QAction:
        separator = QAction(self)
        separator.setSeparator(True)
        return separator

    @Slot(QAction)
    def _run(self, action: QAction) -> None:
        if self._view is not None:
            _COMMANDS[action.objectName()].run(self._view)

    @Slot(QObject)
    def _choose(self, view: MatrixView) -> None:
        self._view = view
        for action in self._group.actions():
            action.setEnabled(_COMMANDS[action.objectName()].axis in view.matrix.axes)
