"""Everything that the window offers is reached and done by keys alone.

The lists are made from the window itself, so that a later action or field is checked as well.
"""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import SIGNAL, QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QGraphicsScene,
    QHeaderView,
    QLineEdit,
    QMenu,
    QSlider,
    QTabBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.loss.loss_field import LossField
from gui.optimiser.optimiser_field import OptimiserField
from gui.panels.message_strip import MessageStrip
from gui.panels.run_bar import RunBar
from gui.panels.view_tabs import LateView, parts_in_order
from gui.tables import MatrixView
from gui.text.message import Fix, Message, MessageKind
from gui.widgets.epochs.epoch_groove import EpochGroove
from gui.widgets.menu_field import MenuField
from gui.widgets.suggesting_field import SuggestingField
from gui.window.main_window import MainWindow
from tests.gui.finding import named

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus

Key = Qt.Key
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
# More than any menu has entries, and the bar stops of the Tab key.
MANY = 40
REMEDIES = {"drop_complete", "use_last_as_y", "use_mean", "remove_intercept"}


@pytest.fixture
def window(window_after_run: MainWindow) -> MainWindow:
    """A window after a run, in which as much as possible is enabled."""
    window_after_run.document.change_settings(h=0.2)
    window_after_run.document.flush()
    return window_after_run


class Deeds:
    """What keys have done: the actions that were triggered, which do nothing else any more."""

    def __init__(self, actions: list[QAction]) -> None:
        self.done: list[QAction] = []
        for action in actions:
            if action.receivers(SIGNAL("triggered(bool)")):  # else its group alone is connected
                action.triggered.disconnect()
            action.triggered.connect(lambda _=False, action=action: self.done.append(action))


def is_offered(action: QAction) -> bool:
    """Return whether a person may choose it now."""
    is_entry = not action.isSeparator() and not isinstance(action.menu(), QMenu)
    return is_entry and action.isEnabled() and action.isVisible() and bool(action.text())


def entries(menu: QMenu, path: tuple[QAction, ...]) -> Iterator[tuple[QAction, ...]]:
    """Yield the ways to the entries of a menu and of those below it."""
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            if action.isEnabled():
                yield from entries(below, (*path, action))
        elif is_offered(action):
            yield (*path, action)


def ways(window: MainWindow) -> list[tuple[QAction, ...]]:
    """Return the way from the menu bar to each entry that is enabled."""
    found: list[tuple[QAction, ...]] = []
    for top in window.menuBar().actions():
        menu = top.menu()
        assert isinstance(menu, QMenu)
        found += entries(menu, (top,))
    return found


def choose_in_open_menu(entry: QAction) -> None:
    """Go down to an entry of the menu that is open, and choose it."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _ in range(MANY):
        if menu.activeAction() is entry:
            break
        QTest.keyClick(menu, Key.Key_Down)
    assert menu.activeAction() is entry, entry.text()
    QTest.keyClick(menu, Key.Key_Return)


def walk(window: MainWindow, way: tuple[QAction, ...]) -> None:
    """Open the menus on the way by keys, and choose its end."""
    QTest.keySequence(window, QKeySequence.mnemonic(way[0].text()))
    for step in way[1:]:
        choose_in_open_menu(step)


def test_menus_are_done_by_keys(window: MainWindow) -> None:
    found = ways(window)
    deeds = Deeds([way[-1] for way in found])
    for way in found:
        walk(window, way)
    assert [action.text() for action in deeds.done] == [way[-1].text() for way in found]
    assert len(found) > 80


def test_shortcuts_are_done_by_keys(window: MainWindow) -> None:
    named(window, QWidget, "A").setFocus()  # its commands sleep while it has not had the focus
    keys = {
        (action, key)
        for action in window.findChildren(QAction)
        if is_offered(action)
        for key in action.shortcuts()
        if not key.isEmpty()
    }
    deeds = Deeds([action for action, _ in keys])
    places = [named(window, QWidget, name) for name in ("run_button", "A", "loss_plot_area")]
    missed = []
    for action, key in keys:
        for place in places:
            deeds.done.clear()
            place.setFocus()
            QTest.keySequence(place, key)
            if deeds.done == [action]:
                break
        else:
            missed.append((action.objectName() or action.text(), key.toString()))
    assert missed == []
    assert len(keys) > 30


def close_menu() -> QWidget:
    """Close the menu that is open by its key, and return it."""
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Key.Key_Escape)
    return menu


def open_start(window: MainWindow) -> None:
    view = named(window, QTableView, "W")
    view.setFocus()
    QTest.keyClick(view, Key.Key_Down, ALT)


def open_quotient_and_columns(window: MainWindow) -> None:
    window.resize(900, 600)
    window.activateWindow()  # without a desktop, nothing does so when a menu closes
    assert QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, Key.Key_M, ALT)


def open_menu_of(window: MainWindow, area: str) -> None:
    """Open the menu of a plot as the Menu key does."""
    plot = named(window, QWidget, area)
    plot.setFocus()
    at = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, plot.mapToGlobal(at))
    QApplication.sendEvent(plot, event)


OTHER_MENUS: dict[str, Callable[[MainWindow], None]] = {
    "start": open_start,
    "quotient, columns": open_quotient_and_columns,
    "loss": partial(open_menu_of, area="loss_plot_area"),
    "predictions": partial(open_menu_of, area="prediction_plot_area"),
}


def entries_of_open_menu() -> list[QAction]:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return [action for action in menu.actions() if is_offered(action)]


@pytest.mark.parametrize("name", OTHER_MENUS)
def test_other_menus_are_done_by_keys(window: MainWindow, name: str) -> None:
    OTHER_MENUS[name](window)
    found = entries_of_open_menu()
    close_menu()
    deeds = Deeds(found)
    for action in found:
        OTHER_MENUS[name](window)
        choose_in_open_menu(action)
    assert deeds.done == found
    assert len(found) >= 4


def speeds_chosen_by_keys(window: MainWindow) -> set[QAction]:
    """Go through the speeds of the playback by the keys of the timeline."""
    groove = named(window, EpochGroove, "timeline_groove")
    actions = window.findChildren(QAction)
    speeds = [each for each in actions if each.objectName().startswith("playback_speed_")]
    found: set[QAction] = set()
    for key in (*[Key.Key_Minus] * len(speeds), *[Key.Key_Plus] * len(speeds)):
        QTest.keyClick(groove, key)
        found.update(each for each in speeds if each.isChecked())
    return found


def is_of_pyqtgraph(action: QAction) -> bool:
    """Return whether it is in a menu of pyqtgraph, which no plot shows."""
    return isinstance(action.parent(), QGraphicsScene)


def test_no_action_needs_the_mouse(window: MainWindow) -> None:
    """What is in no menu and has no key is a remedy, which a key takes."""
    reached = {way[-1] for way in ways(window)}
    for open_it in OTHER_MENUS.values():
        open_it(window)
        reached.update(entries_of_open_menu())
        close_menu()
    reached.update(speeds_chosen_by_keys(window))
    left = [
        action
        for action in window.findChildren(QAction)
        if is_offered(action) and action not in reached and not action.shortcuts()
        if not is_of_pyqtgraph(action)
    ]
    deeds = Deeds(left)
    strip = named(window, MessageStrip, "diagnosis")
    for action in left:
        fix = Fix(action.text(), {}, action=action.objectName())
        strip.show_message(Message(MessageKind.WARNING, "Something is amiss.", fix))
        QTest.keyClick(window, Key.Key_Return, ALT)
    assert deeds.done == left
    assert {action.objectName() for action in left} <= REMEDIES


def stops_of(bar: RunBar) -> list[QWidget]:
    """Return the fields and buttons of the bar that are shown."""
    by_tab = Qt.FocusPolicy.TabFocus
    return [
        child
        for child in bar.findChildren(QWidget)
        if child.isVisible() and child.isEnabled() and child.focusPolicy() & by_tab
    ]


def state_of(stop: QWidget) -> object:
    match stop:
        case QLineEdit():
            return stop.text()
        case QComboBox():
            return stop.currentIndex()
        case QSlider():
            return stop.value()
    return None


def operate(stop: QWidget, deeds: Deeds) -> bool:
    """Press the keys that change a field or press a button; return whether that did anything."""
    before = state_of(stop)
    match stop:
        case SuggestingField():
            stop.selectAll()
            QTest.keyClicks(stop, "0.005" if stop.objectName() != "epochs" else "77")
            QTest.keyClick(stop, Key.Key_Return)
        case OptimiserField():
            stop.selectAll()
            QTest.keyClicks(stop, "nesterov 0.95")
            QTest.keyClick(stop, Key.Key_Return)
        case LossField():
            stop.selectAll()
            QTest.keyClicks(stop, "huber")
            QTest.keyClick(stop, Key.Key_Return)
        case QComboBox():
            QTest.keyClick(stop, Key.Key_Down)
        case QSlider():
            QTest.keyClick(stop, Key.Key_Left)
        case MenuField():
            QTest.keyClick(stop, Key.Key_Space)
            return close_menu() is stop.choices
        case QAbstractButton():
            QTest.keyClick(stop, Key.Key_Space)
            return bool(deeds.done) and deeds.done.pop() in stop.actions()
    return state_of(stop) != before


@pytest.mark.parametrize("width", [1280, 900])
def test_bar_is_done_by_keys(window: MainWindow, width: int) -> None:
    window.resize(width, 600)
    QTest.qWait(0)
    bar = named(window, RunBar, "run_bar")
    stops = stops_of(bar)
    deeds = Deeds([action for stop in stops for action in stop.actions()])
    stops[0].setFocus()
    reached = []
    for _ in range(MANY):
        here = QApplication.focusWidget()
        if here is None or not bar.isAncestorOf(here):
            break
        reached.append(here)
        assert operate(here, deeds), here.objectName()
        QTest.keyClick(here, Key.Key_Tab)
    assert set(reached) == set(stops)
    assert len(reached) == len(stops) == (11 if width == 1280 else 8)


@pytest.mark.parametrize("width", [1280, 900])
def test_each_key_of_the_bar_goes_somewhere(window: MainWindow, width: int) -> None:
    window.resize(width, 600)
    QTest.qWait(0)
    bar, table = named(window, RunBar, "run_bar"), named(window, QTableView, "A")
    lost = []
    for shortcut in bar.findChildren(QShortcut):
        table.setFocus()
        QTest.keySequence(table, shortcut.key())
        popup, here = QApplication.activePopupWidget(), QApplication.focusWidget()
        if popup is not None:
            QTest.keyClick(popup, Key.Key_Escape)
        elif here is None or not bar.isAncestorOf(here):
            lost.append(shortcut.key().toString())
    # With a cell for each setting there is none for all of them.
    assert lost == (["Alt+M"] if width == 1280 else [])


@pytest.mark.parametrize("name", ["learning_rate", "h", "epochs"])
def test_number_is_changed_by_keys(window: MainWindow, name: str) -> None:
    field = named(window, SuggestingField, name)
    field.setFocus()
    seen = [field.value()]
    for key in (Key.Key_Up, Key.Key_Down, Key.Key_PageUp, Key.Key_PageDown):
        QTest.keyClick(field, key)
        seen.append(field.value())
    assert seen[1] > seen[0] > 0
    assert seen[2] < seen[1]
    assert seen[3] == pytest.approx(10 * seen[2])
    assert seen[4] == pytest.approx(seen[2])
    QTest.keyClick(field, Key.Key_Down, ALT)
    assert QApplication.activePopupWidget() is field.menu
    QTest.keyClick(field.menu, Key.Key_Return)
    assert not field.menu.isVisible()


@pytest.mark.parametrize("name", ["A", "Y", "W"])
@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Backtab])
def test_table_is_left_by_keys(window: MainWindow, name: str, key: Key) -> None:
    view = named(window, QTableView, name)
    view.setFocus()
    QTest.keyClick(view, key, CONTROL)
    here = QApplication.focusWidget()
    assert here is not None
    assert here is not view


@pytest.mark.parametrize(
    ("key", "epochs"),
    [
        (Key.Key_Home, (0, 0)),
        (Key.Key_End, (1000, 1000)),
        (Key.Key_Left, (1, 999)),
        (Key.Key_PageUp, (100, 100)),
    ],
)
def test_timeline_is_done_by_keys(window: MainWindow, key: Key, epochs: tuple[int, int]) -> None:
    groove = named(window, QSlider, "timeline_groove")
    groove.setFocus()
    QTest.keyClick(groove, key)
    window.document.flush()
    assert epochs[0] <= groove.value() <= epochs[1]


FIRST_STOPS = {
    "Descent": "loss_plot_area",
    "The limit": "limit_weight",
    "Surface": "surface_plane",
    "Runs": "keep_run_button",
}


def walked_from(start: QWidget, key: Key) -> list[QWidget]:
    """Return what Tab, or another key, leads to from a widget, until it is there again."""
    start.setFocus()
    found = [start]
    for _ in range(2 * MANY):
        held = CONTROL if isinstance(found[-1], MatrixView) else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(found[-1], key, held)
        here = QApplication.focusWidget()
        assert here is not None
        if here is start:
            return found
        assert here not in found, f"{here.objectName()} again"
        found.append(here)
    raise AssertionError(found)


def stops_below(part: QWidget) -> list[QWidget]:
    """Return what is to be reached in a part of the window as it is now."""
    return [
        child
        for child in part.findChildren(QWidget)
        if child.isVisible() and child.isEnabled() and child.window() is part.window()
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.focusProxy() is None
        if not isinstance(child, QHeaderView) and child.objectName()
    ]


@pytest.mark.parametrize("size", [(1280, 800), (900, 600)])
@pytest.mark.parametrize("view", FIRST_STOPS)
def test_each_view_is_walked_by_tab(
    window: MainWindow, qtbot: QtBot, view: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    named(window, QAction, "keep_run").trigger()
    tabs, views = named(window, QTabBar, "view_tabs"), named(window, QWidget, "views")
    tabs.setCurrentIndex([tabs.tabText(k) for k in range(tabs.count())].index(view))
    limit = named(window, QWidget, "limit_weight")
    qtbot.waitUntil(lambda: view != "The limit" or limit.isEnabled())
    qtbot.wait(50)
    forward = walked_from(tabs, Key.Key_Tab)
    wanted = stops_below(views)
    assert set(wanted) <= set(forward)
    names = [each.objectName() for each in forward]
    assert names[1] == FIRST_STOPS[view]
    inside = forward[1 : len(wanted)]
    assert set(inside) == {*wanted} - {tabs}, "all of the view comes before what is below it"
    assert names[len(wanted)] == "first_epoch_button"
    assert set(walked_from(tabs, Key.Key_Backtab)) == set(forward)
    interfaces = map(QAccessible.queryAccessibleInterface, forward)
    assert all(each.text(QAccessible.Text.Name) for each in interfaces)


@pytest.mark.parametrize("view", ["The limit", "Surface", "Runs"])
def test_chosen_view_has_the_focus(window: MainWindow, view: str) -> None:
    """The keys of a view work as soon as it is chosen in the menu or by its own key."""
    for action in named(window, QAction, "view_descent").actionGroup().actions():
        if action.data() == view:
            action.trigger()
    QTest.qWait(50)
    here = QApplication.focusWidget()
    assert here is not None
    place = {"The limit": "error_plot_area", "Surface": "surface_plot_area", "Runs": "runs_table"}
    assert here.objectName() == place[view]


def test_late_views_leave_heads_alone(window: MainWindow, qtbot: QtBot) -> None:
    for name in ("view_fit", "view_runs", "view_surface"):
        named(window, QAction, name).trigger()
    qtbot.waitUntil(lambda: window.findChild(QWidget, "runs_table") is not None)
    views = window.findChildren(LateView)
    assert len(views) == 3
    for view in views:
        parts = list(parts_in_order(view))
        assert parts
        assert not [each for each in parts if isinstance(each.parent(), QAbstractScrollArea)]
