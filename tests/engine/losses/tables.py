"""Tables for losses: with an outlier, with two classes, and with counts."""

import numpy as np

from engine import Problem

from ..formula.losses import LOSSES

SMOOTH = ("log-cosh", "log of cosh", "Poisson", "logistic")


def with_outlier(seed: int = 1, rows: int = 40, weights: int = 3) -> Problem:
    """Draw a table of which one Y is far off."""
    draw = np.random.default_rng(seed)
    A = draw.normal(size=(rows, weights))
    A[:, 0] = 1.0
    Y = A @ draw.normal(size=weights) + 0.3 * draw.normal(size=rows)
    Y[rows // 2] += 20
    return Problem(A, Y, 0.1 * draw.normal(size=weights))


def table_for(name: str, seed: int = 1) -> Problem:
    """Draw a table that suits one of the twelve losses."""
    problem = with_outlier(seed)
    if name not in ("Poisson", "logistic"):
        return problem
    return Problem(problem.A, (problem.Y > 0).astype(float), problem.W)


__all__ = ["LOSSES", "SMOOTH", "table_for", "with_outlier"]
