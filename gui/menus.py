"""The menu bar: which action stands where."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar

from .actions import Actions

Entry = QAction | None


def fill_menus(
    bar: QMenuBar,
    actions: Actions,
    edit: Sequence[Entry],
    data: Sequence[Entry],
    view: Sequence[Entry],
) -> None:
    """Fill the menu bar; the entries of Edit, Data and View come from the parts they act on.

    None among entries stands for a separator.
    """
    exports = [
        actions.export_weights,
        actions.export_history,
        actions.export_predictions,
        actions.export_plot,
    ]
    _fill(bar, "&File", [*exports, None, actions.quit])
    _fill(bar, "&Edit", edit)
    _fill(bar, "&Data", data)
    run = bar.addMenu("&Run")
    run.addActions([actions.run, actions.step, actions.reset])
    run.addSeparator()
    run.addMenu("&Arithmetic").addActions(actions.precisions.actions())
    run.addMenu("Stop at &tolerance").addActions(actions.tolerances.actions())
    _fill(bar, "&View", view)
    bar.addMenu("E&xamples").addAction(actions.published)
    bar.addMenu("&Help").addAction(actions.about)


def _fill(bar: QMenuBar, title: str, entries: Sequence[Entry]) -> None:
    menu = bar.addMenu(title)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        else:
            menu.addAction(entry)
