"""The menu bar: which action stands where."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar

from .actions import Actions
from .tables import TableActions

Entry = QAction | None
DATA = (
    "insert_row_above",
    "insert_row_below",
    "remove_rows",
    "",
    "insert_column_left",
    "insert_column_right",
    "remove_columns",
)


def fill_menus(
    bar: QMenuBar,
    actions: Actions,
    tables: TableActions,
    view: Sequence[Entry],
) -> None:
    """Fill the menu bar; None among the entries of View stands for a separator."""
    exports = [
        actions.export_weights,
        actions.export_history,
        actions.export_predictions,
        actions.export_plot,
    ]
    _fill(bar, "&File", [*exports, None, actions.quit])
    _fill(bar, "&Edit", [tables.action(name) for name in ("copy", "paste", "clear")])
    _fill(bar, "&Data", [tables.action(name) if name else None for name in DATA])
    run = bar.addMenu("&Run")
    run.addActions([actions.run, actions.step, actions.reset])
    run.addSeparator()
    run.addMenu("&Arithmetic").addActions(actions.precisions.actions())
    run.addMenu("Stop at &tolerance").addActions(actions.tolerances.actions())
    _fill(bar, "&View", [*view, None, *actions.appearances.actions()])
    bar.addMenu("E&xamples").addAction(actions.published)
    bar.addMenu("&Help").addAction(actions.about)


def _fill(bar: QMenuBar, title: str, entries: Sequence[Entry]) -> None:
    menu = bar.addMenu(title)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        else:
            menu.addAction(entry)
