"""Descending on columns of length 1, and reporting weights in the table's own units."""

import numpy as np

from .matrix import Matrix, frozen
from .problem import Problem


def column_norms(A: Matrix) -> Matrix:
    """Return the Euclidean length of each column of A (N, j), shape (j, 1); 1 where that is 0."""
    largest = np.maximum(A.max(axis=0), -A.min(axis=0))
    largest[largest == 0] = 1.0
    norms: Matrix = largest * np.sqrt(np.square(A / largest).sum(axis=0))
    norms[norms == 0] = 1.0
    return norms.reshape(-1, 1)


def scaled(problem: Problem, norms: Matrix) -> Problem:
    """Divide the columns of A by their norms (j, 1), and multiply W, which changes no loss."""
    return Problem(frozen(problem.A / norms.T), problem.Y, problem.W * norms)
