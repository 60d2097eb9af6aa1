"""The singular value decomposition of a table, in pieces between which it can be cancelled.

LAPACK makes it in one piece, in which nothing can cancel: that of 999×5,000 takes 1.5 s. Of a wide
table, most of it is the reduction to a triangle and the way back, which are made here by panels of
columns. What is left is the decomposition of that triangle, 0.4 s for 1,000 rows.
"""

import numpy as np

from ..cancelling import IsCancelled, check
from ..matrix import Matrix
from ..triangle import OPERATIONS_AT_ONCE, is_by_panels, reflections


def decompose(A: Matrix, cancelled: IsCancelled = lambda: False) -> tuple[Matrix, Matrix, Matrix]:
    """Return U (N, n), s (n,) and Vᵀ (n, j) with A = U·diag(s)·Vᵀ, n the smaller of N and j.

    Parameters
    ----------
    A : ndarray, shape (N, j)
    cancelled : callable
        Asked every 20 ms in a wide table of many cells, but for its triangle; True cancels.

    Raises
    ------
    LinAlgError
        If the singular values cannot be computed.
    Cancelled
        If ``cancelled`` returned True.
    """
    rows, columns = A.shape
    if columns <= rows or not is_by_panels(columns, rows):
        U, sizes, Vt = np.linalg.svd(A, full_matrices=False)
        return U, sizes, Vt
    stacked = A.T.copy()
    panels = list(reflections(stacked, cancelled=cancelled))
    check(cancelled)
    U, sizes, back = np.linalg.svd(np.tril(stacked[:rows].T))
    V = np.zeros((columns, rows))
    V[:rows] = back.T
    for start, reflected, turned in reversed(panels):
        at_once = max(1, OPERATIONS_AT_ONCE // (4 * reflected.size))
        for left in range(0, rows, at_once):
            check(cancelled)
            part = V[start:, left : left + at_once]
            part -= turned.T @ (reflected.T @ part)
    return U, sizes, V.T
