from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar
from pytestqt.qtbot import QtBot

from engine.examples import EXAMPLES, published
from gui.document import Document
from gui.preferences import Preferences
from gui.run.run_state import RunState
from gui.run.session import Session
from gui.text.setting_texts import METHOD_NAMES
from gui.window.features import Features
from gui.window.menus import fill_menus
from gui.window.parts import Parts


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def parts(window: QMainWindow) -> Parts:
    example = published()
    document = Document(example.problem, example.settings, example.name)
    session = Session(document)
    parts = Parts.of(document, session, window)
    features = Features.of(window, document, session, parts, Preferences(), lambda: True)
    fill_menus(window.menuBar(), parts, features)
    return parts


@pytest.fixture
def bar(window: QMainWindow, parts: Parts) -> QMenuBar:
    return window.menuBar()


def menus(menu: QMenu | QMenuBar) -> Iterator[QMenu | QMenuBar]:
    """Yield a menu and all below it."""
    yield menu
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from menus(below)


def entries(menu: QMenu | QMenuBar) -> list[QAction]:
    return [action for action in menu.actions() if not action.isSeparator()]


def reachable(bar: QMenuBar) -> list[QAction]:
    every = dict.fromkeys(menus(bar))
    return [action for menu in every for action in entries(menu) if not action.menu()]


def test_every_action_is_in_one_menu(bar: QMenuBar, parts: Parts) -> None:
    own = [*parts.actions.findChildren(QAction), *parts.table_actions.findChildren(QAction)]
    offered = {action for action in own if not action.isSeparator()}
    plots = {*parts.loss_plot.menu_actions(), *parts.prediction_plot.menu_actions()}
    counted = Counter(reachable(bar))
    assert set(counted) >= offered | plots
    assert set(counted.values()) == {1}


def test_copies_are_in_file_menu(bar: QMenuBar) -> None:
    holders = {
        menu.title()
        for menu in menus(bar)
        if isinstance(menu, QMenu) and any(action.text() == "Cop&y As" for action in entries(menu))
    }
    assert holders == {"&File"}


def test_menus_contain_main_actions(bar: QMenuBar) -> None:
    names = {action.objectName() for action in reachable(bar)}
    assert {"run", "step", "reset", "export_weights", "copy", "paste"} <= names
    assert {"insert_row_above", "remove_columns", "example_published", "quit", "about"} <= names


@pytest.mark.parametrize("state", [RunState.READY, RunState.RUNNING, RunState.PAUSED])
def test_keys_are_unique_within_menu(bar: QMenuBar, parts: Parts, state: RunState) -> None:
    parts.actions.name_run(state)
    parts.actions.show_state(has_run=True)
    for menu in menus(bar):
        keys = [
            text.partition("&")[2][0].casefold()
            for text in (action.text() for action in entries(menu))
            if "&" in text
        ]
        assert len(set(keys)) == len(keys), keys


def test_every_top_menu_has_key(bar: QMenuBar) -> None:
    assert [a.text() for a in bar.actions() if "&" not in a.text()] == []


def test_shortcuts_are_unique(bar: QMenuBar) -> None:
    keys = [key.toString() for action in reachable(bar) for key in action.shortcuts()]
    assert len(set(keys)) == len(keys)


def test_examples_are_grouped_by_topic(bar: QMenuBar) -> None:
    titled = {menu.title(): menu for menu in menus(bar) if isinstance(menu, QMenu)}
    groups = {
        title: [action.data() for action in entries(titled[title])]
        for title in ("The &data", "The &rate η", "The &step h")
    }
    assert [action.text() for action in entries(titled["E&xamples"])] == list(groups)
    assert groups["The &rate η"] == ["at_limit"]
    assert groups["The &data"][0] == "published"
    assert groups["The &step h"] == ["small_h", "forward_bias"]
    assert sum(map(len, groups.values())) == len(EXAMPLES)


def test_method_means_one_thing(bar: QMenuBar, parts: Parts) -> None:
    cells = [*parts.settings.cells.cells, parts.settings.cells.folded]
    captions = {cell.caption.text() for cell in cells}
    titles = {menu.title().replace("&", "").casefold() for menu in bar.findChildren(QMenu)}
    assert "method" in titles
    assert "method" not in captions
    assert captions >= {"quotient", "columns", "optimiser", "loss", "more settings"}


def test_menu_and_strip_name_methods_alike(bar: QMenuBar, parts: Parts) -> None:
    entries = {each.data(): each.text() for each in parts.actions.methods.actions()}
    for method, name in METHOD_NAMES.items():
        assert name.strip("“”") in entries[method].replace("&", "").casefold()


def test_menus_have_no_idle_separators(bar: QMenuBar) -> None:
    for menu in menus(bar):
        separators = [action.isSeparator() for action in menu.actions()]
        assert not separators[0]
        assert not separators[-1]
        assert (True, True) not in pairwise(separators)


def names_in(menu: QMenu) -> list[str]:
    return [action.objectName() or plain(action) for action in entries(menu)]


def plain(action: QAction) -> str:
    return action.text().replace("&", "")


def test_menus_are_those_of_design(bar: QMenuBar) -> None:
    titled = {menu.title().replace("&", ""): menu for menu in menus(bar) if isinstance(menu, QMenu)}
    assert [plain(action) for action in bar.actions()] == [
        *("File", "Edit", "Data", "Run", "View", "Examples", "Help"),
    ]
    assert names_in(titled["Data"]) == [
        *("Insert", "Remove", "rename_column"),
        *("leave_rows_out", "take_rows_back", "hold_out_rows", "take_back_held_out"),
        "Computed Columns",
        *("use_column_as_y", "add_intercept"),
        *("standardise_columns", "scale_values", "original_units", "shuffle_rows"),
        *("random_problem", "Start of W"),
    ]
    assert names_in(titled["Run"]) == [
        *("run", "step", "reset", "run_again", "run_until_converged", "take_remedy"),
        *("keep_run", "start_from_epoch", "go_on_from_epoch", "sweep"),
        *("Quotient", "Optimiser", "Loss", "Columns", "Method", "Arithmetic", "Stop When"),
        *("slower", "faster"),
    ]
    assert names_in(titled["View"]) == [
        *("view_descent", "view_the_limit", "view_surface", "view_fit", "view_runs"),
        "new_rows",
        *("Table", "Rows of W", "show_step_card", "show_fit_card", "show_all"),
        "h in The Limit",
        *("Loss Plot", "Prediction Plot", "Digits", "Appearance"),
        *("less_motion", "full_screen", "next_region", "previous_region"),
    ]
    assert names_in(titled["Table"]) == [
        *("table_balanced", "table_tall", "table_hidden", "split"),
    ]
    assert names_in(titled["Help"]) == [
        *("first_steps", "what_is_this", "explain_focus", "keyboard", "rule", "about"),
    ]


def test_two_ways_to_scale_differ(bar: QMenuBar) -> None:
    texts = {plain(action) for action in reachable(bar)}
    assert {"Divide Columns by Their Length", "Scaled during Descent"} <= texts
    assert "Scale Columns" not in texts


def test_every_entry_says_what_it_does(bar: QMenuBar, parts: Parts) -> None:
    of_plots = {*parts.loss_plot.menu_actions(), *parts.prediction_plot.menu_actions()}
    silent = [
        plain(action)
        for action in reachable(bar)
        if action not in of_plots
        and (not action.text() or action.toolTip() in ("", plain(action).removesuffix("…")))
    ]
    assert silent == ["Clear Recent"]
