"""The compiled analytic gradient, with the rows divided among all cores."""

from functools import partial

import numpy as np

from ..task import Array, Run, Task
from .numba_gradient import one_pass


def prepare(task: Task) -> Run:
    """Return the compiled descent."""
    from numba import get_num_threads, njit, prange

    rows = njit(fastmath=True)(one_pass)

    @njit(fastmath=True, parallel=True)
    def descend(parts: int, A: Array, y: Array, start: Array, rate: float, epochs: int) -> Array:
        w, losses, pull = start.copy(), np.empty(epochs + 1), 2 * rate / len(y)
        slopes, squares = np.empty((parts, len(w))), np.empty(parts)
        for epoch in range(epochs + 1):
            for part in prange(parts):
                own = slice(part * len(y) // parts, (part + 1) * len(y) // parts)
                squares[part] = rows(A[own], y[own], w, slopes[part])
            losses[epoch] = 0.0
            for part in range(parts):
                losses[epoch] += squares[part] / len(y)
                for k in range(len(w)):
                    w[k] += pull * slopes[part, k]
        return losses

    return partial(descend, get_num_threads(), task.A, task.y, task.w, task.learning_rate)
