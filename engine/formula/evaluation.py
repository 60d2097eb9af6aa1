"""A formula evaluated at many points at once: points along axis 0, rows along axis 1.

The rows come in blocks that fit the processor's cache. Each step of a block writes into room that
an earlier one no longer needs, so that nothing is allocated. Between blocks the caller may cancel.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from ..cancelling import IsCancelled, check
from ..matrix import Matrix
from .arithmetic import VALUES, Value
from .program import LossProgram, ProgramStep, RowPass
from .sums import FUSED, FUSED_POWERS
from .tree import COMPARISONS, Operator, Symbol

# 2 MiB of float64 for one step, as a block costs 20 µs in calls: at 100,000×20 the quotients of
# |e|^1.5 take 2.1 ns a loss and row, and 2.3 with a quarter as many cells and half as many rows.
CELLS_IN_CACHE = 2**18
# OpenBLAS takes a second thread for dot products of 10,000.
MOST_ROWS = 2**13
# A block of so many values in all its steps ends within 0.1 s, and can be cancelled then.
CELLS_OF_ALL_STEPS = 2**22
# Fewer rows a block cost more in calls than they save in the cache.
FEWEST_ROWS = 64

Fill = Callable[[int, Matrix], Matrix]
"""Writes P, or Y − P if the formula needs only that, of a block of rows into room (points, n), and
returns Y (1, n)."""
GroupFill = Callable[[int, int, Matrix], Matrix]
"""As Fill, of a block of rows for one of several groups of points."""

_NEEDS_OWN_ROOM = frozenset({Operator.POWER, Operator.LOG_COSH})
"""What must not write over its argument."""
_WITHOUT_ROOM = COMPARISONS | {Operator.WHERE}
"""What makes an array of its own."""
_REDUCE: dict[object, Callable[..., Value]] = {
    Operator.SUM: np.add.reduce,
    Operator.MEAN: np.add.reduce,
    Operator.LARGEST: np.maximum.reduce,
    Operator.SMALLEST: np.minimum.reduce,
}
_COMBINE: dict[object, Callable[[Matrix, Matrix], Matrix]] = {
    Operator.SUM: np.add,
    Operator.MEAN: np.add,
    Operator.LARGEST: np.maximum,
    Operator.SMALLEST: np.minimum,
}


@dataclass(frozen=True)
class RowCall:
    """A step of a block: the function, what it takes, and the room it writes to, if any."""

    step: int
    function: Callable[..., Value]
    arguments: tuple[int, ...]
    room: int | None
    varies: bool = True


@dataclass(frozen=True)
class RowPlan:
    """What a pass does with each block of rows: calls, then reductions."""

    calls: tuple[RowCall, ...]
    reductions: tuple[RowCall, ...]


@dataclass(frozen=True)
class PointGroup:
    """Points that are evaluated at once: how many, and their weights if W stands in the formula."""

    points: int
    W: Matrix | None = None


class PointEvaluation:
    """The losses of a formula at up to so many points, from blocks of up to so many rows."""

    def __init__(
        self, program: LossProgram, points: int, height: int, rows: int, dtype: DTypeLike
    ) -> None:
        self._program, self._rows = program, rows
        self._dtype = np.dtype(dtype)
        self._input = program.index(Symbol.P)
        if self._input is None:
            self._input = program.index(Symbol.RESIDUAL)
        self._output = program.index(Symbol.Y)
        planned = [_planned(program, each, self._input) for each in program.passes]
        self._plans = [plan for plan, _ in planned]
        rooms = max((count for _, count in planned), default=1)
        self._room = np.empty((rooms, points * height), self._dtype)
        self._views: dict[tuple[int, int], list[Matrix]] = {}
        self._start: list[Value] = [_known(step, rows, self._dtype) for step in program.steps]
        self._weights = program.index(Symbol.W)

    def losses(
        self,
        points: int,
        heights: Sequence[int],
        fill: Fill,
        W: Matrix | None = None,
        cancelled: IsCancelled = lambda: False,
    ) -> Matrix:
        """Return the loss at each point, (points,).

        Parameters
        ----------
        points : int
            How many points there are.
        heights : sequence of int
            The number of rows of each block.
        fill : callable
            Provides each block.
        W : ndarray, shape (points, j), optional
            The points, if W stands in the formula.
        cancelled : callable, optional
            Asked for each block.

        Raises
        ------
        Cancelled
            If ``cancelled`` returned True.
        """
        group = PointGroup(points, W)
        found = self.losses_of(
            [group], heights, lambda block, _group, room: fill(block, room), cancelled
        )
        return found[0]

    def losses_of(
        self,
        groups: Sequence[PointGroup],
        heights: Sequence[int],
        fill: GroupFill,
        cancelled: IsCancelled = lambda: False,
    ) -> list[Matrix]:
        """Return the loss at each point of several groups, (points,) each.

        Each block of rows is evaluated for all groups before the next one: what they read of the
        table comes from memory once.

        Parameters
        ----------
        groups : sequence of PointGroup
        heights : sequence of int
            The number of rows of each block.
        fill : callable
            Provides each block for each group.
        cancelled : callable, optional
            Asked for each block of each group.

        Raises
        ------
        Cancelled
            If ``cancelled`` returned True.
        """
        of_groups = [self._start_of(group) for group in groups]
        for row_pass, plan in zip(self._program.passes, self._plans, strict=True):
            for values in of_groups:
                for i in row_pass.before:
                    if values[i] is None:
                        check(cancelled)  # weights are not cut into blocks, and may be a million
                        values[i] = self._computed(i, values)
            totals: list[dict[int, Matrix]] = [{} for _ in groups]
            for block, height in enumerate(heights if plan.reductions else ()):
                for g, group in enumerate(groups):
                    check(cancelled)
                    room = self._rooms(group.points, height)
                    y = fill(block, g, room[0])
                    self._add_block(plan, of_groups[g], totals[g], room, y)
            for values, of_group in zip(of_groups, totals, strict=True):
                for i, total in of_group.items():
                    is_mean = self._program.steps[i].what is Operator.MEAN
                    values[i] = (total / self._rows if is_mean else total).reshape(-1, 1)
        return [self._found(group, of_groups[g][-1]) for g, group in enumerate(groups)]

    def _start_of(self, group: PointGroup) -> list[Value]:
        """Return the values of all steps that are known before the first pass, otherwise None."""
        values = list(self._start)
        if self._weights is not None:
            assert group.W is not None
            values[self._weights] = self._program.in_formula(group.W)
        return values

    def _found(self, group: PointGroup, value: Value) -> Matrix:
        found = np.empty(group.points, self._dtype)
        found[:] = np.ravel(value)
        return found

    def _rooms(self, points: int, height: int) -> list[Matrix]:
        """Return each room as so many points of so many rows."""
        shape = points, height
        rooms = self._views.get(shape)
        if rooms is None:
            rooms = [room[: points * height].reshape(shape) for room in self._room]
            self._views[shape] = rooms
        return rooms

    def _computed(self, index: int, values: list[Value]) -> Value:
        """Return the value of a step of numbers or weights."""
        step = self._program.steps[index]
        taken = [values[i] for i in step.arguments]
        if step.is_reduction:
            found = _REDUCE[step.what](taken[0], axis=-1, keepdims=True)
            return found / np.shape(taken[0])[-1] if step.what is Operator.MEAN else found
        return VALUES[step.what](*taken)  # type: ignore[index]

    def _add_block(
        self,
        plan: RowPlan,
        values: list[Value],
        totals: dict[int, Matrix],
        rooms: list[Matrix],
        y: Matrix,
    ) -> None:
        """Evaluate a block of rows, and add what it is reduced to."""
        if self._output is not None:
            values[self._output] = y
        if self._input is not None:
            values[self._input] = rooms[0]
        for call in plan.calls:
            taken = [values[i] for i in call.arguments]
            if call.room is None:
                values[call.step] = call.function(*taken)
            else:
                values[call.step] = call.function(*taken, out=rooms[call.room])
        for call in plan.reductions:
            taken = [values[i] for i in call.arguments]
            if call.room is None:
                found = call.function(taken[0], axis=-1)
            else:
                room = rooms[call.room]
                found = call.function(*taken, room if call.varies else room[:1])
            before = totals.get(call.step)
            what = self._program.steps[call.step].what
            totals[call.step] = found if before is None else _COMBINE[what](before, found)


def _known(step: ProgramStep, rows: int, dtype: np.dtype[Any]) -> Value:
    """Return the value of a step that is the same at all points and rows, otherwise None."""
    if isinstance(step.what, float):
        return step.what
    return dtype.type(rows) if step.what is Symbol.N else None


def heights_of(rows: int, height: int) -> list[int]:
    """Return the numbers of rows of blocks of one height; the last has what is left."""
    return [min(height, rows - i) for i in range(0, rows, height)]


def cells_of(program: LossProgram) -> int:
    """Return how many values of each step to evaluate at once: fewer of a long formula."""
    return min(CELLS_IN_CACHE, CELLS_OF_ALL_STEPS // len(program.steps))


def height_for(rows: int, points: int, cells: int | None = None) -> int:
    """Return how many rows of so many points fit the cache, or are so many cells."""
    cells = CELLS_IN_CACHE if cells is None else cells
    return min(rows, MOST_ROWS, max(FEWEST_ROWS, cells // points))


def _planned(program: LossProgram, row_pass: RowPass, given: int | None) -> tuple[RowPlan, int]:
    """Return what a pass does with each block, and how much room it needs, in steps."""
    steps = program.steps
    fused = _fused(program, row_pass)
    computed = [i for i in row_pass.rows if not isinstance(steps[i].what, Symbol)]
    computed = [i for i in computed if i not in fused.values()]
    last_use = _last_uses(program, row_pass, computed, fused)
    rooms = _Rooms()
    held: dict[int, int] = {}
    if given is not None and given in row_pass.rows:
        held[given] = rooms.take()
    else:
        rooms.take()  # the caller fills it in any case
    calls = []
    for i in computed:
        step = steps[i]
        ended = [each for each in held if last_use[each] == i]
        is_kept = step.what in _NEEDS_OWN_ROOM
        if not is_kept:
            for each in ended:
                rooms.give_back(held.pop(each))
        needs_room = step.varies and step.what not in _WITHOUT_ROOM
        room = rooms.take() if needs_room else None
        if room is not None:
            held[i] = room
        if is_kept:
            for each in ended:
                rooms.give_back(held.pop(each))
        calls.append(RowCall(i, VALUES[step.what], step.arguments, room))  # type: ignore[index]
    scratch = rooms.take()
    reductions = []
    for i in row_pass.reductions:
        if i in fused:
            inner = steps[fused[i]]
            sums = FUSED[inner.what]  # type: ignore[index]
            reductions.append(RowCall(i, sums, inner.arguments, scratch, inner.varies))
        else:
            reductions.append(RowCall(i, _REDUCE[steps[i].what], steps[i].arguments, None))
    return RowPlan(tuple(calls), tuple(reductions)), rooms.count


class _Rooms:
    """Hands out room by number, what was given back first."""

    def __init__(self) -> None:
        self.count = 0
        self._free: list[int] = []

    def take(self) -> int:
        if self._free:
            return self._free.pop()
        self.count += 1
        return self.count - 1

    def give_back(self, room: int) -> None:
        self._free.append(room)


def _fused(program: LossProgram, row_pass: RowPass) -> dict[int, int]:
    """Return the sums that need not have what is summed: the reduction and its step."""
    steps = program.steps
    users = (*row_pass.rows, *row_pass.reductions)
    found = {}
    for i in row_pass.reductions:
        inner = steps[i].arguments[0]
        step = steps[inner]
        is_sum = steps[i].what in (Operator.SUM, Operator.MEAN)
        is_used_once = sum(steps[user].arguments.count(inner) for user in users) == 1
        if not (is_sum and is_used_once and step.what in FUSED):
            continue
        if step.what is Operator.POWER and steps[step.arguments[1]].what not in FUSED_POWERS:
            continue
        found[i] = inner
    return found


def _last_uses(
    program: LossProgram, row_pass: RowPass, computed: list[int], fused: dict[int, int]
) -> dict[int, int]:
    """Return for each step of the rows by which call it is needed last; reductions come last."""
    last: dict[int, int] = dict.fromkeys(row_pass.rows, -1)
    for i in computed:
        for each in program.steps[i].arguments:
            last[each] = i
    end = len(program.steps)
    for i in row_pass.reductions:
        taken = program.steps[fused[i]].arguments if i in fused else program.steps[i].arguments
        for each in taken:
            last[each] = end
    assert all(last[i] >= 0 for i in row_pass.rows if i not in fused.values())
    return last
