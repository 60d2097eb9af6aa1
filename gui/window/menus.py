"""The menu bar: which actions are in which menu."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from engine.examples import EXAMPLES, Topic

from ..limit.texts import MENU as LIMIT_MENU
from ..tables import TableActions
from ..text.translation import translate
from .features import Features
from .parts import Parts
from .texts import TOPIC_TEXTS

Entry = QAction | QMenu | None  # None is a separator
EDIT = (
    *("cut", "copy", "copy_with_names", "paste", "paste_complete", "clear", ""),
    *("fill_down", "fill_right"),
)
SELECT = ("select_all", "select_rows", "select_columns")
INSERT = (
    *("insert_row_above", "insert_row_below", ""),
    *("insert_column_left", "insert_column_right"),
)
COUNT = ("leave_rows_out", "take_rows_back")
REMOVE = ("remove_rows", "remove_columns", "keep_selected")


def fill_menus(bar: QMenuBar, parts: Parts, features: Features) -> None:
    """Fill the menu bar."""
    fill(bar.addMenu(translate("window", "&File")), _file(parts, features))
    fill(bar.addMenu(translate("window", "&Edit")), _edit(parts))
    data = bar.addMenu(translate("window", "&Data"))
    fill(data, _data(parts, features))
    features.data.follow(data)
    fill(bar.addMenu(translate("window", "&Run")), _run(parts))
    fill(bar.addMenu(translate("window", "&View")), _view(parts))
    fill(bar.addMenu(translate("window", "E&xamples")), example_menus(parts))
    fill(bar.addMenu(translate("window", "&Help")), _help(parts))


def _help(parts: Parts) -> list[Entry]:
    actions = parts.actions
    return [
        *(actions.first_steps, actions.what_is_this, actions.explain_focus),
        *(actions.keyboard, actions.rule, None, actions.about),
    ]


def example_menus(parts: Parts) -> list[Entry]:
    """Return one menu for each topic, with the examples about it."""
    topics = {example.key: example.topic for example in EXAMPLES}
    actions = parts.actions.examples.actions()
    return [
        _menu(
            TOPIC_TEXTS[topic],
            [action for action in actions if topics[action.data()] is topic],
        )
        for topic in Topic
    ]


def _file(parts: Parts, features: Features) -> list[Entry]:
    files, actions = features.files, parts.actions
    plots = (None, *actions.exports[4:], None, *actions.pictures.actions())
    export = _menu(
        translate("window", "&Export"),
        [
            actions.export_report,
            None,
            *actions.exports[1:4],
            actions.export_runs,
            features.exports.export_table,
            *plots,
        ],
    )
    return [
        *(files.new, files.open, files.recent_menu, features.imports.import_table),
        *(features.imports.import_many, None),
        *(files.save, files.save_as, None, export, features.copy_as.menu),
        *(actions.print_view, None),
        *(features.recovery.recover, None, actions.quit),
    ]


def _edit(parts: Parts) -> list[Entry]:
    actions, tables = parts.actions, parts.table_actions
    select = _menu(translate("window", "&Select"), _named(tables, SELECT))
    return [actions.undo, actions.redo, None, *_named(tables, EDIT), None, select]


def _data(parts: Parts, features: Features) -> list[Entry]:
    tables = parts.table_actions
    lines = [
        _menu(translate("window", "&Insert"), _named(tables, INSERT)),
        _menu(translate("window", "&Remove"), _named(tables, REMOVE)),
    ]
    entries: list[Entry] = [*lines, tables.action("rename_column"), None, *_named(tables, COUNT)]
    entries += features.data.of_held_out
    first, *others = features.data.groups()
    entries += [None, features.data.term_menu, *first]
    for group in others:
        entries += [None, *group]
    return [*entries, None, parts.sheet.start_menu]


def _named(tables: TableActions, names: Sequence[str]) -> list[Entry]:
    return [tables.action(name) if name else None for name in names]


def _run(parts: Parts) -> list[Entry]:
    actions = parts.actions
    return [
        *(actions.run, actions.step, actions.reset, actions.run_again, None),
        *(actions.until_converged, actions.take_remedy, actions.keep_run),
        *(actions.start_from_epoch, actions.go_on_from_epoch, actions.sweep, None),
        _menu(translate("window", "&Quotient"), actions.differences.actions()),
        _menu(
            translate("window", "Opt&imiser"),
            [*actions.optimisers.actions(), None, actions.ask_optimiser],
        ),
        _menu(translate("window", "L&oss"), [*actions.losses.actions(), None, actions.type_loss]),
        _menu(translate("window", "&Columns"), actions.columns.actions()),
        None,
        _menu(translate("window", "&Method"), actions.methods.actions()),
        _menu(translate("window", "Arit&hmetic"), actions.precisions.actions()),
        _menu(translate("window", "Stop &When"), actions.tolerances.actions()),
        *(None, actions.slower, actions.faster),
    ]


def _view(parts: Parts) -> list[Entry]:
    actions = parts.actions
    return [
        *(*actions.views.actions(), actions.new_rows, None),
        _menu(translate("window", "&Table"), [*actions.splits.actions(), None, actions.split]),
        _menu(translate("window", "Ro&ws of W"), actions.weight_rows.actions()),
        *(*actions.cards.actions(), None, actions.show_all),
        _menu(LIMIT_MENU, _limit(parts)),
        _menu(translate("window", "&Loss Plot"), parts.loss_plot.menu_actions()),
        _menu(translate("window", "&Prediction Plot"), parts.prediction_plot.menu_actions()),
        None,
        _menu(translate("window", "Di&gits"), actions.digits.actions()),
        _menu(translate("window", "Appea&rance"), actions.appearances.actions()),
        *(
            actions.less_motion,
            actions.full_screen,
            None,
            actions.next_region,
            actions.previous_region,
        ),
    ]


def _limit(parts: Parts) -> list[Entry]:
    limit = parts.limit
    digits, picture = limit.digits.copy_menu, limit.error.menu_actions()
    drawn = limit.controls.menu_actions()
    copy = _menu(digits.title(), digits.actions())
    return [*parts.actions.limit, None, *drawn, None, copy, *picture]


def _menu(text: str, entries: Sequence[Entry]) -> QMenu:
    menu = QMenu(text)
    fill(menu, entries)
    return menu


def fill(menu: QMenu, entries: Sequence[Entry]) -> None:
    """Fill a menu, which then owns the menus below it."""
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
