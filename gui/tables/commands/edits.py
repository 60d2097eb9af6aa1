"""The commands that change cells, rows and columns, apart from typing."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import numpy as np

from engine import EngineError

from ...document import Experiment, Grid, TableName, changes
from ...document.changes import check_rows_are_own
from ...document.grid import EMPTY
from ...errors import GuiError
from ...text.message import refusal
from ...text.translation import translate
from ..models.cell_block import Block, InsertSide, TableAxis
from ..view.view import MatrixView
from .selection import editable_blocks, selected_lines

Lines = Sequence[int]


def filled(
    experiment: Experiment, table_name: TableName, blocks: Sequence[Block], value: float
) -> Experiment:
    """Write a number, or ``EMPTY``, into all cells of the blocks."""
    grid = experiment.grid(table_name)
    for block in _existing_parts(grid, blocks):
        values = np.broadcast_to(np.float64(value), (block.height, block.width))
        grid = grid.with_block(block.top, block.left, values)
    return _with_grid(experiment, table_name, grid)


def cleared(experiment: Experiment, table_name: TableName, blocks: Sequence[Block]) -> Experiment:
    """Write 0 into all cells of the blocks; in rows that are being filled, empty them again."""
    after = filled(experiment, table_name, blocks, 0.0)
    if table_name is TableName.W or not experiment.has_gaps:
        return after
    unfilled = np.flatnonzero(~(experiment.A.complete_rows & experiment.Y.complete_rows))
    begun = [
        Block(int(row), block.left, 1, block.width)
        for block in blocks
        for row in unfilled
        if block.top <= row < block.bottom
    ]
    return filled(after, table_name, begun, EMPTY)


def filled_down(
    experiment: Experiment, table_name: TableName, blocks: Sequence[Block]
) -> Experiment:
    """Copy the first row of each block down; a single row copies the row above it."""
    grid = experiment.grid(table_name)
    for block in _existing_parts(grid, blocks):
        top = block.top if block.height > 1 else max(block.top - 1, 0)
        height = block.bottom - top - 1
        if height:
            row = grid.block(top, block.left, 1, block.width)
            values = np.broadcast_to(row, (height, block.width))
            grid = grid.with_block(top + 1, block.left, values)
    return _with_grid(experiment, table_name, grid)


def filled_right(
    experiment: Experiment, table_name: TableName, blocks: Sequence[Block]
) -> Experiment:
    """Copy the first column of each block right; a single column copies the one to its left."""
    grid = experiment.grid(table_name)
    for block in _existing_parts(grid, blocks):
        left = block.left if block.width > 1 else max(block.left - 1, 0)
        width = block.right - left - 1
        if width:
            column = grid.block(block.top, left, block.height, 1)
            values = np.broadcast_to(column, (block.height, width))
            grid = grid.with_block(block.top, left + 1, values)
    return _with_grid(experiment, table_name, grid)


def kept(experiment: Experiment, rows: Lines, columns: Lines) -> Experiment:
    """Remove the rows and columns of A that are not among these, and the rows of Y."""
    others = np.setdiff1d(np.arange(experiment.rows), np.asarray(rows))
    after = changes.remove_rows(experiment, others)
    return changes.remove_columns(after, sorted({*range(experiment.columns)} - {*columns}))


def _existing_parts(grid: Grid, blocks: Sequence[Block]) -> list[Block]:
    """Drop cells that an earlier queued change has removed."""
    parts = (block.clipped_to(*grid.shape) for block in blocks)
    return [part for part in parts if part.cell_count]


def _with_grid(experiment: Experiment, table_name: TableName, grid: Grid) -> Experiment:
    if grid is experiment.grid(table_name):
        return experiment
    if table_name is not TableName.W:
        check_rows_are_own(experiment)
    return experiment.with_grid(table_name, grid)


logger = logging.getLogger(__name__)
Fill = Callable[[Experiment, TableName, Sequence[Block]], Experiment]


@contextmanager
def show_errors_in(view: MatrixView) -> Iterator[None]:
    """Show an EngineError or GuiError of the block in the view."""
    try:
        yield
    except (EngineError, GuiError) as error:
        logger.debug("%s refused: %s", view.objectName(), error)
        view.refused.emit(refusal(error))


def insert(view: MatrixView, axis: TableAxis, side: InsertSide, count: int | None = None) -> None:
    """Insert rows or columns next to the selected ones and select them.

    ``count`` defaults to the number of selected rows or columns.
    """
    lines = selected_lines(view, axis)
    count = len(lines) if count is None else count
    at = lines[0] if side is InsertSide.BEFORE else lines[-1] + 1
    row, column = view.currentIndex().row(), view.currentIndex().column()
    with show_errors_in(view):
        logger.debug("%s: insert %d (%s) at %d", view.matrix.table_name, count, axis.name, at)
        view.matrix.insert(axis, at, count)
        rows, columns = (count, 1) if axis is TableAxis.ROW else (1, count)
        there = (at, column) if axis is TableAxis.ROW else (row, at)
        view.select_block(Block(*there, rows, columns))


def remove(view: MatrixView, axis: TableAxis) -> None:
    """Remove every row or column that has a selected cell."""
    with show_errors_in(view):
        lines = selected_lines(view, axis)
        logger.debug("%s: remove %d (%s)", view.matrix.table_name, len(lines), axis.name)
        view.matrix.remove(axis, lines)


def leave_out(view: MatrixView) -> None:
    """Ask that every row with a selected cell no longer counts."""
    view.leave_out_requested.emit(selected_lines(view, TableAxis.ROW))


def take_back(view: MatrixView) -> None:
    """Ask that every row with a selected cell counts again."""
    view.take_back_requested.emit(selected_lines(view, TableAxis.ROW))


def keep_selected(view: MatrixView) -> None:
    """Remove every row and column without a selected cell, in one step."""
    rows, columns = selected_lines(view, TableAxis.ROW), selected_lines(view, TableAxis.COLUMN)
    document = view.matrix.document
    logger.debug("keep %d rows and %d columns", len(rows), len(columns))
    with show_errors_in(view):
        document.change(
            translate("tables", "Keep Only the Selection"),
            partial(kept, rows=rows, columns=columns),
            document.experiment.cells,
        )


def clear(view: MatrixView) -> None:
    """Set the selected editable cells to 0, or empty those of a row that is being filled."""
    _change(view, translate("tables", "Clear"), cleared)


def fill(view: MatrixView, number: float, text: str = translate("tables", "Fill")) -> None:
    """Write a number into the selected editable cells; ``text`` is the name of the undo step."""
    _change(view, text, partial(filled, value=number))


def fill_down(view: MatrixView) -> None:
    """Copy the first selected row down; a single row copies the row above it."""
    _change(view, translate("tables", "Fill Down"), _filled_along(view, TableAxis.ROW))


def fill_right(view: MatrixView) -> None:
    """Copy the first selected column right; a single column copies the one to its left."""
    _change(view, translate("tables", "Fill Right"), _filled_along(view, TableAxis.COLUMN))


def _filled_along(view: MatrixView, axis: TableAxis) -> Fill:
    """Return the change that copies along an axis of a view; its table may be turned."""
    is_down = view.matrix.table_axis(axis) is TableAxis.ROW
    return filled_down if is_down else filled_right


def _change(view: MatrixView, text: str, change: Fill) -> None:
    model = view.matrix
    blocks = [model.table_block(block) for block in editable_blocks(view)]
    with show_errors_in(view):
        if blocks:
            cells = sum(block.cell_count for block in blocks)
            logger.debug("%s: %s of %d cells", model.table_name, text, cells)
            model.document.change(
                text, partial(_fill_blocks, change, model.table_name, blocks), cells
            )


def _fill_blocks(
    fill: Fill, table_name: TableName, blocks: Sequence[Block], experiment: Experiment
) -> Experiment:
    return fill(experiment, table_name, blocks)
