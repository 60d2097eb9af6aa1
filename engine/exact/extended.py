"""Sums of products with more digits than float64 has.

``ExactProducts`` holds [A | Y]ᵀ[A | Y] without any rounding, as Python's whole numbers. Each
column is cut into slices of a few bits; the products of slices are whole numbers below 2^53, which
float64 adds exactly, so that one product of matrices does the work (the scheme of Ozaki, Ogita,
Oishi and Rump, Numerical Algorithms 59, 2012).

``exact_gradient`` and ``residual_products`` need no slices: they keep the rounding error of each
product and sum as a second float64 (Dekker's and Knuth's error-free transformations).
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..cancelling import Cancelled, IsCancelled
from ..errors import ShapesDisagree
from ..matrix import Matrix, as_column, as_matrix
from ..problem import Problem, check_problem
from ..settings import Settings, check_settings
from ..unit_columns import column_norms, on_unit_lengths

WholeNumbers = NDArray[np.object_]
"""Python's int, of any size, in an array."""

# 2048 rows × 44 slices of columns stay in the second-level cache; fewer rows cost more calls.
ROWS_OF_SLICES = 2**11
# OpenBLAS takes several threads for more than 2^18, whose waiting costs up to 30 ms if others work.
PRODUCTS_OF_ONE_THREAD = 2**17
# With fewer rows than that at a time, it is faster to multiply the slices pair by pair.
LEAST_ROWS_OF_SLICES = 16
# 10 slices of 21 bits hold a column whose cells spread over 47 decades without loss; what is cut
# off beyond is 2^-210 of the largest cell.
MOST_SLICES = 10
# int64 holds the sums of so many blocks, each below 2^53 for at most 10 slices.
BLOCKS_OF_INT64 = 2**6
# The largest of each column is found in a third of the time if so many rows are taken as one.
ROWS_SIDE_BY_SIDE = 64
# Multiplying is faster than ldexp for more cells, if the power of two is itself a normal float64.
FEW_CELLS = 200
NORMAL_POWERS = 1022
# 2^14 cells and their temporaries stay in the second-level cache. With half as many, the calls cost
# a third to twice the time (1,000×100 to 900×1,200, and 100,000×3).
CELLS_AT_A_TIME = 2**14
# Rows of so many cells are copied at a time: 2 MB.
CELLS_OF_BLOCKS = 2**18
# Dekker's factor 2^27 + 1 cuts a float64 into two halves of 26 bits.
HALVES = 134217729.0


def exponents(columns: Matrix) -> NDArray[np.int32]:
    """Return for each column the e with largest |cell| < 2^e ≤ 2·largest; 0 for zeros. (j,)."""
    rows, count = columns.shape
    edge = rows - rows % ROWS_SIDE_BY_SIDE if count < ROWS_SIDE_BY_SIDE else 0
    side_by_side = columns[:edge].reshape(-1, ROWS_SIDE_BY_SIDE * count)
    largest = np.zeros(count)
    for part in (side_by_side, columns[edge:]):
        if len(part):
            most = np.maximum(part.max(axis=0), -part.min(axis=0))
            largest = np.maximum(largest, most.reshape(-1, count).max(axis=0))
    found: NDArray[np.int32] = np.frexp(largest)[1].astype(np.int32)
    return found


def scaled_by_powers(values: Matrix, powers: NDArray[np.int32] | int) -> Matrix:
    """Return values·2^powers, which rounds nothing unless it overflows or underflows."""
    with np.errstate(over="ignore", under="ignore"):
        if values.size > FEW_CELLS and np.abs(powers).max() < NORMAL_POWERS:
            product: Matrix = values * np.ldexp(1.0, powers)
        else:
            product = np.ldexp(values, powers)
    return product


@dataclass(frozen=True, eq=False)
class ExactProducts:
    """The products of all pairs of columns, as ``values``·2^-``bits``, without rounding.

    They are those of columns whose cells are off by at most ``cut``, if not all bits were taken.
    """

    values: WholeNumbers
    bits: int
    cut: float

    @classmethod
    def of(cls, blocks: Iterable[Matrix], rows: int, bits: float = math.inf) -> "ExactProducts":
        """Multiply columns whose cells are at most 1 in size, given in blocks of rows.

        At least so many bits behind the point of each cell are taken.
        """
        height = min(rows, ROWS_OF_SLICES)
        width = (53 - math.ceil(math.log2(height))) // 2
        most = math.ceil(min(bits / width, MOST_SLICES))
        total = _Total(width)
        cut = 0.0
        for block in blocks:
            for start in range(0, len(block), height):
                slices, left = _slices(block[start : start + height], width, most)
                total.add(slices)
                cut = max(cut, left)
        return cls(*total.finished(), cut)

    def float_of(self, number: int, further_bits: int = 0) -> float:
        """Return a number in units of 2^-(bits + further_bits) as a float."""
        return float_of(number, self.bits + further_bits)


class _Total:
    """The sum of products of slices, by the power of two that they are multiples of."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._sums: list[NDArray[np.int64]] = []
        self._blocks = 0
        self._whole: list[Any] = []

    def add(self, slices: Matrix) -> None:
        """Add the products of one block, whose slices are (S, q, rows)."""
        count, columns, _ = slices.shape
        while len(self._sums) < 2 * count - 1:
            self._sums.append(np.zeros((columns, columns), np.int64))
        products = _products(slices).astype(np.int64)
        for i in range(count):
            self._sums[2 * i] += products[i, :, i]
            for k in range(i + 1, count):
                product = products[i, :, k]
                self._sums[i + k] += product + product.T
        self._blocks += 1
        if self._blocks == BLOCKS_OF_INT64:
            self._flush()

    def _flush(self) -> None:
        for power, total in enumerate(self._sums):
            whole = total.astype(object)
            if power == len(self._whole):
                self._whole.append(whole)
            else:
                self._whole[power] = self._whole[power] + whole
            total[:] = 0
        self._blocks = 0

    def finished(self) -> tuple[WholeNumbers, int]:
        """Return the products and the number of bits behind their point."""
        self._flush()
        values = self._whole[0]
        for further in self._whole[1:]:
            values = (values << self._width) + further
        return values, (len(self._whole) + 1) * self._width


def _slices(block: Matrix, width: int, most: int) -> tuple[Matrix, float]:
    """Cut cells of at most 1 into S whole numbers of so many bits, (S, q, rows).

    S is ``most`` or less. A cell is Σ slice_s·2^(−width·s), s from 1, and a rest, which is at most
    the second number that is returned.
    """
    left = np.array(block.T, order="C")
    found = np.empty((most, *left.shape))
    for count, piece in enumerate(found, start=1):
        left *= 2.0**width
        np.rint(left, out=piece)
        left -= piece
        if not left.any():
            return found[:count], 0.0
    return found, 2.0 ** (-width * most - 1)


def _products(slices: Matrix) -> Matrix:
    """Return the products of all pairs of slices (S, q, rows): (S, q, S, q)."""
    count, columns, rows = slices.shape
    total = count * columns
    # A few rows at a time, so that one thread does it; of many columns, also a few columns.
    together = 1 if total**2 * LEAST_ROWS_OF_SLICES <= PRODUCTS_OF_ONE_THREAD else count
    flat = slices.reshape(together, total // together, rows)
    height = max(PRODUCTS_OF_ONE_THREAD // flat.shape[1] ** 2, 1)
    found = np.zeros((together, flat.shape[1], together, flat.shape[1]))
    edge = rows - rows % height
    for start, stop in ((0, edge), (edge, rows)):
        if start == stop:
            continue
        parts = -(-(stop - start) // height)
        stack = flat[:, :, start:stop].reshape(*flat.shape[:2], parts, -1).swapaxes(1, 2)
        for i in range(together):
            found[i, :, i:] += (stack[i] @ stack[i:].swapaxes(-1, -2)).sum(axis=1).swapaxes(0, 1)
    return found.reshape(count, columns, count, columns)


def float_of(number: int, bits: int) -> float:
    """Return number·2^-bits for whole numbers that may be beyond the range of floats."""
    beyond = max(number.bit_length() - 1000, 0)
    return math.ldexp(float(number >> beyond), beyond - bits)


def whole_of(value: float, bits: int) -> int:
    """Return value·2^bits as a whole number, rounded down."""
    numerator, denominator = value.as_integer_ratio()
    return (numerator << bits) // denominator


def two_sum(a: Matrix, b: Matrix) -> tuple[Matrix, Matrix]:
    """Return a + b and what rounding cut off it, exactly."""
    total = a + b
    back = total - a
    return total, (a - (total - back)) + (b - back)


def two_product(a: Matrix, b: Matrix) -> tuple[Matrix, Matrix]:
    """Return a·b and what rounding cut off it, exactly; neither may be beyond 2^995."""
    product = a * b
    high_a, low_a = _halves(a)
    high_b, low_b = _halves(b)
    left = ((high_a * high_b - product) + high_a * low_b) + low_a * high_b
    return product, left + low_a * low_b


def _halves(a: Matrix) -> tuple[Matrix, Matrix]:
    large = HALVES * a
    high = large - (large - a)
    return high, a - high


def pair_sum(high: Matrix, low: Matrix) -> tuple[Matrix, Matrix]:
    """Add along the first axis with twice the digits of float64: high, low, one axis less."""
    while len(high) > 1:
        half = len(high) // 2
        odd = len(high) % 2
        total, error = two_sum(high[:half], high[half : 2 * half])
        error += low[:half] + low[half : 2 * half]
        if odd:
            total[:1], more = two_sum(total[:1], high[-1:])
            error[:1] += more + low[-1:]
        high, low = total, error
    return high[0], low[0]


def residual_products(blocks: Iterable[Matrix], x: Matrix, power: int = 0) -> tuple[Matrix, float]:
    """Return Aᵀr, (j,), and rᵀr of r = Y·2^power − A·x with twice the digits of float64.

    ``blocks`` are rows of [A | Y] whose cells are at most 1 in size; x (j,) is not much larger.
    """
    high: Matrix = np.zeros(len(x))
    low: Matrix = np.zeros(len(x))
    squares: list[float] = []
    height = max(CELLS_AT_A_TIME // max(len(x), 1), 1)
    parts = (block[i : i + height] for block in blocks for i in range(0, len(block), height))
    for part in parts:
        A, Y = np.ascontiguousarray(part[:, :-1].T), scaled_by_powers(part[:, -1], power)
        products, errors = two_product(A, -x[:, np.newaxis])
        r, r_low = pair_sum(
            np.concatenate((products, Y[np.newaxis])),
            np.concatenate((errors, np.zeros((1, len(Y))))),
        )
        products, errors = two_product(A, r)
        errors += A * r_low
        total, left = pair_sum(products.T, errors.T)
        high, more = two_sum(high, total)
        low += left + more
        squares.append(float(r @ r))
    return high + low, math.fsum(squares)


def exact_gradient(
    problem: Problem,
    W: ArrayLike,
    settings: Settings | None = None,
    *,
    loss: str | None = None,
    cancelled: IsCancelled = lambda: False,
) -> Matrix:
    """Return the exact gradient of the mean squared error, by its formula, or of another loss.

    Parameters
    ----------
    problem : Problem
        A (N, j) and Y (N, 1); its own W does not matter.
    W : array_like
        The weights (j, 1) or (j,) at which the gradient is taken, in the table's units.
    settings : Settings, optional
        Those of a descent that it is compared with: if they scale the columns, it is the gradient
        of the scaled ones, rounded as the descent has them, as in a ``Frame``. It has the digits of
        float64 in any precision.
    loss : str, optional
        Another loss than that of the settings, by its name or as a formula.
    cancelled : callable, optional
        Asked for each block of rows whether to stop.

    Returns
    -------
    Matrix
        −(2/N)·Aᵀ(Y − A·W), shape (j, 1). An entry that is beyond the range of float64 is ±inf.

    Raises
    ------
    EngineError
        If W has another shape, or a cell that is no finite number.
    NoDerivative
        If a formula has a kink at W, so that it has two slopes along a weight.
    Cancelled
        If ``cancelled`` returns True.

    Notes
    -----
    No quotient is involved: this is what the quotients are compared with. The residual and its
    products with A have twice the digits of float64, so the result is right to about 16 digits
    even near the optimum, where the terms cancel to 10^-16 of their size. One backward sweep gives
    all slopes of a formula, to the rounding of float64.

    Examples
    --------
    >>> exact_gradient(Problem([[1.0], [2.0]], [2.0, 4.0]), [1.0])
    array([[-5.]])
    """
    check_problem(problem, "exact_gradient")
    if settings is not None:
        check_settings(settings, "exact_gradient")
    at = as_matrix("W", as_column(W, "W"))
    if at.shape != problem.W.shape:
        raise ShapesDisagree("A", problem.A.shape, "W", at.shape)
    given = Settings() if settings is None else settings
    formula = (given if loss is None else replace(given, loss=loss)).formula
    if formula is not None:
        from ..losses.slopes import slopes_of  # loaded on use, as the formula itself

        return slopes_of(formula, problem, at, scales=given.scale_columns, cancelled=cancelled)
    norms: Matrix = np.ones_like(at)
    if settings is not None and settings.scale_columns:
        norms = column_norms(problem.A, cancelled)
    ends = np.stack((problem.A.max(axis=0), problem.A.min(axis=0)))
    columns, output = exponents(ends / norms.T), exponents(problem.Y)
    # Weights of columns of zeros do not matter, however large they are.
    weights = np.where(ends.any(axis=0), on_unit_lengths(at, norms)[:, 0], 0.0)
    size = max(int(output[0]), int((np.frexp(weights)[1] + columns).max()))
    powers = -np.append(columns, size)
    x = scaled_by_powers(weights, columns - size)

    def blocks() -> Iterator[Matrix]:
        height = max(CELLS_OF_BLOCKS // problem.weights, 1)
        for start in range(0, problem.rows, height):
            if cancelled():
                raise Cancelled
            rows = slice(start, start + height)
            A = problem.A[rows] / norms.T  # rounded as the descent has them
            yield scaled_by_powers(np.hstack((A, problem.Y[rows])), powers)

    slopes, _ = residual_products(blocks(), x)
    return unscaled_gradient(slopes, problem.rows, columns, size)


def unscaled_gradient(slopes: Matrix, rows: int, columns: NDArray[np.int32], output: int) -> Matrix:
    """Return −(2/rows)·slopes (j, 1), in the units of the table.

    ``slopes`` (j,) are products of columns and a residual that were divided by powers of two.
    """
    return scaled_by_powers(slopes * (-2 / rows), columns + output).reshape(-1, 1)
