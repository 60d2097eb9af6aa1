"""What a person does to the cells, rows and columns of a table other than typing."""

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

Fill = Callable[[Experiment, Part, Sequence[Block]], Experiment]


@contextmanager
def show_errors_in(view: MatrixView) -> Iterator[None]:
    """Let the view tell what cannot be done."""
    try:
        yield
    except (EngineError, GuiError) as error:
        view.refused.emit(str(error))


def insert(view: MatrixView, axis: TableAxis, side: InsertSide, count: int | None = None) -> None:
    """Insert rows or columns beside those with a selected cell, and go there.

    Without a ``count`` they are as many as those.
    """
    lines = selected_lines(view, axis)
    count = len(lines) if count is None else count
    at = lines[0] if side is InsertSide.BEFORE else lines[-1] + 1
    row, column = view.currentIndex().row(), view.currentIndex().column()
    with show_errors_in(view):
        view.matrix.insert(axis, at, count)
        rows, columns = (count, 1) if axis is TableAxis.ROW else (1, count)
        there = (at, column) if axis is TableAxis.ROW else (row, at)
        view.select_block(Block(*there, rows, columns))


def remove(view: MatrixView, axis: TableAxis) -> None:
    """Remove the rows or columns with a selected cell."""
    with show_errors_in(view):
        view.matrix.remove(axis, selected_lines(view, axis))


def clear(view: MatrixView) -> None:
    """Set the selected editable cells to 0."""
    fill(view, 0.0, "Clear")


def fill(view: MatrixView, number: float, text: str = "Fill") -> None:
    """Write a number into the selected editable cells, in a step of that name."""
    _change(view, text, partial(fills.filled, value=number))


def fill_down(view: MatrixView) -> None:
    """Repeat the first selected row in those below it, or the row above in a lone one."""
    _change(view, "Fill Down", fills.filled_down)


def fill_right(view: MatrixView) -> None:
    """Repeat the first selected column to its right, or the one at the left in a lone one."""
    _change(view, "Fill Right", fills.filled_right)


def _change(view: MatrixView, text: str, change: Fill) -> None:
    blocks, model = editable_blocks(view), view.matrix
    with show_errors_in(view):
        if blocks:
            cells = sum(block.cell_count for block in blocks)
            model.document.change(text, partial(_fill_blocks, change, model.part, blocks), cells)


def _fill_blocks(
    fill: Fill, part: Part, blocks: Sequence[Block], experiment: Experiment
) -> Experiment:
    return fill(experiment, part, blocks)
