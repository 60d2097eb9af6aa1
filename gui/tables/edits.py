"""The commands that change cells, rows and columns, apart from typing."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from engine import EngineError

from ..document import Experiment, Part
from ..errors import GuiError
from . import fills
from .axis import InsertSide, TableAxis
from .block import Block
from .selection import editable_blocks, selected_lines
from .view import MatrixView

logger = logging.getLogger(__name__)
Fill = Callable[[Experiment, Part, Sequence[Block]], Experiment]


@contextmanager
def show_errors_in(view: MatrixView) -> Iterator[None]:
    """Show an EngineError or GuiError of the block in the view."""
    try:
        yield
    except (EngineError, GuiError) as error:
        logger.debug("%s refused: %s", view.objectName(), error)
        view.refused.emit(str(error))


def insert(view: MatrixView, axis: TableAxis, side: InsertSide, count: int | None = None) -> None:
    """Insert rows or columns next to the selected ones and select them.

    `count` defaults to the number of selected rows or columns.
    """
    lines = selected_lines(view, axis)
    count = len(lines) if count is None else count
    at = lines[0] if side is InsertSide.BEFORE else lines[-1] + 1
    row, column = view.currentIndex().row(), view.currentIndex().column()
    with show_errors_in(view):
        logger.debug("%s: insert %d (%s) at %d", view.matrix.part, count, axis.name, at)
        view.matrix.insert(axis, at, count)
        rows, columns = (count, 1) if axis is TableAxis.ROW else (1, count)
        there = (at, column) if axis is TableAxis.ROW else (row, at)
        view.select_block(Block(*there, rows, columns))


def remove(view: MatrixView, axis: TableAxis) -> None:
    """Remove every row or column that has a selected cell."""
    with show_errors_in(view):
        lines = selected_lines(view, axis)
        logger.debug("%s: remove %d (%s)", view.matrix.part, len(lines), axis.name)
        view.matrix.remove(axis, lines)


def clear(view: MatrixView) -> None:
    """Set the selected editable cells to 0."""
    fill(view, 0.0, "Clear")


def fill(view: MatrixView, number: float, text: str = "Fill") -> None:
    """Write a number into the selected editable cells; `text` is the name of the undo step."""
    _change(view, text, partial(fills.filled, value=number))


def fill_down(view: MatrixView) -> None:
    """Copy the first selected row down; a single row copies the row above it."""
    _change(view, "Fill Down", fills.filled_down)


def fill_right(view: MatrixView) -> None:
    """Copy the first selected column right; a single column copies the one to its left."""
    _change(view, "Fill Right", fills.filled_right)


def _change(view: MatrixView, text: str, change: Fill) -> None:
    blocks, model = editable_blocks(view), view.matrix
    with show_errors_in(view):
        if blocks:
            cells = sum(block.cell_count for block in blocks)
            logger.debug("%s: %s of %d cells", model.part, text, cells)
            model.document.change(text, partial(_fill_blocks, change, model.part, blocks), cells)


def _fill_blocks(
    fill: Fill, part: Part, blocks: Sequence[Block], experiment: Experiment
) -> Experiment:
    return fill(experiment, part, blocks)
