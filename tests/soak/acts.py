"""What the person does with the window: each act is short and starts no event loop of its own."""

import random
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QObject,
    QPoint,
    QPointF,
    Qt,
    QTimer,
)
from PySide6.QtGui import QAction, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QGraphicsView,
    QLineEdit,
    QMenu,
    QScrollBar,
    QSlider,
    QSplitter,
    QTableView,
    QWidget,
)

from gui.window.main_window import MainWindow

Act = Callable[[MainWindow, random.Random], str]
W = TypeVar("W", bound=QWidget)
Q = TypeVar("Q", bound=QObject)

# Closing has its own time; the rest is for a person who has lost work.
LEFT_OUT = {"quit", "run", "step", "reset", "undo", "redo"}
TABLES = ("A", "Y", "W")
FIELDS = {
    "epochs": ("10", "5000", "1e6", "1e12", "1e15", "0", "until converged", "many"),
    "learning_rate": ("0.1", "0.01", "1e-3", "2", "1e-9", "-1", "0,05"),
    "h": ("0.1", "0.01", "1e-5", "1", "1e-9", "0"),
}
PASTED = ("1\t2\n3\t4\n", "5", "a\tb\n1\t2\n", "1;2\n3;4", "no number", "1,5\t2,5\n3,5\t4,5\n")
MOST_PASTED = 40
MOST_SELECTED = 6


def run_or_pause(window: MainWindow, draw: random.Random) -> str:
    """Press Run, Pause or Go On."""
    return trigger(window, "run")


def step(window: MainWindow, draw: random.Random) -> str:
    """Press Step."""
    return trigger(window, "step")


def reset(window: MainWindow, draw: random.Random) -> str:
    """Press Reset."""
    return trigger(window, "reset")


def undo(window: MainWindow, draw: random.Random) -> str:
    """Undo some steps."""
    times = draw.randrange(1, 4)
    one_by_one(window, [partial(trigger, window, "undo")] * times)
    return f"undo, {times} times"


def redo(window: MainWindow, draw: random.Random) -> str:
    """Redo some steps."""
    times = draw.randrange(1, 4)
    one_by_one(window, [partial(trigger, window, "redo")] * times)
    return f"redo, {times} times"


def change_speed(window: MainWindow, draw: random.Random) -> str:
    """Move the speed slider; half of the time to its end."""
    slider = child(window, QSlider, "speed")
    slider.setValue(draw.choice((slider.maximum(), draw.randint(0, slider.maximum()))))
    return f"speed {slider.value()}"


def type_cell(window: MainWindow, draw: random.Random) -> str:
    """Type a number, or something else, into a cell."""
    view = child(window, QTableView, draw.choice(TABLES))
    text = draw.choice(("0", "1", "-2.5", "1e3", "3,5", f"{draw.gauss(0, 1):.3f}", "abc"))
    view.setCurrentIndex(view.model().index(*random_cell(view, draw)))
    view.setFocus()
    QTest.keyClicks(view, text[:1])
    editor = QApplication.focusWidget()
    if isinstance(editor, QLineEdit) and view.isAncestorOf(editor):
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape)
        press(editor, text[1:], draw.choice(keys))
    return f"type {text} into {view.objectName()}"


def select(window: MainWindow, draw: random.Random) -> str:
    """Select some cells."""
    view = child(window, QTableView, draw.choice(TABLES))
    model, (row, column) = view.model(), random_cell(view, draw)
    last_row = min(row + draw.randrange(MOST_SELECTED), model.rowCount() - 1)
    last_column = min(column + draw.randrange(MOST_SELECTED), model.columnCount() - 1)
    cells = QItemSelection(model.index(row, column), model.index(last_row, last_column))
    view.setFocus()
    view.setCurrentIndex(model.index(row, column))
    view.selectionModel().select(cells, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    return f"select {view.objectName()} {row}:{last_row}, {column}:{last_column}"


def paste(window: MainWindow, draw: random.Random) -> str:
    """Paste a text into the table used last."""
    text = draw.choice(PASTED) * draw.choice((1, 1, MOST_PASTED))
    QGuiApplication.clipboard().setText(text)
    return f"{text[:8]!r}, {len(text)} characters: {trigger(window, 'paste')}"


def scroll(window: MainWindow, draw: random.Random) -> str:
    """Move a scroll bar."""
    bar = draw.choice([bar for bar in visible(window, QScrollBar) if bar.maximum()] or [None])
    if bar is None:
        return "nothing to scroll"
    bar.setValue(draw.randint(bar.minimum(), bar.maximum()))
    return f"scroll to {bar.value()}"


def type_setting(window: MainWindow, draw: random.Random) -> str:
    """Type a setting; some are refused."""
    name = draw.choice(list(FIELDS))
    text = draw.choice(FIELDS[name])
    fields = [field for field in visible(window, QLineEdit) if field.objectName() == name]
    if not fields:
        return f"{name} is not there"
    field = fields[0]
    if not field.isEnabled():
        return f"{name} is off"
    type_over(field, text)
    return f"{name} {text}"


def type_shape(window: MainWindow, draw: random.Random) -> str:
    """Type another shape of A."""
    text = draw.choice(("3×2", "5×5", "40x3", "1 1", "300×12", "?"))
    type_over(child(window, QLineEdit, "shape"), text)
    return f"shape {text}"


def choose_start(window: MainWindow, draw: random.Random) -> str:
    """Choose what a run starts from."""
    return trigger(window, draw.choice(("zeros", "use_fitted", "use_optimum")))


def press_button(window: MainWindow, draw: random.Random) -> str:
    """Press any button, or tick any box, of the window."""
    buttons = [b for b in visible(window, QAbstractButton) if b.isEnabled() and b.objectName()]
    button = draw.choice(buttons)
    button.click()
    return f"press {button.objectName()}"


def choose_in_box(window: MainWindow, draw: random.Random) -> str:
    """Choose any entry of any combo box of the window."""
    boxes = [box for box in visible(window, QComboBox) if box.isEnabled() and box.count()]
    if not boxes:
        return "no box"
    box = draw.choice(boxes)
    box.setFocus()
    QTest.keyClick(box, draw.choice((Qt.Key.Key_Up, Qt.Key.Key_Down)))
    return f"choose {box.currentText()} in {box.objectName()}"


def use_menu(window: MainWindow, draw: random.Random) -> str:
    """Trigger any action of the menus that is enabled."""
    actions = [action for action in menu_actions(window) if action.isEnabled()]
    action = draw.choice(actions)
    action.trigger()
    return f"menu {action.objectName() or action.text()}"


def resize(window: MainWindow, draw: random.Random) -> str:
    """Resize the window."""
    window.resize(draw.randint(600, 1700), draw.randint(450, 1000))
    return f"resize to {window.width()}×{window.height()}"


def split(window: MainWindow, draw: random.Random) -> str:
    """Move a splitter."""
    splitter = draw.choice(visible(window, QSplitter))
    splitter.setSizes([draw.randint(1, 100) for _ in splitter.sizes()])
    return "split"


def zoom(window: MainWindow, draw: random.Random) -> str:
    """Turn the wheel over a plot."""
    plots = visible(window, QGraphicsView)
    if not plots:  # an empty document shows what to do first
        return "no plot"
    plot = draw.choice(plots).viewport()
    place = QPointF(draw.randrange(max(plot.width(), 1)), draw.randrange(max(plot.height(), 1)))
    turn = QPoint(0, draw.choice((-240, -120, 120, 240)))
    event = QWheelEvent(
        place,
        QPointF(plot.mapToGlobal(place.toPoint())),
        QPoint(),
        turn,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot, event)
    return f"zoom by {turn.y()}"


def drag(window: MainWindow, draw: random.Random) -> str:
    """Drag a plot, or click on it twice."""
    plots = visible(window, QGraphicsView)
    if not plots:  # an empty document shows what to do first
        return "no plot"
    plot = draw.choice(plots).viewport()
    places = [
        QPoint(draw.randrange(max(plot.width(), 1)), draw.randrange(max(plot.height(), 1)))
        for _ in range(4)
    ]
    if draw.random() < 0.2:
        QTest.mouseDClick(plot, Qt.MouseButton.LeftButton, pos=places[0])
        return "double click on a plot"
    left = Qt.MouseButton.LeftButton
    one_by_one(
        plot,
        [
            partial(QTest.mousePress, plot, left, pos=places[0]),
            *(partial(QTest.mouseMove, plot, place) for place in places[1:]),
            partial(QTest.mouseRelease, plot, left, pos=places[-1]),
        ],
    )
    return "drag a plot"


ACTS: dict[Act, int] = {
    run_or_pause: 14,
    step: 3,
    reset: 2,
    undo: 4,
    redo: 3,
    change_speed: 5,
    type_cell: 10,
    select: 6,
    paste: 3,
    scroll: 5,
    type_setting: 5,
    type_shape: 1,
    choose_start: 2,
    press_button: 6,
    choose_in_box: 2,
    use_menu: 26,
    resize: 3,
    split: 2,
    zoom: 4,
    drag: 4,
}
"""Each act, and how often it is drawn. The menus hold more than half of all there is to do."""


def menu_actions(window: MainWindow) -> list[QAction]:
    """Return the actions of all menus, in their order."""

    def below(actions: list[QAction]) -> Iterator[QAction]:
        for action in actions:
            menu = action.menu()
            if isinstance(menu, QMenu):
                yield from below(menu.actions())
            elif not action.isSeparator() and action.objectName() not in LEFT_OUT:
                yield action

    return list(below(window.menuBar().actions()))


def trigger(window: MainWindow, name: str) -> str:
    """Trigger an action if it is enabled."""
    action = child(window, QAction, name)
    is_enabled = action.isEnabled()
    action.trigger()
    return name if is_enabled else f"{name} is off"


def type_over(field: QLineEdit, text: str) -> None:
    """Replace the text of a field, and press Return."""
    field.setFocus()
    field.selectAll()
    press(field, text, Qt.Key.Key_Return)


def press(widget: QWidget, text: str, last: Qt.Key) -> None:
    """Type a text and one more key."""
    typed = [partial(QTest.keyClicks, widget, letter) for letter in text]
    one_by_one(widget, [*typed, partial(QTest.keyClick, widget, last)])


def one_by_one(owner: QObject, steps: Iterable[Callable[[], object]]) -> None:
    """Take each step in a turn of its own of the window's loop, as keys come from a keyboard.

    Taken at once, they would be one gap of the heart. The end of ``owner`` ends them.
    """
    remaining = iter(steps)

    def take_next() -> None:
        for step in remaining:
            step()
            QTimer.singleShot(0, owner, take_next)
            return

    take_next()


def random_cell(view: QTableView, draw: random.Random) -> tuple[int, int]:
    """Return a cell of a table, near its beginning or anywhere."""
    model = view.model()
    most = draw.choice((5, model.rowCount()))
    row = draw.randrange(max(min(most, model.rowCount()), 1))
    return row, draw.randrange(max(min(8, model.columnCount()), 1))


def child(window: QWidget, kind: type[Q], name: str) -> Q:
    """Return the only child with a name."""
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def visible(window: QWidget, kind: type[W]) -> list[W]:
    """Return the children of a kind that are visible."""
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]
