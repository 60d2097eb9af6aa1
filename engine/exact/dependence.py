"""Columns that depend on others: which, how they are combined, and the weights they share.

``Basis`` chooses the independent columns and finds the ``Combination`` that each other column is.
``NearestWeights`` shares the weights of the independent columns with those that depend on them, so
that the result is as near as possible to the start.

A wide table has a thousand times as many coefficients as columns. So all of this is made by
products of matrices, some columns at a time, between which it can be cancelled.
"""

import math
from collections.abc import Callable, ItemsView, Iterator, Mapping, Set, ValuesView
from typing import NamedTuple

import numpy as np

from ..cancelling import IsCancelled, check
from ..matrix import Matrix
from ..triangle import OPERATIONS_AT_ONCE, PANEL_COLUMNS
from .extended import CELLS_AT_A_TIME, pair_sum, scaled_by_powers, two_product
from .scaled_table import Indices, Powers
from .triangular import triangle_inverse, triangle_solution

# Of a shorter rest the terms are looked at: it may be that short because they are large.
SUSPICIOUS = 1e-3
# What is left of a column when the others of its panel are taken out is at right angles to those
# before the panel, to rounding, unless it is shorter than so much of before: Kahan's "twice is
# enough".
SHORTENED = 0.5
# A combination is given with fewer decimal digits if it holds with so many at most; more of them
# would only be a little wrong.
MOST_DECIMALS = 14
# Whether it does is first tried on so many rows of the triangle, the last, which have few columns.
# At 999×5000 that leaves one of 14 tries for all rows.
ROWS_TRIED = 64
# The last of these changes nothing but for coefficients of very different sizes.
CORRECTIONS = 4
# Solving by the products of the rows is as good as by their QR factorisation if each correction
# leaves so little of the one before, at most: four of them leave nothing.
CONTRACTING = 2.0**-16
# So small a part of float64's last bit makes no difference to how a weight is rounded.
BELOW_ROUNDING = 2.0**-60
EPSILON = float(np.finfo(float).eps)
LARGEST = float(np.finfo(float).max)
SMALLEST_NORMAL = float(np.finfo(float).smallest_normal)

Solve = Callable[[Matrix], Matrix]


class Combination(Mapping[int, float]):
    """The coefficients of the independent columns that make up another column.

    It maps the index of each such column to its coefficient, as a dict would. But the thousands of
    a wide table share one array: as dicts, those of 999×5000 took 0.4 GB.

    Attributes
    ----------
    columns : ndarray
        The indices of the columns, ascending.
    coefficients : Matrix
        Their coefficients.
    """

    def __init__(self, columns: Indices, coefficients: Matrix) -> None:
        self.columns, self.coefficients = columns, coefficients

    def __getitem__(self, column: int) -> float:
        at = int(np.searchsorted(self.columns, column))
        if at == len(self.columns) or self.columns[at] != column:
            raise KeyError(column)
        return float(self.coefficients[at])

    def __iter__(self) -> Iterator[int]:
        return iter(self.columns.tolist())

    def __len__(self) -> int:
        return len(self.columns)

    def items(self) -> ItemsView[int, float]:
        """Return the columns and their coefficients."""
        return self._as_dict().items()

    def values(self) -> ValuesView[float]:
        """Return the coefficients."""
        return self._as_dict().values()

    def __repr__(self) -> str:
        return repr(self._as_dict())

    def _as_dict(self) -> dict[int, float]:
        return dict(zip(self.columns.tolist(), self.coefficients.tolist(), strict=True))


class Basis:
    """The independent columns, and how the others are combined of them.

    U (n, j) is a triangle of columns of length 1, or 0. Columns are taken from left to right; one
    is dependent if what is left of it, without its part along those before it, is small beside
    the terms of the combination, or if it is known to be by its exact products. It is not if it is
    known to be independent.
    """

    def __init__(
        self,
        U: Matrix,
        tolerance: float,
        cancelled: IsCancelled = lambda: False,
        dependent: Set[int] = frozenset(),
        independent: Set[int] = frozenset(),
    ) -> None:
        self._independent = independent - dependent
        self._U, self._tolerance, self._cancelled = U, tolerance, cancelled
        n, j = U.shape
        most = min(n, j)
        self.chosen: list[int] = []
        self._Q, self._T = np.zeros((n, most)), np.zeros((most, most))
        first = self._take_leading(most, dependent)
        for start in range(first, j, PANEL_COLUMNS):
            if len(self.chosen) == most:
                break
            self._take_panel(start, min(start + PANEL_COLUMNS, j), dependent)
        chosen = set(self.chosen)
        self.others = [k for k in range(j) if k not in chosen]
        self.coefficients = self._solved()
        """Of each other column (second axis) in terms of the chosen ones (first axis)."""

    def shortened(self, ratio: Matrix, powers: Powers) -> tuple[Matrix, Matrix]:
        """Return the coefficients with as few decimal digits in the table's units as will do.

        Those units are ratio·2^powers of the units here. The second result is the same without
        the powers of two: a coefficient may be beyond the range of float64.
        """
        C = self.coefficients
        table, scaled = np.empty_like(C), np.empty_like(C)
        base = self._U[:, self.chosen]
        for part in self._parts(len(self.others)):
            check(self._cancelled)
            table[:, part], scaled[:, part] = self._shortened(
                base, self._U[:, self.others[part]], C[:, part], ratio[:, part], powers[:, part]
            )
        return table, scaled

    def _shortened(
        self, base: Matrix, columns: Matrix, C: Matrix, ratio: Matrix, powers: Powers
    ) -> tuple[Matrix, Matrix]:
        allowed = self._tolerance * np.hypot(1.0, np.linalg.norm(C, axis=0))
        scaled = np.where(np.abs(C) <= allowed, 0.0, C) * ratio
        table = clipped(scaled_by_powers(scaled, powers))
        todo = (
            (np.abs(table) < LARGEST) & ((np.abs(table) > SMALLEST_NORMAL) | (scaled == 0))
        ).all(axis=0)
        end = self.chosen[-1] + 1 if self.chosen else 0
        last = slice(max(end - ROWS_TRIED, 0), end)
        few = np.flatnonzero(base[last].any(axis=0))
        part = _Rounding(base[last, few], columns[last], table[few], powers[few], ratio[few])
        whole = _Rounding(base, columns, table, powers, ratio)
        for digits in range(1, MOST_DECIMALS + 1):
            tried = part.holding(digits, np.flatnonzero(todo), allowed)
            if len(tried):
                tried = whole.holding(digits, tried, allowed)
                table[:, tried], scaled[:, tried] = whole.rounded(digits, tried)
                todo[tried] = False
        return table, scaled

    def _take_leading(self, most: int, dependent: Set[int]) -> int:
        """Take the columns up to the first dependent one; return how many.

        They are a triangle already, so what is left of each is its diagonal cell.
        """
        U = self._U
        for k in range(most):
            check(self._cancelled)
            length = abs(float(U[k, k]))
            if k in dependent or self._is_short(k, length, U[:k, :k], U[:k, k]):
                break
            self.chosen.append(k)
        m = len(self.chosen)
        np.fill_diagonal(self._Q[:m, :m], 1.0)
        self._T[:m, :m] = U[:m, :m]
        return m

    def _take_panel(self, start: int, end: int, dependent: Set[int]) -> None:
        """Take the independent ones of some columns."""
        Q, T = self._Q, self._T
        before = len(self.chosen)
        along, left = _along(Q[:, :before], self._U[:, start:end])
        whole = np.linalg.norm(left, axis=0)
        for i, k in enumerate(range(start, end)):
            check(self._cancelled)
            m = len(self.chosen)
            if m == len(T):
                break
            if k in dependent:
                continue
            within, rest = _along(Q[:, before:m], left[:, i])
            parts = np.concatenate((along[:, i], within))
            length = float(np.linalg.norm(rest))
            if length < max(SHORTENED * float(whole[i]), SUSPICIOUS):
                more, rest = _along(Q[:, :m], rest)
                parts += more
                length = float(np.linalg.norm(rest))
            if self._is_short(k, length, T[:m, :m], parts):
                continue
            T[:m, m], T[m, m] = parts, length
            Q[:, m] = rest / length
            self.chosen.append(k)

    def _is_short(self, k: int, length: float, T: Matrix, along: Matrix) -> bool:
        """Return whether what is left of a column is small beside the terms of its combination."""
        if k in self._independent and length > 0:
            return False
        terms = 1.0
        if length < SUSPICIOUS:
            terms = math.hypot(1.0, float(np.linalg.norm(triangle_solution(T, along))))
        return length <= self._tolerance * terms

    def _solved(self) -> Matrix:
        m = len(self.chosen)
        Q, T = self._Q[:, :m], self._T[:m, :m]
        is_leading = self.chosen == list(range(m))
        found = np.empty((m, len(self.others)))
        for part in self._parts(len(self.others)):
            check(self._cancelled)
            columns = self._U[:, self.others[part]]
            found[:, part] = triangle_solution(T, columns[:m] if is_leading else Q.T @ columns)
        return found

    def _parts(self, columns: int) -> Iterator[slice]:
        """Yield slices of so many columns that a product with the chosen ones takes some ms."""
        width = max(OPERATIONS_AT_ONCE // (2 * max(len(self._U), 1) ** 2), 1)
        for start in range(0, columns, width):
            yield slice(start, min(start + width, columns))


class _Rounding(NamedTuple):
    """Coefficients to be rounded to few digits, the independent columns, and those they make up."""

    base: Matrix
    columns: Matrix
    table: Matrix
    powers: Powers
    ratio: Matrix

    def rounded(self, digits: int, tried: Indices) -> tuple[Matrix, Matrix]:
        """Return the rounded coefficients of some columns, and the same without powers of two."""
        values = _rounded(self.table[:, tried], digits)
        return values, scaled_by_powers(values, -self.powers[:, tried])

    def holding(self, digits: int, tried: Indices, allowed: Matrix) -> Indices:
        """Return those of some columns that the rounded coefficients make up nearly enough."""
        _, back = self.rounded(digits, tried)
        made = self.base @ (back / self.ratio[:, tried])
        left = np.linalg.norm(self.columns[:, tried] - made, axis=0)
        found: Indices = tried[left <= allowed[tried]]
        return found


def _along(Q: Matrix, a: Matrix) -> tuple[Matrix, Matrix]:
    """Return the parts of columns along the orthonormal ones of Q, and what is left of them."""
    # Twice: the first time leaves some of the part along Q to rounding.
    along = Q.T @ a
    left = a - Q @ along
    more = Q.T @ left
    return along + more, left - Q @ more


def _rounded(values: Matrix, digits: int) -> Matrix:
    """Round to so many significant decimal digits."""
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        places = digits - 1 - np.floor(np.log10(np.abs(values)))
        up, down = 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(-places, 0)
        rounded = np.rint(values * up / down) / up * down
    return np.where(np.isfinite(rounded), rounded, values)


class NearestWeights:
    """The solutions of W₁ + C·2^powers·W₂ = x·2^outputs that are nearest to a start.

    W is W₁ and W₂ below it. Each row is scaled to coefficients of 1 at most, and the step is
    corrected with residuals of twice the digits: the coefficients may be of any size.

    The step is a combination of the rows. It is found from their products with each other, which
    cost a fifth of their QR factorisation, unless coefficients of very different sizes make that
    too inaccurate to be corrected.
    """

    def __init__(self, C: Matrix, powers: Powers, cancelled: IsCancelled = lambda: False) -> None:
        self._cancelled = cancelled
        sizes = np.frexp(C)[1] + np.where(C == 0, -(2**15), powers)
        self._rows = np.maximum(sizes.max(axis=1), 0)
        self._units = scaled_by_powers(np.ones(len(C)), -self._rows)
        self._C = scaled_by_powers(C, powers - self._rows[:, np.newaxis])
        check(cancelled)
        self._solve, self._share = self._by_products() or (self._by_rows(), 1.0)

    def of(self, x: Matrix, outputs: Powers, start: Matrix, beside: Matrix | None = None) -> Matrix:
        """Return the solution for some x that is nearest to the start.

        If it is to be added to weights ``beside``, it needs no digits that these do not have.
        """
        outputs = outputs - self._rows
        size = max(int((np.frexp(x)[1] + outputs).max()), int(np.frexp(np.abs(start).max())[1]))
        right, W = scaled_by_powers(x, outputs - size), scaled_by_powers(start, -size)
        least = 0.0 if beside is None else _smallest(scaled_by_powers(beside, -size))
        for _ in range(CORRECTIONS):
            check(self._cancelled)
            step = self._solve(self._left(right, W))
            W = W + step
            with np.errstate(over="ignore"):
                left = self._share * float(np.linalg.norm(step))
            if left <= BELOW_ROUNDING * (least or _smallest(W)):
                break
        return clipped(scaled_by_powers(W, size))

    def _left(self, right: Matrix, W: Matrix) -> Matrix:
        """Return what is left of each row, with twice the digits of float64."""
        m, others = self._C.shape
        height = max(CELLS_AT_A_TIME // others, 1)
        first, second = W[:m], -W[m:, np.newaxis]
        found = np.empty(m)
        for start in range(0, m, height):
            part = slice(start, min(start + height, m))
            products, errors = two_product(np.ascontiguousarray(self._C[part].T), second)
            alone = np.stack((right[part], -self._units[part] * first[part]))
            high, low = pair_sum(
                np.concatenate((alone, products)),
                np.concatenate((np.zeros_like(alone), errors)),
            )
            found[part] = high + low
        return found

    def _by_products(self) -> tuple[Solve, float] | None:
        """Return how to solve by the products of the rows, and what that leaves at most.

        It is None if that is too much. What is left of a solution is ε times its condition, which
        is that of the products.
        """
        products = self._C @ self._C.T
        products[np.diag_indices_from(products)] += np.square(self._units)
        check(self._cancelled)
        try:
            inverse = triangle_inverse(np.linalg.cholesky(products).T)
        except np.linalg.LinAlgError:
            return None
        size = float(np.linalg.norm(products)) * float(np.square(inverse).sum())
        share = EPSILON * size
        if not share <= CONTRACTING:
            return None

        def solve(left: Matrix) -> Matrix:
            turned = inverse @ (inverse.T @ left)
            return np.concatenate((self._units * turned, self._C.T @ turned))

        return solve, share

    def _by_rows(self) -> Solve:
        """Return how to solve by the rows' QR factorisation."""
        Q, R = np.linalg.qr(np.concatenate((np.diag(self._units), self._C), axis=1).T)

        def solve(left: Matrix) -> Matrix:
            step: Matrix = Q @ np.linalg.solve(R.T, left)
            return step

        def solve_alike(left: Matrix) -> Matrix:
            step: Matrix = Q @ np.linalg.lstsq(R.T, left)[0]
            return step

        # Coefficients of more than 1e308 leave rows alike.
        return solve if np.diag(R).all() else solve_alike


def _smallest(values: Matrix) -> float:
    """Return the size of the smallest number that is not 0."""
    sizes = np.abs(values)
    return float(sizes[sizes > 0].min(initial=LARGEST))


def clipped(values: Matrix) -> Matrix:
    """Return the nearest numbers that are finite."""
    found: Matrix = np.clip(values, -LARGEST, LARGEST)
    return found
