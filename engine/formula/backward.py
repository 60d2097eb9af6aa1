"""The exact gradient of a formula: one backward sweep gives the slopes of all weights.

The sweep takes the predictions of the rows, or the residuals, from wherever they are known: of a
table alone they are computed, beside the quotients of the same W they are there already.

Each block of rows is evaluated once and swept back at once, because what a mean or a sum is worth
in the loss only scales its gradient. So a pass over the rows keeps one gradient (j,) for each of
its reductions, and the numbers made of them follow by the chain rule.

At a kink of an absolute value, a maximum or a minimum the slope is the mean of both sides, as a
central quotient has it; where(…) has the slope of the value that it takes.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np

from ..cancelling import IsCancelled, check
from ..loss import as_table
from ..matrix import Matrix
from ..quotients import Slope
from .arithmetic import PARTIALS, VALUES, Value, power
from .program import LossProgram, ProgramStep
from .sums import log_cosh_and_slope
from .tree import COMPARISONS, Operator, Spread, Symbol

# All steps of a block are kept. At 100,000×10 a quarter as many rows take 1.7 times as long.
ROWS_AT_A_TIME = 2**14

Values = list[Value]
Gradients = dict[int, Matrix]
"""The gradients of numbers by their step, each (j,)."""


def slope_at(
    program: LossProgram,
    A: Matrix,
    Y: Matrix,
    W: Matrix,
    cancelled: IsCancelled = lambda: False,
) -> Slope:
    """Return the loss and its exact gradient at W, up to the rounding of float64.

    Its parameters are those of ``losses_at``, with W (j, 1) as the one point. The gradient has
    shape (j, 1), and is NaN, without a warning, if the loss is.
    """
    A, Y, W = as_table("A", A), as_table("Y", Y), as_table("W", W)
    with np.errstate(all="ignore"):
        sweep = _Sweep(program, _TableRows(A, Y[:, 0], W[:, 0]), W[:, 0], cancelled)
        gradient = sweep.gradient()
        return Slope(float(sweep.loss), gradient.reshape(-1, 1))


class SweptRows(Protocol):
    """The rows of a table at one W, as a sweep takes them."""

    y: Matrix
    """Y, (N,)."""
    blocks: list[slice]
    """The rows, as many at a time as all steps are kept of."""

    def predictions(self, own: slice) -> Matrix:
        """Return A·W of a block."""

    def residuals(self, own: slice) -> Matrix:
        """Return Y − A·W of a block."""

    def product(self, row: Matrix, own: slice) -> Matrix:
        """Return what the rows of A of a block add up to, each times its number: (j,)."""


def slopes_on(
    program: LossProgram, rows: SweptRows, w: Matrix, cancelled: IsCancelled = lambda: False
) -> Matrix:
    """Return the exact gradient at w (j,) alone, from rows that are known: (j, 1).

    The loss is left out, which its slopes seldom need.
    """
    with np.errstate(all="ignore"):
        sweep = _Sweep(program, rows, w, cancelled, with_loss=False)
        return sweep.gradient().reshape(-1, 1)


class _TableRows:
    """The rows of a table, of which nothing is known yet."""

    def __init__(self, A: Matrix, y: Matrix, w: Matrix) -> None:
        self._A, self.y, self._w = A, y, w
        self.blocks: list[slice] = [
            slice(i, min(i + ROWS_AT_A_TIME, len(y))) for i in range(0, len(y), ROWS_AT_A_TIME)
        ]

    def predictions(self, own: slice) -> Matrix:
        found: Matrix = self._A[own] @ self._w
        return found

    def residuals(self, own: slice) -> Matrix:
        found: Matrix = self.y[own] - self._A[own] @ self._w
        return found

    def product(self, row: Matrix, own: slice) -> Matrix:
        found: Matrix = row @ self._A[own]
        return found


class _Sweep:
    def __init__(
        self,
        program: LossProgram,
        rows: SweptRows,
        w: Matrix,
        cancelled: IsCancelled,
        *,
        with_loss: bool = True,
    ) -> None:
        self._program, self._steps, self._passes = program, program.steps, program.passes
        self._rows, self._w, self._cancelled = rows, w, cancelled
        self._with_loss = with_loss
        self._values: Values = [None] * len(self._steps)
        self._gradients: Gradients = {}

    @property
    def loss(self) -> Value:
        """The loss, once there is its gradient."""
        return self._values[-1]

    def gradient(self) -> Matrix:
        """Return the gradient of the loss, (j,)."""
        for row_pass in self._passes:
            for i in row_pass.before:
                self._take(i)
            if row_pass.reductions:
                self._take_rows(row_pass.rows, row_pass.reductions)
        return self._gradients.get(len(self._steps) - 1, np.zeros_like(self._w))

    def _take(self, index: int) -> None:
        """Evaluate a number or a value of each weight, and the gradient of a number."""
        step = self._steps[index]
        self._values[index] = self._value(step, len(self._rows.y), self._values)
        if step.spread is Spread.WEIGHTS or not step.varies or step.what in COMPARISONS:
            return
        if step.is_reduction:
            values = self._values[step.arguments[0]]
            seed = _seed(step, values, len(values))
            gradient = np.zeros_like(self._w)
            for each, adjoint in self._swept(step.arguments[0], seed, self._values):
                if self._steps[each].what is Symbol.W:
                    gradient += self._program.in_formula(np.broadcast_to(adjoint, self._w.shape))
                else:
                    gradient += _summed(adjoint, len(values)) * self._gradients[each]
            if step.what in (Operator.LARGEST, Operator.SMALLEST):
                gradient = gradient / np.count_nonzero(seed)
            self._gradients[index] = gradient
            return
        # From zeros: where(…) varies by its condition alone if both values are constant.
        shares = (partial * self._gradients[each] for each, partial in self._partials(index))
        self._gradients[index] = sum(shares, start=np.zeros_like(self._w))

    def _partials(self, index: int) -> Iterator[tuple[int, Value]]:
        """Yield the arguments of a number that vary, with the slope along each."""
        step = self._steps[index]
        taken = [self._values[each] for each in step.arguments]
        partials = PARTIALS[step.what]  # type: ignore[index]
        for each, partial in zip(step.arguments, partials, strict=True):
            if self._steps[each].varies and each in self._gradients:
                yield each, _slope_of(partial, self._values[index], taken)

    def _value(self, step: ProgramStep, rows: int, values: Values) -> Value:
        if isinstance(step.what, float):
            return np.float64(step.what)  # a float of Python raises where numpy says inf
        if step.what is Symbol.N:
            return np.float64(rows)
        if step.what is Symbol.W:
            return self._program.in_formula(self._w)
        taken = [values[each] for each in step.arguments]
        if step.is_reduction:
            return _REDUCED[step.what](taken[0])
        return VALUES[step.what](*taken)  # type: ignore[index]

    def _take_rows(self, rows: Sequence[int], reductions: Sequence[int]) -> None:
        """Pass through the rows: evaluate the reductions, and their gradients."""
        found = {i: _Reduced(self._steps[i], np.zeros_like(self._w)) for i in reductions}
        fused = self._fused(rows, reductions)
        unneeded = set() if self._with_loss else {i for i in fused if self._is_only_added(i)}
        rows = [i for i in rows if i not in fused.values()]
        count = len(self._rows.y)
        for own in self._rows.blocks:
            check(self._cancelled)
            values = self._rows_evaluated(rows, own)
            for i, reduced in found.items():
                inner = self._steps[i].arguments[0]
                if i in fused:
                    inner, seed = self._add_fused(
                        inner, reduced, values, with_sum=i not in unneeded
                    )
                else:
                    seed = reduced.add(values[inner], count)
                if seed is not None and self._steps[i].varies:
                    reduced.gradient += self._block_gradient(inner, seed, values, own)
        for i, reduced in found.items():
            self._values[i] = reduced.total
            if self._steps[i].varies:
                self._gradients[i] = reduced.gradient / reduced.divisor

    def _fused(self, rows: Sequence[int], reductions: Sequence[int]) -> dict[int, int]:
        """Return the sums whose value and slopes are computed together, and what they sum."""
        users = [each for i in (*rows, *reductions) for each in self._steps[i].arguments]
        found = {}
        for i in reductions:
            inner = self._steps[i].arguments[0]
            step = self._steps[inner]
            is_sum = self._steps[i].what in (Operator.SUM, Operator.MEAN)
            if not (is_sum and step.varies and users.count(inner) == 1):
                continue
            if step.what is Operator.POWER:
                exponent = self._steps[step.arguments[1]].what
                if not (isinstance(exponent, float) and exponent > 1):
                    continue
            elif step.what is not Operator.LOG_COSH:
                continue
            found[i] = inner
        return found

    def _is_only_added(self, index: int) -> bool:
        """Return whether no slope needs the value of a number: it is a term of the loss itself."""
        for step in self._steps:
            if index in step.arguments and step.what not in _ADDS:
                return False
        users = [i for i, step in enumerate(self._steps) if index in step.arguments]
        return all(map(self._is_only_added, users))

    def _add_fused(
        self, inner: int, reduced: "_Reduced", values: Values, *, with_sum: bool
    ) -> tuple[int, Value]:
        """Add a block to a sum; return the step that its slopes belong to, and the slopes.

        Without the sum, what it adds up to is not a number.
        """
        step, count = self._steps[inner], len(self._rows.y)
        taken = [values[each] for each in step.arguments]
        if step.what is Operator.POWER:
            slopes, factor = power(taken[0], taken[1] - 1.0), taken[1]
            reduced.add_sum(np.vecdot(slopes, taken[0]) if with_sum else np.nan, count, factor)
            base = self._steps[step.arguments[0]]
            if base.what is Operator.ABS:  # x is 0 where its slope jumps, and so is that of |x|^p
                np.copysign(slopes, values[base.arguments[0]], out=slopes)
                return base.arguments[0], slopes
        elif with_sum:
            total, slopes = log_cosh_and_slope(*taken)
            reduced.add_sum(total, count)
        else:
            slopes = np.tanh(*taken)
            reduced.add_sum(np.nan, count)
        return step.arguments[0], slopes

    def _rows_evaluated(self, rows: Sequence[int], own: slice) -> Values:
        values = list(self._values)
        for i in rows:
            what = self._steps[i].what
            if what is Symbol.Y:
                values[i] = self._rows.y[own]
            elif what is Symbol.P:
                values[i] = self._rows.predictions(own)
            elif what is Symbol.RESIDUAL:
                values[i] = self._rows.residuals(own)
            else:
                values[i] = self._value(self._steps[i], len(self._rows.y), values)
        return values

    def _block_gradient(self, inner: int, seed: Value, values: Values, own: slice) -> Matrix:
        """Return the gradient of one block's sum of seed·value, (j,)."""
        gradient: Matrix = np.zeros(len(self._w))
        rows = own.stop - own.start
        for each, adjoint in self._swept(inner, seed, values):
            what = self._steps[each].what
            if what in (Symbol.P, Symbol.RESIDUAL):
                row = adjoint if np.ndim(adjoint) else np.full(rows, adjoint)
                slopes = self._rows.product(row, own)
                gradient += slopes if what is Symbol.P else -slopes
            else:
                gradient += _summed(adjoint, rows) * self._gradients[each]
        return gradient

    def _swept(self, last: int, seed: Value, values: Values) -> Iterator[tuple[int, Value]]:
        """Sweep back from a step of rows or weights.

        Yields the variables and the numbers that it depends on, each with its adjoint: how much the
        sum of seed·value changes with it.
        """
        spread = self._steps[last].spread
        adjoints: dict[int, Value] = {last: seed}
        for i in range(last, -1, -1):
            if i not in adjoints:
                continue
            step, adjoint = self._steps[i], adjoints.pop(i)
            if step.spread is not spread or isinstance(step.what, Symbol):
                yield i, adjoint
                continue
            taken = [values[each] for each in step.arguments]
            partials = PARTIALS[step.what]  # type: ignore[index]
            for each, partial in zip(step.arguments, partials, strict=True):
                if self._steps[each].varies and self._steps[each].what not in COMPARISONS:
                    share = _times(adjoint, _slope_of(partial, values[i], taken))
                    adjoints[each] = adjoints[each] + share if each in adjoints else share


_ADDS = frozenset({Operator.ADD, Operator.SUBTRACT, Operator.NEGATE})
"""What has the same slopes whatever its values."""
_REDUCED: dict[object, Value] = {
    Operator.SUM: np.sum,
    Operator.MEAN: np.mean,
    Operator.LARGEST: np.max,
    Operator.SMALLEST: np.min,
}


class _Reduced:
    """One number of all rows, as far as they were passed through."""

    def __init__(self, step: ProgramStep, gradient: Matrix) -> None:
        self._what = step.what
        self.gradient = gradient
        self.divisor: float = 1
        """What the gradient is divided by: N of a mean, or how often a maximum is attained."""
        self.total: Value = None

    def add(self, values: Value, rows: int) -> Value:
        """Add a block, and return what each of its values counts in the gradient; None if nothing.

        The largest value of all rows may be attained several times: each then counts the same.
        """
        if self._what in (Operator.SUM, Operator.MEAN):
            self.add_sum(np.sum(values), rows)
            return 1.0
        extreme = _REDUCED[self._what](values)
        if self.total is not None:
            best = _REDUCED[self._what]([self.total, extreme])
            if best == self.total != extreme:
                return None
            if best != self.total:
                self.gradient = np.zeros_like(self.gradient)
                self.divisor = 0
        else:
            self.divisor = 0
        self.total = extreme
        seed = np.asarray(values == extreme, dtype=float)
        self.divisor += max(1, int(np.count_nonzero(seed)))
        return seed * np.nan if np.isnan(extreme) else seed

    def add_sum(self, total: Value, rows: int, factor: float = 1.0) -> None:
        """Add the sum of a block, whose slopes are to be multiplied by a factor."""
        count = rows if self._what is Operator.MEAN else 1
        self.divisor = count / factor
        self.total = total / count if self.total is None else self.total + total / count


def _seed(step: ProgramStep, values: Value, count: int) -> Value:
    """Return what each value of the weights counts in their reduction."""
    if step.what is Operator.SUM:
        return 1.0
    if step.what is Operator.MEAN:
        return 1.0 / count
    return np.asarray(values == _REDUCED[step.what](values), dtype=float)


def _slope_of(partial: Value, value: Value, taken: Iterable[Value]) -> Value:
    return partial if isinstance(partial, float) else partial(value, *taken)


def _times(adjoint: Value, slope: Value) -> Value:
    """Return a product, without computing one if a factor is 1 or −1."""
    if isinstance(slope, float) and abs(slope) == 1.0:
        return adjoint if slope > 0 else -adjoint
    return slope if isinstance(adjoint, float) and adjoint == 1.0 else adjoint * slope


def _summed(adjoint: Value, rows: int) -> Value:
    """Return the sum over rows or weights of what may be the same number for each."""
    return np.sum(adjoint) if np.ndim(adjoint) else adjoint * rows
