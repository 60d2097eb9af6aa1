"""A loss along one weight: its slope, curvature and third derivative, and where it has a kink.

The derivatives are exact up to rounding: every step is computed with its Taylor coefficients. With
them the error of a quotient is foretold at each h, as long as h stays below the nearest kink: the
nearest step of the weight at which an absolute value, a maximum or a comparison turns over. For
|Y − P| that is the least |r_i/A_ik|.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..cancelling import IsCancelled, check
from ..difference import Difference
from ..loss import as_table
from ..matrix import Matrix
from .arithmetic import Value
from .program import LossProgram
from .series import Series, constant, difference, series_of
from .tree import COMPARISONS, Operator, Symbol

# Four coefficients of each step of a block are kept: 2^12 rows of six steps are 768 KiB.
ROWS_AT_A_TIME = 2**12
# A residual of less than so many ε of its terms may be 0: computing it rounds j + 2 times.
ROUNDINGS = 4.0
EPSILON = float(np.finfo(float).eps)
# Slopes, or losses, of both sides that agree to so much are the same but for rounding.
ROUNDED_ALIKE = 2**10 * EPSILON


_EXTREMES = (Operator.LARGEST, Operator.SMALLEST)


@dataclass(frozen=True)
class LossAlongWeight:
    """The loss along one weight, at one W.

    Attributes
    ----------
    loss : float
    slope, curvature, third : float
        The first three derivatives; inf or NaN if there is none. At a kink the slope is the mean of
        both sides, as a central quotient has it.
    kinks : tuple of float
        How far the weight may become smaller, and larger, until the formula of its loss changes, to
        first order; inf if it never does, and both 0 at a kink.
    left, right : float
        The slopes towards smaller and larger weights; the slope itself away from a kink.
    """

    loss: float
    slope: float
    curvature: float
    third: float
    kinks: tuple[float, float]
    left: float
    right: float

    @property
    def nearest_kink(self) -> float:
        """How far the nearer of both kinks is."""
        return min(self.kinks)

    def nearest_kink_of(self, difference: Difference) -> float:
        """Return how far the nearest kink is on the sides that a quotient takes."""
        return min(self.kinks[side > 0] for side in difference.sides)

    @property
    def has_slope(self) -> bool:
        """Whether both sides have the same slope, to rounding."""
        size = max(abs(self.left), abs(self.right))
        return size < math.inf and abs(self.right - self.left) <= ROUNDED_ALIKE * size


def along_weight(
    program: LossProgram,
    A: Matrix,
    Y: Matrix,
    W: Matrix,
    k: int,
    cancelled: IsCancelled = lambda: False,
) -> LossAlongWeight:
    """Return the loss along weight k, from 0, with its derivatives and its nearest kink.

    Its parameters are those of ``losses_at``, with W (j, 1) as the one point.
    """
    return along_rows(program, RowsAtPoint(A, Y, W), k, cancelled)


def along_rows(
    program: LossProgram, rows: "RowsAtPoint", k: int, cancelled: IsCancelled = lambda: False
) -> LossAlongWeight:
    """Return the same for rows whose predictions are kept from one weight to the next."""
    table = _Table(rows, k, np.ascontiguousarray(rows.A[:, k]))
    with np.errstate(all="ignore"):
        here = _Walk(program, table, 0, cancelled)
        loss, slope, bend, third = (float(np.ravel(each)[0]) for each in here.series())
        left = right = slope
        kinks = here.kinks
        if here.turns_unseen and min(kinks) > 0:
            # What turns over here is not the largest; how soon it is differs by side.
            sides = [_Walk(program, table, side, cancelled) for side in (-1, 1)]
            for each in sides:
                each.series()
            kinks = sides[0].kinks[0], sides[1].kinks[1]
        if min(kinks) == 0:
            left = _one_sided(_Walk(program, table, -1, cancelled).series(), loss, -1)
            right = _one_sided(_Walk(program, table, 1, cancelled).series(), loss, 1)
            slope = (left + right) / 2
    return LossAlongWeight(loss, slope, 2 * bend, 6 * third, kinks, left, right)


def along_held_predictions(
    program: LossProgram,
    A: Matrix,
    Y: Matrix,
    W: Matrix,
    k: int,
    cancelled: IsCancelled = lambda: False,
) -> tuple[float, float]:
    """Return the slope and the curvature along weight k, from 0, if no prediction moved with it.

    They are what W in the formula itself adds: both 0 if it does without.
    """
    if not program.uses_weights:
        return 0.0, 0.0
    rows = RowsAtPoint(A, Y, W)
    table = _Table(rows, k, np.zeros(len(rows.y)))
    with np.errstate(all="ignore"):
        _, slope, bend, _ = _Walk(program, table, 0, cancelled).series()
    return float(np.ravel(slope)[0]), 2 * float(np.ravel(bend)[0])


def _one_sided(series: Series, loss: float, side: int) -> float:
    """Return the slope of one side; infinite if the loss jumps there."""
    value, slope = (float(np.ravel(each)[0]) for each in series[:2])
    jump = value - loss
    if abs(jump) > ROUNDED_ALIKE * max(abs(value), abs(loss)):
        return math.copysign(math.inf, jump * side)
    return slope


class RowsAtPoint:
    """A and Y at one W: what is the same for all weights is computed once.

    Parameters
    ----------
    A, Y, W : array_like, shapes (N, j), (N, 1) and (j, 1)
    """

    def __init__(self, A: ArrayLike, Y: ArrayLike, W: ArrayLike) -> None:
        self.A = as_table("A", A)
        self.y, self.w = as_table("Y", Y)[:, 0], as_table("W", W)[:, 0]
        self._predictions: dict[int, Matrix] = {}
        self._residuals: dict[int, Matrix] = {}

    def predictions(self, own: slice) -> Matrix:
        """Return P of a block of rows."""
        if own.start not in self._predictions:
            self._predictions[own.start] = self.A[own] @ self.w
        return self._predictions[own.start]

    def residuals(self, own: slice) -> Matrix:
        """Return Y − P of a block of rows; what may be 0 but for rounding is."""
        if own.start not in self._residuals:
            block, y = self.A[own], self.y[own]
            residual: Matrix = y - self.predictions(own)
            size = np.abs(block) @ np.abs(self.w) + np.abs(y)
            residual[np.abs(residual) <= ROUNDINGS * EPSILON * size] = 0.0
            residual.setflags(write=False)
            self._residuals[own.start] = residual
        return self._residuals[own.start]


@dataclass(frozen=True, eq=False)
class _Table:
    rows: RowsAtPoint
    k: int
    column: Matrix  # how far each prediction moves with the weight, (N,)

    @property
    def y(self) -> Matrix:
        return self.rows.y

    @property
    def w(self) -> Matrix:
        return self.rows.w


class _Walk:
    """The series of all steps, and the nearest kinks among them."""

    def __init__(
        self, program: LossProgram, table: _Table, side: int, cancelled: IsCancelled
    ) -> None:
        self._program, self._steps, self._table = program, program.steps, table
        self._side, self._cancelled = side, cancelled
        self._known: list[Value] = [None] * len(self._steps)
        self._counts = _beside_conditions(program)
        self.kinks = math.inf, math.inf
        self.turns_unseen = False  # whether a row that is not the largest is at a kink

    def series(self) -> Series:
        """Return the series of the loss."""
        for row_pass in self._program.passes:
            for i in row_pass.before:
                self._known[i] = self._series(i, self._known)
            self._note_kinks(row_pass.before, self._known, None)
            if row_pass.reductions:
                self._take_rows(row_pass.rows, row_pass.reductions)
        found: Series = self._known[-1]
        return found

    def _series(self, index: int, known: list[Value]) -> Value:
        """Return the series of a step but for a variable of the rows."""
        step = self._steps[index]
        if isinstance(step.what, float):
            return constant(step.what)
        if step.what is Symbol.N:
            return constant(np.float64(len(self._table.y)))
        if step.what is Symbol.W:
            unit = np.zeros_like(self._table.w)
            unit[self._table.k] = 1.0
            return [*map(self._program.in_formula, (self._table.w, unit)), 0.0, 0.0]
        taken = [known[i] for i in step.arguments]
        if step.is_reduction:
            count = len(self._table.w)
            is_sum = step.what in (Operator.SUM, Operator.MEAN)
            part = [_summed(each, count) for each in taken[0]] if is_sum else taken[0]
            return self._reduced(step.what, [part], count)
        return series_of(step.what, taken, self._side)  # type: ignore[arg-type]

    def _take_rows(self, rows: Sequence[int], reductions: Sequence[int]) -> None:
        """Pass through the rows, and reduce them."""
        parts: dict[int, list[Series]] = {i: [] for i in reductions}
        extremes = [i for i in reductions if self._steps[i].what in _EXTREMES]
        for start in range(0, len(self._table.y), ROWS_AT_A_TIME):
            check(self._cancelled)
            own = slice(start, start + ROWS_AT_A_TIME)
            known = self._rows_known(rows, own)
            if not extremes:
                self._note_kinks(rows, known, own)
            for i in reductions:
                series = known[self._steps[i].arguments[0]]
                if self._steps[i].what in (Operator.SUM, Operator.MEAN):
                    count = len(self._table.y[own])
                    series = [_summed(each, count) for each in series]
                parts[i].append(series)
        for i, found in parts.items():
            self._known[i] = self._reduced(self._steps[i].what, found, len(self._table.y))
        if extremes:  # which rows are the largest is only known now
            for start in range(0, len(self._table.y), ROWS_AT_A_TIME):
                check(self._cancelled)
                own = slice(start, start + ROWS_AT_A_TIME)
                known = self._rows_known(rows, own)
                self._note_kinks(rows, known, own, self._seen(reductions, known))

    def _seen(self, reductions: Sequence[int], known: list[Value]) -> dict[int, Value]:
        """Return for what is reduced in which rows the loss has it, as the largest or in a sum."""
        found: dict[int, Value] = {}
        for i in reductions:
            what, inner = self._steps[i].what, self._steps[i].arguments[0]
            is_seen: Value = True
            if what in _EXTREMES:
                best = self._known[i][0]
                is_seen = np.abs(known[inner][0] - best) <= ROUNDED_ALIKE * abs(best)
            found[inner] = found.get(inner, False) | is_seen
        return found

    def _rows_known(self, rows: Sequence[int], own: slice) -> list[Value]:
        known = list(self._known)
        table = self._table
        for i in rows:
            what = self._steps[i].what
            if what is Symbol.Y:
                known[i] = constant(table.y[own])
            elif what is Symbol.P:
                known[i] = [table.rows.predictions(own), table.column[own], 0.0, 0.0]
            elif what is Symbol.RESIDUAL:
                known[i] = [table.rows.residuals(own), -table.column[own], 0.0, 0.0]
            else:
                known[i] = self._series(i, known)
        return known

    def _reduced(self, what: object, parts: list[Series], count: int) -> Series:
        """Return the series of one number of all rows, or of all weights."""
        if what in (Operator.SUM, Operator.MEAN):
            divisor = count if what is Operator.MEAN else 1
            return [np.float64(sum(part[order] for part in parts)) / divisor for order in range(4)]
        whole = [_joined([part[order] for part in parts], parts) for order in range(4)]
        sign = 1.0 if what is Operator.LARGEST else -1.0
        best = np.flatnonzero(whole[0] * sign == np.max(whole[0] * sign))
        if not len(best):  # NaN
            return [np.nan] * 4
        slopes = whole[1][best] * sign * (self._side or 1)
        # Ties are parted by what is the largest on the side looked at.
        chosen = best if self._side == 0 else best[slopes == np.max(slopes)]
        found = [np.mean(each[chosen]) for each in whole]
        apart = [each - x for each, x in zip(found, whole, strict=True)]
        others = np.setdiff1d(np.arange(len(whole[0])), best[:1])
        self._note([each[others] for each in apart])
        return found

    def _note_kinks(
        self,
        indexes: Sequence[int],
        known: list[Value],
        own: slice | None,
        seen: dict[int, Value] | None = None,
    ) -> None:
        """Note the kinks of some steps, of those rows or weights whose loss has them.

        A row that is not the largest may be at a kink, and the loss is not.
        """
        active = self._active(indexes, known) if own is not None else {}
        in_loss = active if seen is None else self._active(indexes, known, seen)
        for i in indexes:
            step = self._steps[i]
            if not step.varies or step.is_reduction or not isinstance(step.what, Operator):
                continue
            taken = [known[each] for each in step.arguments]
            if step.what is Operator.ABS:
                turning = taken[0]
            elif step.what in (Operator.LARGER, Operator.SMALLER) or step.what in COMPARISONS:
                turning = difference(taken[0], taken[1])
            else:
                continue
            if i in self._counts:
                counts, is_seen = active.get(i, True), in_loss.get(i, True)
                if seen is not None:
                    unseen = np.asarray(counts) & ~np.asarray(is_seen) & (turning[0] == 0)
                    self.turns_unseen |= bool(np.any(unseen))
                    counts = counts & ~unseen
                self._note(turning, counts)

    def _note(self, turning: Series, active: Value = True) -> None:
        """Note how far it is to the zero of a series, for those values that count."""
        value, slope = (np.asarray(each, dtype=float) for each in turning[:2])
        place = -value / slope
        counts = np.isfinite(place) & active
        if np.any(counts):
            sides = [np.where(counts & (side * place >= 0), abs(place), np.inf) for side in (-1, 1)]
            below, above = (float(np.min(each)) for each in sides)
            self.kinks = min(self.kinks[0], below), min(self.kinks[1], above)

    def _active(
        self, rows: Sequence[int], known: list[Value], seen: dict[int, Value] | None = None
    ) -> dict[int, Value]:
        """Return for each step in which rows the loss depends on it, or what is seen of it."""
        found: dict[int, Value] = dict.fromkeys(rows, False)
        within = set(rows)
        for step in self._steps:
            if step.is_reduction and step.arguments[0] in within:
                found[step.arguments[0]] = (
                    True if seen is None else seen.get(step.arguments[0], True)
                )
        for i in reversed(rows):
            step = self._steps[i]
            shares: list[Value] = [found[i]] * len(step.arguments)
            taken = [known[each] for each in step.arguments]
            if step.what is Operator.WHERE:
                holds = taken[0] if not isinstance(taken[0], list) else taken[0][0] != 0
                shares = [found[i], found[i] & holds, found[i] & ~np.asarray(holds)]
            elif step.what in (Operator.LARGER, Operator.SMALLER):
                sign = 1.0 if step.what is Operator.LARGER else -1.0
                ahead = np.sign(difference(taken[0], taken[1])[0]) * sign
                shares = [found[i] & (ahead >= 0), found[i] & (ahead <= 0)]
            elif step.what in COMPARISONS:
                shares = [False, False]
            for each, share in zip(step.arguments, shares, strict=True):
                if each in within:
                    found[each] = found[each] | share
        return found


def _beside_conditions(program: LossProgram) -> frozenset[int]:
    """Return the steps that the loss depends on otherwise than by what a comparison compares."""
    found, waiting = set(), [len(program.steps) - 1]
    while waiting:
        index = waiting.pop()
        if index in found:
            continue
        found.add(index)
        if program.steps[index].what not in COMPARISONS:
            waiting += program.steps[index].arguments
    return frozenset(found)


def _summed(value: Value, count: int) -> Value:
    """Return the sum of values, which may be one number for all."""
    return np.sum(value) if np.ndim(value) else value * count


def _joined(values: list[Value], parts: list[Series]) -> Matrix:
    """Return the values of all blocks in one array."""
    return np.concatenate(
        [np.broadcast_to(v, np.shape(part[0])) for v, part in zip(values, parts, strict=True)]
    )
