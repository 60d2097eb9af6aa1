"""What a frame is shown beside: the exact gradient at its W, and its next epoch written out.

A run publishes a frame every few milliseconds, and the window shows the latest every 30. So the
thread of the run only prepares the tables, and what is shown beside a frame is computed when the
window takes it: 0.1 to 0.3 ms. Computed for every frame, it would slow literal epochs down by 5 to
10 % (3×3 to 2,000×12 measured). That of the last frame is computed in the thread.

- A small table is taken as it is. For a larger one, its triangle stands for the rows; it is there
  if the run needs it, and a table of medium size is reduced for this, which takes some ms.
- Of a large table that runs without a triangle, and of very many columns, they are left out until
  the run ends. Then there is a triangle, and time.
- At rest, so at the end of a run, in a pause and of an earlier epoch that is shown, the exact
  gradient is that of the rows themselves: at an optimum no digit of it is that of the triangle,
  whose columns are rounded. In a pause, and of a large table, a background thread computes it.
- The next epoch is written out for all weights at once, by one more evaluation of the quotients. So
  the window chooses a weight without asking again. It is left out if that is expensive.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from engine import Frame, Matrix, Problem, Settings, Triangle
from engine.exact.gradient import ExactGradient
from engine.exact.scaled_table import is_small
from engine.limit.slope_check import GradientCheck, agreeing_digits
from engine.losses.smoothness import is_smooth
from engine.methods.step_working import EpochWorking, StepWriter
from engine.threads.caching import cached_property
from engine.unit_columns import column_norms

from ..document.experiment import Experiment
from .prepared_rows import PreparedRows, triangle_of_run

if TYPE_CHECKING:
    from engine.formula.formula import Formula

PRODUCTS_OF_KINKS = 2**17
"""Cells times columns: looking for a kink of so many takes about 2 ms, like a chunk of epochs."""
CELLS_OF_ROWS = 2**10
"""The exact gradient of so many takes 0.13 ms, and of the triangle of ten columns 0.08 ms."""
CELLS_OF_A_FRAME = 2**12
"""The exact gradient of so many takes 0.2 ms; a chunk of epochs takes 6 ms."""
CELLS_OF_THE_LAST = 2**20
"""The exact gradient of so many takes 25 ms, once a run."""

CELLS_AT_REST = 2**25
"""The exact gradient of so many takes a background thread about a second, which can be cancelled.
"""

AT_REST = 128.0
"""Of the rounding of a slope. At the optima of six examples with h from 1e−7 to 1,000, on columns
as they are and scaled, both slopes were up to 105 of them; the bias of a forward h = 1e−7 was 163.
"""


@dataclass(frozen=True, eq=False)
class LossOfRun:
    """A loss that is not the mean square, and the table in its own units."""

    formula: "Formula"
    problem: Problem


class Companions:
    """What one frame is shown beside, computed when it is first asked for; None if not known."""

    def __init__(
        self,
        frame: Frame,
        gradient: ExactGradient | None,
        writer: StepWriter,
        writing: Lock,
        of_loss: "LossOfRun | None" = None,
        norms: Matrix | None = None,
    ) -> None:
        self._frame, self._gradient = frame, gradient
        self._of_loss, self._norms = of_loss, norms
        self._writer, self._writing = writer, writing

    def compute(self) -> None:
        """Compute all of them now."""
        _ = self.check, self.working, self.kinks

    @cached_property
    def exact_gradient(self) -> Matrix | None:
        """The exact gradient (j, 1), in the units of that of the frame."""
        W = self._frame.W
        if self._gradient is None or not np.isfinite(W).all():
            return None
        exact = self._frame.exact_gradient
        if exact is None and self._of_loss is not None and self.working is not None:
            exact = self.working.exact_gradient
        if exact is None:
            exact = self._gradient.at(W, self._frame.W_scaled)
        exact.setflags(write=False)
        return exact

    @cached_property
    def kinks(self) -> Mapping[int, tuple[float, float]]:
        """The slopes to the left and right of the weights along which the loss has none.

        They are in the units of the frame's gradient.
        """
        W = self._frame.W
        if self._of_loss is None or not np.isfinite(W).all():
            return {}
        found = kinks_of(self._of_loss.formula, self._of_loss.problem, W)
        if self._norms is None:
            return found
        lengths = self._norms.reshape(-1).tolist()
        return {k: (left / lengths[k], right / lengths[k]) for k, (left, right) in found.items()}

    @cached_property
    def check(self) -> GradientCheck | None:
        """How the gradient of the frame compares with the exact one."""
        if self._of_loss is None:
            return self._checked()
        return self._checked(beside_zero=self._rounding_of_quotients)

    @cached_property
    def check_at_rest(self) -> GradientCheck | None:
        """The same at rest, when a slope by quotients is often its last digit only."""
        return self._checked(at_rest=self._rounding_of_quotients)

    def _checked(
        self, at_rest: Matrix | float = 0.0, beside_zero: Matrix | float = 0.0
    ) -> GradientCheck | None:
        exact = self.exact_gradient
        if exact is None or np.isnan(self._frame.loss):  # no digit of what is not defined is wrong
            return None
        return agreeing_digits(self._frame.gradient, exact, self._floor, at_rest, beside_zero)

    @property
    def _rounding_of_quotients(self) -> Matrix | float:
        """Up to what size a quotient may be rounding alone: 0 if that is not known."""
        if self.exact_gradient is None or self.working is None:
            return 0.0
        with np.errstate(over="ignore"):  # of a loss that is nearly infinite, anything may be
            return AT_REST * (self._floor + self.working.resolution)

    @cached_property
    def _floor(self) -> Matrix | float:
        return 0.0 if self._gradient is None else self._gradient.floor(self._frame.W)

    @cached_property
    def working(self) -> EpochWorking | None:
        """The epoch after the frame, written out."""
        with self._writing:  # the worker may be at the last frame
            return self._writer.after(self._frame)


def lacks_rows(experiment: Experiment, frame: Frame) -> bool:
    """Return whether the rows may yet tell more beside a frame at rest than their triangle did."""
    cells = experiment.cells
    known = CELLS_OF_ROWS if frame.stop is None else CELLS_OF_THE_LAST
    return known < cells <= CELLS_AT_REST


def _never() -> bool:
    return False


def kinks_of(formula: "Formula", problem: Problem, W: Matrix) -> dict[int, tuple[float, float]]:
    """Return the slopes on both sides of each weight, from 0, along which a loss has none at W.

    Nothing is found of a table so large that looking would hold up a run.
    """
    if problem.A.size * problem.weights > PRODUCTS_OF_KINKS or is_smooth(formula):
        return {}
    found = {}
    for k in range(problem.weights):
        along = formula.along(problem, W, k)
        if along.nearest_kink == 0 and not along.has_slope:
            found[k] = (along.left, along.right)
    return found


class CompanionSource:
    """Prepares the companions of the frames of one run, under one set of settings."""

    def __init__(
        self,
        experiment: Experiment,
        prepared_rows: PreparedRows,
        settings: Settings,
        cancelled: Callable[[], bool],
    ) -> None:
        self._experiment, self._prepared_rows = experiment, prepared_rows
        self._settings, self._cancelled = settings, cancelled
        self._reduced: Triangle | None = None
        self._triangle: Triangle | None = None
        self._norms: Matrix | None = None
        self._gradient: ExactGradient | None = None
        self._writer: StepWriter | None = None
        self._writing = Lock()

    def of(self, frame: Frame) -> Companions:
        """Return the companions of a frame; raise Cancelled when cancelled."""
        if frame.stop is not None:
            return self.of_resting(frame)
        writer = self._prepare()
        return self._companions(frame, writer, self._gradient)

    def of_resting(self, frame: Frame, most_cells: int = CELLS_OF_THE_LAST) -> Companions:
        """Return the companions of a frame that stays shown; raise Cancelled when cancelled.

        Of a table of at most so many cells they are those of the rows, not of their triangle.
        """
        writer = self._prepare()
        gradient = self._gradient
        if self._triangle is not None and self._experiment.problem.A.size <= most_cells:
            gradient = self._gradient_of_rows(None)
        elif gradient is None and frame.stop is not None:
            gradient = self._gradient_of(CELLS_OF_THE_LAST)
        return self._companions(frame, writer, gradient)

    def _companions(
        self, frame: Frame, writer: StepWriter, gradient: ExactGradient | None
    ) -> Companions:
        formula = self._settings.formula
        of_loss = None if formula is None else LossOfRun(formula, self._experiment.problem)
        return Companions(frame, gradient, writer, self._writing, of_loss, self._norms)

    def _prepare(self) -> StepWriter:
        """Prepare the tables for the first frame, and again once there is a triangle."""
        if self._writer is not None and self._prepared_rows.triangle is self._reduced:
            return self._writer
        self._triangle = self._known_triangle()
        self._reduced = self._prepared_rows.triangle
        self._norms = self._norms_of_run()
        self._gradient = self._gradient_of(CELLS_OF_A_FRAME)
        self._writer = StepWriter(
            self._experiment.problem, self._settings, self._triangle, self._cancelled, self._norms
        )
        return self._writer

    def _known_triangle(self) -> Triangle | None:
        problem = self._experiment.problem
        triangle = self._prepared_rows.triangle
        is_medium = problem.A.size > CELLS_OF_ROWS and problem.weights < problem.rows
        if triangle is None and is_medium and is_small(problem):
            triangle = self._prepared_rows.reduce(self._cancelled)
        return triangle if triangle is not None and triangle.is_finite else None

    def _gradient_of(self, most_cells: int) -> ExactGradient | None:
        """Return what computes the exact gradient from at most so many cells, or None."""
        problem, triangle = self._experiment.problem, self._triangle
        if problem.A.size <= CELLS_OF_ROWS or (triangle is None or len(triangle.R) > problem.rows):
            triangle = None
        cells = problem.A.size if triangle is None else triangle.R.size
        return None if cells > most_cells else self._gradient_of_rows(triangle)

    def _gradient_of_rows(self, triangle: Triangle | None) -> ExactGradient:
        """Return what computes the exact gradient from the rows, or from their triangle."""
        # The window takes what is beside the last frame of a run that it has just cancelled.
        cancelled = self._cancelled if self._settings.formula is None else _never
        problem = self._experiment.problem
        return ExactGradient(problem, self._settings, triangle, cancelled, self._norms)

    def _norms_of_run(self) -> Matrix | None:
        """Return the lengths of the columns as the run has them; None if it scales none."""
        if not self._settings.scale_columns:
            return None
        triangle = triangle_of_run(self._experiment, self._settings, self._triangle)
        A = self._experiment.problem.A
        return triangle.column_norms if triangle else column_norms(A, self._cancelled)
