"""Where Enter and Tab move."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from gui.document import Document
from gui.tables import InputsModel, OutputsModel
from gui.tables.models.model import TableModel
from gui.tables.view.keyboard import CursorStep, is_fill_key, neighbour, step_for_key

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
KEYPAD, CONTROL = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(
    ("key", "modifiers", "step"),
    [
        (Qt.Key.Key_Return, NONE, CursorStep.DOWN),
        (Qt.Key.Key_Enter, KEYPAD, CursorStep.DOWN),
        (Qt.Key.Key_Return, SHIFT, CursorStep.UP),
        (Qt.Key.Key_Enter, KEYPAD | SHIFT, CursorStep.UP),
        (Qt.Key.Key_Tab, NONE, CursorStep.NEXT),
        (Qt.Key.Key_Tab, SHIFT, CursorStep.PREVIOUS),
        (Qt.Key.Key_Backtab, SHIFT, CursorStep.PREVIOUS),
        (Qt.Key.Key_Tab, CONTROL, None),
        (Qt.Key.Key_Return, CONTROL, None),
        (Qt.Key.Key_Down, NONE, None),
    ],
)
def test_keys_map_to_steps(
    key: Qt.Key, modifiers: Qt.KeyboardModifier, step: CursorStep | None
) -> None:
    assert step_for_key(QKeyEvent(QEvent.Type.KeyPress, key, modifiers)) is step


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
def test_control_enter_fills_the_selection(
    key: Qt.Key, modifiers: Qt.KeyboardModifier, meant: bool
) -> None:
    assert is_fill_key(QKeyEvent(QEvent.Type.KeyPress, key, modifiers)) is meant


def go(model: TableModel, row: int, column: int, step: CursorStep) -> tuple[int, int] | None:
    target = neighbour(model, model.index(row, column), step)
    return (target.row(), target.column()) if target.isValid() else None


@pytest.mark.parametrize(
    ("cell", "step", "target"),
    [
        ((0, 0), CursorStep.DOWN, (1, 0)),
        ((1, 0), CursorStep.UP, (0, 0)),
        ((2, 1), CursorStep.DOWN, None),
        ((0, 1), CursorStep.UP, None),
        ((0, 0), CursorStep.NEXT, (0, 1)),
        ((0, 2), CursorStep.NEXT, (1, 0)),
        ((2, 2), CursorStep.NEXT, None),
        ((1, 0), CursorStep.PREVIOUS, (0, 2)),
        ((0, 0), CursorStep.PREVIOUS, None),
    ],
)
def test_steps_move_in_a(
    document: Document, cell: tuple[int, int], step: CursorStep, target: tuple[int, int] | None
) -> None:
    assert go(InputsModel(document), *cell, step) == target


@pytest.mark.parametrize(
    ("cell", "step", "target"),
    [
        ((0, 0), CursorStep.NEXT, (1, 0)),
        ((0, 2), CursorStep.NEXT, (1, 0)),
        ((1, 2), CursorStep.PREVIOUS, (1, 0)),
        ((1, 1), CursorStep.PREVIOUS, (1, 0)),
        ((1, 0), CursorStep.PREVIOUS, (0, 0)),
        ((2, 1), CursorStep.NEXT, None),
        ((0, 1), CursorStep.DOWN, (1, 1)),
    ],
)
def test_steps_skip_computed_columns(
    document: Document, cell: tuple[int, int], step: CursorStep, target: tuple[int, int] | None
) -> None:
    assert go(OutputsModel(document), *cell, step) == target
