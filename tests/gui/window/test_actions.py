import pytest
from PySide6.QtGui import QAction, QPalette, QUndoStack
from PySide6.QtWidgets import QMenuBar, QWidget
from pytestqt.qtbot import QtBot

from engine.verdict.verdict import Outcome
from gui.document import Filling
from gui.run.run_state import RunState
from gui.tables.models.margin import LENGTH
from gui.window import texts
from gui.window.actions import Actions, check


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    parent = QMenuBar()
    qtbot.addWidget(parent)
    return parent


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (RunState.READY, "&Run"),
        (RunState.RUNNING, "&Pause"),
        (RunState.PAUSED, "&Go On"),
        (RunState.EDITED, "&Run"),
        (RunState.DONE, "&Run"),
    ],
)
def test_run_action_names_next_step(parent: QWidget, state: RunState, text: str) -> None:
    actions = Actions(QUndoStack(parent), parent)
    actions.name_run(state)
    assert actions.run.text() == text


def test_run_sleeps_without_complete_row(parent: QWidget) -> None:
    actions = Actions(QUndoStack(parent), parent)
    awake = actions.run.toolTip()
    actions.show_table(Filling.BEGUN)
    assert (actions.run.isEnabled(), actions.step.isEnabled()) == (False, False)
    assert actions.run.toolTip() == texts.ASLEEP
    actions.show_table(Filling.RUNNABLE)
    assert (actions.run.isEnabled(), actions.run.toolTip()) == (True, awake)


def test_tip_ends_with_the_key(parent: QWidget) -> None:
    actions = Actions(QUndoStack(parent), parent)
    assert actions.step.toolTip() == "Take one epoch (F10)"
    assert actions.run_again.toolTip() == texts.TOOL_TIPS["run_again"]


def test_tolerances_have_true_minus(parent: QWidget) -> None:
    found = [action.text() for action in Actions(QUndoStack(parent), parent).tolerances.actions()]
    assert found == ["&Off", "|δW| ≤ 1e−3", "|δW| ≤ 1e−6", "|δW| ≤ 1e−9", "|δW| ≤ 1e−12"]


def test_length_is_called_as_elsewhere() -> None:
    name = texts.TOLERANCE.split()[0]
    assert LENGTH.startswith(name)
    assert name in Outcome.TOLERANCE.value[1]


def test_nothing_to_export_before_run(parent: QWidget) -> None:
    actions = Actions(QUndoStack(parent), parent)
    for has_run in (False, True):
        actions.show_state(has_run=has_run)
        assert actions.export_weights.isEnabled() == has_run
        assert actions.reset.isEnabled() == has_run


def test_weights_from_file_export_without_history(parent: QWidget) -> None:
    actions = Actions(QUndoStack(parent), parent)
    actions.show_state(has_run=False, has_fitted=True)
    assert actions.export_weights.isEnabled()
    assert actions.export_predictions.isEnabled()
    assert not actions.export_history.isEnabled()
    assert not actions.reset.isEnabled()


def test_names_and_shortcuts_are_unique(parent: QWidget) -> None:
    every = Actions(QUndoStack(parent), parent).findChildren(QAction)
    names = [action.objectName() for action in every]
    keys = [key.toString() for action in every for key in action.shortcuts()]
    assert all(names)
    assert len(set(names)) == len(names)
    assert len(set(keys)) == len(keys)


def test_one_choice_per_group_is_checked(parent: QWidget) -> None:
    group = Actions(QUndoStack(parent), parent).precisions
    check(group, "float32")
    assert group.checkedAction().data() == "float32"
    check(group, "float64")
    assert group.checkedAction().data() == "float64"


def test_every_method_has_action_and_tooltip(parent: QWidget) -> None:
    methods = Actions(QUndoStack(parent), parent).methods.actions()
    assert [action.objectName() for action in methods] == [
        *("method_automatic", "method_modes", "method_literal", "method_triangle")
    ]
    assert all(len(action.toolTip()) > 20 for action in methods)


def test_icons_follow_palette(parent: QWidget) -> None:
    actions = Actions(QUndoStack(parent), parent)
    pictures = []
    for colour in ("#000000", "#ffffff"):
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.ButtonText, colour)
        actions.draw(RunState.READY, palette)
        pictures.append(actions.step.icon().pixmap(16, 16).toImage())
    assert pictures[0] != pictures[1]
