"""What the model says and how wrong it is."""

import numpy as np

from .matrix import Matrix


def predict(A: Matrix, W: Matrix) -> Matrix:
    """Ŷ = A·W, shape (N, 1)."""
    with np.errstate(over="ignore", invalid="ignore"):
        return A @ W


def residual(Y: Matrix, prediction: Matrix) -> Matrix:
    """Y − Ŷ, of the shape of both; NaN or inf where that is no finite number."""
    with np.errstate(over="ignore", invalid="ignore"):
        return Y - prediction


def mean_squared_error(A: Matrix, W: Matrix, Y: Matrix) -> float:
    """loss(W) = (1/N) Σ (Y − A·W)²; inf where the squares overflow."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.mean((Y - A @ W) ** 2))
