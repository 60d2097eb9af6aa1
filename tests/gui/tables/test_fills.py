"""Filling blocks of cells."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Matrix, Problem, Settings
from gui.document import Experiment, Part
from gui.document.blocks import BLOCK_ROWS
from gui.tables.block import Block
from gui.tables.fills import filled, filled_down, filled_right

CellByCell = Callable[[Matrix, Block], None]
ROWS, COLUMNS = 7, 4


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    top, left = draw(st.integers(0, ROWS - 1)), draw(st.integers(0, COLUMNS - 1))
    return Block(top, left, draw(st.integers(1, ROWS - top)), draw(st.integers(1, COLUMNS - left)))


def experiment() -> Experiment:
    A = np.arange(float(ROWS * COLUMNS)).reshape(ROWS, COLUMNS)
    return Experiment.of(Problem(A, np.zeros(ROWS)), Settings())


def fill(A: Matrix, block: Block) -> None:
    A[block.top : block.bottom, block.left : block.right] = -1.5


def fill_down(A: Matrix, block: Block) -> None:
    source = block.top if block.height > 1 else max(block.top - 1, 0)
    for row in range(source + 1, block.bottom):
        A[row, block.left : block.right] = A[source, block.left : block.right]


def fill_right(A: Matrix, block: Block) -> None:
    source = block.left if block.width > 1 else max(block.left - 1, 0)
    for column in range(source + 1, block.right):
        A[block.top : block.bottom, column] = A[block.top : block.bottom, source]


def filled_by(change: CellByCell, blocks: Sequence[Block]) -> Experiment:
    before = experiment()
    match change.__name__:
        case "fill":
            return filled(before, Part.A, blocks, -1.5)
        case "fill_down":
            return filled_down(before, Part.A, blocks)
    return filled_right(before, Part.A, blocks)


@pytest.mark.parametrize("change", [fill, fill_down, fill_right])
@given(wanted=st.lists(blocks(), max_size=3))
def test_blocks_fill_as_cell_by_cell(change: CellByCell, wanted: list[Block]) -> None:
    expected = experiment().A.joined.copy()
    for block in wanted:
        change(expected, block)
    assert filled_by(change, wanted).A.tolist() == expected.tolist()


@pytest.mark.parametrize("change", [fill, fill_down, fill_right])
def test_removed_cells_are_not_filled(change: CellByCell) -> None:
    assert filled_by(change, [Block(50, 0, 3, 1), Block(0, 50, 1, 3)]).A.tolist() == (
        experiment().A.tolist()
    )


def test_fill_without_source_returns_same_experiment() -> None:
    before = experiment()
    assert filled_down(before, Part.A, [Block(0, 0, 1, 4)]) is before
    assert filled_right(before, Part.A, [Block(0, 0, 7, 1)]) is before


def test_single_row_copies_the_one_above() -> None:
    after = filled_down(experiment(), Part.A, [Block(2, 1, 1, 2)])
    assert after.A.rows([2]).tolist() == [[8, 5, 6, 11]]


def test_fill_shares_the_other_tables() -> None:
    before = experiment()
    after = filled(before, Part.Y, [Block(0, 0, 2, 1)], 3.0)
    assert after.A is before.A
    assert after.Y.joined[:3, 0].tolist() == [3, 3, 0]


def test_equal_rows_are_stored_once() -> None:
    rows = 3 * BLOCK_ROWS
    before = Experiment.of(Problem(np.ones((rows, 2)), np.zeros(rows)), Settings())
    column = filled(before, Part.A, [Block(0, 1, rows, 1)], 2.0).A.column(1, range(BLOCK_ROWS))
    assert column.strides == (0,)
    assert (column == 2.0).all()
