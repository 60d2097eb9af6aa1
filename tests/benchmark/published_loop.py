"""The published loop, its quotient corrected: what the vectorised path is measured against."""

import numpy as np

from engine import Matrix


def published_loop(A: Matrix, Y: Matrix, W: Matrix, h: float, rate: float, epochs: int) -> Matrix:
    """Descend as the published listing does: weight by weight, two losses a weight."""
    W = W.copy()
    for _ in range(epochs):
        delta = np.zeros_like(W)
        for k in range(len(W)):
            ahead, behind = W.copy(), W.copy()
            ahead[k] += h
            behind[k] -= h
            delta[k] = (_loss(A, Y, ahead) - _loss(A, Y, behind)) / (2 * h)
        W -= rate * delta
        _loss(A, Y, W)
    return W


def _loss(A: Matrix, Y: Matrix, W: Matrix) -> np.floating:
    return np.mean((Y - A @ W) ** 2)
