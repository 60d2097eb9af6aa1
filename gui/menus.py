"""The menu bar: which action stands where."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar

from .parts import Parts

Entry = QAction | None  # None stands for a separator
DATA = (
    "insert_row_above",
    "insert_row_below",
    "remove_rows",
    "",
    "insert_column_left",
    "insert_column_right",
    "remove_columns",
)


def fill_menus(bar: QMenuBar, parts: Parts) -> None:
    """Fill the menu bar."""
    actions, tables = parts.actions, parts.table_actions
    _fill(bar, "&File", [*actions.exports, None, actions.quit])
    edits = [tables.action(name) for name in ("copy", "paste", "clear")]
    _fill(bar, "&Edit", [actions.undo, actions.redo, None, *edits])
    _fill(bar, "&Data", [tables.action(name) if name else None for name in DATA])
    run = bar.addMenu("&Run")
    run.addActions([actions.run, actions.step, actions.reset])
    run.addSeparator()
    methods = run.addMenu("&Method")
    methods.setToolTipsVisible(True)
    methods.addActions(actions.methods.actions())
    run.addMenu("&Arithmetic").addActions(actions.precisions.actions())
    run.addMenu("Stop at &tolerance").addActions(actions.tolerances.actions())
    _fill(bar, "&View", _view(parts))
    examples = bar.addMenu("E&xamples")
    examples.setToolTipsVisible(True)
    examples.addActions(actions.examples.actions())
    bar.addMenu("&Help").addAction(actions.about)


def _view(parts: Parts) -> list[Entry]:
    loss, predictions = parts.loss_plot.menu_actions(), parts.prediction_plot.menu_actions()
    return [*loss, None, *predictions, None, *parts.actions.appearances.actions()]


def _fill(bar: QMenuBar, title: str, entries: Sequence[Entry]) -> None:
    menu = bar.addMenu(title)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        else:
            menu.addAction(entry)
