"""The menu bar: which actions are in which menu."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from engine.examples import EXAMPLES, Topic

from ..tables import TableActions
from .features import Features
from .parts import Parts

Entry = QAction | QMenu | None  # None is a separator
EDIT = (
    *("cut", "copy", "copy_with_names", "paste", "paste_complete", "clear", ""),
    *("fill_down", "fill_right", ""),
    *("select_all", "select_rows", "select_columns"),
)
DATA = (
    *("insert_row_above", "insert_row_below", "remove_rows", ""),
    *("insert_column_left", "insert_column_right", "remove_columns"),
    *("keep_selected", "rename_column"),
)


def fill_menus(bar: QMenuBar, parts: Parts, features: Features) -> None:
    """Fill the menu bar."""
    actions, tables = parts.actions, parts.table_actions
    _fill(bar.addMenu("&File"), _file(parts, features))
    edit = [actions.undo, actions.redo, None, *_named(tables, EDIT), None, features.copy_as.menu]
    _fill(bar.addMenu("&Edit"), edit)
    _fill(bar.addMenu("&Data"), _data(parts, features))
    _fill(bar.addMenu("&Run"), _run(parts))
    _fill(bar.addMenu("&View"), _view(parts))
    _fill(bar.addMenu("E&xamples"), _examples(parts))
    _fill(bar.addMenu("&Help"), [actions.about])


def _file(parts: Parts, features: Features) -> list[Entry]:
    files, actions = features.files, parts.actions
    plots = (None, *actions.exports[3:], None)
    export = _menu(
        "&Export",
        [features.exports.export_table, *actions.exports[:3], *plots, features.copy_as.menu],
    )
    return [
        *(files.new, files.open, files.recent_menu, None, files.save, files.save_as, None),
        *(features.imports.import_table, export, None),
        *(features.recovery.recover, None, actions.quit),
    ]


def _data(parts: Parts, features: Features) -> list[Entry]:
    entries: list[Entry] = _named(parts.table_actions, DATA)
    for group in features.data.groups():
        entries += [None, *group]
    return entries


def _named(tables: TableActions, names: Sequence[str]) -> list[Entry]:
    return [tables.action(name) if name else None for name in names]


def _run(parts: Parts) -> list[Entry]:
    actions = parts.actions
    return [
        *(actions.run, actions.step, actions.reset, None),
        _menu("&Method", actions.methods.actions()),
        _menu("&Arithmetic", actions.precisions.actions()),
        _menu("Stop at &Tolerance", actions.tolerances.actions()),
    ]


def _view(parts: Parts) -> list[Entry]:
    loss, predictions = parts.loss_plot.menu_actions(), parts.prediction_plot.menu_actions()
    appearance = _menu("&Appearance", parts.actions.appearances.actions())
    return [*loss, None, *predictions, None, appearance]


def _examples(parts: Parts) -> list[Entry]:
    """Return one menu for each topic, with the examples about it."""
    topics = {example.key: example.topic for example in EXAMPLES}
    actions = parts.actions.examples.actions()
    return [
        _menu(
            topic.value.replace(" ", " &", 1),
            [action for action in actions if topics[action.data()] is topic],
        )
        for topic in Topic
    ]


def _menu(text: str, entries: Sequence[Entry]) -> QMenu:
    menu = QMenu(text)
    _fill(menu, entries)
    return menu


def _fill(menu: QMenu, entries: Sequence[Entry]) -> None:
    menu.setToolTipsVisible(True)
    for entry in entries:
        match entry:
            case None:
                menu.addSeparator()
            case QMenu():
                menu.addMenu(entry)
                entry.setParent(menu, entry.windowFlags())
            case _:
                menu.addAction(entry)
