"""Where the keys go."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from gui.document import Document
from gui.tables import InputsModel, OutputsModel
from gui.tables.model import TableModel
from gui.tables.steps import Step, is_for_all, neighbour, step_of

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
KEYPAD, CONTROL = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(
    ("key", "modifiers", "step"),
    [
        (Qt.Key.Key_Return, NONE, Step.DOWN),
        (Qt.Key.Key_Enter, KEYPAD, Step.DOWN),
        (Qt.Key.Key_Return, SHIFT, Step.UP),
        (Qt.Key.Key_Enter, KEYPAD | SHIFT, Step.UP),
        (Qt.Key.Key_Tab, NONE, Step.NEXT),
        (Qt.Key.Key_Tab, SHIFT, Step.PREVIOUS),
        (Qt.Key.Key_Backtab, SHIFT, Step.PREVIOUS),
        (Qt.Key.Key_Tab, CONTROL, None),
        (Qt.Key.Key_Return, CONTROL, None),
        (Qt.Key.Key_Down, NONE, None),
    ],
)
def test_keys_ask_for_steps(key: Qt.Key, modifiers: Qt.KeyboardModifier, step: Step | None) -> None:
    assert step_of(QKeyEvent(QEvent.Type.KeyPress, key, modifiers)) is step


@pytest.mark.parametrize(
    ("key", "modifiers", "meant"),
    [
        (Qt.Key.Key_Return, CONTROL, True),
        (Qt.Key.Key_Enter, CONTROL | KEYPAD, True),
        (Qt.Key.Key_Return, NONE, False),
        (Qt.Key.Key_Return, CONTROL | SHIFT, False),
        (Qt.Key.Key_Tab, CONTROL, False),
        (Qt.Key.Key_D, CONTROL, False),
    ],
)
def test_control_and_enter_means_all_selected_cells(
    key: Qt.Key, modifiers: Qt.KeyboardModifier, meant: bool
) -> None:
    assert is_for_all(QKeyEvent(QEvent.Type.KeyPress, key, modifiers)) is meant


def go(model: TableModel, row: int, column: int, step: Step) -> tuple[int, int] | None:
    target = neighbour(model, model.index(row, column), step)
    return (target.row(), target.column()) if target.isValid() else None


@pytest.mark.parametrize(
    ("cell", "step", "target"),
    [
        ((0, 0), Step.DOWN, (1, 0)),
        ((1, 0), Step.UP, (0, 0)),
        ((2, 1), Step.DOWN, None),
        ((0, 1), Step.UP, None),
        ((0, 0), Step.NEXT, (0, 1)),
        ((0, 2), Step.NEXT, (1, 0)),
        ((2, 2), Step.NEXT, None),
        ((1, 0), Step.PREVIOUS, (0, 2)),
        ((0, 0), Step.PREVIOUS, None),
    ],
)
def test_steps_in_a(
    document: Document, cell: tuple[int, int], step: Step, target: tuple[int, int] | None
) -> None:
    assert go(InputsModel(document), *cell, step) == target


@pytest.mark.parametrize(
    ("cell", "step", "target"),
    [
        ((0, 0), Step.NEXT, (1, 0)),
        ((0, 2), Step.NEXT, (1, 0)),
        ((1, 2), Step.PREVIOUS, (1, 0)),
        ((1, 1), Step.PREVIOUS, (1, 0)),
        ((1, 0), Step.PREVIOUS, (0, 0)),
        ((2, 1), Step.NEXT, None),
        ((0, 1), Step.DOWN, (1, 1)),
    ],
)
def test_steps_sideways_pass_over_what_is_computed(
    document: Document, cell: tuple[int, int], step: Step, target: tuple[int, int] | None
) -> None:
    assert go(OutputsModel(document), *cell, step) == target
