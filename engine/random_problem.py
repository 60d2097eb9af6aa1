"""Random problems of a chosen shape and condition number, and random initial weights."""

from collections.abc import Iterator

import numpy as np

from .cancelling import Cancelled, IsCancelled
from .errors import BadSetting
from .language.sentence import marked
from .matrix import Matrix, check_size
from .problem import Problem
from .quotients import PRODUCTS_OF_ONE_THREAD
from .triangle import block_height, reduce_blocks

# Above it, rounding the entries to float64 decides the smallest singular value.
WORST_CONDITION = 1e15
# numpy's RandomState takes 32 bits.
_SEEDS = 2**32
# A draw of 2¹⁶ numbers takes about a millisecond, so that cancelling is noticed soon.
_DRAWN_AT_A_TIME = 2**16


def random_problem(
    rows: int,
    columns: int,
    condition: float,
    seed: int,
    noise: float = 0.0,
    cancelled: IsCancelled = lambda: False,
) -> Problem:
    """Draw a random problem with a given condition number.

    Parameters
    ----------
    rows, columns : int
        The shape (N, j) of A.
    condition : float
        The condition number of A, from 1 to 1e15; 1 for a single row or column.
    seed : int
        The seed, from 0 to 2**32 - 1. The same seed gives the same problem.
    noise : float
        The standard deviation of the noise added to Y.
    cancelled : callable, optional
        Called once per block of rows; return True to stop.

    Returns
    -------
    Problem
        A has full rank, entries with a mean square of 1, and singular values that are evenly
        spaced on a logarithmic scale. Y = A·w + noise with normally distributed w. W is 0.

    Raises
    ------
    BadSetting
        If an argument is out of range.
    TableTooLarge
        If there are too many cells.
    Cancelled
        If ``cancelled`` returned True.

    Notes
    -----
    The condition number is exact except for the rounding of the entries, about 1e-16 of the
    largest singular value.

    Examples
    --------
    >>> random_problem(100, 3, 10.0, seed=0).A.shape
    (100, 3)
    """
    check_random(rows, columns, condition, seed, noise)
    random = np.random.RandomState(seed)
    rank = min(rows, columns)
    left = _orthonormal(random, rows, rank, cancelled)
    right = _orthonormal(random, columns, rank, cancelled)
    A = _product(left, (_singular_values(condition, rank, rows * columns) * right).T, cancelled)
    w = random.randn(columns, 1)
    Y = A @ w
    with np.errstate(over="ignore"):  # which Problem reports
        Y += noise * random.randn(rows, 1)
    for table in (A, Y):
        table.setflags(write=False)
    return Problem(A, Y)


def random_weights(weights: int, seed: int) -> Matrix:
    """Draw W (weights, 1) from the standard normal distribution; a seed always gives the same W."""
    return np.random.RandomState(seed).randn(weights, 1)


def check_random(rows: int, columns: int, condition: float, seed: int, noise: float) -> None:
    """Raise BadSetting or TableTooLarge if there is no such random problem."""
    if rows < 1:
        raise BadSetting(
            marked("engine", "the number of rows"), rows, marked("engine", "1 or more")
        )
    if columns < 1:
        raise BadSetting(
            marked("engine", "the number of columns"), columns, marked("engine", "1 or more")
        )
    check_size(rows, columns)
    if not 1 <= condition <= WORST_CONDITION:
        raise BadSetting(
            marked("engine", "the condition number"),
            condition,
            marked("engine", "from 1 to {worst_condition:g}").format(
                worst_condition=WORST_CONDITION
            ),
        )
    if condition > 1 == min(rows, columns):
        raise BadSetting(
            marked("engine", "the condition number"),
            condition,
            marked("engine", "1 for a single row or column"),
        )
    if not 0 <= seed < _SEEDS:
        raise BadSetting(
            "seed", seed, marked("engine", "from 0 to {value}").format(value=_SEEDS - 1)
        )
    if not 0 <= noise < np.inf:
        raise BadSetting("noise", noise, marked("engine", "a finite number, zero or more"))


def _singular_values(condition: float, rank: int, cells: int) -> Matrix:
    """Return singular values, largest first, that give entries a mean square of 1."""
    values: Matrix = np.geomspace(1.0, 1.0 / condition, rank)
    values *= np.sqrt(cells / np.square(values).sum())
    return values


def _orthonormal(
    # In quotes, because its name alone would load numpy.random, which takes 17 ms.
    random: "np.random.RandomState",
    rows: int,
    columns: int,
    cancelled: IsCancelled,
) -> Matrix:
    """Draw orthonormal columns in random directions; there are no more columns than rows.

    The triangle of their QR factorisation is divided out. Its diagonal is made positive, so that no
    direction is preferred. A second pass removes what rounding left.
    """
    drawn: Matrix = np.empty((rows, columns))
    for block in _blocks(drawn, max(1, _DRAWN_AT_A_TIME // columns), cancelled):
        block[:] = random.randn(*block.shape)
    for _ in range(2):
        R = reduce_blocks(_blocks(drawn, block_height(columns), cancelled), columns).R
        drawn = _product(drawn, np.linalg.inv(R * np.sign(R.diagonal())[:, np.newaxis]), cancelled)
    return drawn


def _product(tall: Matrix, small: Matrix, cancelled: IsCancelled) -> Matrix:
    """Multiply in blocks that stay in one thread, which is several times faster."""
    height = max(len(small), PRODUCTS_OF_ONE_THREAD // small.size)
    return np.concatenate([block @ small for block in _blocks(tall, height, cancelled)])


def _blocks(tall: Matrix, height: int, cancelled: IsCancelled) -> Iterator[Matrix]:
    for start in range(0, len(tall), height):
        if cancelled():
            raise Cancelled
        yield tall[start : start + height]
