"""The published loop with its quotient corrected: every promise of speed is relative to it."""

from functools import partial

import numpy as np

from engine import Matrix

from .task import Array, Run, Task


def prepare(task: Task) -> Run:
    """Return the loop over the task's own matrices."""
    problem = task.problem
    return partial(published_loop, problem.A, problem.Y, problem.W, task.h, task.learning_rate)


def published_loop(A: Matrix, Y: Matrix, W: Matrix, h: float, rate: float, epochs: int) -> Array:
    """Descend as the published listing does: weight by weight, two losses a weight."""
    W, losses = W.copy(), [_loss(A, Y, W)]
    for _ in range(epochs):
        delta = np.zeros_like(W)
        for k in range(len(W)):
            ahead, behind = W.copy(), W.copy()
            ahead[k] += h
            behind[k] -= h
            delta[k] = (_loss(A, Y, ahead) - _loss(A, Y, behind)) / (2 * h)
        W -= rate * delta
        losses.append(_loss(A, Y, W))
    return np.array(losses)


def _loss(A: Matrix, Y: Matrix, W: Matrix) -> np.floating:
    return np.mean((Y - A @ W) ** 2)
