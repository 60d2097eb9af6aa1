"""Rectangles of cells."""

import pytest

from gui.tables.models.cell_block import Block


def test_block_ends_after_its_last_cell() -> None:
    block = Block(2, 3, 4, 5)
    assert (block.bottom, block.right, block.cell_count) == (6, 8, 20)


@pytest.mark.parametrize(
    ("rows", "columns", "part", "cells"),
    [
        (10, 10, Block(2, 3, 4, 5), 20),
        (3, 10, Block(2, 3, 1, 5), 5),
        (10, 4, Block(2, 3, 4, 1), 4),
        (2, 10, Block(2, 3, 0, 5), 0),
        (1, 1, Block(2, 3, 0, 0), 0),
    ],
)
def test_block_is_clipped_to_a_table(rows: int, columns: int, part: Block, cells: int) -> None:
    clipped = Block(2, 3, 4, 5).clipped_to(rows, columns)
    assert (clipped, clipped.cell_count) == (part, cells)


@pytest.mark.parametrize(
    ("other", "contained"),
    [
        (Block(2, 3, 1, 1), True),
        (Block(5, 7, 1, 1), True),
        (Block(2, 3, 4, 5), True),
        (Block(1, 3, 1, 1), False),
        (Block(6, 3, 1, 1), False),
        (Block(2, 8, 1, 1), False),
    ],
)
def test_block_contains_inner_blocks(other: Block, contained: bool) -> None:
    assert Block(2, 3, 4, 5).contains(other) is contained
