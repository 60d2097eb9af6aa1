"""What the view is asked to show, and how that is computed: at once, or in a thread."""

import math
from dataclasses import dataclass

import numpy as np

from engine import Matrix, Settings, Triangle
from engine.cancelling import IsCancelled
from engine.difference import Difference
from engine.limit.any_loss import point_at, table_of_rows
from engine.limit.curves import POINTS_A_DECADE, ErrorCurves, measure, steps_between
from engine.limit.point import AnyPoint
from engine.limit.regions import EXPONENTS, Region
from engine.limit.table import AnyTable, LimitTable, LossSource
from engine.settings import Precision
from engine.threads.caching import cached_property

from ..document.experiment import Experiment
from ..plots.limit.shown_errors import offered_h, rounded_h
from ..run.prepared_rows import triangle_of_run
from ..text.translation import translated
from .limit_state import Curve, LimitState

LOSSES_A_DECADE = 2**20
"""Of all rows: at 100,000 of them, a decade of h has so few points as are still smoothed."""
FEWEST_A_DECADE = 4


@dataclass(frozen=True)
class LimitChoice:
    """What a person has chosen: the weight, from 0, and how it is looked at."""

    weight: int
    h: float
    difference: Difference
    precision: Precision
    curve: Curve


@dataclass(frozen=True, eq=False)
class LimitRequest:
    """One choice, of the W (j, 1) of one epoch, on all rows or on the triangle.

    ``settings`` say whether the columns are scaled. The triangle is there if the source needs it;
    all rows do not. ``fitting_h`` is the h of the run that fits, if it is known for this quotient.
    ``is_at_rest`` says that the sheet calls the slope 0 to rounding. ``W_scaled`` is W as descended
    on, if a run has it.
    """

    experiment: Experiment
    settings: Settings
    W: Matrix
    triangle: Triangle | None
    source: LossSource
    choice: LimitChoice
    name: str
    fitting_h: float | None = None
    is_at_rest: bool = False
    W_scaled: Matrix | None = None

    def frame(
        self, before: "LimitFrame | None" = None, cancelled: IsCancelled = lambda: False
    ) -> "LimitFrame":
        """Return what is to be shown; it takes over from ``before`` what is still the same.

        Raises
        ------
        Cancelled
            If ``cancelled`` returned True.
        PointTooLarge
            If the numbers are beyond the arithmetic.
        """
        table = self._table(before, cancelled)
        point = self._point(table, before, cancelled)
        choice = self.choice
        point.theory(choice.weight, cancelled)  # what passes over the rows, it does once
        state = LimitState(
            point, choice.weight, self.name, choice.h, choice.difference, choice.curve
        )
        axis = axis_of(state)
        curves = None if before is None else before.curves
        if (
            before is None
            or before.state.point is not point
            or before.state.weight != choice.weight
            or before.axis != axis
        ):
            steps = steps_between(*axis, points_a_decade(table))
            curves = measure(point, choice.weight, steps, cancelled)
        assert curves is not None
        return LimitFrame(self, state, curves, axis)

    def _table(self, before: "LimitFrame | None", cancelled: IsCancelled) -> AnyTable:
        precision, settings = self.choice.precision, self.settings
        if before is not None and before.request.has_table_of(self):
            return before.state.point.table
        if self.source is LossSource.TRIANGLE:
            assert self.triangle is not None
            return LimitTable.of_triangle(self.triangle, settings, precision)
        problem = self.experiment.problem
        if settings.formula is not None:
            return table_of_rows(problem, settings, precision, cancelled)
        of_run = triangle_of_run(self.experiment, settings, self.triangle)
        return LimitTable.of_rows(problem, settings, precision, of_run, cancelled)

    def _point(
        self, table: AnyTable, before: "LimitFrame | None", cancelled: IsCancelled
    ) -> AnyPoint:
        is_there = before is not None and before.state.point.table is table
        if before is not None and is_there and self.has_W_of(before.request):
            return before.state.point
        return point_at(table, self.W, cancelled, self.W_scaled)

    def has_W_of(self, other: "LimitRequest") -> bool:
        """Return whether both look at the very same weights."""
        pairs = (self.W, other.W), (self.W_scaled, other.W_scaled)
        return all(
            here is there
            or (here is not None and there is not None and np.array_equal(here, there))
            for here, there in pairs
        )

    def has_table_of(self, other: "LimitRequest") -> bool:
        """Return whether both look at the same rows, in the same units and the same arithmetic."""
        return (
            self.experiment.has_data_of(other.experiment)
            and self.settings.formula == other.settings.formula
            and self.settings.scale_columns == other.settings.scale_columns
            and self.settings.reduces_rows == other.settings.reduces_rows
            and self.settings.method is other.settings.method
            and self.choice.precision is other.choice.precision
            and self.source is other.source
            and self.triangle is other.triangle
        )

    def has_columns_of(self, other: "LimitRequest") -> bool:
        """Return whether both tables have as many columns, so that one may stand for the other."""
        return self.experiment.columns == other.experiment.columns

    def is_of(self, other: "LimitRequest") -> bool:
        """Return whether both are of one weight at one W of the same table."""
        is_one_weight = self.choice.weight == other.choice.weight
        return is_one_weight and self.has_table_of(other) and self.has_W_of(other)

    def is_answered_by(self, frame: "LimitFrame | None") -> bool:
        """Return whether a frame shows what is asked for here."""
        if frame is None or not frame.request.has_table_of(self):
            return False
        same = frame.request
        is_same = same.choice == self.choice and same.fitting_h == self.fitting_h
        is_same &= same.is_at_rest is self.is_at_rest
        return is_same and self.has_W_of(same)


@dataclass(frozen=True, eq=False)
class LimitFrame:
    """What the view shows: the state for its panels, and the errors against h.

    ``axis`` is the largest and the smallest h of the curves.
    """

    request: LimitRequest
    state: LimitState
    curves: ErrorCurves
    axis: tuple[float, float]

    @cached_property
    def best_h(self) -> float:
        """The h to mark, and to offer, as the best for the quotient that is looked at."""
        state, fitting = self.state, self.request.fitting_h
        return offered_h(
            self.curves, state.theory, state.difference, fitting, is_alone=self.is_alone
        )

    @property
    def is_alone(self) -> bool:
        """Whether the weight is the only one."""
        return self.state.point.table.weights == 1

    @property
    def has_own_best(self) -> bool:
        """Whether the best h of this weight is another than the one that fits all of them."""
        fitting = self.request.fitting_h
        is_shared = not self.is_alone and not self.request.settings.has_each_h
        return is_shared and fitting is not None and rounded_h(fitting) != self.best_h

    @cached_property
    def is_hidden(self) -> bool:
        """Whether the slope is 0 to rounding, so that there is no best h."""
        is_hidden = self.curves.is_hidden(self.state.theory, self.state.difference)
        return self.request.is_at_rest or is_hidden

    @property
    def is_of_any_loss(self) -> bool:
        """Whether the loss is no mean square, not even of more rows as a ridge is."""
        return not isinstance(self.state.point.table, LimitTable)

    @cached_property
    def region_above(self) -> Region:
        """What rules the error above the best h: the nearest kink, if there is no bend to cut."""
        theory, difference = self.state.theory, self.state.difference
        region = theory.region_above(difference)
        has_kink = math.isfinite(theory.nearest_kink(difference))
        return Region.KINKS if has_kink and region is not Region.BEND else region

    @cached_property
    def no_derivative(self) -> str:
        """What is said if the loss has two slopes along the weight; empty if it has one."""
        return translated(self.state.theory.no_derivative)

    @cached_property
    def lacks_best(self) -> bool:
        """Whether there is no best h: the slope is 0 to rounding, or a kink is too near."""
        return self.is_hidden or self.state.theory.lacks_room(self.state.difference)

    def digits_expected(self, h: float) -> float:
        """Return how many digits are right near h, without luck; NaN if that cannot be said."""
        return self.curves.digits_expected(self.state.theory, self.state.difference, h)

    @cached_property
    def digits_expected_here(self) -> float:
        """The same at the h that is looked at."""
        return self.digits_expected(self.state.h)

    @cached_property
    def digits_expected_at_best(self) -> float:
        """The same at the best h."""
        return self.digits_expected(self.best_h)

    @cached_property
    def table_axis(self) -> tuple[float, float]:
        """The largest and the smallest h that the table needs, without h itself.

        h is played between these, and the first is the largest h that is offered: the axis is
        widened to any h beyond it, and would run away from a person who asks for its end.
        """
        return self.state.theory.axis()

    @property
    def quotient(self) -> float:
        """The quotient at h; NaN if w + h is w."""
        return self.state.digits.slope

    @property
    def error(self) -> float:
        """|quotient − slope| at h; NaN if there is no quotient."""
        return abs(self.quotient - self.state.slope)

    @property
    def digits(self) -> float:
        """How many digits of the slope the quotient has right; NaN if that cannot be said."""
        return self.state.digits.digits_right


def points_a_decade(table: AnyTable) -> int:
    """Return at how many h of a decade the quotients of a table are evaluated."""
    if isinstance(table, LimitTable):
        return POINTS_A_DECADE
    return min(max(LOSSES_A_DECADE // table.rows, FEWEST_A_DECADE), POINTS_A_DECADE)


def axis_of(state: LimitState) -> tuple[float, float]:
    """Return the largest and the smallest h to show: what the table needs, and h itself."""
    largest, smallest = state.theory.axis()
    h = min(max(state.h, 10.0 ** EXPONENTS[0]), 10.0 ** EXPONENTS[1])
    if not smallest <= h <= largest:
        largest, smallest = state.theory.axis(h)
    return largest, smallest
