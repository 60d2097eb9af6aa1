"""Bowls of known tables for the tests."""

import numpy as np
from hypothesis import strategies as st

from engine import Matrix, Problem, Settings
from engine.surface.bowl import Bowl


def problem_of(seed: int, rows: int = 12, weights: int = 4) -> Problem:
    """Draw a problem whose columns differ a hundredfold in size."""
    draw = np.random.default_rng(seed)
    A = draw.normal(size=(rows, weights)) * 10.0 ** draw.uniform(-1, 1, weights)
    return Problem(A, draw.normal(size=rows), draw.normal(size=weights))


def bowl_of(problem: Problem, *, scaled: bool = False, loss: str = "mean square") -> Bowl:
    """Return the bowl of a problem that has one."""
    found = Bowl.of(problem, Settings(scale_columns=scaled, loss=loss))
    assert found is not None
    return found


def loss_at(problem: Problem, W: Matrix) -> float:
    """Return the mean square at W (j, 1), written out."""
    return float(np.mean(np.square(problem.Y - problem.A @ W.reshape(-1, 1))))


SEEDS = st.integers(0, 10**6)
