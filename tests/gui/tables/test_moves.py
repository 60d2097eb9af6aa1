"""Selecting whole rows and columns with the keyboard."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.tables import MatrixView, TableAxis
from gui.tables.block import Block
from gui.tables.moves import select_all, select_lines
from gui.tables.selection import selected_blocks

from .test_edits import cell, go, select, select_only


@pytest.mark.parametrize(
    ("axis", "whole"), [(TableAxis.ROW, Block(1, 0, 1, 3)), (TableAxis.COLUMN, Block(0, 2, 3, 1))]
)
def test_selects_the_current_cells_line(inputs: MatrixView, axis: TableAxis, whole: Block) -> None:
    go(inputs, 1, 2)
    select_lines(inputs, axis)
    assert selected_blocks(inputs) == [whole]
    assert cell(inputs) == (1, 2)


def test_selects_the_lines_of_all_blocks(inputs: MatrixView) -> None:
    select_only(inputs, 0, 0, 0, 1)
    select(inputs, 2, 2, 2, 2)
    select_lines(inputs, TableAxis.ROW)
    assert {block.top for block in selected_blocks(inputs)} == {0, 2}
    assert {block.width for block in selected_blocks(inputs)} == {3}
    select_all(inputs)
    assert selected_blocks(inputs) == [Block(0, 0, 3, 3)]


def test_space_shortcuts_select_lines(inputs: MatrixView, qtbot: QtBot) -> None:
    go(inputs, 1, 1)
    qtbot.keyClick(inputs, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert selected_blocks(inputs) == [Block(0, 1, 3, 1)]
    go(inputs, 1, 1)
    qtbot.keyClick(inputs, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert selected_blocks(inputs) == [Block(1, 0, 1, 3)]
