"""The model's prediction and its error."""

import numpy as np

from .matrix import Matrix


def predict(A: Matrix, W: Matrix) -> Matrix:
    """Return the prediction Ŷ = A·W.

    Parameters
    ----------
    A : ndarray, shape (N, j)
    W : ndarray, shape (j, 1)

    Returns
    -------
    ndarray, shape (N, 1)
        inf or NaN, without a warning, if it overflows.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return A @ W


def residual(Y: Matrix, prediction: Matrix) -> Matrix:
    """Return Y − Ŷ.

    Parameters
    ----------
    Y, prediction : ndarray, shape (N, 1)

    Returns
    -------
    ndarray, shape (N, 1)
        inf or NaN, without a warning, if it overflows.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return Y - prediction


def mean_squared_error(A: Matrix, W: Matrix, Y: Matrix) -> float:
    """Return the loss, (1/N) Σ (Y − A·W)² over the N rows.

    Parameters
    ----------
    A : ndarray, shape (N, j)
    W : ndarray, shape (j, 1)
    Y : ndarray, shape (N, 1)

    Returns
    -------
    float
        inf, without a warning, if the squares overflow.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.mean((Y - A @ W) ** 2))
