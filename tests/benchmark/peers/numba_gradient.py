"""The analytic gradient, compiled: loss and gradient from one pass over the rows."""

from collections.abc import Callable
from functools import partial

import numpy as np

from ..task import Array, Run, Task

Pass = Callable[[Array, Array, Array, Array], float]


def prepare(task: Task) -> Run:
    """Return the compiled descent."""
    from numba import njit

    compiled = njit(fastmath=True)
    return partial(
        compiled(_descend), compiled(one_pass), task.A, task.y, task.w, task.learning_rate
    )


def one_pass(A: Array, y: Array, w: Array, slope: Array) -> float:
    """Return the sum of squares and store Aᵀ(y − A·w) in ``slope``."""
    squares = 0.0
    slope[:] = 0.0
    for i in range(len(y)):
        residual = y[i]
        for k in range(len(w)):
            residual -= A[i, k] * w[k]
        squares += residual * residual
        for k in range(len(w)):
            slope[k] += residual * A[i, k]
    return squares


def _descend(rows: Pass, A: Array, y: Array, start: Array, rate: float, epochs: int) -> Array:
    w, slope, losses = start.copy(), np.empty_like(start), np.empty(epochs + 1)
    pull = 2 * rate / len(y)
    for epoch in range(epochs + 1):
        losses[epoch] = rows(A, y, w, slope) / len(y)
        for k in range(len(w)):
            w[k] += pull * slope[k]
    return losses
