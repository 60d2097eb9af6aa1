from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from engine import Problem, Settings, held_out
from gui.document import Column, Document, Experiment, TableName
from gui.document.document import AT_ONCE_CELLS
from gui.text.message import Message, MessageKind
from gui.transforms import DataActions
from gui.transforms.number_dialog import NumberDialog
from gui.transforms.sentences import TOOL_TIPS
from gui.transforms.term_dialog import TermDialog
from gui.widgets.number_field import NumberField
from tests.gui.finding import named

A = [[1.0, 10.0], [3.0, 30.0]]
NAMES = [
    *("use_column_as_y", "add_intercept", "standardise_columns", "scale_values"),
    *("original_units", "shuffle_rows", "random_problem"),
]


@dataclass
class Ready:
    """A document with its Data menu and a selection."""

    window: QWidget
    document: Document
    selected: list[int] = field(default_factory=list)
    current: int = 0

    def __post_init__(self) -> None:
        self.actions = DataActions(
            self.window, self.document, lambda: self.selected, lambda: self.current
        )

    def A(self) -> list[list[float]]:
        return self.document.table(TableName.A).tolist()


@pytest.fixture
def ready(window: QWidget) -> Iterator[Ready]:
    problem = Problem(A, [5.0, 6.0], [2.0, 0.5])
    document = Document(problem, Settings(), "Test")
    plain = document.experiment
    inputs = (Column("a"), Column("b"))
    document.open(Experiment(plain.A, plain.Y, plain.W, plain.settings, inputs, "y", "Test"))
    yield Ready(window, document)
    document.shut_down()


def message_of(ready: Ready, qtbot: QtBot, action: QAction) -> Message:
    """Trigger an action and return the message that follows."""
    with qtbot.waitSignal(ready.actions.message) as emitted:
        action.trigger()
    message = emitted.args[0]
    assert isinstance(message, Message)
    return message


def answer(ready: Ready, qtbot: QtBot, name: str, **numbers: str) -> Message:
    """Type numbers into the open dialog, accept it and return the message that follows."""
    dialog = named(ready.window, NumberDialog, name)
    for key, text in numbers.items():
        named(dialog, NumberField, key).setText(text)
    with qtbot.waitSignal(ready.actions.message) as emitted:
        dialog.accept()
    message = emitted.args[0]
    assert isinstance(message, Message)
    return message


def test_actions_have_names_keys_and_tips(ready: Ready) -> None:
    actions = [action for group in ready.actions.groups() for action in group]
    assert [action.objectName() for action in actions] == NAMES
    assert all(action is getattr(ready.actions, action.objectName()) for action in actions)
    assert all(len(action.toolTip()) > 20 for action in actions)
    keys = [action.text()[action.text().index("&") + 1].lower() for action in actions]
    assert len(set(keys)) == len(keys)


def test_intercept_is_added_once(ready: Ready, qtbot: QtBot) -> None:
    message = message_of(ready, qtbot, ready.actions.add_intercept)
    assert message == Message(
        MessageKind.QUIET, "Column 1 of A is now all ones; its weight is the constant."
    )
    assert ready.document.undo_stack.undoText() == "Add Intercept"
    assert ready.A() == [[1, 1, 10], [1, 3, 30]]
    again = message_of(ready, qtbot, ready.actions.add_intercept)
    assert again == Message(
        MessageKind.WARNING, "A already has an intercept: every value of column 1 is 1."
    )
    assert ready.document.undo_stack.count() == 1


def test_menu_offers_no_second_intercept(ready: Ready, qtbot: QtBot) -> None:
    menu, action = QMenu(ready.window), ready.actions.add_intercept
    menu.addAction(action)
    ready.actions.follow(menu)
    menu.aboutToShow.emit()
    assert action.isEnabled()
    message_of(ready, qtbot, action)
    menu.aboutToShow.emit()
    assert not action.isEnabled()
    assert action.toolTip() == "A has an intercept already: “intercept” is 1 in every row."
    menu.aboutToHide.emit()
    assert action.isEnabled()  # a remedy takes it when there is none again
    assert action.toolTip().startswith("Insert a column of ones")


def test_last_column_becomes_y(ready: Ready, qtbot: QtBot) -> None:
    message = message_of(ready, qtbot, ready.actions.use_last_as_y)
    assert message == Message(MessageKind.QUIET, "Y is now “b”, which was the last column of A.")
    assert ready.A() == [[1], [3]]
    assert ready.document.table(TableName.Y).tolist() == [[10], [30]]
    assert ready.document.output == "b"
    assert ready.document.undo_stack.undoText() == "Use Last Column as Y"
    again = message_of(ready, qtbot, ready.actions.use_last_as_y)
    assert again == Message(
        MessageKind.WARNING, "A has only one column, and needs it. Nothing was changed."
    )
    ready.document.undo_stack.undo()
    assert ready.A() == A
    assert (ready.document.output, ready.document.table(TableName.Y).tolist()) == ("y", [[5], [6]])


def test_selected_or_all_columns_are_scaled(ready: Ready, qtbot: QtBot) -> None:
    ready.selected = [1]
    message = message_of(ready, qtbot, ready.actions.scale_values)
    assert message == Message(MessageKind.QUIET, "Length 1: “b”.")
    assert [each.is_scaled for each in ready.document.inputs] == [False, True]
    assert ready.document.undo_stack.undoText() == "Divide Columns by Their Length"
    ready.selected = []
    message = message_of(ready, qtbot, ready.actions.standardise_columns)
    assert message.text == "A has no intercept column, so this shift changes the model."
    assert message.detail.startswith("Mean 0 and standard deviation 1: “a” and “b”.")
    assert message.kind is MessageKind.WARNING
    assert np.allclose(ready.A(), [[-1, -1], [1, 1]])
    message = message_of(ready, qtbot, ready.actions.original_units)
    assert message.text.startswith("A has no intercept column")
    assert message.detail.startswith("Back in original units: “a” and “b”.")
    assert np.allclose(ready.A(), A)
    assert ready.document.inputs == (Column("a"), Column("b"))
    for _ in range(3):
        ready.document.undo_stack.undo()
    assert ready.A() == A


def test_intercept_avoids_the_warning(ready: Ready, qtbot: QtBot) -> None:
    ready.actions.add_intercept.trigger()
    message = message_of(ready, qtbot, ready.actions.standardise_columns)
    assert message == Message(MessageKind.QUIET, "Mean 0 and standard deviation 1: “a” and “b”.")
    assert ready.document.inputs[0] == Column("1")


def test_units_sleep_until_scaled(ready: Ready, qtbot: QtBot) -> None:
    restore = ready.actions.original_units
    assert not restore.isEnabled()
    assert restore.toolTip() == "All columns of A are in their original units."
    message_of(ready, qtbot, ready.actions.standardise_columns)
    assert restore.isEnabled()
    assert restore.toolTip() == TOOL_TIPS["original_units"]
    message_of(ready, qtbot, restore)
    assert not restore.isEnabled()
    ready.document.undo_stack.undo()
    assert restore.isEnabled()


def test_refused_change_is_no_step(ready: Ready, qtbot: QtBot) -> None:
    ready.selected = [1]
    message_of(ready, qtbot, ready.actions.scale_values)
    ready.selected = [0]
    message = message_of(ready, qtbot, ready.actions.original_units)
    assert message == Message(
        MessageKind.WARNING, "These columns are already in their original units."
    )
    ready.selected = [0]
    ready.document.set_block(TableName.A, 0, 0, np.full((2, 1), 7.0))
    message = message_of(ready, qtbot, ready.actions.scale_values)
    assert (message.kind, message.text[:17]) == (MessageKind.WARNING, "Nothing to scale:")
    assert ready.document.undo_stack.count() == 2


def test_column_changes_places_with_y(ready: Ready, qtbot: QtBot) -> None:
    ready.current = 1
    message = message_of(ready, qtbot, ready.actions.use_column_as_y)
    assert message == Message(MessageKind.QUIET, "Y is now “b”, and the old Y is column 2 of A.")
    assert ready.A() == [[1, 5], [3, 6]]
    assert ready.document.table(TableName.Y).tolist() == [[10], [30]]
    assert (ready.document.output, ready.document.inputs[1].name) == ("b", "y")
    assert ready.document.table(TableName.W).tolist() == [[2], [0]]
    assert ready.document.undo_stack.count() == 1


def test_only_column_becomes_y_by_mean(ready: Ready, qtbot: QtBot) -> None:
    message = message_of(ready, qtbot, ready.actions.use_mean)
    assert message.kind is MessageKind.WARNING
    ready.document.remove_columns([1])
    message = message_of(ready, qtbot, ready.actions.use_mean)
    assert message.text == "Y is now “a”; the best weight of the column of ones is its mean."
    assert ready.A() == [[1], [1]]
    assert ready.document.table(TableName.Y).tolist() == [[1], [3]]
    assert (ready.document.output, ready.document.inputs) == ("a", (Column("1"),))


def test_rows_are_shuffled_by_seed(ready: Ready, qtbot: QtBot) -> None:
    ready.actions.shuffle_rows.trigger()
    message = answer(ready, qtbot, "shuffle_dialog", seed="3")
    assert message == Message(MessageKind.QUIET, "The rows are in random order, seed 3.")
    order = np.random.default_rng(3).permutation(2)
    assert ready.A() == [A[row] for row in order]
    qtbot.waitUntil(lambda: ready.window.findChild(NumberDialog) is None)
    ready.actions.shuffle_rows.trigger()
    assert named(ready.window, NumberField, "seed").value() == 3


def test_random_problem_replaces_the_experiment(ready: Ready, qtbot: QtBot) -> None:
    before = ready.document.experiment
    ready.actions.random_problem.trigger()
    messages: list[Message] = []
    ready.actions.message.connect(messages.append)
    dialog = named(ready.window, NumberDialog, "random_problem_dialog")
    for key, text in {"rows": "20", "columns": "4", "condition": "100"}.items():
        named(dialog, NumberField, key).setText(text)
    dialog.accept()
    qtbot.waitUntil(lambda: ready.document.name == "Random problem")
    assert messages == []
    assert ready.document.note.startswith("At half of η’s limit the slowest error")
    assert ready.document.table(TableName.A).shape == (20, 4)
    assert ready.document.name == "Random problem"
    assert ready.document.undo_stack.undoText() == "Random Problem"
    ready.document.undo_stack.undo()
    assert ready.document.experiment is before


def test_cancelled_form_changes_nothing(ready: Ready, qtbot: QtBot) -> None:
    ready.actions.random_problem.trigger()
    with qtbot.assertNotEmitted(ready.actions.message):
        named(ready.window, NumberDialog, "random_problem_dialog").reject()
    assert ready.document.undo_stack.count() == 0


def open_large(ready: Ready, columns: int = 2) -> None:
    rows = AT_ONCE_CELLS // columns + 1
    A = np.random.default_rng(0).normal(size=(rows, columns))
    problem = Problem(A, np.arange(float(rows)))
    ready.document.open(Experiment.of(problem, Settings(), "Large"))


def test_large_table_is_shuffled_in_background(ready: Ready, qtbot: QtBot) -> None:
    open_large(ready)
    before = ready.document.experiment
    ready.actions.shuffle_rows.trigger()
    working = QSignalSpy(ready.document.working)
    message = answer(ready, qtbot, "shuffle_dialog", seed="1")
    assert message.text == "The rows are in random order, seed 1."
    assert working.at(0) == ["Shuffle Rows"]
    order = ready.document.table(TableName.Y).joined[:, 0].astype(int)
    assert sorted(order) == list(range(before.rows))
    assert (ready.document.table(TableName.A).joined == before.A.joined[order]).all()
    qtbot.waitUntil(lambda: not ready.document.is_busy)


def test_background_refusal_is_not_reported(ready: Ready, qtbot: QtBot) -> None:
    ready.actions.standardise_columns.trigger()
    open_large(ready)
    ready.selected = [1]
    message_of(ready, qtbot, ready.actions.scale_values)
    ready.selected = [0]
    ready.document.set_block(TableName.Y, 0, 0, np.ones((1, 1)))
    with qtbot.waitSignal(ready.document.refused) as refused:
        ready.actions.original_units.trigger()
    assert refused.args == ["These columns are already in their original units."]
    qtbot.waitUntil(lambda: not ready.document.is_busy)
    with qtbot.assertNotEmitted(ready.actions.message):
        ready.document.change("Original Units", lambda now: Experiment.of(now.problem, Settings()))


def test_undo_and_redo_are_not_reported(ready: Ready, qtbot: QtBot) -> None:
    ready.actions.add_intercept.trigger()
    with qtbot.assertNotEmitted(ready.actions.message):
        ready.document.undo_stack.undo()
        ready.document.undo_stack.redo()


def test_rows_are_held_out_and_taken_back(ready: Ready, qtbot: QtBot) -> None:
    actions, document = ready.actions, ready.document
    actions.hold_out_rows.trigger()
    message = answer(ready, qtbot, "hold_out_dialog", percent="50", seed="3")
    assert message.kind is MessageKind.WARNING
    assert message.text == "1 row is left to fit, fewer than the 2 weights."
    held = document.experiment.held_out
    assert held is not None
    assert held.rows.tolist() == held_out(2, 0.5, 3).tolist()
    qtbot.waitUntil(lambda: ready.window.findChild(NumberDialog) is None)
    actions.hold_out_rows.trigger()
    assert named(ready.window, NumberField, "percent").value() == 50
    assert named(ready.window, NumberField, "seed").value() == 3
    message = message_of(ready, qtbot, actions.take_back_held_out)
    assert message == Message(MessageKind.QUIET, "1 row that was held out counts again.")
    assert document.experiment.left_out is None
    message = message_of(ready, qtbot, actions.take_back_held_out)
    assert message.text == "No row is held out."
    document.undo_stack.undo()
    assert document.experiment.held_out is held
    document.undo_stack.undo()
    assert document.experiment.held_out is None


def test_held_out_rows_of_many_are_told(ready: Ready, qtbot: QtBot) -> None:
    ready.document.insert_rows(2, 18)
    ready.actions.hold_out_rows.trigger()
    message = answer(ready, qtbot, "hold_out_dialog", percent="20", seed="7")
    told = "4 of 20 rows are held out (20 %, seed 7)."
    assert message == Message(MessageKind.QUIET, told)


def test_only_row_stays_in_the_fit(ready: Ready, qtbot: QtBot) -> None:
    ready.document.remove_rows([1])
    ready.actions.hold_out_rows.trigger()
    message = answer(ready, qtbot, "hold_out_dialog")
    assert message.kind is MessageKind.WARNING
    assert "There is only one row" in message.text
    assert ready.document.experiment.held_out is None


def add_term(ready: Ready, qtbot: QtBot, action: QAction) -> Message:
    """Take an action that asks for a computed column, add the one offered, return the message."""
    action.trigger()
    (dialog,) = (each for each in ready.window.findChildren(TermDialog) if not each.isHidden())
    with qtbot.waitSignal(ready.actions.message) as emitted:
        dialog.accept()
    message = emitted.args[0]
    assert isinstance(message, Message)
    return message


def test_computed_columns_are_added(ready: Ready, qtbot: QtBot) -> None:
    said = [
        add_term(ready, qtbot, action).text
        for action in (
            ready.actions.add_power,
            ready.actions.add_product,
            ready.actions.add_logarithm,
        )
    ]
    assert said == [
        "“a²” is column 3 of A, computed from a.",
        "“a·b” is column 4 of A, computed from a and b.",
        "“ln(a)” is column 5 of A, computed from a.",
    ]
    assert ready.A()[1] == [3, 30, 9, 90, np.log(3)]
    assert ready.document.undo_stack.undoText() == "Add Computed Column"
    ready.document.undo_stack.undo()
    assert ready.document.columns == 4


def test_added_column_is_shown(ready: Ready, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ready.actions.column_added) as added:
        add_term(ready, qtbot, ready.actions.add_power)
    assert added.args == [2]


def test_columns_of_ones_compute_nothing(ready: Ready, qtbot: QtBot) -> None:
    ready.document.open(Experiment.of(Problem([[1.0], [1.0]], [1.0, 2.0]), Settings()))
    message = message_of(ready, qtbot, ready.actions.add_power)
    assert message.kind is MessageKind.WARNING
    assert message.text == "A has no column with a name of its own to compute from."


def test_computed_columns_become_plain(ready: Ready, qtbot: QtBot) -> None:
    action = ready.actions.make_plain
    assert not action.isEnabled()
    assert action.toolTip() == "No column of A is computed from others."
    add_term(ready, qtbot, ready.actions.add_power)
    assert action.isEnabled()
    assert action.toolTip() == TOOL_TIPS["make_plain"]
    again = message_of(ready, qtbot, action)
    assert again.text == "These columns are plain: none is computed from others."
    ready.current = 2
    message = message_of(ready, qtbot, action)
    assert message == Message(MessageKind.QUIET, "Plain, with the values as they are: “a²”.")
    assert ready.document.inputs[2] == Column("a²")
    assert not action.isEnabled()
    ready.document.undo_stack.undo()
    assert action.isEnabled()


def test_term_menu_has_its_own_keys(ready: Ready) -> None:
    actions = [each for each in ready.actions.term_menu.actions() if not each.isSeparator()]
    keys = [each.text()[each.text().index("&") + 1].lower() for each in actions]
    assert len(set(keys)) == len(keys) == 5
    assert [each.statusTip() for each in actions[:4]] == [
        TOOL_TIPS[each.objectName()] for each in actions[:4]
    ]
