"""The rows of A and Y, prepared for runs: reduced by QR once, their optimum, and η's limit."""

import logging
from collections.abc import Callable
from dataclasses import replace
from math import inf
from operator import attrgetter
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from engine import (
    Cancelled,
    Matrix,
    Optimum,
    Problem,
    Settings,
    Triangle,
    learning_rate_limit,
    on_unit_columns,
    triangle_of,
)
from engine.cancelling import abandonable
from engine.exact.scaled_table import is_small
from engine.optimisers.kinds import Optimiser, Schedule
from engine.stability import is_affordable
from engine.triangle import usable
from engine.verdict.rule import optimum_to_compare

from ..document.experiment import Experiment, Filling, RowMask

if TYPE_CHECKING:
    from engine.inference.held_out_loss import HeldOutLoss
    from engine.inference.leave_out import KeptRows
    from engine.statistics import Statistics

NOTICED_SECONDS = 0.1
"""A person notices a wait of a tenth of a second; a shorter one needs no message."""

logger = logging.getLogger(__name__)


class PreparedRows:
    """The rows of one A and Y, reduced once for all runs on them, in the worker's thread.

    The optimum and η's limit are those of the loss of the experiment, if a formula tells them.

    The worker of the next run may start while the last one, cancelled, is still at its block of
    rows: then it waits for that block, and for the rest of an optimum.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._experiment = experiment
        self._reducing = Lock()
        self._solving = Lock()
        self._limits: dict[bool, float] = {}
        self._solved: tuple[Matrix, Optimum] | None = None
        self._statistics: tuple[Optimum, Statistics] | None = None
        self._began = inf
        self._done = 0.0
        self._former: PreparedRows | None = None
        self._kept: KeptRows | None = None
        self._held_out: HeldOutLoss | None = None
        self.triangle: Triangle | None = None

    @property
    def _settings(self) -> Settings:
        return self._experiment.settings

    @property
    def problem(self) -> Problem:
        """All of the rows."""
        return self._experiment.problem

    @property
    def progress(self) -> float | None:
        """The fraction reduced, if that takes noticeably long; read by the window's thread."""
        return self._done if perf_counter() - self._began > NOTICED_SECONDS else None

    def matches(self, experiment: Experiment) -> bool:
        """Return whether these are the rows of the experiment, and its loss."""
        own = self._experiment
        is_of_rows = experiment.A is own.A and experiment.Y is own.Y
        is_of_rows = is_of_rows and experiment.left_out is own.left_out
        return is_of_rows and experiment.settings.formula == own.settings.formula

    def of_rows_of(self, experiment: Experiment) -> "PreparedRows":
        """Return the rows of an experiment: these, or those that follow from them.

        If only other rows are left out, their triangle follows from this one by a few rotations.
        """
        if self.matches(experiment):
            return self
        found, own = PreparedRows(experiment), self._experiment
        if experiment.A is own.A and experiment.Y is own.Y and self.triangle is not None:
            found._former = self
        return found

    def reduce(self, cancelled: Callable[[], bool]) -> Triangle | None:
        """Return the triangle, computed the first time; None if cancelled."""
        with self._reducing:
            if self.triangle is None:
                self._began, self._done = perf_counter(), 0.0
                try:
                    self.triangle = self._triangle(cancelled)
                    seconds = perf_counter() - self._began
                    logger.debug("%d rows reduced in %.3f s", self._experiment.rows, seconds)
                except Cancelled:
                    logger.debug("reducing the rows was cancelled")
                    return None
                finally:
                    self._began = inf
        return self.triangle

    def _triangle(self, cancelled: Callable[[], bool]) -> Triangle:
        """Return the triangle: from that of other rows of the same table if there is one."""
        former, self._former = self._former, None
        kept = None if former is None else former.kept_rows()
        if kept is None:
            return triangle_of(self._experiment.problem, self._note, cancelled)
        from engine.inference.leave_out import leave_out, take_back  # loaded on use

        wanted = left_out_of(self._experiment)
        gone, back = (np.flatnonzero(each).tolist() for each in _moved(kept.is_left_out, wanted))
        # What comes back comes first: of the rows that stay some must be left.
        kept = take_back(kept, back, cancelled=cancelled, progress=self._note)
        self._kept = leave_out(kept, gone, cancelled=cancelled, progress=self._note)
        return self._kept.triangle

    def kept_rows(self) -> "KeptRows | None":
        """Return all complete rows and which of them are left out; None if they are not reduced.

        Of a table of which rows are left out already, the triangle of all rows is reduced again.
        """
        if self._kept is None and self.triangle is not None:
            from engine.inference.leave_out import KeptRows  # loaded on use

            if self._experiment.left_out is None:
                self._kept = KeptRows.of(self._experiment.problem, self.triangle)
        return self._kept

    def held_out_loss(self, cancelled: Callable[[], bool]) -> "HeldOutLoss | None":
        """Return the loss of the rows that are held out; None if none is that is complete.

        Raises Cancelled when cancelled.
        """
        if self._held_out is None:
            tested = self._experiment.tested
            if tested is None:
                return None
            from engine.inference.held_out_loss import HeldOutLoss  # loaded on use: few runs do

            self._held_out = HeldOutLoss(tested.problem, self._settings, cancelled)
        return self._held_out

    def optimum(self, start: Matrix, cancelled: Callable[[], bool]) -> Optimum | None:
        """Return the optimum, computed the first time; None if cancelled or too expensive.

        ``start`` is the W (j, 1) that a run started from: if columns are dependent, the optimum
        is the one nearest to it. A small table is solved exactly. Of a larger one the triangle is,
        unless there is none because the run needed none: then a few more rows are solved exactly.
        """
        from engine.methods.choose import MOST_REDUCED  # loaded on use, as in gui/run/worker.py

        if self._experiment.columns > MOST_REDUCED:
            return None
        with self._solving:
            if self._solved is not None:
                before, known = self._solved
                if not known.dependent or np.array_equal(start, before):
                    return known
            try:
                found = abandonable(
                    lambda: self._solve(start, cancelled), cancelled, self._experiment.columns
                )
            except Cancelled:
                logger.debug("the optimum was cancelled")
                return None
            if found is not None:
                self._solved = start, found
        return found

    def statistics(self, best: Optimum, cancelled: Callable[[], bool]) -> "Statistics | None":
        """Return the statistics of an optimum, computed the first time; None if cancelled."""
        if self._settings.formula is not None:
            return None  # they are those of least squares
        from engine.statistics import statistics  # loaded on use, as in gui/run/worker.py

        with self._solving:
            if self._statistics is None or self._statistics[0] is not best:
                problem, triangle = self._experiment.problem, self.triangle
                try:
                    found = abandonable(
                        lambda: statistics(problem, best, triangle, cancelled=cancelled),
                        cancelled,
                        self._experiment.columns,
                    )
                except Cancelled:
                    logger.debug("the statistics were cancelled")
                    return None
                self._statistics = best, found
            return self._statistics[1]

    def table_statistics(self, cancelled: Callable[[], bool]) -> "Statistics | None":
        """Return the statistics of least squares, whatever the loss: rank and condition are of A.

        None if cancelled, or too expensive.
        """
        from engine.methods.choose import MOST_REDUCED  # loaded on use, as in gui/run/worker.py
        from engine.statistics import statistics

        if self._experiment.columns > MOST_REDUCED:
            return None
        problem = self._experiment.problem
        triangle = None if is_small(problem) else self.reduce(cancelled)

        def found() -> "Statistics":
            best = optimum_to_compare(problem, triangle, cancelled)
            return statistics(problem, best, triangle, cancelled=cancelled)

        try:
            return abandonable(found, cancelled, self._experiment.columns)
        except Cancelled:
            logger.debug("the statistics of the table were cancelled")
            return None

    def _solve(self, start: Matrix, cancelled: Callable[[], bool]) -> Optimum | None:
        began = perf_counter()
        problem = self._experiment.problem
        if self._settings.formula is not None:
            from engine.losses.equal_rows import least_of  # loaded on use, as the formula itself

            return least_of(problem.starting_from(start), self._settings, cancelled)
        triangle = self.triangle
        if triangle is None and not is_small(problem):
            triangle = self.reduce(cancelled)
            if triangle is None:
                raise Cancelled
        found = optimum_to_compare(problem, triangle, cancelled)
        if found.dependent and not np.array_equal(start, problem.W):
            found = optimum_to_compare(problem.starting_from(start), triangle, cancelled)
        logger.debug("the optimum took %.4f s", perf_counter() - began)
        return found

    def limit(self, scale_columns: bool, *, at_once: bool = False) -> float | None:
        """Return η's limit for the scaled or original problem; None if it is too expensive.

        ``at_once`` is for the window's thread, which knows the limit of a wide table only after it
        was computed in another.
        """
        if (known := self._limits.get(scale_columns)) is not None:
            return known
        limit = self._find_limit(scale_columns, at_once)
        if limit is not None and not self.has_limit_at_once:
            self._limits[scale_columns] = limit
        return limit

    @property
    def has_limit_at_once(self) -> bool:
        """Whether the triangle's limit takes no longer than the window may wait."""
        columns = self._experiment.columns
        return is_affordable(columns + 1, columns, at_once=True)

    def _find_limit(self, scale_columns: bool, at_once: bool) -> float | None:
        if self._settings.formula is not None:
            return self._limit_of_formula(scale_columns, at_once)
        triangle = self.triangle
        if triangle is not None and triangle.is_finite:
            if at_once and not self.has_limit_at_once:
                return None
            if scale_columns:
                triangle = triangle.divided_by(triangle.column_norms)
            return learning_rate_limit(triangle.problem(np.zeros((triangle.weights, 1))))
        if not is_affordable(self._experiment.rows, self._experiment.columns, at_once=at_once):
            return None
        problem = self._experiment.problem
        if scale_columns:
            problem = on_unit_columns(problem)
        return learning_rate_limit(problem)

    def _limit_of_formula(self, scale_columns: bool, at_once: bool) -> float | None:
        """Return η's limit if the loss is a parabola along each weight."""
        from engine.losses.equal_rows import equal_rows  # loaded on use, as the formula itself

        rows, columns = self._experiment.rows, self._experiment.columns
        if not is_affordable(rows + columns, columns, at_once=at_once):
            return None
        settings = replace(self._settings, scale_columns=scale_columns)
        found = equal_rows(self._experiment.problem, settings)
        return None if found is None else learning_rate_limit(found)

    def _note(self, done: float) -> None:
        self._done = done


def left_out_of(experiment: Experiment) -> RowMask:
    """Return which of the complete rows are left out, (n,)."""
    complete = experiment.with_all_rows.counted
    left_out = experiment.left_out
    if left_out is None:
        count = experiment.rows if complete is None else int(complete.sum())
        return np.zeros(count, dtype=np.bool_)
    return left_out if complete is None else left_out[complete]


def _moved(before: RowMask, after: RowMask) -> tuple[RowMask, RowMask]:
    """Return the rows that are left out now and were not, and those that are taken back."""
    return after & ~before, before & ~after


limit_key: Callable[[Settings], tuple[object, ...]] = attrgetter(
    "scale_columns", "optimiser", "momentum", "dampening", "schedule"
)
"""Returns all of the settings that η's limit depends on, beside the loss."""


divided_key: Callable[[Settings], tuple[object, ...]] = attrgetter(
    "scale_columns", "optimiser", "beta1", "epsilon"
)
"""The same of an optimiser that divides by slopes, beside what it remembers."""


def limit_of(settings: Settings, plain_limit: float | None) -> float | None:
    """Return η's limit under an optimiser, from 2/λmax, which is that of plain descent.

    None if that is not known, and for an optimiser whose limit depends on the way of the run, or an
    η that changes.
    """
    is_constant = settings.schedule is Schedule.CONSTANT
    return limit_of_present(settings, plain_limit) if is_constant else None


def limit_of_present(settings: Settings, plain_limit: float | None) -> float | None:
    """Return the limit of the η of the moment, whatever its schedule makes of it later."""
    if settings.optimiser is Optimiser.PLAIN:
        return plain_limit
    from engine.optimisers.limits import limit_factor  # loaded on use: most runs are plain

    factor = limit_factor(settings)
    return None if plain_limit is None or factor is None else factor * plain_limit


def tick_of(settings: Settings) -> float:
    """Return the share of η's limit at which η·λmax is 1."""
    from engine.optimisers.limits import most_overshoot  # loaded on use: most runs are plain

    return 1 / most_overshoot(settings)


def triangle_of_run(
    experiment: Experiment, settings: Settings, triangle: Triangle | None
) -> Triangle | None:
    """Return the triangle if a run takes the lengths of the columns from it, else None.

    Those of the rows may differ in the last bit, and with them, near the optimum, every slope.
    """
    from engine.methods.choose import is_reduced  # loaded on use, as in gui/run/worker.py

    is_of_run = is_reduced(experiment.columns, settings, experiment.rows)
    return usable(triangle) if is_of_run else None


def tells_least(experiment: Experiment, settings: Settings | None = None) -> bool:
    """Return whether a formula tells the least possible loss, however long finding it takes.

    ``settings`` are those of the experiment if not given.
    """
    settings = settings or experiment.settings
    if settings.formula is None:
        return True
    if experiment.filling is not Filling.RUNNABLE:
        return False
    from engine.losses.ridge import Size, ridge_of  # loaded on use, as the formula itself

    size = Size(experiment.rows, experiment.columns)
    return ridge_of(size, settings.formula) is not None
