"""The optimum itself: the weights with the least loss, and how many of their digits are right.

Every ending of a descent is compared with these. They take no descent and no quotient:

1. Columns are scaled by powers of two, which rounds nothing, and reduced to a triangle.
2. The rank is decided on columns of length 1. A column that is a combination of those before it,
   to the rounding of its cells, is dependent: ``Basis`` finds the combination. Of a small table,
   what is left of the column is then compared with that rounding itself.
3. The normal equations AᵀA·x = AᵀY of the independent columns are held without any rounding
   (``ExactProducts``). The triangle solves them roughly; what is left of them is computed exactly
   and solved for again, until x is right to more digits than float64 has.
4. So the error of each weight is known: what rounding it to float64 cuts off. Only if the rows
   are too many, or the caller is in a hurry, is the triangle solved in their place, in float64, and
   then its own rounding counts as well.
"""

import math
from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from .cancelling import IsCancelled, check
from .errors import BadSetting
from .exact.dependence import (
    BELOW_ROUNDING,
    LARGEST,
    Basis,
    Combination,
    NearestWeights,
    clipped,
)
from .exact.extended import ExactProducts, WholeNumbers, float_of, scaled_by_powers, whole_of
from .exact.scaled_table import (
    BlockwiseTable,
    Indices,
    Powers,
    ReducedTable,
    ScaledTable,
    WholeTable,
    is_small,
)
from .exact.triangular import triangle_inverse
from .language.sentence import marked
from .matrix import Matrix, frozen
from .problem import Problem, check_problem
from .settings import MEAN_SQUARE, Settings
from .threads.caching import cached_property
from .triangle import Triangle, triangle_below

if TYPE_CHECKING:
    from .formula.formula import Formula

EPSILON = float(np.finfo(float).eps)
# Whole numbers of more columns cost more than twice the triangle (1,000 rows measured).
MOST_EXACT = 64
# Columns of a condition below 1e11 are independent however the triangle was rounded.
SURELY_FULL = 1e-11
# What reducing N rows to a triangle moves a column of length 1 by: 2ε + 0.15·√N·ε at most. That is
# twice what was measured for 10 to 1,000,000 rows of up to 30 columns.
REDUCTION = (2 * EPSILON, 0.15 * EPSILON)
# Columns that are sums of others, each rounded to float64, are dependent to 1 … 2 ε on columns of
# length 1, and what reducing the rows adds comes on top: 7 ε was measured at 2,000 rows.
ROUNDED_SUM = 2 * EPSILON
# 1/κ of 10^13 is 450 ε, and must not be taken for dependent.
MOST_DEPENDENT = 100 * EPSILON
# A correction by a rounded triangle leaves at most κ·√j times this of the error.
LEFT_BY_CORRECTION = 4 * EPSILON
# Further than this a rounded triangle does not lead to the solution: eliminate instead.
NOT_CONTRACTING = 0.25
# Bits behind the point of x beside its smallest weight: twice those of float64, and some.
EXTRA_BITS = 128
# So many bits of each cell, and those that the columns' condition costs, leave a weight's rounding
# to float64 as it is.
BITS_OF_CELLS = 56
# Losses that agree to so much are the same but for rounding.
ALIKE = 1 + 1e-9
# True digits are counted up to those that float64 can hold.
MOST_DIGITS = 16.0
# Below this condition the corrections of twice the digits reach float64's last bit: 2^20 squared is
# 2^-13 of what they have more. They are faster for more weights than so many.
SIMPLE = 2.0**20
FEW_WEIGHTS = 12
# A weight of 0 must not matter in the tenth digit, beside its size if its column alone made up Y.
SMALL_WEIGHT = 1e-10
# Without whole numbers, corrections of twice the digits are made so many times at most.
CORRECTIONS = 4
# numpy adds up to 128 numbers as 8 sums, and more by halving: so a sum of n is rounded at most
# n/8 + 3 times, and by 16 + 3 + log2(n/128) beyond. A product is rounded once before.
SUMS_AT_ONCE = 8
MOST_OF_A_SUM = 128
# A sum of so many squares at once, each rounded, is off by 47 ε of its size at most.
ROUNDED_SQUARES = 64 * EPSILON
WITH_LEAST = marked(
    "engine",
    "the mean square, with c·sum(W²) added or not: no formula tells the least of another",
)
SMALLEST = float(np.finfo(float).smallest_subnormal)


@dataclass(frozen=True, eq=False)
class Optimum:
    """The least-squares solution of a problem, and what is known of its accuracy.

    Attributes
    ----------
    W : Matrix
        The weights (j, 1) with the least loss, in the table's units. If columns are dependent,
        many W fit equally; this one is the nearest to ``problem.W``. A weight beyond the range of
        float64 is the largest that it holds, and has no right digit.
    loss : float
        The least mean squared error. 0 if Y is A·W to the rounding of their cells; inf if it is
        beyond the range of float64.
    loss_error : float
        How far ``loss`` is from the exact one at most. It is more than the rounding of ``loss`` if
        the loss counts as 0, or if a triangle stood for the rows.
    rank : int
        How many columns are independent, on columns of length 1.
    dependent : tuple of (int, mapping)
        Each column, by its index from 0, that is a combination of independent columns before it,
        with their coefficients in the table's units. A column of zeros has none.
    error : Matrix
        How far each weight is from the exact optimum at most, (j,), in the table's units; NaN for
        weights that the table does not determine. Of a weight that is exactly 0, how far rounding
        the cells of Y may move it.
    digits : Matrix
        How many significant digits of each weight are right at least, (j,), from 0 to 16; NaN for
        weights that the table does not determine.
    unit_columns : Matrix
        A triangle (n, j) of A on columns of length 1.
    """

    W: Matrix
    loss: float
    loss_error: float
    rank: int
    dependent: tuple[tuple[int, Combination], ...]
    error: Matrix
    digits: Matrix
    unit_columns: Matrix = field(repr=False)

    @cached_property
    def condition(self) -> float:
        """σmax/σmin of A on columns of length 1; inf if columns are dependent."""
        if self.dependent:
            return math.inf
        singular = np.linalg.svd(self.unit_columns, compute_uv=False)
        return float(singular[0] / singular[-1]) if singular[-1] else math.inf


def optimum(
    problem: Problem,
    refine: bool = False,
    *,
    triangle: Triangle | None = None,
    exact: bool = True,
    loss: str = MEAN_SQUARE,
    cancelled: IsCancelled = lambda: False,
) -> Optimum:
    """Return the weights with the least mean squared error, and how many digits are right.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1); W is the start, which only matters if columns are dependent.
    refine : bool, optional
        Whether to pass over the rows again if they have more than 100,000 cells. Otherwise the
        triangle stands for those, and its rounding for the error.
    triangle : Triangle, optional
        The rows reduced, if the caller has that already.
    exact : bool, optional
        Whether to compute exactly if the rows have 100,000 cells or fewer. Otherwise the triangle
        stands for them as well, which takes 1 ms instead of 17 ms at 1,000×100. ``refine``
        needs the default.
    loss : str, optional
        The mean square, or a formula of it with c·sum(W²) added, such as
        "mean((Y − P)²) + 0.1·sum(W²)".
    cancelled : callable, optional
        Asked for each block of rows, and between the steps of the solution, whether to stop.

    Returns
    -------
    Optimum
        W (j, 1), its loss, rank and dependent columns, and a bound of the error of each weight.

    Raises
    ------
    BadSetting
        If no formula tells the least of the loss.
    Cancelled
        If ``cancelled`` returns True.

    Notes
    -----
    The errors are those beside the exact optimum of the table as float64 holds it. That a cell is
    itself rounded does not count, except that columns which are dependent to that rounding are
    dependent.

    Examples
    --------
    >>> best = optimum(Problem([[1, 0], [1, 1], [1, 2]], [1, 3, 5]))
    >>> best.W.tolist(), best.loss, best.rank
    ([[1.0], [2.0]], 0.0, 2)
    """
    check_problem(problem, "optimum")
    if loss != MEAN_SQUARE and (formula := Settings(loss=loss).formula) is not None:
        return _of_ridge(problem, loss, formula, cancelled)
    if exact and is_small(problem):
        return _solved(problem, WholeTable(problem, cancelled), cancelled)
    reduced = ReducedTable(problem, triangle, cancelled)
    if not refine:
        return _solved(problem, reduced, cancelled)
    return _solved(problem, BlockwiseTable(problem, reduced, cancelled), cancelled)


def _of_ridge(problem: Problem, loss: str, formula: "Formula", cancelled: IsCancelled) -> Optimum:
    """Return the optimum of a mean square with c·sum(W²) added."""
    from .losses.ridge import ridge_rows_alone  # loaded on use, as in engine/__init__.py

    found = ridge_rows_alone(problem, formula)
    if found is None:
        raise BadSetting(marked("engine", "the loss"), loss, WITH_LEAST)
    rows, factor = found
    best = optimum(rows, refine=True, cancelled=cancelled)
    return replace(best, loss=best.loss * factor, loss_error=best.loss_error * factor)


class _ExactlyDependent(Exception):
    """Some of the chosen columns are dependent, which only their exact products show.

    Rows that are all alike round alike, so the triangle's rounding may then be larger than any
    tolerance for it: at 20,000 such rows, ten columns looked independent.
    """

    def __init__(self, positions: list[int]) -> None:
        super().__init__(marked("engine", "chosen columns {positions}").format(positions=positions))
        self.positions = positions


def _solved(problem: Problem, table: ScaledTable, cancelled: IsCancelled) -> Optimum:
    dependent: frozenset[int] = frozenset()
    independent: frozenset[int] = frozenset()
    while True:  # twice more at most for each column
        solution = _Solution(problem, table, cancelled, dependent, independent)
        if (beyond := solution.first_beyond_rounding()) is not None:
            independent |= {beyond}
            continue
        try:
            return solution.optimum()
        except _ExactlyDependent as found:
            dependent |= solution.columns(found.positions)


@dataclass(frozen=True, eq=False)
class _Weights:
    """The weights of scaled columns, how far off they are at most, and the least sum of squares.

    ``moved`` is how far the length of the residual may be from its true one.
    """

    x: Matrix
    error: Matrix
    squares: float
    moved: float = 0.0


class _Solution:
    """One table on its way to its optimum: scaled, its rank decided, then solved."""

    def __init__(
        self,
        problem: Problem,
        table: ScaledTable,
        cancelled: IsCancelled,
        dependent: Set[int],
        independent: Set[int],
    ) -> None:
        self._problem = problem
        self._table = table
        self._cancelled = cancelled
        self._known = dependent | independent
        R = table.R
        j = problem.weights
        norms = np.linalg.norm(R[:, :j], axis=0)
        norms[norms == 0] = 1.0
        self._U = R[:, :j] / norms
        self._norms = norms
        inverse = None if dependent or independent else _inverse_if_full(self._U)
        if inverse is not None:
            self._basis = None
            chosen = np.arange(j)
            inverse = inverse / norms[:, np.newaxis]
        else:
            self._basis = Basis(
                self._U,
                min(_reduction(problem.rows) + ROUNDED_SUM, MOST_DEPENDENT),
                cancelled,
                dependent,
                independent,
            )
            chosen = np.array(self._basis.chosen, dtype=np.intp)
            if len(chosen) and chosen[-1] >= len(chosen):
                R = triangle_below(R[:0, : len(chosen) + 1], R[:, np.append(chosen, j)], cancelled)
            else:  # the first columns of a triangle are one
                R = R[:, np.append(chosen, j)]
            inverse = triangle_inverse(R[: len(chosen), : len(chosen)])
        self._chosen = chosen
        rank = len(chosen)
        self._inverse: Matrix = inverse
        self._z = R[:rank, rank]
        self._left = float(np.linalg.norm(R[rank:, rank]))
        self._total = math.hypot(float(np.linalg.norm(self._z)), self._left)
        self._lengths = np.linalg.norm(self._inverse, axis=1)
        # At least the condition of the columns on length 1.
        self._size = math.sqrt(rank) * float(
            np.linalg.norm(self._inverse * norms[chosen, np.newaxis])
        )

    def first_beyond_rounding(self) -> int | None:
        """Return the first column that is less dependent than rounding its cells can explain.

        The triangle cannot tell: its own rounding is up to ten times as large. What is left of the
        column is computed with twice the digits instead, if the rows are at hand and few.
        """
        table, basis, chosen = self._table, self._basis, self._chosen
        if not isinstance(table, WholeTable) or basis is None or not basis.others:
            return None
        if len(chosen) >= min(self._problem.rows, MOST_EXACT) or len(basis.others) > MOST_EXACT:
            return None  # of as many columns as rows, any other is a combination
        share = min(LEFT_BY_CORRECTION * self._size, 1.0)
        for i, k in enumerate(basis.others):
            if k in self._known or not self._U[:, k].any():
                continue
            check(self._cancelled)
            x = basis.coefficients[:, i] * self._norms[k] / self._norms[chosen]
            rest = table.rest_of(k, chosen, x)
            turned = self._inverse.T @ table.products_with(chosen, rest)
            rest = rest - table.combined(chosen, self._inverse @ turned)
            unsure = share * float(np.linalg.norm(turned))
            if float(np.linalg.norm(rest)) > table.rounding_of(k, chosen, x) + unsure:
                return k
        return None

    def columns(self, positions: list[int]) -> frozenset[int]:
        """Return the columns of A at these positions of the chosen ones."""
        return frozenset(self._chosen[positions].tolist())

    def optimum(self) -> Optimum:
        """Solve, and put everything into the table's units."""
        rank = len(self._chosen)
        simple = self._size < SIMPLE and rank > FEW_WEIGHTS
        if self._table.is_rounded and self._basis is None:
            found = self._of_triangle()
        elif simple or rank > MOST_EXACT:
            found = self._corrected()
        else:
            found = self._exactly()
        powers = self._table.output - self._table.columns[self._chosen]
        x, error = found.x, found.error
        W, bound = _in_range(x, error, powers)
        digits = self._digits(x, W, scaled_by_powers(bound, -powers))
        of_zero = scaled_by_powers(self._rounding_of_zero(), powers)
        bound = np.where(W == 0, np.maximum(bound, of_zero), bound)
        loss, off = self._loss(found, self._chosen, self._table.output)
        if self._basis is None or not self._basis.others:
            return Optimum(
                frozen(W.reshape(-1, 1)),
                loss,
                off,
                len(W),
                (),
                _frozen(bound),
                _frozen(digits),
                _frozen(self._U),
            )
        return self._spread(found, W, bound, digits)

    def _rounding_of_zero(self) -> Matrix:
        """Return how far from 0 rounding the cells of Y may move a weight that is exactly 0.

        It has no size that an error could be relative to.
        """
        natural = self._total / self._norms[self._chosen]
        rounding: Matrix = 4 * EPSILON * self._lengths * self._total
        found: Matrix = np.minimum(rounding, SMALL_WEIGHT * natural)
        return found

    def _of_triangle(self) -> _Weights:
        """Solve the triangle in float64, whose rounding is no more than that of reducing to it."""
        j = self._problem.weights
        R = self._table.R[:j, :j]
        x = self._inverse @ self._z
        x = x + self._inverse @ _rest(R, x, self._z)
        terms = np.abs(R) @ np.abs(x) + np.abs(self._z)
        off = np.abs(_rest(R, x, self._z)) + _summing(j + 1) * terms
        share = min(self._size * j * EPSILON, 1.0)
        error = (1 + share) * self._lengths * float(np.linalg.norm(off))
        return self._moved(_Weights(x, error, self._left**2), np.zeros(j + 1))

    def _exactly(self) -> _Weights:
        bits = BITS_OF_CELLS + math.log2(self._size) if self._size else math.inf
        products = self._table.products(self._chosen, bits)
        share = LEFT_BY_CORRECTION * self._size
        found = _exact_weights(products, self._inverse, self._z, self._lengths, share)
        cut = products.cut * math.sqrt(self._problem.rows)
        return self._moved(found, np.full(len(found.x) + 1, cut))

    def _corrected(self) -> _Weights:
        """Solve the triangle, then correct with residuals of twice the digits of float64."""
        x = self._inverse @ self._z
        share = min(LEFT_BY_CORRECTION * self._size, 1.0)
        size, squares = math.inf, self._left**2
        for _ in range(CORRECTIONS):
            check(self._cancelled)
            slopes, found = self._table.residual_products(self._chosen, x)
            turned = self._inverse.T @ slopes
            now = float(np.linalg.norm(turned))
            if not now <= size * NOT_CONTRACTING:
                break
            x = x + self._inverse @ turned
            size, squares = now, max(found - now**2, 0.0)
            if share * size * self._lengths.max() <= BELOW_ROUNDING * np.abs(x).min():
                break
        terms = float(self._norms[self._chosen] @ np.abs(x) + self._total)
        # The rounding of x, what the last correction left, and the rounding of the residual.
        error = EPSILON / 2 * np.abs(x)
        error = error + self._lengths * (2 * share * size + EPSILON**2 * terms * self._size)
        return self._moved(_Weights(x, error, squares), np.zeros(len(x) + 1))

    def _moved(self, found: _Weights, by: Matrix) -> _Weights:
        """Add what moving the columns and Y by such lengths, (j+1,), may do to the weights."""
        if self._table.is_rounded:
            lengths = np.append(self._norms[self._chosen], self._total)
            by = by + _reduction(self._problem.rows) * lengths
        if not by.any():
            return found
        terms = float(by[:-1] @ np.abs(found.x) + by[-1])
        tilted = np.abs(self._inverse @ self._inverse.T) @ by[:-1]
        error = found.error + self._lengths * terms + tilted * self._left
        # That a weight is 0 is then not known.
        error = np.where(found.x == 0, error + EPSILON * self._lengths * self._total, error)
        return _Weights(found.x, error, found.squares, terms + float(by[:-1] @ error))

    def _digits(self, x: Matrix, W: Matrix, error: Matrix) -> Matrix:
        with np.errstate(all="ignore"):
            digits = np.clip(-np.log10(error / np.abs(x)), 0.0, MOST_DIGITS)
        whole = self._lengths * (self._total or 1.0)
        zero = np.where(error <= 2.0**-100 * whole, MOST_DIGITS, 0.0)
        found: Matrix = np.where(W == 0, zero, digits)
        return found

    def _loss(self, found: _Weights, chosen: Indices, output: int) -> tuple[float, float]:
        """Return the loss and its error; what rounding A·W to the cells of Y leaves counts as 0.

        The squares and x are in units of 2^output of Y.
        """
        rows, squares = self._problem.rows, found.squares
        floor = _reduction(rows) if self._table.is_rounded else 2 * EPSILON
        whole = math.ldexp(self._total, self._table.output - output)
        total = float(((self._norms[chosen] * found.x) ** 2).sum()) + whole**2
        moved = found.moved
        off = ROUNDED_SQUARES * squares + (2 * math.sqrt(squares) + moved) * moved
        if squares <= floor**2 * total:
            squares, off = 0.0, off + squares
        loss, error = scaled_by_powers(np.array([squares, off]) / rows, 2 * output).tolist()
        return loss, error + SMALLEST if loss or error else 0.0

    def _spread(self, found: _Weights, W: Matrix, bound: Matrix, digits: Matrix) -> Optimum:
        """Share the weights of the independent columns with those that depend on them."""
        assert self._basis is not None
        check(self._cancelled)
        x = found.x
        loss, off = self._loss(found, self._chosen, self._table.output)
        j, chosen, others = self._problem.weights, self._chosen, self._basis.others
        columns, norms = self._table.columns, self._norms
        ratio = norms[others] / norms[chosen, np.newaxis]
        powers = columns[others] - columns[chosen, np.newaxis]
        table, C = self._basis.shortened(ratio, powers)
        dependent = tuple(zip(others, _combinations(chosen, table), strict=True))
        spread = self._problem.W[:, 0].copy()
        error, right = np.full(j, np.nan), np.full(j, np.nan)
        shared, used = C.any(axis=1), C.any(axis=0)
        alone = chosen[~shared]
        spread[alone], error[alone], right[alone] = W[~shared], bound[~shared], digits[~shared]
        who = np.append(chosen[shared], np.array(others, dtype=np.intp)[used])
        which = np.ix_(shared, used)
        units = -columns[chosen[shared]]
        if used.any():
            weights = NearestWeights(C[which], powers[which], self._cancelled)
            spread[who] = weights.of(x[shared], self._table.output + units, spread[who])
        # The combinations only hold to rounding: correct for that once, and see what is left.
        filled = np.where(self._U.any(axis=0), 1.0, 0.0)
        sizes = np.frexp(spread * filled)[1] + columns
        size = max(int(sizes.max()), self._table.output)
        power, every = self._table.output - size, np.arange(j)
        now = scaled_by_powers(spread * filled, columns - size)
        check(self._cancelled)
        if used.any():
            slopes, _ = self._table.residual_products(every, now, power)
            step = self._inverse @ (self._inverse.T @ slopes[chosen])
            none = np.zeros(len(who))
            more = weights.of(step[shared], size + units, none, beside=spread[who])
            with np.errstate(over="ignore"):
                spread[who] = clipped(spread[who] + more)
            now = scaled_by_powers(spread * filled, columns - size)
        _, squares = self._table.residual_products(every, now, power)
        there, _ = self._loss(_Weights(now, now, squares), every, size)
        is_alike = there <= loss * ALIKE
        beyond = np.abs(spread) == LARGEST
        error[beyond], right[beyond] = np.inf, 0.0
        return Optimum(
            frozen(spread.reshape(-1, 1)),
            loss if is_alike else there,
            off if is_alike else off + (there - loss),
            len(chosen),
            dependent,
            _frozen(error),
            _frozen(right),
            _frozen(self._U),
        )


def _reduction(rows: int) -> float:
    """Return how far reducing so many rows moves a column of length 1."""
    once, grows = REDUCTION
    return once + grows * math.sqrt(rows)


def _inverse_if_full(U: Matrix) -> Matrix | None:
    """Return the inverse of columns of length 1; None unless they are surely independent.

    They are if that does not depend on how their triangle was rounded.
    """
    n, j = U.shape
    if n < j or np.abs(U.diagonal()).min() <= SURELY_FULL:
        return None
    inverse = triangle_inverse(U[:j])
    # At least σmax/σmin, and found faster.
    size = float(np.linalg.norm(inverse) * np.linalg.norm(U))
    return inverse if size * SURELY_FULL < 1 else None


def _rest(R: Matrix, x: Matrix, z: Matrix) -> Matrix:
    """Return z − R·x, each of whose sums is off by at most ``_summing`` of its terms."""
    terms = np.concatenate((R * -x, z[:, np.newaxis]), axis=1)
    found: Matrix = terms.sum(axis=1)
    return found


def _summing(n: int) -> float:
    """Return by how much of its terms a sum of n products is off at most, in numpy's order."""
    roundings = 1 + min(n, MOST_OF_A_SUM) / SUMS_AT_ONCE + 3
    return EPSILON / 2 * (roundings + math.log2(max(n / MOST_OF_A_SUM, 1.0)) + 1)


def _exact_weights(
    products: ExactProducts, inverse: Matrix, z: Matrix, lengths: Matrix, share: float
) -> _Weights:
    """Solve AᵀA·x = AᵀY, which are exact, with the inverse of the triangle as a first guess."""
    G, c = products.values[:-1, :-1], products.values[:-1, -1]
    x = inverse @ z
    smallest = float(np.abs(x[x != 0]).min(initial=1.0))
    bits = EXTRA_BITS - min(math.frexp(smallest)[1], 0)
    X = _whole(x, bits)
    right = c << bits
    size = math.inf
    converged = False
    while not converged:
        left = np.array([products.float_of(g, bits) for g in right - G @ X])
        turned = inverse.T @ left
        before, size = size, float(np.linalg.norm(turned))
        if not (share < NOT_CONTRACTING and size <= before * NOT_CONTRACTING):
            break
        X = X + _whole(inverse @ turned, bits)
        error = lengths * (2 * max(share, size / before) * size) + 2.0**-bits
        x = np.array([float_of(number, bits) for number in X])
        converged = bool((error <= np.maximum(BELOW_ROUNDING * np.abs(x), 2.0 ** (8 - bits))).all())
    if not converged:
        X = _eliminated(G, c, bits)
        error = np.full(len(z), 2.0**-bits)
        x = np.array([float_of(number, bits) for number in X])
    x = np.where(np.abs(x) <= error, 0.0, x)
    cut = np.array([abs(float_of(number, bits)) for number in X - _whole(x, bits)])
    error = (error + cut) * (1 + 4 * EPSILON)  # which is itself rounded
    squares = (products.values[-1, -1] << 2 * bits) - 2 * (c @ X << bits) + X @ (G @ X)
    return _Weights(x, error, products.float_of(squares, 2 * bits))


def _eliminated(G: WholeNumbers, c: WholeNumbers, bits: int) -> WholeNumbers:
    """Solve G·x = c without rounding, by Bareiss's elimination; x in units of 2^-bits.

    That costs more than correcting, but needs no first guess. Raises ``_ExactlyDependent`` if some
    columns depend on those before them: what is left of their products is then 0.
    """
    M = np.concatenate((G, c[:, np.newaxis]), axis=1)
    previous = 1
    dependent = []
    for k in range(len(M)):
        if not M[k, k]:
            dependent.append(k)
            continue
        below = M[k + 1 :]
        M[k + 1 :] = (below * M[k, k] - np.outer(below[:, k], M[k])) // previous
        previous = M[k, k]
    if dependent:
        raise _ExactlyDependent(dependent)
    x: list[Any] = [Fraction(0)] * len(M)
    for k in reversed(range(len(M))):
        known = sum((M[k, i] * x[i] for i in range(k + 1, len(M))), Fraction(0))
        x[k] = (M[k, -1] - known) / M[k, k]
    return np.array([(v.numerator << bits) // v.denominator for v in x], dtype=object)


def _whole(values: Matrix, bits: int) -> WholeNumbers:
    return np.array([whole_of(v, bits) for v in values.tolist()], dtype=object)


def _in_range(x: Matrix, error: Matrix, powers: Powers) -> tuple[Matrix, Matrix]:
    """Return x·2^powers and its error, with what float64 cannot hold of them in the error."""
    W = scaled_by_powers(x, powers)
    bound = scaled_by_powers(error, powers)
    inexact = scaled_by_powers(W, -powers) != x
    bound = np.where(inexact, bound + SMALLEST, bound)
    bound[np.isinf(W)] = np.inf
    return clipped(W), bound


def _combinations(chosen: Indices, table: Matrix) -> Iterator[Combination]:
    """Yield the combination that each column of coefficients is of the chosen columns."""
    by_column = _frozen(np.ascontiguousarray(table.T))
    terms_of = np.count_nonzero(by_column, axis=1).tolist()
    for coefficients, count in zip(by_column, terms_of, strict=True):
        if count == len(chosen):
            yield Combination(chosen, coefficients)
        else:
            terms = np.flatnonzero(coefficients)
            yield Combination(chosen[terms], coefficients[terms])


def _frozen(values: Matrix) -> Matrix:
    values.setflags(write=False)
    return values
