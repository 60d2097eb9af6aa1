"""Some rows are held out of the fit, to see how well it foretells what it has not seen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import BadSetting, NothingToHoldOut
from ..language.sentence import marked
from ..loss import residual
from ..matrix import Matrix
from ..problem import Problem

Mask = NDArray[np.bool_]
SHARE = marked("engine", "the share of rows held out")
NEEDED = marked("engine", "a number above 0 and below 1")
# Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014.
_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_WHOLE = 2**64 - 1


def held_out(rows: int, share: float, seed: int = 0) -> Mask:
    """Return which rows are held out, (N,), at random but the same for the same seed anywhere.

    Parameters
    ----------
    rows : int
        N, at least 2.
    share : float
        Above 0 and below 1. The number of rows is rounded; at least one is held out, and at least
        one is left.
    seed : int, optional
        Another one holds out other rows.

    Raises
    ------
    BadSetting
        If the share is not between 0 and 1.
    NothingToHoldOut
        If there is only one row.

    Notes
    -----
    Each row has a random number by SplitMix64 of the seed and its place, and those with the
    smallest are held out. No version of numpy changes that, as it may change its generators.

    Examples
    --------
    >>> held_out(8, 0.25, seed=1).nonzero()[0].tolist()
    [4, 7]
    """
    if not 0 < share < 1:
        raise BadSetting(SHARE, share, NEEDED)
    if rows < 2:
        raise NothingToHoldOut
    count = min(max(round(share * rows), 1), rows - 1)
    found = np.zeros(rows, dtype=np.bool_)
    found[np.argpartition(_drawn(rows, seed), count - 1)[:count]] = True
    return found


def _drawn(rows: int, seed: int) -> NDArray[np.uint64]:
    """Return a random number for each row, no two alike."""
    start = _mixed(np.array([seed & _WHOLE], dtype=np.uint64))
    return _mixed(start + np.arange(1, rows + 1, dtype=np.uint64) * np.uint64(_STEP))


def _mixed(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return numbers that look random for any; it is one to one."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(_FIRST)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(_SECOND)
    return z ^ (z >> np.uint64(31))


@dataclass(frozen=True, eq=False)
class TrainTestSplit:
    """A table in two: the rows to fit, and those that are held out.

    Attributes
    ----------
    is_held_out : ndarray of bool, shape (N,)
        Which rows are held out.
    train : Problem
        The others, which are fitted.
    test : Problem
        Those held out.
    """

    is_held_out: Mask
    train: Problem
    test: Problem


def split(problem: Problem, is_held_out: Mask) -> TrainTestSplit:
    """Return a table in two; both parts start from the same W.

    Parameters
    ----------
    problem : Problem
        A (N, j) and Y (N, 1).
    is_held_out : ndarray of bool, shape (N,)
        As ``held_out`` returns it; some rows are, and some are not.
    """
    mask = np.array(is_held_out, dtype=np.bool_)
    mask.setflags(write=False)
    train, test = (Problem(problem.A[part], problem.Y[part], problem.W) for part in (~mask, mask))
    return TrainTestSplit(mask, train, test)


def unexplained_share(problem: Problem, W: Matrix, *, about_mean: bool) -> float | None:
    """Return 1 − R² of any weights on some rows; None if Y leaves nothing to explain there.

    Parameters
    ----------
    problem : Problem
        The rows: ``TrainTestSplit.train`` for the train R², its ``test`` for the test R².
    W : ndarray, shape (j, 1)
        The weights.
    about_mean : bool
        Whether R² is about the mean of Y of these rows, as it is if the model has an intercept;
        else it is about 0. The test R² is below 0 if the mean, or 0, foretells better.
    """
    left = residual(problem.Y, problem.A @ W)
    whole = problem.Y - problem.Y.mean() if about_mean else problem.Y
    size = float(np.abs(whole).max())
    if size == 0 or (about_mean and problem.Y.min() == problem.Y.max()):
        return None
    with np.errstate(over="ignore"):
        return float(np.square(left / size).sum() / np.square(whole / size).sum())
