"""The table commands as QActions, shared by all tables: they act on the table used last."""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QHeaderView, QMenu, QMenuBar, QWidget
from shiboken6 import Shiboken

from ...background.reporting import reporting_as_unhandled
from ...document import TableName
from ...text.message import Message
from ..clipboard import Clipboard
from ..models.cell_block import TableAxis
from ..view.view import MatrixView
from . import edits
from .commands import STARTS_GROUP, Command, table_commands
from .selection import selects_whole_columns
from .texts import LEAVING, TOOL_TIPS

_WITHOUT_CELL = "paste", "paste_complete"
_COUNTERPARTS = {"insert_row_above": "insert_column_left", "remove_rows": "remove_columns"}


class LineKeys(QObject):
    """Moves the row commands' shortcuts to the column commands while whole columns are selected.

    Every spreadsheet does this, and the menus show it. In a table
    of one row the keys always mean rows.
    """

    def __init__(self, actions: Mapping[str, QAction], parent: QObject) -> None:
        super().__init__(parent)
        self._pairs = [(actions[row], actions[column]) for row, column in _COUNTERPARTS.items()]
        self._keys = [(row.shortcuts(), column.shortcuts()) for row, column in self._pairs]
        self._axis = TableAxis.ROW
        self._view: MatrixView | None = None

    def follow(self, view: MatrixView) -> None:
        """Follow the selection of this view."""
        if view is not self._view:
            if self._view is not None:
                self._view.selectionModel().selectionChanged.disconnect(self._assign_keys)
            self._view = view
            view.selectionModel().selectionChanged.connect(self._assign_keys)
        self._assign_keys()

    @Slot()
    def _assign_keys(self) -> None:
        axis = _axis_of(self._view)
        if axis is self._axis:
            return
        self._axis = axis
        for (row, column), (row_keys, column_keys) in zip(self._pairs, self._keys, strict=True):
            is_columns = axis is TableAxis.COLUMN
            row.setShortcuts([] if is_columns else row_keys)
            column.setShortcuts([*row_keys, *column_keys] if is_columns else column_keys)


def _axis_of(view: MatrixView | None) -> TableAxis:
    if view is None or TableAxis.COLUMN not in view.matrix.axes:
        return TableAxis.ROW
    if TableAxis.ROW not in view.matrix.axes:
        return TableAxis.COLUMN
    if view.matrix.rowCount() == 1:
        return TableAxis.ROW
    return TableAxis.COLUMN if selects_whole_columns(view) else TableAxis.ROW


class TableActions(QObject):
    """QActions for the menus and for the context menus of the tables.

    Each action's objectName is its key in ``table_commands``. Most shortcuts work only in a table.
    While something else has the focus, so that nobody sees which cell they would change, they are
    disabled, unless several cells are selected; a paste is not, because it works in the whole
    window.
    ``leave_out_requested`` and ``take_back_requested`` carry rows of the table, from 0.
    ``message`` reports long operations and ``failed`` carries the traceback of an unexpected error.
    """

    message = Signal(Message)
    failed = Signal(str)
    leave_out_requested = Signal(object)
    take_back_requested = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view: MatrixView | None = None
        self._is_left = False
        self._views: list[MatrixView] = []
        self._heads: list[QHeaderView] = []
        self._clipboard = Clipboard(self)
        self._clipboard.message.connect(self.message)
        self._clipboard.failed.connect(self.failed)
        self._commands = table_commands(self._clipboard)
        self._group = QActionGroup(self)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._group.triggered.connect(self._run)
        for name, command in self._commands.items():
            self._group.addAction(self._action(name, command))
        # The window's, not one of these: a message offers it after a drop, and no menu has it.
        self._drop_complete = QAction(self._commands["paste_complete"].text, self.parent())
        self._drop_complete.setObjectName("drop_complete")
        self._drop_complete.triggered.connect(self._paste_complete_drop)
        actions = {action.objectName(): action for action in self._group.actions()}
        self._line_keys = LineKeys(actions, self)
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._follow_focus)

    def action(self, name: str) -> QAction:
        """Return an action by its objectName."""
        return next(action for action in self._group.actions() if action.objectName() == name)

    def menu_actions(self) -> list[QAction]:
        """Return the actions in menu order, with separators between the groups."""
        ordered: list[QAction] = []
        for action in self._group.actions():
            if action.objectName() in STARTS_GROUP:
                ordered.append(self._separator())
            ordered.append(action)
        return ordered

    def attach(self, view: MatrixView) -> None:
        """Act on this view too, and show the actions as its context menu and its headers'."""
        for widget in (view, view.horizontalHeader(), view.verticalHeader()):
            widget.addActions(self.menu_actions())
            widget.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        if view.matrix.table_name is TableName.A:
            self._heads.append(view.horizontalHeader())
        self._views.append(view)
        FirstTip(view, LEAVING)
        view.chosen.connect(self._set_view)
        view.selectionModel().selectionChanged.connect(self._enable_if_left)
        view.fill_requested.connect(self._fill)
        view.cancel_requested.connect(self._clipboard.cancel)
        view.leave_out_requested.connect(self.leave_out_requested)
        view.take_back_requested.connect(self.take_back_requested)
        if self._view is None:
            self._set_view(view)

    def add_to_heads(self, action: QAction) -> None:
        """Show an action about a column in the context menus of the names of A, too."""
        for head in self._heads:
            head.addAction(self._separator())
            head.addAction(action)

    @Slot(object, QModelIndex, object)
    def drop(self, view: MatrixView, at: QModelIndex, data: QMimeData) -> None:
        """Commit what is being typed, then paste what is dropped at a cell."""
        cell = at.row(), at.column()
        for each in self._views:
            each.commit()
        if not any(each.has_refused for each in self._views):
            view.setCurrentIndex(view.matrix.index(*cell))
            view.setFocus()
            self._clipboard.drop(view, data)

    def shut_down(self) -> None:
        """Cancel a running copy; return once its thread has ended."""
        self._clipboard.shut_down()

    def _action(self, name: str, command: Command) -> QAction:
        action = QAction(command.text, self)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setShortcutContext(command.shortcut_context)
        action.setShortcutVisibleInContextMenu(True)
        action.setToolTip(TOOL_TIPS[name])
        action.setStatusTip(TOOL_TIPS[name])
        return action

    def _separator(self) -> QAction:
        separator = QAction(self)
        separator.setSeparator(True)
        return separator

    @Slot(QAction)
    def _run(self, action: QAction) -> None:
        """Commit what is being typed, then run the command on the current table."""
        if self._view is None:
            return
        self._view.commit()
        if not self._view.has_refused:
            self._commands[action.objectName()].run(self._view)

    @Slot()
    def _paste_complete_drop(self) -> None:
        self._clipboard.drop_complete()

    @Slot(QObject, float)
    def _fill(self, view: MatrixView, number: float) -> None:
        edits.fill(view, number)

    @Slot(QObject)
    def _set_view(self, view: MatrixView) -> None:
        self._view = view
        focused = view.window().focusWidget()
        self._is_left &= focused is None or not _holds(view, focused)
        self._enable()
        self._line_keys.follow(view)

    @Slot(QWidget, QWidget)
    def _follow_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        """Note whether another part of the window than a table has the focus.

        A menu only borrows it, and so does another window. While a window is deleted, the focus
        goes from part to part, and the tables may be gone already.
        """
        view = self._view
        if view is None or now is None or isinstance(now, (QMenu, QMenuBar)):
            return
        if not all(map(Shiboken.isValid, (view, *self._views))):
            return
        if now.window() is view.window():
            is_left = not any(_holds(each, now) for each in self._views)
            if is_left is not self._is_left:
                self._is_left = is_left
                self._enable()

    @Slot()
    def _enable_if_left(self) -> None:
        if self._is_left:
            self._enable()

    def _enable(self) -> None:
        """Enable the commands that the table has, while it is seen what they are about."""
        if (view := self._view) is None:
            return
        is_seen = not self._is_left or view.has_seen_selection
        for action in self._group.actions():
            command = self._commands[action.objectName()]
            is_offered = is_seen or action.objectName() in _WITHOUT_CELL
            action.setEnabled(is_offered and command.is_available(view))


def _holds(view: MatrixView, widget: QWidget) -> bool:
    return widget is view or view.isAncestorOf(widget)


class FirstTip(QObject):
    """Gives a widget a tooltip until it has been shown for the first time.

    It would be in the way at every stay of the pointer.
    """

    def __init__(self, widget: QWidget, text: str) -> None:
        super().__init__(widget)
        self._widget = widget
        widget.setToolTip(text)
        widget.installEventFilter(self)

    @reporting_as_unhandled
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the tooltip be shown, and remove it after that."""
        if event.type() == QEvent.Type.ToolTip:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self, lambda: self._widget.setToolTip(""))
        return super().eventFilter(watched, event)
