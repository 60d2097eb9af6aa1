"""Random problems of a chosen shape and condition."""

from collections.abc import Iterator

import numpy as np

from .archive.experiment import check_size
from .errors import BadSetting
from .matrix import Matrix
from .problem import Problem
from .quotients import PRODUCTS_OF_ONE_THREAD, Cancelled, Interrupted
from .triangle import block_height, reduce_blocks

WORST_CONDITION = 1e15
"""Beyond it, rounding the entries to float64 alone decides the smallest singular value."""
_SEEDS = 2**32
# A draw of 2¹⁶ numbers takes about a millisecond, so that cancelling is noticed soon.
_DRAWN_AT_A_TIME = 2**16


def random_problem(
    rows: int,
    columns: int,
    condition: float,
    seed: int,
    noise: float = 0.0,
    cancelled: Cancelled = lambda: False,
) -> Problem:
    """Draw A (rows, columns) with this condition number, Y = A·w + noise, and W = 0.

    A is of full rank, with singular values spaced evenly on a logarithmic scale and entries about
    1 in size; w is normally distributed, and noise the standard deviation of what is added. Its
    condition number is exact but for the rounding of the entries, some 1e-16 of the largest
    singular value. Raises BadSetting, and BadExperiment for too many cells.
    """
    check_random(rows, columns, condition, seed, noise)
    random = np.random.RandomState(seed)
    rank = min(rows, columns)
    left = _orthonormal(random, rows, rank, cancelled)
    right = _orthonormal(random, columns, rank, cancelled)
    A = _product(left, (_singular_values(condition, rank, rows * columns) * right).T, cancelled)
    w = random.randn(columns, 1)
    Y = A @ w
    with np.errstate(over="ignore"):  # of which the Problem tells
        Y += noise * random.randn(rows, 1)
    for table in (A, Y):
        table.setflags(write=False)
    return Problem(A, Y)


def check_random(rows: int, columns: int, condition: float, seed: int, noise: float) -> None:
    """Raise BadSetting or BadExperiment where there is no such random problem."""
    if rows < 1:
        raise BadSetting("the number of rows", rows, "1 or more")
    if columns < 1:
        raise BadSetting("the number of columns", columns, "1 or more")
    check_size(rows, columns)
    if not 1 <= condition <= WORST_CONDITION:
        raise BadSetting("the condition number", condition, f"from 1 to {WORST_CONDITION:g}")
    if condition > 1 == min(rows, columns):
        raise BadSetting("the condition number", condition, "1 for a single row or column")
    if not 0 <= seed < _SEEDS:
        raise BadSetting("seed", seed, f"from 0 to {_SEEDS - 1}")
    if not 0 <= noise < np.inf:
        raise BadSetting("noise", noise, "a finite number, zero or more")


def _singular_values(condition: float, rank: int, cells: int) -> Matrix:
    """Return them, the largest first, such that the mean square of an entry is 1."""
    values: Matrix = np.geomspace(1.0, 1.0 / condition, rank)
    values *= np.sqrt(cells / np.square(values).sum())
    return values


def _orthonormal(
    random: np.random.RandomState, rows: int, columns: int, cancelled: Cancelled
) -> Matrix:
    """Draw orthonormal columns of any direction, no more than rows.

    The triangle of their QR factorisation is divided out, with a positive diagonal so that no
    direction is preferred; once more, for what rounding left.
    """
    drawn: Matrix = np.empty((rows, columns))
    for block in _blocks(drawn, max(1, _DRAWN_AT_A_TIME // columns), cancelled):
        block[:] = random.randn(*block.shape)
    for _ in range(2):
        R = reduce_blocks(_blocks(drawn, block_height(columns), cancelled), columns).R
        drawn = _product(drawn, np.linalg.inv(R * np.sign(R.diagonal())[:, np.newaxis]), cancelled)
    return drawn


def _product(tall: Matrix, small: Matrix, cancelled: Cancelled) -> Matrix:
    """Multiply in blocks that one thread works off, which is several times as fast."""
    height = max(len(small), PRODUCTS_OF_ONE_THREAD // small.size)
    return np.concatenate([block @ small for block in _blocks(tall, height, cancelled)])


def _blocks(tall: Matrix, height: int, cancelled: Cancelled) -> Iterator[Matrix]:
    for start in range(0, len(tall), height):
        if cancelled():
            raise Interrupted
        yield tall[start : start + height]
