"""One literal epoch, written out for each weight: two losses, their quotient, and the next w.

These are the numbers of the run itself: the same quotients, in the same arithmetic, on the same
columns. So w next is what one literal epoch gives, to the last bit. Only a table whose rows are too
many to be evaluated once more for each frame is written out on its triangle, which rounds
otherwise.
"""

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..cancelling import IsCancelled
from ..difference import Difference
from ..errors import StepVanishes
from ..frame import Frame
from ..matrix import Matrix
from ..optimisers.memory import Memory
from ..problem import Problem
from ..quotients import Quotients, WrittenOut, steps_of
from ..settings import Method, Settings
from ..step_size import with_fixed_steps
from ..triangle import Triangle, is_shorter_reduced, usable
from ..unit_columns import column_norms, in_table_units, on_unit_lengths, scaled
from .literal import step
from .updated_quotients import UpdatedQuotients, quotients_of

if TYPE_CHECKING:
    from ..formula.quotients import FormulaQuotients
    from ..optimisers.step_parts import StepParts

# 0.15 ms measured (3,640×12 on its rows): a window may take as long at each redraw.
PRODUCTS_WRITTEN_OUT = 2**20
# 0.13 ms measured (11,000×5), and 0.4 ms (43,000×1): a long column does not fit into the cache.
RESIDUALS_WRITTEN_OUT = 2**17
# Of a number of six digits, as it is shown.
SEEN = 1e-6


@dataclass(frozen=True)
class StepWorking:
    """The next epoch of one weight, as descended on.

    Attributes
    ----------
    weight : int
        Which weight, from 0.
    difference : Difference
        The difference quotient: a one-sided one has the loss at w itself on one side.
    h : float
        The step h of the settings, for this weight.
    ahead, behind : float
        The losses, at w + h and w − h for the central quotient.
    step : float
        The step taken in floating point, by which the difference of the losses is divided.
    slope : float
        δw, the quotient.
    change : float
        η·δw; of another optimiser, what it makes of δw and of what it remembers.
    w, w_next : float
        The weight, and w less the change.
    length : float
        The length by which the column was divided; 1 if the columns are as they are.
    w_of_table, w_next_of_table : float
        Both in the units of the table: divided by the length.
    is_of_triangle : bool
        Whether the losses are those of the reduced rows, which round otherwise than all rows.
    rate : float
        η of this epoch, which a schedule may have lowered.
    remembered : tuple of (str, float)
        What moves the weight beside δw, each with its symbol: b of a momentum, m̂ and √v̂ of Adam.
    before : tuple of float
        What the optimiser remembered of the weight before this epoch; empty if it is the first.
    made : int
        How many epochs it has made of slopes before this one.
    """

    weight: int
    difference: Difference
    h: float
    ahead: float
    behind: float
    step: float
    slope: float
    change: float
    w: float
    w_next: float
    length: float
    w_of_table: float
    w_next_of_table: float
    is_of_triangle: bool = False
    rate: float = math.nan
    remembered: tuple[tuple[str, float], ...] = ()
    before: tuple[float, ...] = ()
    made: int = 0

    @property
    def is_step_h(self) -> bool:
        """Whether the step taken is 2h, or h of a one-sided quotient, as far as digits are read."""
        asked = self.h * len(self.difference.sides)
        return abs(self.step - asked) <= SEEN * asked

    @property
    def is_scaled(self) -> bool:
        """Whether the weight is that of a column scaled to length 1."""
        return self.length != 1.0


@dataclass(frozen=True, eq=False)
class EpochWorking:
    """The next epoch of all weights; ``of_weight`` has that of one."""

    written: WrittenOut
    difference: Difference
    h: Matrix
    W: Matrix
    changes: Matrix
    W_next: Matrix
    norms: Matrix
    W_of_table: Matrix
    W_next_of_table: Matrix
    is_of_triangle: bool = False
    exact_gradient: Matrix | None = None
    """That of a formula in float64, (j, 1), of the residuals of the quotients."""
    rate: float = math.nan
    remembered: tuple[tuple[str, Matrix], ...] = ()
    settings: Settings | None = None
    """Those of the run, with a number for η."""
    memories: tuple[Memory | None, Memory | None] = (None, None)
    """What the optimiser remembers before and after the epoch."""

    @property
    def weights(self) -> int:
        """j, the number of weights."""
        return len(self.W)

    @property
    def resolution(self) -> Matrix:
        """Up to what size a quotient may be the last digit of its two losses: shape (j, 1).

        In the units of the table, as the slopes of a frame are.
        """
        losses = np.maximum(np.abs(self.written.ahead), np.abs(self.written.behind))
        epsilon = np.finfo(self.W.dtype).eps
        with np.errstate(all="ignore"):
            slopes = epsilon * losses.astype(np.float64) / np.abs(self.written.step)
            found: Matrix = slopes.reshape(-1, 1) * self.norms
        return found

    def parts(self) -> "StepParts":
        """Return what the epoch adds to W, in the units of the table, as far as it is finite."""
        from ..optimisers.step_parts import StepParts, StepTaken, parts_of  # loaded on use

        assert self.settings is not None
        gradient = self.written.gradient.reshape(-1, 1).astype(np.float64)
        W = self.W.astype(np.float64)
        with np.errstate(all="ignore"):
            taken = StepTaken(W, gradient, self.rate, *self.memories)
            added, undivided = (
                tuple(replace(each, move=in_table_units(each.move, self.norms)) for each in parts)
                for parts in parts_of(self.settings, taken)
            )
        return StepParts(self.W_of_table, self.W_next_of_table, added, undivided)

    def of_weight(self, k: int) -> StepWorking:
        """Return the working for weight k, from 0."""
        before, _ = self.memories
        return StepWorking(
            k,
            self.difference,
            float(self.h[k]),
            float(self.written.ahead[k]),
            float(self.written.behind[k]),
            float(self.written.step[k]),
            float(self.written.gradient[k]),
            float(self.changes[k, 0]),
            float(self.W[k, 0]),
            float(self.W_next[k, 0]),
            float(self.norms[k, 0]),
            float(self.W_of_table[k, 0]),
            float(self.W_next_of_table[k, 0]),
            self.is_of_triangle,
            self.rate,
            tuple((symbol, float(values[k, 0])) for symbol, values in self.remembered),
            tuple(float(values[k, 0]) for values in before.arrays) if before else (),
            before.epochs if before else 0,
        )


class StepWriter:
    """Writes out epochs of one descent.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the W that the descent started from.
    settings : Settings
        Those of the descent: η, h, the quotient, the precision, and whether columns are scaled.
    triangle : Triangle, optional
        The rows reduced. It stands for the rows if the run is on the triangle, or if the rows are
        too many.
    cancelled : callable, optional
        Asked for each block of rows while the table is prepared.
    norms : ndarray, shape (j, 1), optional
        The lengths by which the descent divides the columns, if it does.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """

    def __init__(
        self,
        problem: Problem,
        settings: Settings,
        triangle: Triangle | None = None,
        cancelled: IsCancelled = lambda: False,
        norms: Matrix | None = None,
    ) -> None:
        self._quotients: Quotients | UpdatedQuotients | FormulaQuotients | None = None
        self._of_formula: FormulaQuotients | None = None
        formula = settings.formula
        triangle = usable(triangle) if formula is None else None
        is_on_rows = not _walks_triangle(problem, settings, triangle) and is_cheap(
            problem.rows, problem.weights
        )
        if not is_on_rows and (triangle is None or not is_cheap(len(triangle.R), problem.weights)):
            return
        self._norms: Matrix = np.ones_like(problem.W)
        if settings.scale_columns:
            if norms is None:
                norms = triangle.column_norms if triangle else column_norms(problem.A, cancelled)
            self._norms = norms
            problem = scaled(problem, self._norms, cancelled)
            formula = formula and formula.on_scaled(self._norms)
        fixed = with_fixed_steps(settings, problem, formula)
        if not is_on_rows and triangle is not None:
            problem = triangle.divided_by(self._norms).problem(problem.W)
        precision = fixed.precision.value
        with np.errstate(over="ignore"):
            A, Y = (table.astype(precision, copy=False) for table in (problem.A, problem.Y))
        if formula is not None:
            from ..losses.ridge import with_ridge_rows  # loaded on use, as the formula itself

            if (rows := with_ridge_rows(problem, formula)) is None:
                self._of_formula = formula.quotients_of(A, Y, fixed.step_h, fixed.difference)
                self._quotients = self._of_formula
            else:
                A, Y = rows.A.astype(precision, copy=False), rows.Y.astype(precision, copy=False)
        if self._quotients is None:
            self._quotients = quotients_of(A, Y, fixed.step_h, fixed.difference)
        self._settings, self._precision = fixed, precision
        self._epochs = None
        if not fixed.is_plain:
            from ..optimisers.rules import Epochs  # loaded on use: most runs are plain

            self._epochs = Epochs(fixed)
        self._is_of_triangle = not is_on_rows

    def at(self, W: Matrix) -> EpochWorking | None:
        """Write out the first epoch of a run from W (j, 1), which is in the units of the table.

        None if evaluating it once more would be expensive, or if h does not move a weight.
        """
        if self._quotients is None:
            return None
        return self._written(self._quotients, W, on_unit_lengths(W, self._norms))

    def after(self, frame: Frame, ran: Settings | None = None) -> EpochWorking | None:
        """Write out the epoch after a frame, from the very floats that it descends on.

        None as ``at`` returns it, and if the frame does not have what the optimiser remembers.

        Parameters
        ----------
        frame : Frame
        ran : Settings, optional
            Those that led to the frame, if they are others: of another optimiser, or on other
            columns, nothing is remembered.
        """
        if self._quotients is None:
            return None
        memory = frame.memory_for(self._settings, self._norms)
        now = self._settings
        is_other = ran is not None and (ran.optimiser, ran.scale_columns) != (
            now.optimiser,
            now.scale_columns,
        )
        has_made = memory is None and frame.epoch and not is_other
        if has_made and self._epochs and self._epochs.rule.remembers:
            return None
        descended = frame.on_lengths(self._norms)
        return self._written(self._quotients, frame.W, descended, frame.epoch, memory)

    def _written(
        self,
        quotients: "Quotients | UpdatedQuotients | FormulaQuotients",
        W: Matrix,
        descended: Matrix,
        epoch: int = 0,
        memory: Memory | None = None,
    ) -> EpochWorking | None:
        fixed, rate = self._settings, self._settings.fixed_learning_rate
        remembered: tuple[tuple[str, Matrix], ...] = ()
        memories: tuple[Memory | None, Memory | None] = (None, None)
        with np.errstate(over="ignore", invalid="ignore"):
            now = descended.astype(self._precision, copy=False)
            try:
                written = quotients.written_out(now)
            except StepVanishes:
                return None
            gradient = written.gradient.reshape(-1, 1)
            if self._epochs is None:
                after, changes = step(now, gradient, rate), rate * gradient
            else:
                rate = self._epochs.rate_at(epoch)
                after, made = self._epochs.after(epoch, now, gradient, memory)
                changes, remembered = now - after, self._epochs.rule.told(made)
                memories = memory, made
            exact = None
            if self._of_formula is not None and now.dtype == np.float64:
                exact = self._of_formula.exact_slopes(now)
            return EpochWorking(
                written,
                fixed.difference,
                steps_of(fixed.step_h, len(now)),
                now,
                changes,
                after,
                self._norms,
                W,
                in_table_units(after.astype(np.float64), self._norms),
                self._is_of_triangle,
                exact,
                rate,
                remembered,
                fixed,
                memories,
            )


def _walks_triangle(problem: Problem, settings: Settings, triangle: Triangle | None) -> bool:
    """Return whether the epochs of a run are computed on the reduced rows."""
    if settings.method is Method.TRIANGLE or settings.is_plain or triangle is None:
        return settings.method is Method.TRIANGLE
    from ..momentum.rule import is_predicted  # loaded on use: most runs are plain

    if is_predicted(settings):
        return False
    return settings.reduces_rows and is_shorter_reduced(problem)


def is_cheap(rows: int, weights: int) -> bool:
    """Return whether an epoch on so many rows is evaluated once more for each frame."""
    residuals = rows * (2 * weights + 1)
    return residuals <= RESIDUALS_WRITTEN_OUT and 2 * rows * weights**2 <= PRODUCTS_WRITTEN_OUT
