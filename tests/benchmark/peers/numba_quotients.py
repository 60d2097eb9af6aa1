"""The definition itself, compiled: two losses per weight."""

from collections.abc import Callable
from functools import partial

import numpy as np

from ..task import Array, Run, Task

Loss = Callable[[Array, Array, Array], float]


def prepare(task: Task) -> Run:
    """Return the compiled descent."""
    from numba import njit

    compiled = njit(fastmath=True)
    return partial(
        compiled(_descend), compiled(_loss), task.A, task.y, task.w, task.h, task.learning_rate
    )


def _loss(A: Array, y: Array, w: Array) -> float:
    squares = 0.0
    for i in range(len(y)):
        residual = y[i]
        for k in range(len(w)):
            residual -= A[i, k] * w[k]
        squares += residual * residual
    return squares / len(y)


def _descend(
    loss: Loss, A: Array, y: Array, start: Array, h: float, rate: float, epochs: int
) -> Array:
    w, delta, losses = start.copy(), np.empty_like(start), np.empty(epochs + 1)
    losses[0] = loss(A, y, w)
    for epoch in range(epochs):
        for k in range(len(w)):
            held = w[k]
            w[k] = held + h
            ahead = loss(A, y, w)
            w[k] = held - h
            delta[k] = (ahead - loss(A, y, w)) / (2 * h)
            w[k] = held
        w -= rate * delta
        losses[epoch + 1] = loss(A, y, w)
    return losses
