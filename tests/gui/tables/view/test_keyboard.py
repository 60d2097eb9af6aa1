"""Where Enter, Tab and Ctrl with arrow keys move, and typing row by row."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from gui.document import Document
from gui.tables import InputsModel, MatrixView, OutputsModel, WeightsModel
from gui.tables.commands.selection import selected_blocks
from gui.tables.models.cell_block import Block
from gui.tables.models.model import TableModel
from gui.tables.view.keyboard import (
    CursorStep,
    RowTyping,
    arrow_out_of,
    entered_cell,
    is_fill_key,
    neighbour,
    step_for_key,
)

from ..commands.test_edits import cell, go

Key = Qt.Key
DOWN, NEXT, BACK, UP = CursorStep.DOWN, CursorStep.NEXT, CursorStep.PREVIOUS, CursorStep.UP
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


def neighbour_of(
    model: TableModel, row: int, column: int, step: CursorStep
) -> tuple[int, int] | None:
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
    assert neighbour_of(InputsModel(document), *cell, step) == target


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
    assert neighbour_of(OutputsModel(document), *cell, step) == target


@pytest.mark.parametrize(
    ("start", "steps", "end"),
    [
        ((0, 0), [NEXT, NEXT, DOWN], (1, 0)),
        ((0, 1), [NEXT, DOWN, NEXT, DOWN], (2, 1)),
        ((0, 2), [BACK, DOWN], (1, 2)),
        ((0, 1), [DOWN, DOWN], (2, 1)),
        ((1, 0), [NEXT, UP], (0, 1)),
        ((0, 0), [NEXT, NEXT, NEXT, DOWN], (2, 0)),
    ],
)
def test_enter_returns_to_first_column(
    document: Document, start: tuple[int, int], steps: list[CursorStep], end: tuple[int, int]
) -> None:
    model, entry = InputsModel(document), RowTyping()
    index = model.index(*start)
    for step in steps:
        index = entry.target(model, index, step)
    assert (index.row(), index.column()) == end


@pytest.mark.parametrize(
    ("start", "step", "end"),
    [
        (("A", 0, 1), NEXT, ("A", 0, 2)),
        (("A", 0, 2), NEXT, ("Y", 0, 0)),
        (("Y", 0, 0), NEXT, ("A", 1, 0)),
        (("Y", 0, 2), NEXT, ("A", 1, 0)),
        (("Y", 1, 0), BACK, ("A", 1, 2)),
        (("A", 1, 0), BACK, ("Y", 0, 0)),
        (("A", 0, 0), BACK, None),
        (("Y", 2, 0), NEXT, None),
        (("Y", 1, 0), DOWN, ("Y", 2, 0)),
    ],
)
def test_tab_goes_on_in_y(
    document: Document,
    start: tuple[str, int, int],
    step: CursorStep,
    end: tuple[str, int, int] | None,
) -> None:
    A, Y = InputsModel(document), OutputsModel(document)
    name, row, column = start
    model = A if name == "A" else Y
    target = RowTyping(A, Y).target(model, model.index(row, column), step)
    if end is None:
        assert not target.isValid()
    else:
        assert target == (A if end[0] == "A" else Y).index(*end[1:])


def test_enter_returns_from_y_to_a(document: Document) -> None:
    A, Y = InputsModel(document), OutputsModel(document)
    typing = RowTyping(A, Y)
    index = typing.target(A, A.index(0, 1), NEXT)
    index = typing.target(A, index, NEXT)
    assert index == Y.index(0, 0)
    assert typing.target(Y, index, DOWN) == A.index(1, 1)


@pytest.mark.parametrize(
    ("cell", "step", "target"),
    [
        ((0, 0), NEXT, (0, 1)),
        ((0, 0), DOWN, (0, 1)),
        ((0, 1), UP, (0, 0)),
        ((0, 2), DOWN, None),
        ((0, 0), BACK, None),
        ((1, 1), DOWN, (2, 1)),
        ((1, 2), NEXT, None),
    ],
)
def test_weights_are_typed_from_left_to_right(
    document: Document, cell: tuple[int, int], step: CursorStep, target: tuple[int, int] | None
) -> None:
    assert neighbour_of(WeightsModel(document), *cell, step) == target


def test_enter_goes_on_after_tab_in_weights(document: Document) -> None:
    model, typing = WeightsModel(document), RowTyping()
    index = typing.target(model, model.index(0, 0), NEXT)
    assert typing.target(model, index, DOWN) == model.index(0, 2)


@pytest.mark.parametrize(
    ("cell", "key", "leaves"),
    [
        ((0, 1), Key.Key_Up, True),
        ((2, 1), Key.Key_Down, True),
        ((1, 0), Key.Key_Left, True),
        ((1, 2), Key.Key_Right, True),
        ((1, 1), Key.Key_Up, False),
        ((0, 1), Key.Key_Return, False),
    ],
)
def test_arrow_leaves_at_the_edge(
    document: Document, cell: tuple[int, int], key: Qt.Key, leaves: bool
) -> None:
    model = InputsModel(document)
    event = QKeyEvent(QEvent.Type.KeyPress, key, NONE)
    assert arrow_out_of(model, model.index(*cell), event) == (key if leaves else None)
    with_shift = QKeyEvent(QEvent.Type.KeyPress, key, SHIFT)
    assert arrow_out_of(model, model.index(*cell), with_shift) is None


@pytest.mark.parametrize(
    ("key", "there"),
    [
        (Key.Key_Up, (2, 1)),
        (Key.Key_Down, (0, 1)),
        (Key.Key_Left, (1, 2)),
        (Key.Key_Right, (1, 0)),
    ],
)
def test_arrow_enters_at_the_near_edge(
    document: Document, key: Qt.Key, there: tuple[int, int]
) -> None:
    index = entered_cell(InputsModel(document), key, 1, 1)
    assert (index.row(), index.column()) == there


def test_moving_away_starts_again(document: Document) -> None:
    model, entry = InputsModel(document), RowTyping()
    entry.target(model, model.index(0, 0), NEXT)
    target = entry.target(model, model.index(1, 2), DOWN)
    assert (target.row(), target.column()) == (2, 2)


def test_no_cell_below_the_last_row(document: Document) -> None:
    model, entry = InputsModel(document), RowTyping()
    last = entry.target(model, model.index(2, 0), NEXT)
    assert not entry.target(model, last, DOWN).isValid()


@pytest.fixture
def wide(inputs: MatrixView, document: Document) -> MatrixView:
    """A with 200 rows and 60 columns; the current cell is in the middle."""
    document.resize(200, 60)
    go(inputs, 50, 20)
    return inputs


@pytest.mark.parametrize(
    ("key", "modifiers", "there"),
    [
        (Key.Key_Up, CONTROL, (0, 20)),
        (Key.Key_Down, CONTROL, (199, 20)),
        (Key.Key_Left, CONTROL, (50, 0)),
        (Key.Key_Right, CONTROL, (50, 59)),
        (Key.Key_Home, CONTROL, (0, 0)),
        (Key.Key_End, CONTROL, (199, 59)),
        (Key.Key_Home, NONE, (50, 0)),
        (Key.Key_End, NONE, (50, 59)),
    ],
)
def test_jump_goes_to_the_edge(
    wide: MatrixView,
    qtbot: QtBot,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    there: tuple[int, int],
) -> None:
    qtbot.keyClick(wide, key, modifiers)
    assert cell(wide) == there
    assert selected_blocks(wide) == [Block(*there, 1, 1)]
    assert wide.viewport().rect().contains(wide.visualRect(wide.currentIndex()))


@pytest.mark.parametrize(
    ("key", "selected"),
    [
        (Key.Key_Down, Block(50, 20, 150, 1)),
        (Key.Key_Up, Block(0, 20, 51, 1)),
        (Key.Key_Right, Block(50, 20, 1, 40)),
        (Key.Key_Home, Block(0, 0, 51, 21)),
        (Key.Key_End, Block(50, 20, 150, 40)),
    ],
)
def test_jump_with_shift_selects_all_cells(
    wide: MatrixView, qtbot: QtBot, key: Qt.Key, selected: Block
) -> None:
    qtbot.keyClick(wide, key, CONTROL | SHIFT)
    assert selected_blocks(wide) == [selected]


def test_jump_back_with_shift_turns_around(wide: MatrixView, qtbot: QtBot) -> None:
    qtbot.keyClick(wide, Key.Key_Down, CONTROL | SHIFT)
    qtbot.keyClick(wide, Key.Key_Up, CONTROL | SHIFT)
    assert selected_blocks(wide) == [Block(0, 20, 51, 1)]


def test_plain_arrow_moves_one_cell(wide: MatrixView, qtbot: QtBot) -> None:
    qtbot.keyClick(wide, Key.Key_Down)
    qtbot.keyClick(wide, Key.Key_Right)
    assert cell(wide) == (51, 21)
