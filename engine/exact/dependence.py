"""Columns that depend on others: which, how they are combined, and the weights they share.

``Basis`` chooses the independent columns and finds the combination that each other column is.
``nearest`` shares the weights of the independent columns with those that depend on them, so that
the result is as near as possible to the start.
"""

import math
from collections.abc import Set

import numpy as np

from ..cancelling import IsCancelled, check
from ..matrix import Matrix
from .extended import pair_sum, scaled_by_powers, two_product
from .scaled_table import Powers

# Of a shorter rest the terms are looked at: it may be that short because they are large.
SUSPICIOUS = 1e-3
# A combination is given with fewer decimal digits if it holds with so many at most; more of them
# would only be a little wrong.
MOST_DECIMALS = 14
# The last of these changes nothing but for coefficients of very different sizes.
CORRECTIONS = 4
LARGEST = float(np.finfo(float).max)
SMALLEST_NORMAL = float(np.finfo(float).smallest_normal)


class Basis:
    """The independent columns, and how the others are combined of them.

    U (n, j) is a triangle of columns of length 1, or 0. Columns are taken from left to right; one
    is dependent if what is left of it, without its part along those before it, is small beside
    the terms of the combination, or if it is known to be by its exact products.
    """

    def __init__(
        self,
        U: Matrix,
        tolerance: float,
        cancelled: IsCancelled = lambda: False,
        dependent: Set[int] = frozenset(),
    ) -> None:
        self._tolerance = tolerance
        n, j = U.shape
        most = min(n, j)
        self.chosen: list[int] = []
        Q, T = np.zeros((n, most)), np.zeros((most, most))
        for k in range(j):
            check(cancelled)
            m = len(self.chosen)
            if m == most:
                break
            if k in dependent:
                continue
            along, left = _along(Q[:, :m], U[:, k])
            length = float(np.linalg.norm(left))
            terms = 1.0
            if length < SUSPICIOUS:
                terms = math.hypot(1.0, float(np.linalg.norm(_solve(T[:m, :m], along))))
            if length <= tolerance * terms:
                continue
            T[:m, m], T[m, m] = along, length
            Q[:, m] = left / length
            self.chosen.append(k)
        m = len(self.chosen)
        self.others = [k for k in range(j) if k not in set(self.chosen)]
        self.coefficients = _solve(T[:m, :m], Q[:, :m].T @ U[:, self.others])
        """Of each other column (second axis) in terms of the chosen ones (first axis)."""

    def shortened(self, U: Matrix, ratio: Matrix, powers: Powers) -> tuple[Matrix, Matrix]:
        """Return the coefficients with as few decimal digits in the table's units as will do.

        Those units are ratio·2^powers of the units here. The second result is the same without
        the powers of two: a coefficient may be beyond the range of float64.
        """
        C = self.coefficients
        size = np.hypot(1.0, np.linalg.norm(C, axis=0))
        scaled = np.where(np.abs(C) <= self._tolerance * size, 0.0, C) * ratio
        table = clipped(scaled_by_powers(scaled, powers))
        todo = (
            (np.abs(table) < LARGEST) & ((np.abs(table) > SMALLEST_NORMAL) | (scaled == 0))
        ).all(axis=0)
        columns, base = U[:, self.others], U[:, self.chosen]
        for digits in range(1, MOST_DECIMALS + 1):
            if not todo.any():
                break
            rounded = _rounded(table, digits)
            back = scaled_by_powers(rounded, -powers)
            left = np.linalg.norm(columns - base @ (back / ratio), axis=0)
            done = todo & (left <= self._tolerance * size)
            table[:, done], scaled[:, done] = rounded[:, done], back[:, done]
            todo &= ~done
        return table, scaled


def _along(Q: Matrix, a: Matrix) -> tuple[Matrix, Matrix]:
    """Return the part of a along the orthonormal columns of Q, and what is left of it."""
    # Twice: the first time leaves some of the part along Q to rounding.
    along = Q.T @ a
    left = a - Q @ along
    more = Q.T @ left
    return along + more, left - Q @ more


def _solve(T: Matrix, right: Matrix) -> Matrix:
    found: Matrix = np.linalg.solve(T, right) if len(T) else right[:0]
    return found


def _least(T: Matrix, right: Matrix) -> Matrix:
    found: Matrix = np.linalg.lstsq(T, right)[0]
    return found


def _rounded(values: Matrix, digits: int) -> Matrix:
    """Round to so many significant decimal digits."""
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        places = digits - 1 - np.floor(np.log10(np.abs(values)))
        up, down = 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(-places, 0)
        rounded = np.rint(values * up / down) / up * down
    return np.where(np.isfinite(rounded), rounded, values)


def nearest(C: Matrix, powers: Powers, x: Matrix, outputs: Powers, start: Matrix) -> Matrix:
    """Return the solution of W₁ + C·2^powers·W₂ = x·2^outputs that is nearest to the start.

    W is W₁ and W₂ below it. Each row is scaled to coefficients of 1 at most, and the step is
    corrected with residuals of twice the digits: the coefficients may be of any size.
    """
    rows = np.maximum((np.frexp(C)[1] + np.where(C == 0, -(2**15), powers)).max(axis=1), 0)
    T = np.concatenate((np.eye(len(C)), C), axis=1)
    scale = np.concatenate((np.zeros((len(C), len(C)), np.int32), powers), axis=1)
    T = scaled_by_powers(T, scale - rows[:, np.newaxis])
    outputs = outputs - rows
    size = max(int((np.frexp(x)[1] + outputs).max()), int(np.frexp(np.abs(start).max())[1]))
    right, W = scaled_by_powers(x, outputs - size), scaled_by_powers(start, -size)
    Q, R = np.linalg.qr(T.T)
    is_full = bool(np.diag(R).all())  # unless coefficients of more than 1e308 leave rows alike
    for _ in range(CORRECTIONS):
        product, error = two_product(T.T, -W[:, np.newaxis])
        high, low = pair_sum(
            np.concatenate((right[np.newaxis], product)),
            np.concatenate((np.zeros((1, len(right))), error)),
        )
        W = W + Q @ (_solve(R.T, high + low) if is_full else _least(R.T, high + low))
    return clipped(scaled_by_powers(W, size))


def clipped(values: Matrix) -> Matrix:
    """Return the nearest numbers that are finite."""
    found: Matrix = np.clip(values, -LARGEST, LARGEST)
    return found
