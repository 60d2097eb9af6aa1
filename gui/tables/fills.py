"""Functions that fill blocks of cells and return a new experiment; they are safe in any thread.

Equal rows are stored as one broadcast row, so filling a million cells uses no extra memory.
"""

from collections.abc import Sequence

import numpy as np

from ..document import Experiment, Grid, Part
from .block import Block


def filled(experiment: Experiment, part: Part, blocks: Sequence[Block], value: float) -> Experiment:
    """Write a finite number into all cells of the blocks."""
    grid = experiment.grid(part)
    for block in _existing_parts(grid, blocks):
        values = np.broadcast_to(np.float64(value), (block.height, block.width))
        grid = grid.with_block(block.top, block.left, values)
    return _with_grid(experiment, part, grid)


def filled_down(experiment: Experiment, part: Part, blocks: Sequence[Block]) -> Experiment:
    """Copy the first row of each block down; a single row copies the row above it."""
    grid = experiment.grid(part)
    for block in _existing_parts(grid, blocks):
        top = block.top if block.height > 1 else max(block.top - 1, 0)
        height = block.bottom - top - 1
        if height:
            row = grid.block(top, block.left, 1, block.width)
            values = np.broadcast_to(row, (height, block.width))
            grid = grid.with_block(top + 1, block.left, values)
    return _with_grid(experiment, part, grid)


def filled_right(experiment: Experiment, part: Part, blocks: Sequence[Block]) -> Experiment:
    """Copy the first column of each block right; a single column copies the one to its left."""
    grid = experiment.grid(part)
    for block in _existing_parts(grid, blocks):
        left = block.left if block.width > 1 else max(block.left - 1, 0)
        width = block.right - left - 1
        if width:
            column = grid.block(block.top, left, block.height, 1)
            values = np.broadcast_to(column, (block.height, width))
            grid = grid.with_block(block.top, left + 1, values)
    return _with_grid(experiment, part, grid)


def _existing_parts(grid: Grid, blocks: Sequence[Block]) -> list[Block]:
    """Drop cells that an earlier queued change has removed."""
    parts = (block.clipped_to(*grid.shape) for block in blocks)
    return [part for part in parts if part.cell_count]


def _with_grid(experiment: Experiment, part: Part, grid: Grid) -> Experiment:
    return experiment if grid is experiment.grid(part) else experiment.with_grid(part, grid)
