from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from gui.document import Document, Experiment, Input, Part
from gui.document.document import AT_ONCE_CELLS
from gui.fields.number_field import NumberField
from gui.message import Message, MessageKind
from gui.transforms import DataActions
from gui.transforms.number_dialog import NumberDialog
from tests.gui.finding import named

A = [[1.0, 10.0], [3.0, 30.0]]
NAMES = [
    *("add_intercept", "exchange_with_y", "standardise_columns", "scale_values"),
    *("original_units", "shuffle_rows", "random_problem"),
]


@dataclass
class Ready:
    """A document with its Data menu, and what is selected."""

    window: QWidget
    document: Document
    selected: list[int] = field(default_factory=list)
    current: int = 0

    def __post_init__(self) -> None:
        self.actions = DataActions(
            self.window, self.document, lambda: self.selected, lambda: self.current
        )

    def A(self) -> list[list[float]]:
        return self.document.table(Part.A).tolist()


@pytest.fixture
def ready(window: QWidget) -> Iterator[Ready]:
    problem = Problem(A, [5.0, 6.0], [2.0, 0.5])
    document = Document(problem, Settings(), "Test")
    plain = document.experiment
    inputs = (Input("a"), Input("b"))
    document.open(Experiment(plain.A, plain.Y, plain.W, Settings(), inputs, "y", "Test"))
    yield Ready(window, document)
    document.shut_down()


def said_of(ready: Ready, qtbot: QtBot, action: QAction) -> Message:
    """Trigger an action, wait for what it says and return that."""
    with qtbot.waitSignal(ready.actions.said) as said:
        action.trigger()
    diagnosis = said.args[0]
    assert isinstance(diagnosis, Message)
    return diagnosis


def answer(ready: Ready, qtbot: QtBot, name: str, **numbers: str) -> Message:
    """Type numbers into an open dialog, agree, wait for what is said and return that."""
    dialog = named(ready.window, NumberDialog, name)
    for key, text in numbers.items():
        named(dialog, NumberField, key).setText(text)
    with qtbot.waitSignal(ready.actions.said) as said:
        dialog.accept()
    diagnosis = said.args[0]
    assert isinstance(diagnosis, Message)
    return diagnosis


def test_every_action_can_be_found_and_says_what_it_is_for(ready: Ready) -> None:
    actions = [action for group in ready.actions.groups() for action in group]
    assert [action.objectName() for action in actions] == NAMES
    assert all(action is getattr(ready.actions, action.objectName()) for action in actions)
    assert all(len(action.toolTip()) > 20 for action in actions)
    keys = [action.text()[action.text().index("&") + 1].lower() for action in actions]
    assert len(set(keys)) == len(keys)


def test_an_intercept_is_added_once(ready: Ready, qtbot: QtBot) -> None:
    said = said_of(ready, qtbot, ready.actions.add_intercept)
    assert said == Message(
        MessageKind.GOOD, "Column 1 of A is all ones now: its weight is the constant."
    )
    assert ready.document.undo_stack.undoText() == "Add Intercept Column"
    assert ready.A() == [[1, 1, 10], [1, 3, 30]]
    again = said_of(ready, qtbot, ready.actions.add_intercept)
    assert again == Message(
        MessageKind.WARNING, "A has an intercept already: every value of “1” is 1."
    )
    assert ready.document.undo_stack.count() == 1


def test_all_columns_are_scaled_unless_some_are_selected(ready: Ready, qtbot: QtBot) -> None:
    ready.selected = [1]
    said = said_of(ready, qtbot, ready.actions.scale_values)
    assert said == Message(MessageKind.GOOD, "Root mean square 1: “b”.")
    assert [each.is_scaled for each in ready.document.inputs] == [False, True]
    assert ready.document.undo_stack.undoText() == "Scale Columns"
    ready.selected = []
    said = said_of(ready, qtbot, ready.actions.standardise_columns)
    assert said.text.startswith("Mean 0 and standard deviation 1: “a” and “b”. A has no column")
    assert said.kind is MessageKind.WARNING
    assert np.allclose(ready.A(), [[-1, -1], [1, 1]])
    said = said_of(ready, qtbot, ready.actions.original_units)
    assert said.text.startswith("Back in original units: “a” and “b”. A has no column of ones")
    assert np.allclose(ready.A(), A)
    assert ready.document.inputs == (Input("a"), Input("b"))
    for _ in range(3):
        ready.document.undo_stack.undo()
    assert ready.A() == A


def test_with_an_intercept_nothing_is_missed(ready: Ready, qtbot: QtBot) -> None:
    ready.actions.add_intercept.trigger()
    said = said_of(ready, qtbot, ready.actions.standardise_columns)
    assert said == Message(MessageKind.GOOD, "Mean 0 and standard deviation 1: “a” and “b”.")
    assert ready.document.inputs[0] == Input("1")


def test_what_cannot_be_done_is_said_and_is_no_step(ready: Ready, qtbot: QtBot) -> None:
    said = said_of(ready, qtbot, ready.actions.original_units)
    assert said == Message(
        MessageKind.WARNING, "These columns are in their original units already."
    )
    ready.selected = [0]
    ready.document.set_block(Part.A, 0, 0, np.full((2, 1), 7.0))
    said = said_of(ready, qtbot, ready.actions.scale_values)
    assert (said.kind, said.text[:26]) == (MessageKind.WARNING, "There is nothing to scale:")
    assert ready.document.undo_stack.count() == 1


def test_a_column_is_exchanged_with_y(ready: Ready, qtbot: QtBot) -> None:
    ready.current = 1
    said = said_of(ready, qtbot, ready.actions.exchange_with_y)
    assert said == Message(MessageKind.GOOD, "Y is “b” now, and what was Y is column 2 of A.")
    assert ready.A() == [[1, 5], [3, 6]]
    assert ready.document.table(Part.Y).tolist() == [[10], [30]]
    assert (ready.document.output, ready.document.inputs[1].name) == ("b", "y")


def test_rows_are_shuffled_by_a_seed(ready: Ready, qtbot: QtBot) -> None:
    ready.actions.shuffle_rows.trigger()
    said = answer(ready, qtbot, "shuffle_dialog", seed="3")
    assert said == Message(MessageKind.GOOD, "The rows are in random order, seed 3.")
    order = np.random.default_rng(3).permutation(2)
    assert ready.A() == [A[row] for row in order]
    qtbot.waitUntil(lambda: ready.window.findChild(NumberDialog) is None)
    ready.actions.shuffle_rows.trigger()
    assert named(ready.window, NumberField, "seed").value() == 3


def test_a_random_problem_takes_the_place_of_the_experiment(ready: Ready, qtbot: QtBot) -> None:
    before = ready.document.experiment
    ready.actions.random_problem.trigger()
    said = answer(ready, qtbot, "random_problem_dialog", rows="20", columns="4", condition="100")
    assert said.text.startswith("A random problem is ready. At a safe η the slowest error")
    assert ready.document.table(Part.A).shape == (20, 4)
    assert ready.document.name == "Random problem"
    assert ready.document.undo_stack.undoText() == "Random Problem"
    ready.document.undo_stack.undo()
    assert ready.document.experiment is before


def test_a_cancelled_dialog_changes_nothing(ready: Ready, qtbot: QtBot) -> None:
    ready.actions.random_problem.trigger()
    with qtbot.assertNotEmitted(ready.actions.said):
        named(ready.window, NumberDialog, "random_problem_dialog").reject()
    assert ready.document.undo_stack.count() == 0


def open_large(ready: Ready, columns: int = 2) -> None:
    rows = AT_ONCE_CELLS // columns + 1
    A = np.random.default_rng(0).normal(size=(rows, columns))
    problem = Problem(A, np.arange(float(rows)))
    ready.document.open(Experiment.of(problem, Settings(), "Large"))


def test_a_large_table_is_shuffled_beside_the_window(ready: Ready, qtbot: QtBot) -> None:
    open_large(ready)
    before = ready.document.experiment
    ready.actions.shuffle_rows.trigger()
    working = QSignalSpy(ready.document.working)
    said = answer(ready, qtbot, "shuffle_dialog", seed="1")
    assert said.text == "The rows are in random order, seed 1."
    assert working.at(0) == ["Shuffle Rows"]
    order = ready.document.table(Part.Y).joined[:, 0].astype(int)
    assert sorted(order) == list(range(before.rows))
    assert (ready.document.table(Part.A).joined == before.A.joined[order]).all()
    qtbot.waitUntil(lambda: not ready.document.is_busy)


def test_what_is_refused_beside_the_window_is_never_said_to_be_done(
    ready: Ready, qtbot: QtBot
) -> None:
    ready.actions.standardise_columns.trigger()
    open_large(ready)
    ready.document.set_block(Part.Y, 0, 0, np.ones((1, 1)))
    with qtbot.waitSignal(ready.document.refused) as refused:
        ready.actions.original_units.trigger()
    assert refused.args == ["These columns are in their original units already."]
    qtbot.waitUntil(lambda: not ready.document.is_busy)
    with qtbot.assertNotEmitted(ready.actions.said):
        ready.document.change("Original Units", lambda now: Experiment.of(now.problem, Settings()))


def test_undo_and_redo_say_nothing(ready: Ready, qtbot: QtBot) -> None:
    ready.actions.add_intercept.trigger()
    with qtbot.assertNotEmitted(ready.actions.said):
        ready.document.undo_stack.undo()
        ready.document.undo_stack.redo()
