"""Ctrl with arrow keys."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.document import Document
from gui.tables import MatrixView
from gui.tables.commands.selection import selected_blocks
from gui.tables.models.cell_block import Block

from ..commands.test_edits import cell, go

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


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
