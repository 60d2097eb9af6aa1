"""Columns are kept in blocks of rows, which are read-only and shared between tables."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

from engine import Matrix

BLOCK_ROWS = 2**13
"""64 KiB a block: cheap to copy for one edited cell, and few blocks for a million rows."""

Blocks = tuple[Matrix, ...]


def usual_starts(rows: int) -> list[int]:
    """Return the rows at which the blocks of a new table start, and its number of rows."""
    return [*range(0, rows, BLOCK_ROWS), rows]


def starts_of(blocks: Blocks) -> list[int]:
    """Return the rows at which blocks start, and the number of rows."""
    return [0, *accumulate(map(len, blocks))]


def overwritten(block: Matrix, start: int, row: int, end: int, values: Matrix) -> Matrix:
    """Return a block that starts at row ``start``, with rows ``row`` to ``end`` replaced."""
    top, bottom = max(row, start), min(end, start + len(block))
    if top >= bottom:
        return block
    new = values[top - row : bottom - row]
    if len(new) == len(block):
        return sealed(new)
    changed = block.copy()
    changed[top - start : bottom - start] = new
    return sealed(changed)


def put_in(block: Matrix, at: int, more: Blocks) -> Blocks:
    """Insert blocks into a block: many rows as they are, few by copying, to keep blocks long."""
    if len(more) > 1:
        return tuple(piece for piece in (block[:at], *more, block[at:]) if len(piece))
    return _split(np.concatenate((block[:at], *more, block[at:])))


def zeros(starts: Sequence[int]) -> Blocks:
    """Return a column of zeros, all blocks sharing one array."""
    return alike(0.0, starts)


def alike(value: float, starts: Sequence[int]) -> Blocks:
    """Return a column of one number, all blocks sharing one array."""
    kept = sealed(np.full(min(BLOCK_ROWS, starts[-1]), value))
    return tuple(kept[: b - a] for a, b in pairwise(starts))


def _split(block: Matrix) -> Blocks:
    """Split a block that is far too long; a slightly long one stays, so that inserts stay cheap."""
    if len(block) <= 2 * BLOCK_ROWS:
        return (sealed(block),)
    return tuple(sealed(block[k : k + BLOCK_ROWS].copy()) for k in range(0, len(block), BLOCK_ROWS))


def sealed(block: Matrix) -> Matrix:
    """Return a read-only block: a copy if it is a view of writable memory, otherwise itself."""
    if block.flags.writeable:
        block = block if block.flags.owndata else block.copy()
        block.setflags(write=False)
    return block
