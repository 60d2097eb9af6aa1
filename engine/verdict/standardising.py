"""What a table of standardised columns is to a descent, without running on it."""

from dataclasses import replace

import numpy as np

from ..matrix import Matrix
from ..optimum import Optimum
from ..problem import Problem
from ..settings import Settings
from ..unit_columns import column_norms
from .cures import Nearness, gain
from .gap import Gap

MOST_CELLS = 2**18
"""The triangle of so many, of ten columns, takes 20 ms."""


def standardised_gap(
    problem: Problem, best: Optimum, ones: int, *, scale_columns: bool
) -> Gap | None:
    """Return the distance of the start from the optimum once columns are standardised.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the start W (j, 1), which is moved so that it predicts the same.
    best : Optimum
        That of the problem.
    ones : int
        Which column is constant, from 0; it stays as it is.
    scale_columns : bool
        Whether the descent divides columns by their lengths besides.

    Returns
    -------
    Gap or None
        None of a table that is too large to look at, and of numbers that are.
    """
    if problem.A.size > MOST_CELLS:
        return None
    with np.errstate(all="ignore"):
        means, spreads = problem.A.mean(axis=0), problem.A.std(axis=0)
        spreads[spreads == 0] = 1.0
        means[ones], spreads[ones] = 0.0, 1.0
        A = (problem.A - means) / spreads
        constant = float(problem.A[0, ones])

        def moved(W: Matrix) -> Matrix:
            new: Matrix = W * spreads[:, np.newaxis]
            new[ones] += float(means @ W[:, 0]) / constant
            return new

        start, optimum = moved(problem.W), moved(best.W)
        if not all(np.isfinite(each).all() for each in (A, start, optimum)):
            return None
        there = Problem(A, problem.Y, start)
        norms = column_norms(there.A).reshape(-1)
        columns = np.asarray(np.linalg.qr(A / np.where(norms > 0, norms, 1.0), mode="r"))
        try:
            known = replace(best, W=optimum, unit_columns=columns)
            return Gap(there, scale_columns, start, known)
        except np.linalg.LinAlgError:
            return None


def told_gain(gap: Gap, settings: Settings, nearness: Nearness, epochs: float) -> str:
    """Return how many epochs a descent takes instead of some; empty if that is not known.

    Parameters
    ----------
    gap : Gap
        From where the descent starts.
    settings : Settings
        With numbers for η and h that suit its columns.
    nearness : Nearness
        Of weights in other units only the loss is asked.
    epochs : float
        How many it takes as it is; inf if it never comes to the optimum.
    """
    return gain(epochs, gap.epochs_to_optimum(settings, nearness.left))
