"""The selection as rectangles."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.document import Document
from gui.tables import MatrixView, TableAxis
from gui.tables.commands.selection import (
    editable_blocks,
    select_all,
    select_lines,
    selected_blocks,
    selected_lines,
    selects_whole_columns,
    whole_columns,
)
from gui.tables.models.cell_block import Block

from .test_edits import cell, go, select, select_only


def lines(view: MatrixView) -> tuple[Sequence[int], Sequence[int]]:
    return [*selected_lines(view, TableAxis.ROW)], [*selected_lines(view, TableAxis.COLUMN)]


def test_lines_of_several_blocks(inputs: MatrixView) -> None:
    select_only(inputs, 0, 0, 0, 1)
    select(inputs, 2, 1, 2, 1)
    assert lines(inputs) == ([0, 2], [0, 1])


def test_empty_selection_means_current_cell(inputs: MatrixView) -> None:
    go(inputs, 2, 1)
    inputs.clearSelection()
    assert lines(inputs) == ([2], [1])
    assert editable_blocks(inputs) == selected_blocks(inputs) == [Block(2, 1, 1, 1)]


def test_long_column_is_one_range(inputs: MatrixView, document: Document) -> None:
    document.resize(1_000_000, 3)
    inputs.selectColumn(1)
    assert selected_lines(inputs, TableAxis.ROW) == range(1_000_000)
    select(inputs, 5, 2, 7, 2)
    assert selected_lines(inputs, TableAxis.ROW) == range(1_000_000)


def test_editable_blocks_exclude_computed_columns(outputs: MatrixView) -> None:
    select_only(outputs, 1, 0, 2, 2)
    assert editable_blocks(outputs) == [Block(1, 0, 2, 1)]
    go(outputs, 0, 2)
    assert editable_blocks(outputs) == []


@pytest.mark.parametrize(
    ("area", "whole", "columns"),
    [
        ((0, 1, 2, 2), True, [1, 2]),
        ((0, 1, 1, 2), False, []),
        ((0, 0, 2, 0), True, [0]),
    ],
)
def test_whole_columns_are_found(
    inputs: MatrixView, area: tuple[int, int, int, int], whole: bool, columns: list[int]
) -> None:
    select_only(inputs, *area)
    assert selects_whole_columns(inputs) is whole
    assert whole_columns(inputs) == columns


def test_single_cell_is_no_whole_column(inputs: MatrixView) -> None:
    inputs.selectColumn(1)
    select(inputs, 0, 2, 0, 2)
    assert not selects_whole_columns(inputs)
    assert whole_columns(inputs) == [1]


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
