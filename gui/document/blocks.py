"""The blocks of rows that columns are kept in: read-only, and shared by tables alike in them."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

from engine import Matrix

BLOCK_ROWS = 2**13

Blocks = tuple[Matrix, ...]


def usual_starts(rows: int) -> list[int]:
    """Return where blocks of so many rows in all begin, and where the last one ends."""
    return [*range(0, rows, BLOCK_ROWS), rows]


def starts_of(blocks: Blocks) -> list[int]:
    """Return where blocks begin, and where the last one ends."""
    return [0, *accumulate(map(len, blocks))]


def overwritten(block: Matrix, start: int, row: int, end: int, values: Matrix) -> Matrix:
    """Return a block that begins at row ``start``, its rows from ``row`` to ``end`` replaced."""
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
    """Put blocks into one: many rows as they are, few into its own, so that it is not shattered."""
    if len(more) > 1:
        return tuple(piece for piece in (block[:at], *more, block[at:]) if len(piece))
    return _split(np.concatenate((block[:at], *more, block[at:])))


def zeros(starts: Sequence[int]) -> Blocks:
    """Return a column of zeros, which are kept once."""
    kept = sealed(np.zeros(min(BLOCK_ROWS, starts[-1])))
    return tuple(kept[: b - a] for a, b in pairwise(starts))


def _split(block: Matrix) -> Blocks:
    """Leave a block not far too long as it is, so that rows put in one by one stay cheap."""
    if len(block) <= 2 * BLOCK_ROWS:
        return (sealed(block),)
    return tuple(sealed(block[k : k + BLOCK_ROWS].copy()) for k in range(0, len(block), BLOCK_ROWS))


def sealed(block: Matrix) -> Matrix:
    """Return a block read-only: itself, unless it is a view of what others may write to."""
    if block.flags.writeable:
        block = block if block.flags.owndata else block.copy()
        block.setflags(write=False)
    return block
