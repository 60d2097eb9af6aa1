"""A column of ones for a table that comes without: its weight is the constant of the fit."""

from collections.abc import Sequence

import numpy as np

from engine import Matrix

from ..text.translation import translate

NAME = "1"
ADDED = translate("document", "A column of ones was added: its weight is the constant.")


def has_ones(A: Matrix) -> bool:
    """Return whether a column of A (N, j) is 1 in every row."""
    likely = np.flatnonzero(A[0] == 1)
    return any((A[:, k] == 1).all() for k in likely.tolist())


def with_ones(A: Matrix, names: Sequence[str]) -> tuple[Matrix, tuple[str, ...]]:
    """Return A (N, j + 1) with ones in front, and the names of its columns and, last, of Y.

    ``names`` are those before; empty if there are none.
    """
    rows, columns = A.shape
    wider: Matrix = np.empty((rows, columns + 1))
    wider[:, 0], wider[:, 1:] = 1.0, A
    wider.setflags(write=False)
    return wider, (NAME, *(names or ("",) * (columns + 1)))
