"""The model's prediction and its error."""

from typing import TypeGuard

import numpy as np
from numpy.typing import ArrayLike

from .errors import ShapesDisagree
from .language.sentence import marked
from .matrix import Matrix, as_column, as_matrix


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

    Raises
    ------
    EngineError
        If an argument is no table of numbers, or the shapes do not fit together.
    """
    A, W = as_table("A", A), as_table("W", W)
    if A.shape[1] != W.shape[0]:
        raise ShapesDisagree("A", A.shape, "W", W.shape)
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
    if not (is_plain(Y) and is_plain(prediction) and Y.shape == prediction.shape):
        Y, prediction = as_table("Y", Y), as_table(marked("engine", "the prediction"), prediction)
    if Y.shape != prediction.shape:
        raise ShapesDisagree(marked("engine", "the prediction"), prediction.shape, "Y", Y.shape)
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
    A, W, Y = as_table("A", A), as_table("W", W), as_table("Y", Y)
    if A.shape[1] != W.shape[0]:
        raise ShapesDisagree("A", A.shape, "W", W.shape)
    if len(A) != len(Y):  # otherwise numpy may stretch one along the other
        raise ShapesDisagree("A", A.shape, "Y", Y.shape)
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.mean((Y - A @ W) ** 2))


def is_plain(values: object) -> TypeGuard[Matrix]:
    """Return whether values are an array of floats without a mask."""
    if not isinstance(values, np.ndarray) or hasattr(values, "mask"):
        return False
    return bool(values.dtype.kind == "f")


def as_table(name: str, values: ArrayLike) -> Matrix:
    """Return numbers as a table: an array of floats as it is, because a run gives many of them."""
    if is_plain(values) and values.ndim in (1, 2):
        return values if values.ndim == 2 else values[:, np.newaxis]
    return as_matrix(name, as_column(values, name) if name != "A" else values)
