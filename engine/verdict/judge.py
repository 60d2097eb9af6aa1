"""The judge of endings: finds the one sentence that is true of an ending, and what would help.

The order is that of what a reader has to know first. What failed comes first, then whether W is the
optimum. If it is not, then why: the quotient, the rate, the arithmetic, the columns. Only if none
of these is to blame, the sentence says how much is left.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from ..cancelling import IsCancelled, check
from ..difference import Difference
from ..errors import WrongArgument
from ..frame import Convergence, Frame, Recorded, State, StopReason
from ..language.lists import listed
from ..language.plurals import plural
from ..language.sentence import marked
from ..loss import mean_squared_error
from ..matrix import Matrix
from ..methods.lost_step import UNFIT_STEP
from ..methods.rounding import SPREAD, Rounding
from ..momentum.ahead import OVERFLOWS
from ..momentum.overflow import rounding_of_residual
from ..momentum.rule import LINEAR, MomentumRule
from ..momentum.spectrum import growth_factor
from ..optimisers.kinds import Optimiser, Schedule
from ..optimisers.limits import limit_factor
from ..optimum import SMALL_WEIGHT, Optimum
from ..problem import Problem, check_problem
from ..quotients import steps_of
from ..settings import FITS_EACH, Precision, Settings, check_settings
from ..shortening import elide_middle, grouped
from ..stability import AT_LIMIT, UnfitColumns, safe_learning_rate, unfit_columns
from ..step_size import lost_weights, suggest_h, with_fixed_steps
from ..threads.caching import cached_property
from ..trace import Trace
from ..triangle import Triangle
from ..unit_columns import column_norms, on_unit_columns, scaled
from .cures import TAKES, Cure, Nearness, cure_of, gain, nesterov_changes
from .gap import MOST_COLUMNS, MOST_FORECAST, Gap
from .least_unknown import creeping, power_of, start_overflows, verdict_on_loss
from .rule import (
    LOSS_TOLERANCE,
    WEIGHT_TOLERANCE,
    Comparison,
    compare,
    natural_sizes,
    optimum_to_compare,
    right_digits,
    rounding_floor,
)
from .verdict import SHORTER, Forecast, Outcome, Remedy, RemedyKind, Verdict
from .wording import (
    LONGEST,
    NAME_LENGTHS,
    ONES,
    column_name,
    count,
    default_names,
    dependency,
    direction,
    distinct_names,
    fold,
    how_often,
    in_epochs,
    number,
    roughly,
    setting,
    told_apart,
)

if TYPE_CHECKING:
    from ..formula.formula import Formula

_RIGHT_DIGITS = plural(
    "engine",
    "Every weight is right to at least {n} digits.",
    "Every weight is right to at least {n} digit.",
    1,
)
_MORE_COLUMNS = plural("engine", "… and {n} more columns.", "… and {n} more column.", 1)
# A name of so many characters is whole before a sentence has all its words.
USUAL_NAME = 12
# More combinations never fit one line.
MOST_NAMED = 3
# Columns named in the list of combinations. It takes 10 ms; all 4,000,000 of 999×5000, minutes.
MOST_LISTED = 2_000
# Below 1 % of half the limit, the rate is what keeps W from moving: 100 times as many epochs.
TINY_RATE = 0.01
# The time to a given gap grows with κ²: at 3 times the condition, scaling saves nine tenths.
WORTH_SCALING = 3.0
# A one-sided quotient decides if it is at most so far to the point that it goes to, as a part of
# the distance to the optimum.
DECIDED_BY_BIAS = 0.5
# Two digits of the steepest slope: with fewer, rounding decides in which direction W goes.
WRONG_SLOPES = 0.01
# Many times longer runs than this come to rest at half a last digit, beside the optimum.
PATIENCE = 1e6
# With less left of the gap, W has moved.
MOST_LEFT = 0.5
# So short a run says little about how slow a direction is.
FEWEST_EPOCHS = 100
# Beside the least loss, this is little.
NEARLY = 1.01
# A loss that has changed by less of itself has not moved: nobody sees the tenth digit.
STILL = 1e-9
# Of ε: two losses of one point, rounded otherwise, differ by less.
LAST_DIGITS = 64
# Where the numbers of a run end.
MOST_NUMBERS = {Precision.DOUBLE: "1e308", Precision.SINGLE: "3.4e38"}
# The null-space part of the way from the start, relative to all of it.
NEAREST = 1e-6
# A run until converged is stopped as soon as its growth is known; so is its loss less telling.
GROWN = 10.0

# By what so many epochs multiply an error until the loss overflows, one of them multiplies it by
# 1.036 at most: that is hardly seen, and says less than when it overflows.
SOON = 10_000
# A run that is walked until its loss is 1e30 times as large takes a tenth of the epochs until then.
SMALL_PART_OF_WAY = 0.01

CONSTANT = Schedule.CONSTANT
OFFERS = {
    RemedyKind.RATE: Outcome.CRAWLING_AT_RATE,
    RemedyKind.SCALE: Outcome.CRAWLING_UNSCALED,
    RemedyKind.NESTEROV: Outcome.CRAWLING_PLAIN,
}
HALF_OF_LIMIT = marked("engine", "Half of η’s limit with this momentum: the loss gap then shrinks.")
LIMIT_UNKNOWN = marked(
    "engine", "No limit of η is known for this optimiser: a tenth of the present η is a try."
)
# Inside the sentences on h, if each weight has its own.
OF_WEIGHT = marked("engine", "{h} for {name}")


def judge(
    problem: Problem,
    settings: Settings,
    frame: Frame,
    best: Optimum | None,
    names: Sequence[str] | None = None,
    triangle: Triangle | None = None,
    *,
    trace: Trace | None = None,
    cancelled: IsCancelled = lambda: False,
) -> Verdict:
    """Return the verdict on the end of a descent.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the initial W (j, 1) that the descent started from.
    settings : Settings
        What it ran under.
    frame : Frame
        Its last frame.
    best : Optimum or None
        The optimum of the problem. It counts for the mean square only, and may be None otherwise.
    names : sequence of str, optional
        The names of the columns of A; x1, x2, … if not given.
    triangle : Triangle, optional
        The rows reduced, if the problem is only that of their triangle.
    trace : Trace, optional
        The losses of the whole descent, which tell whether one of any loss goes to and fro.
    cancelled : callable, optional
        Asked before each decomposition, of which there are up to two, whether to stop.

    Raises
    ------
    Cancelled
        If ``cancelled`` returns True.

    Returns
    -------
    Verdict
        Its tone is GOOD only if the loss and all weights are the optimum's, as ``compare`` says. Of
        a loss whose least no formula tells, it never is.

    Examples
    --------
    >>> problem = Problem([[1.0], [2.0]], [2.0, 4.0])
    >>> *_, frame = descend(problem, Settings(until_converged=True))
    >>> judge(problem, Settings(until_converged=True), frame, optimum(problem)).tone.name
    'GOOD'
    """
    check_problem(problem, "judge")
    check_settings(settings, "judge")
    names = names or default_names(problem.weights)
    shown = _shown(names)
    if settings.formula is not None:
        rows = _of_ridge(problem, settings, frame, settings.formula, cancelled)
        if rows is None:
            return verdict_on_loss(problem, settings, frame, shown, trace, cancelled)
        with np.errstate(all="ignore"):
            verdict = _Case(*rows, shown, None, cancelled).verdict()
        verdict = _blaming_formula(verdict, problem, settings, frame)
        is_scaling = verdict.remedy is not None and verdict.remedy.kind is RemedyKind.SCALE
        return replace(verdict, remedy=None) if is_scaling else verdict
    with np.errstate(all="ignore"):  # of numbers near the ends of float64
        return _Case(problem, settings, frame, _given(best), shown, triangle, cancelled).verdict()


def _blaming_formula(
    verdict: Verdict, problem: Problem, settings: Settings, frame: Frame
) -> Verdict:
    """Blame the numbers in a loss instead of columns that suit a mean square as they are."""
    of_formula = {
        Outcome.COLUMNS_TOO_LARGE: Outcome.FORMULA_TOO_LARGE,
        Outcome.COLUMNS_TOO_SMALL: Outcome.FORMULA_TOO_SMALL,
    }
    is_start = verdict.kind in (Outcome.START_OVERFLOWS, Outcome.OUTPUT_OVERFLOWS)
    if verdict.kind not in of_formula and not is_start:
        return verdict
    on_columns = problem
    if settings.scale_columns:
        on_columns = scaled(problem, column_norms(problem.A))
    if unfit_columns(on_columns, settings.precision) is not None:
        return verdict
    if is_start or (frame.epoch == 0 and not math.isfinite(frame.loss)):
        return start_overflows(problem, frame.detail)
    return _verdict(of_formula[verdict.kind])


def foresee(
    problem: Problem,
    settings: Settings,
    frame: Frame,
    best: Optimum | None,
    names: Sequence[str] | None = None,
    *,
    cancelled: IsCancelled = lambda: False,
) -> Forecast:
    """Return what is to come of a descent that goes on from a frame.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the initial W (j, 1) that the descent started from.
    settings : Settings
        What it runs under.
    frame : Frame
        A frame of it.
    best : Optimum or None
        The optimum of the problem. It counts for the mean square only, and may be None otherwise.
    names : sequence of str, optional
        The names of the columns of A; x1, x2, … if not given.
    cancelled : callable, optional
        Asked before each decomposition, of which there are up to two, whether to stop.

    Raises
    ------
    Cancelled
        If ``cancelled`` returns True.

    Returns
    -------
    Forecast
        By the closed form of plain descent, heavy ball or Nesterov; of other optimisers, and of an
        η that changes, nothing is known.
    """
    check_problem(problem, "foresee")
    check_settings(settings, "foresee")
    names = names or default_names(problem.weights)
    shown = _shown(names)
    if settings.formula is not None:
        rows = _of_ridge(problem, settings, frame, settings.formula, cancelled)
        if rows is None:
            return Forecast(crawling=creeping(problem, settings, frame, names, cancelled))
        with np.errstate(all="ignore"):
            return _Case(*rows, shown, None, cancelled).forecast()
    with np.errstate(all="ignore"):
        return _Case(problem, settings, frame, _given(best), shown, None, cancelled).forecast()


def scaling_before_run(problem: Problem, settings: Settings, best: Optimum) -> Remedy | None:
    """Return scaled columns as a remedy for a descent that has not begun.

    It takes a millisecond, so what they buy is told of plain descent by the central quotient alone.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the initial W (j, 1).
    settings : Settings
        What it would run under, on the mean square.
    best : Optimum
        The optimum of the problem.

    Returns
    -------
    Remedy or None
        None if scaled columns would not be much better.
    """
    start = State(0, problem.W, math.nan, np.full_like(problem.W, np.nan))
    frame = Frame(start, Recorded.nothing(problem.weights))
    names = _shown(default_names(problem.weights))
    with np.errstate(all="ignore"):
        case = _Case(problem, settings, frame, best, names, None, lambda: False)
        remedy, gap, on_scaled = case._scaling(), case.gap, case.gap_on_scaled
        is_plain = settings.is_plain and settings.difference is Difference.CENTRAL
        if remedy is None or gap is None or on_scaled is None or not is_plain:
            return remedy
        then = replace(case.settings, **remedy.changes)  # type: ignore[arg-type]
        epochs = gap.epochs_about(case.rate, *case.nearness)
        fewer = on_scaled.epochs_about(then.fixed_learning_rate, *case.nearness)
        buys = gain(epochs, fewer)
        return replace(remedy, buys=buys, epochs=fewer if buys else math.inf)


def _given(best: Optimum | None) -> Optimum:
    if best is None:
        advice = marked("engine", "give the optimum, which a mean square has")
        raise WrongArgument("judge", "best", best, advice)
    return best


def _of_ridge(
    problem: Problem,
    settings: Settings,
    frame: Frame,
    formula: "Formula",
    cancelled: IsCancelled,
) -> tuple[Problem, Settings, Frame, Optimum] | None:
    """Return a descent on a ridge as one on the mean square of more rows; None if it is none."""
    from ..losses.ridge import as_plain, with_ridge_rows  # loaded on use, as the formula itself

    W = frame.W
    if settings.scale_columns:
        norms = column_norms(problem.A, cancelled)
        problem, formula, W = (
            scaled(problem, norms),
            formula.on_scaled(norms),
            frame.on_lengths(norms),
        )
    rows = with_ridge_rows(problem, formula)
    if rows is None:
        return None
    on_rows = Frame(frame.state._replace(W=W), frame.recorded)
    best = optimum_to_compare(rows, cancelled=cancelled)
    return rows, as_plain(settings), on_rows, best


@dataclass(frozen=True, eq=False)
class _Case:
    """One ending with all that is asked about it, computed when first asked."""

    problem: Problem
    given: Settings
    frame: Frame
    best: Optimum
    names: tuple[str, ...]
    triangle: Triangle | None
    cancelled: IsCancelled

    def verdict(self) -> Verdict:
        failed = (StopReason.DIVERGED, StopReason.STEP_VANISHED)
        is_limited = self.limit_factor is not None
        if is_limited and self.frame.stop in failed and self.unfit is UnfitColumns.TOO_LARGE:
            return _verdict(Outcome.COLUMNS_TOO_LARGE, self.scale())
        match self.frame.stop:
            case StopReason.DIVERGED:
                return self._diverged()
            case StopReason.STEP_VANISHED:
                return self._step_vanished()
            case StopReason.STEP_TOO_LARGE:
                return self._step_too_large()
            case StopReason.CANCELLED | None:
                return _verdict(Outcome.STOPPED, epoch=count(self.frame.epoch))
        # What is endless has not come to rest, wherever a closed form says that it would.
        if self.comparison.is_optimum and self.frame.stop is not StopReason.ENDLESS:
            return self._good()
        for ask in self._questions():
            if (found := ask()) is not None:
                return found
        return self._gap_left()

    def forecast(self) -> Forecast:
        gap, frame = self.gap, self.frame
        if self.rule is None or gap is None:
            return Forecast()
        if not self.rate < self.limit * (1 - AT_LIMIT):
            rounding = rounding_of_residual(self.problem, self.rows)
            overflow = gap.overflow(self.settings, self.best.loss, rounding, self.buffer)
            return Forecast(overflow_epoch=frame.epoch + overflow)
        epochs = gap.epochs_to_optimum(self.settings, *self.nearness, self.buffer)
        is_far = not epochs <= MOST_FORECAST
        # Until it has converged, a run goes on as long as it takes; a quotient with a bias or a
        # tiny rate is to blame itself, and not a direction; and none crawls at the optimum.
        is_blamed = (
            (epochs == 0 and frame.loss - self.best.loss <= self.nearness[0])
            or self.given.until_converged
            or self.given.difference is not Difference.CENTRAL
            or self.rate < TINY_RATE * self.limit / 2
        )
        crawling = None if is_blamed else self._crawling(self.given.epochs)
        return Forecast(math.inf if is_far else frame.epoch + epochs, crawling)

    def _questions(self) -> tuple[Callable[[], Verdict | None], ...]:
        if self.frame.stop is StopReason.ENDLESS:
            return (self._endless,)
        if self.frame.convergence is Convergence.TOLERANCE:
            return (self._tolerance,)
        if not self.given.is_plain:
            # Which η is tiny is only known of plain descent.
            return (
                self._beyond,
                self._too_small,
                self._above_limit,
                self._biased,
                self._weights_right,
                self._wrong_slopes,
                self._held_elsewhere,
                self._stands_still,
                self._flat,
                self._nothing_moved,
                self._crawling_with_momentum,
            )
        return (
            self._beyond,
            self._too_small,
            self._diverging,
            self._biased,
            self._weights_right,
            self._wrong_slopes,
            self._tiny_rate,
            self._stands_still,
            self._flat,
            self._crawling,
        )

    # What is known of the ending

    @cached_property
    def comparison(self) -> Comparison:
        frame, precision = self.frame, self.given.precision
        return compare(self.problem, frame.W, frame.loss, self.best, precision)

    @cached_property
    def descended(self) -> Problem:
        if not self.given.scale_columns:
            return self.problem
        if self.triangle is not None:
            return scaled(self.problem, self.triangle.column_norms)
        return on_unit_columns(self.problem)

    @property
    def rows(self) -> int:
        return self.problem.rows if self.triangle is None else self.triangle.rows

    def _gap(self, scale_columns: bool, W: Matrix) -> Gap | None:
        if self.problem.weights > MOST_COLUMNS:
            return None
        check(self.cancelled)
        try:
            return Gap(self.problem, scale_columns, W, self.best, self.rows)
        except np.linalg.LinAlgError:
            return None

    @cached_property
    def settings(self) -> Settings:
        """The settings with η and h as numbers."""
        return with_fixed_steps(self.given, self.descended)

    @cached_property
    def start_loss(self) -> float:
        return mean_squared_error(self.problem.A, self.problem.W, self.problem.Y)

    @cached_property
    def gap(self) -> Gap | None:
        return self._gap(self.given.scale_columns, self.frame.W)

    @cached_property
    def gap_on_scaled(self) -> Gap | None:
        return self._gap(True, self.frame.W)

    @cached_property
    def unfit(self) -> UnfitColumns | None:
        """Why no number is a learning rate for the columns; None if one is."""
        return unfit_columns(self.descended, self.given.precision)

    @cached_property
    def rule(self) -> MomentumRule | None:
        """How an epoch moves W; None if its optimiser divides by slopes, or η changes."""
        is_linear = self.given.optimiser in LINEAR and self.given.schedule is CONSTANT
        return MomentumRule.of(self.given) if is_linear else None

    @cached_property
    def limit_factor(self) -> float | None:
        """η's limit as a multiple of 2/λmax; None if the optimiser has none that is known."""
        return 1.0 if self.given.is_plain else limit_factor(self.given)

    @cached_property
    def buffer(self) -> Matrix | None:
        """What the momentum of the run remembers, (j, 1), in the columns descended on."""
        memory = self.frame.memory
        if memory is None or memory.optimiser is not self.given.optimiser or not memory.arrays:
            return None
        buffer: Matrix = memory.arrays[0].astype(np.float64)
        return buffer

    @cached_property
    def nearness(self) -> Nearness:
        """When W is the optimum, by the rule for ✓."""
        floor = rounding_floor(self.problem, self.best.W, self.best.loss, self.given.precision)
        off = None
        if not self.best.dependent:
            off = WEIGHT_TOLERANCE * np.abs(self.best.W[:, 0])
            off = np.maximum(off, np.nan_to_num(self.best.error))
        return Nearness(LOSS_TOLERANCE * self.best.loss + floor, off)

    @property
    def limit(self) -> float:
        if self.gap is None or self.limit_factor is None:
            return math.inf
        return self.limit_factor * self.gap.limit

    @property
    def rate(self) -> float:
        return self.settings.fixed_learning_rate

    @cached_property
    def is_over(self) -> bool:
        """Whether only rounding moves W any more, or nothing does."""
        is_known = self.given.is_plain and self.gap is not None
        if self.frame.stop is StopReason.CONVERGED or not is_known or self.gap is None:
            return self.frame.stop is StopReason.CONVERGED
        with np.errstate(over="ignore"):
            W = (self.frame.W[:, 0] * self.gap.scales).astype(self.given.precision.value)
        rounding = Rounding(self.descended, self.settings, self.rows)
        noise = rounding.of_quotient(W.reshape(-1, 1), np.array([self.frame.loss])).reshape(-1)
        slopes = np.maximum(np.abs(self.gap.gradient) - SPREAD * noise, 0.0)
        return bool((self.rate * slopes <= np.spacing(np.abs(W))).all())

    @cached_property
    def is_worth_scaling(self) -> bool:
        """Whether a run on scaled columns would be much faster, or see more."""
        if self.given.scale_columns or self.gap is None or self.unfit is not None:
            return not self.given.scale_columns
        if self.gap_on_scaled is None:
            return False
        return self._condition(self.gap) > WORTH_SCALING * self._condition(self.gap_on_scaled)

    def _condition(self, gap: Gap) -> float:
        """Return κ of the columns; those of unequal size may hide their smallest direction."""
        sizes = gap.sizes[gap.sizes > 0]
        spread = float(sizes.max() / sizes.min()) if len(sizes) else 1.0
        return max(gap.condition, spread)

    # Remedies: none that is set already

    def converge(self) -> Remedy | None:
        if self.given.until_converged:
            return None
        return _remedy(RemedyKind.CONVERGE, {"until_converged": True})

    def scale(self) -> Remedy | None:
        remedy = self._scaling()
        return remedy and self._with_gain_of_scaling(remedy)

    def _with_gain_of_scaling(self, remedy: Remedy) -> Remedy:
        """Return scaled columns with how many epochs a run on them takes, if that is known."""
        if self.rule is None or self.gap is None or self.gap_on_scaled is None:
            return remedy
        there = self.gap_on_scaled.at(self.problem.W, self.best)
        then = replace(self.settings, **remedy.changes)  # type: ignore[arg-type]
        with np.errstate(all="ignore"):  # of numbers near the ends of float64
            fewer = there.epochs_to_optimum(then, *self.nearness)
            buys = gain(self._epochs_as_it_is(self.gap), fewer)
            return replace(remedy, buys=buys, epochs=fewer if buys else math.inf)

    def _epochs_as_it_is(self, gap: Gap) -> float:
        """Return how many epochs the run takes: what has ended starts again."""
        W, buffer = (self.problem.W, None) if self.frame.stop else (self.frame.W, self.buffer)
        return gap.at(W, self.best).epochs_to_optimum(self.settings, *self.nearness, buffer)

    def _scaling(self) -> Remedy | None:
        if not self.is_worth_scaling or self.limit_factor is None:
            return None  # of RMSProp or Adam, the same η is another one on other columns
        rates: dict[str, float | str] = {}
        if self.gap is not None and self.gap_on_scaled is not None:
            share = self.rate / self.limit if 0 < self.limit < math.inf else 0.5
            rates["learning_rate"] = float(
                f"{min(share, 0.5) * self.limit_factor * self.gap_on_scaled.limit:.3g}"
            )
        columns = on_unit_columns(self.problem) if self.triangle is None else self.problem
        rates["h"] = suggest_h(columns, self.given.difference, self.given.precision)
        changes = {"scale_columns": True, **rates}
        new = {name: value for name, value in changes.items() if getattr(self.given, name) != value}
        return _remedy(RemedyKind.SCALE, new)

    def standardise(self) -> Remedy | None:
        """Offer standardised columns if a column of ones makes the others nearly dependent."""
        A = self.problem.A
        if self.triangle is not None or self.gap is None:
            return None
        ones = (k for k in range(A.shape[1]) if A[0, k] != 0 and (A[:, k] == A[0, k]).all())
        k = next(ones, None)
        if k is None or A.shape[1] < 2:
            return None
        gained = _condition(self.best.unit_columns) / _condition(_centred(self.best, k))
        if not gained > WORTH_SCALING:
            return None
        return replace(_remedy(RemedyKind.STANDARDISE, {}), buys=self._standardising_buys(k))

    def _standardising_buys(self, ones: int) -> str:
        """Return how many epochs a run on standardised columns takes; empty if not known."""
        if self.rule is None or self.gap is None or self.limit_factor is None:
            return ""
        from .standardising import standardised_gap, told_gain  # loaded on use: it is rare

        scales = self.given.scale_columns
        there = standardised_gap(self.problem, self.best, ones, scale_columns=scales)
        if there is None:
            return ""
        # It is another table: a run on it begins anew. η keeps its share of the limit.
        share = self.rate / self.limit if 0 < self.limit < math.inf else 0.5
        rate = share * self.limit_factor * there.limit
        if not 0 < rate < math.inf:
            return ""
        then = replace(self.settings, learning_rate=rate)
        with np.errstate(all="ignore"):
            return told_gain(there, then, self.nearness, self._epochs_as_it_is(self.gap))

    def use_rate(self) -> Remedy | None:
        if not 0 < self.limit < math.inf:
            return None
        value = safe_learning_rate(self.limit)
        if value == 0 or abs(self.rate - value) <= 1e-2 * value:
            return None
        remedy = _remedy(RemedyKind.RATE, {"learning_rate": value}, value)
        return remedy if self.given.is_plain else replace(remedy, why=HALF_OF_LIMIT)

    def try_smaller_rate(self) -> Remedy | None:
        """Offer a tenth of η, if no limit of it is known."""
        value = float(f"{self.rate / 10:.3g}")
        if self.limit_factor is not None or not value:
            return None
        remedy = _remedy(RemedyKind.RATE, {"learning_rate": value}, value)
        return replace(remedy, why=LIMIT_UNKNOWN)

    def use_nesterov(self) -> Remedy | None:
        changes = None if self.gap is None else nesterov_changes(self.gap, self.settings)
        return None if changes is None else _remedy(RemedyKind.NESTEROV, changes)

    @cached_property
    def cure(self) -> Cure | None:
        """The first remedy that saves many epochs, by the closed form; None if none is known to.

        What has ended starts again, and what goes on does so from here.
        """
        gap, W = self.gap, self.problem.W if self.frame.stop else self.frame.W
        if self.rule is None or gap is None or not gap.is_seen():
            return None
        buffer = None if self.frame.stop else self.buffer
        gap = gap.at(W, self.best)
        epochs = gap.epochs_to_optimum(self.settings, *self.nearness, buffer)
        if not epochs < math.inf:
            return None
        on_scaled = self.gap_on_scaled and self.gap_on_scaled.at(W, self.best)
        for remedy, of, remembered in (
            (self.use_rate(), gap, buffer),
            (self._scaling(), on_scaled, None),
            (self.use_nesterov(), gap, None),
        ):
            if remedy is None or of is None:
                continue
            cure = cure_of(remedy, of, self.settings, self.nearness, epochs, remembered)
            if cure is not None:
                begun = 0 if self.frame.stop else self.frame.epoch
                from_start = replace(cure.remedy, epochs=begun + cure.fewer)
                return cure._replace(remedy=from_start)
        return None

    def use_safe_rate(self) -> Remedy | None:
        """Return the rate for a run that leads nowhere, and how far the optimum is at it."""
        remedy, gap = self.use_rate(), self.gap
        if remedy is None or gap is None or self.rule is None:
            return remedy
        then = replace(self.settings, **remedy.changes)  # type: ignore[arg-type]
        epochs = gap.at(self.problem.W, self.best).epochs_to_optimum(then, *self.nearness)
        if not epochs < math.inf:
            return remedy
        return replace(remedy, buys=TAKES.format(epochs=roughly(epochs)))

    def use_step(self) -> Remedy | None:
        if self.given.h == FITS_EACH:
            return None
        value = suggest_h(self.descended, self.given.difference, self.given.precision)
        if not self.settings.has_each_h and abs(value - self.settings.fixed_h) <= 1e-6 * value:
            return None
        return _remedy(RemedyKind.STEP, {"h": value}, value)

    def use_central(self) -> Remedy | None:
        if self.given.difference is Difference.CENTRAL:
            return None
        return _remedy(RemedyKind.CENTRAL, {"difference": Difference.CENTRAL.value})

    def use_double(self) -> Remedy | None:
        if self.given.precision is Precision.DOUBLE:
            return None
        return _remedy(RemedyKind.DOUBLE, {"precision": Precision.DOUBLE.value})

    # Endings

    def _good(self) -> Verdict:
        if not self.problem.Y.any() and not self.frame.W.any():
            return _verdict(Outcome.NOTHING_OBSERVED)
        if self.best.dependent:
            return self._dependent()
        outcome = {
            Convergence.FIXED: Outcome.CONVERGED,
            Convergence.CYCLE: Outcome.CYCLE,
            Convergence.BY: Outcome.CONVERGED_BY,
        }.get(self.frame.convergence or Convergence.ROUNDING, Outcome.AT_OPTIMUM)
        return _verdict(outcome, detail=self._right_digits(), epoch=count(self.frame.epoch))

    def _right_digits(self) -> str:
        digits = math.floor(float(right_digits(self.frame.W, self.best).min()))
        return _RIGHT_DIGITS(digits)

    def _dependent(self) -> Verdict:
        best = self.best
        if (name := self._beyond_float64()) is not None:
            return _naming(Outcome.DIGITS_LOST, name)
        detail = self._listed()
        remedy = _remedy(RemedyKind.SHOW_WHICH, {})
        outcome = Outcome.DEPENDENT
        if self._is_nearest(scaled=self.given.scale_columns):
            outcome = Outcome.NEAREST_SCALED if self.given.scale_columns else Outcome.NEAREST_START
        tried = (outcome, Outcome.DEPENDENT_BRIEFLY)
        for each in tried if len(best.dependent) <= MOST_NAMED else ():
            verdict = self._named(each, remedy, detail)
            if len(verdict.sentence) <= LONGEST:
                return verdict
        if self.frame.stop is StopReason.CONVERGED and outcome is not Outcome.DEPENDENT:
            outcome = Outcome.CONVERGED_FREE
        rank, weights = f"{grouped(best.rank)}", f"{grouped(self.problem.weights)}"
        free = {
            Outcome.DEPENDENT: Outcome.FREE,
            Outcome.CONVERGED_FREE: Outcome.CONVERGED_FREE,
        }.get(outcome, Outcome.UNDETERMINED)
        verdict = _verdict(free, remedy, detail, rank=rank, weights=weights)
        if len(verdict.sentence) <= LONGEST:
            return verdict
        return _verdict(Outcome.UNDETERMINED, remedy, detail, rank=rank, weights=weights)

    def _listed(self) -> str:
        """List the combinations, as many as a person may read: a wide table has thousands."""
        dependent = self.best.dependent
        lengths = np.cumsum([1 + len(terms) for _, terms in dependent])
        most = max(1, int(np.searchsorted(lengths, MOST_LISTED, side="right")))
        lines = self._combinations(NAME_LENGTHS[0], most)
        if left := len(dependent) - len(lines):
            lines.append(_MORE_COLUMNS(left))
        return listed([marked("engine", "To the rounding of the cells:"), *lines], "\n")

    def _beyond_float64(self) -> str | None:
        """Return the name of a column that is constant but for the last digits of its cells."""
        if self.triangle is not None:
            return None
        A = self.problem.A
        is_constant = (A[0] == A).all(axis=0).tolist()
        for k, terms in self.best.dependent:
            if terms and not is_constant[k] and all(is_constant[i] for i in terms):
                return self.names[k]
        return None

    def _named(self, outcome: Outcome, remedy: Remedy, detail: str) -> Verdict:
        return _fitting(
            lambda most: _verdict(
                outcome, remedy, detail, dependency=listed(self._combinations(most))
            )
        )

    def _combinations(self, longest_name: int, most: int | None = None) -> list[str]:
        return [
            dependency(self.names, k, terms, longest_name)
            for k, terms in self.best.dependent[:most]
        ]

    def _is_nearest(self, *, scaled: bool) -> bool:
        """Return whether W has moved from the start only in directions that A determines."""
        lengths = self.gap.lengths if self.gap else np.ones(self.problem.weights)
        lengths = np.where(lengths > 0, lengths, 1.0) if scaled else np.ones_like(lengths)
        way = (self.frame.W - self.problem.W)[:, 0] * lengths
        whole = float(np.linalg.norm(way))
        for k, terms in self.best.dependent:
            null = np.zeros_like(way)
            null[k] = lengths[k]
            null[terms.columns] = -terms.coefficients * lengths[terms.columns]
            along = float(null @ way)
            if not abs(along) <= NEAREST * whole * float(np.linalg.norm(null)):
                return False
        return True

    def _start_overflows(self) -> Verdict:
        """Blame Y if its own squares overflow: then no weights help, and none may be to blame."""
        largest = float(np.abs(self.problem.Y).max())
        with np.errstate(over="ignore"):
            Y = self.problem.Y.astype(self.given.precision.value)
            squares = float(np.mean(np.square(Y)))
        if math.isfinite(squares):
            return _verdict(Outcome.START_OVERFLOWS)
        return _verdict(Outcome.OUTPUT_OVERFLOWS, size=power_of(largest))

    def _diverged(self) -> Verdict:
        frame = self.frame
        if frame.epoch == 0 and not math.isfinite(frame.loss):
            return self._start_overflows()
        if not np.isfinite(frame.gradient).all() or not math.isfinite(frame.loss):
            points = {
                Difference.CENTRAL: "w ± h",
                Difference.FORWARD: "w + h",
                Difference.BACKWARD: "w − h",
            }[self.given.difference]
            most = MOST_NUMBERS[self.given.precision]
            remedy = self.use_step() or self.scale()
            return _verdict(Outcome.OVERFLOW, remedy, points=points, most=most)
        remedy = self.use_central() or self.try_smaller_rate()
        if self.rate > self.limit:
            remedy = self.use_safe_rate() or self.scale()
        grown = frame.loss / self.start_loss if self.start_loss else math.inf
        epoch = count(frame.epoch)
        is_slow = SOON < self.overflow < math.inf
        is_early = (self.given.until_converged and self.given.is_plain) or not grown >= GROWN
        is_early = is_early or (is_slow and frame.epoch < SMALL_PART_OF_WAY * self.overflow)
        if self.rule is not None and self.gap is not None and self.rate > self.limit and is_early:
            factor, detail = self._factor(), self._overflows()
            outcome = Outcome.DIVERGED_EARLY if frame.epoch else Outcome.DIVERGING
            if is_slow:
                outcome, epoch = Outcome.DIVERGES_SLOWLY, count(self.overflow)
            return _verdict(outcome, remedy, detail, epoch=epoch, factor=factor)
        fold_of_loss = fold(grown)
        return _verdict(Outcome.DIVERGED, remedy, self._overflows(), epoch=epoch, fold=fold_of_loss)

    def _factor(self) -> str:
        """Write by how much an epoch multiplies the error along the steepest direction."""
        if not self.limit or self.rule is None:
            return fold(math.inf)
        return fold(growth_factor(self.rule, self.rate / self.limit))

    def _overflows(self) -> str:
        """Say at which epoch the loss overflows; nothing if it does not."""
        known = self.overflow < math.inf
        return OVERFLOWS.format(epoch=count(self.overflow)) if known else ""

    @cached_property
    def overflow(self) -> float:
        """The epoch at which the loss of the run overflows; inf if it does not."""
        if self.rule is None or not self.rate > self.limit:
            return math.inf
        start = self._gap(self.given.scale_columns, self.problem.W)
        if start is None:
            return math.inf
        rounding = rounding_of_residual(self.problem, self.rows)
        return start.overflow(self.settings, self.best.loss, rounding)

    def _step_vanished(self) -> Verdict:
        remedy = self.use_step()
        W = self.frame.W[:, 0]
        if self.given.scale_columns and self.gap is not None:
            W = W * self.gap.scales
        is_forward = self.given.difference is not Difference.BACKWARD
        lost = lost_weights(W, self.settings)
        if not lost.any() and np.nan_to_num(self.frame.gradient).any():
            if self.given.difference is not Difference.CENTRAL:
                return self._one_sided_rounding()
            return self._of_step(Outcome.STEP_TOO_SMALL, remedy, self.frame.detail)
        if not lost.any():
            return _verdict(Outcome.LOSSES_ALIKE, remedy, self.frame.detail)
        k = int(np.argmax(lost))
        h, name = float(steps_of(self.settings.step_h, len(W))[k]), self.names[k]
        moved = "w + h" if is_forward else "w − h"
        return _naming(
            Outcome.STEP_LOST, name, remedy, self.frame.detail, h=setting(h), moved=moved
        )

    def _step_too_large(self) -> Verdict:
        return self._of_step(Outcome.STEP_TOO_LARGE, self.use_step(), self.frame.detail)

    def _of_step(
        self, outcome: Outcome, remedy: Remedy | None = None, detail: str = "", **facts: str
    ) -> Verdict:
        """Blame the largest h, and say whose it is if each weight has its own."""
        return _fitting(
            lambda most: _verdict(outcome, remedy, detail, h=self._largest_h(most), **facts)
        )

    def _largest_h(self, most: int) -> str:
        """Write the largest h, with its weight if each has its own: so much of its name."""
        steps = self.settings.step_h
        if not isinstance(steps, np.ndarray) or len(steps) == 1:
            return setting(self.settings.largest_h)
        k = int(np.argmax(steps))
        return OF_WEIGHT.format(h=setting(float(steps[k])), name=elide_middle(self.names[k], most))

    def _endless(self) -> Verdict | None:
        if (small := self._too_small()) is not None:
            return self._beyond() or small
        if self._is_at_limit:
            return self._at_limit()
        if not self.given.is_plain:
            return _verdict(Outcome.TO_AND_FRO, self.try_smaller_rate(), self.frame.detail)
        if self.given.difference is not Difference.CENTRAL and self.best.dependent:
            return self._of_quotient(Outcome.PUSHED)
        return self._too_slow()

    @property
    def _is_at_limit(self) -> bool:
        return self.gap is not None and self.rate >= self.limit * (1 - AT_LIMIT)

    def _at_limit(self) -> Verdict:
        swings = np.abs(self.frame.gradient[:, 0])
        name = self.names[int(np.argmax(swings))]
        return _naming(Outcome.AT_LIMIT, name, self.use_rate())

    def _too_slow(self) -> Verdict:
        if self.gap is not None and self.rate < TINY_RATE * self.limit / 2:
            return self._rate_is_tiny()
        return self._offering(_verdict(Outcome.TOO_SLOW, self._faster()))

    def _offering(self, verdict: Verdict) -> Verdict:
        """Return what holds together with the cure, if there is one, and what it buys."""
        if self.cure is None or self.gap is None:
            return verdict
        remedy, parts = self.cure.remedy, self.gap.slowest()
        if remedy.kind is RemedyKind.NESTEROV and _is(verdict.remedy, RemedyKind.STANDARDISE):
            return verdict  # which makes the columns themselves less alike
        offer = _fitting_first(
            OFFERS[remedy.kind],
            remedy,
            named=lambda most: {"direction": direction(parts, self.names, most)},
            **self.cure.told,
        )
        return replace(verdict, remedy=remedy, offer=offer.sentence)

    def _faster(self) -> Remedy | None:
        return self.scale() or self.standardise() or self.use_rate() or self.converge()

    def _tolerance(self) -> Verdict:
        tolerance = setting(self.given.tolerance)
        # Without the tolerance, the run goes on.
        changes: dict[str, float | str] = {"tolerance": 0.0}
        if not self.given.until_converged:
            changes["until_converged"] = True
        remedy = _remedy(RemedyKind.CONVERGE, changes)
        if self.comparison.has_least_loss:
            return _verdict(Outcome.TOLERANCE, remedy, tolerance=tolerance)
        if self.best.loss > 0:
            times = fold(self.frame.loss / self.best.loss)
            times = f"({times})" if "+" in times else times
            return _verdict(Outcome.TOLERANCE_TIMES, remedy, tolerance=tolerance, times=times)
        loss, least = told_apart(self.frame.loss, self.best.loss)
        return _verdict(
            Outcome.TOLERANCE_LOSSES, remedy, tolerance=tolerance, loss=loss, least=least
        )

    def _beyond(self) -> Verdict | None:
        """An optimum that no float64 holds, whatever the run does."""
        beyond = np.abs(self.best.W[:, 0]) >= np.finfo(float).max
        if not beyond.any():
            return None
        return _naming(Outcome.BEYOND, self.names[int(np.argmax(beyond))])

    def _too_small(self) -> Verdict | None:
        """Columns on which no learning rate moves the loss."""
        if self.limit_factor is None:
            return None
        rounding = LAST_DIGITS * float(np.finfo(self.given.precision.value).eps)
        moved = abs(self.frame.loss - self.start_loss) / (self.start_loss or 1.0)
        if self.unfit is not UnfitColumns.TOO_SMALL or moved > max(STILL, rounding):
            return None
        return _verdict(Outcome.COLUMNS_TOO_SMALL, self.scale())

    def _diverging(self) -> Verdict | None:
        if self.gap is None or not self.rate > self.limit * (1 + AT_LIMIT):
            return None
        if self.frame.epoch and np.array_equal(self.frame.W, self.problem.W):
            return None  # η is below all that float64 holds: W stands still beyond the limit too
        if SOON < self.overflow < math.inf:
            epoch = count(self.overflow)
            return _verdict(Outcome.DIVERGING_SLOWLY, self.use_safe_rate(), epoch=epoch)
        factor, detail = self._factor(), self._overflows()
        return _verdict(Outcome.DIVERGING, self.use_safe_rate(), detail, factor=factor)

    def _above_limit(self) -> Verdict | None:
        if not self.rate > self.limit * (1 + AT_LIMIT) or self.given.schedule is not CONSTANT:
            return None
        if SOON < self.overflow < math.inf:
            epoch = count(self.overflow)
            return _verdict(Outcome.DIVERGING_SLOWLY, self.use_safe_rate(), epoch=epoch)
        rate, detail = number(self.rate), self._overflows()
        return _verdict(Outcome.ABOVE_LIMIT, self.use_safe_rate(), detail, rate=rate)

    def _held_elsewhere(self) -> Verdict | None:
        """W stands still beside the optimum, not for its slopes."""
        if not self.is_over:
            return None
        if self.given.schedule is not CONSTANT and self.frame.convergence is Convergence.FIXED:
            return _verdict(Outcome.RATE_VANISHED)
        if self.given.optimiser is Optimiser.ADAMW and self.given.weight_decay:
            return _verdict(Outcome.DECAY_HOLDS)
        return None

    def _nothing_moved(self) -> Verdict | None:
        if abs(self.frame.loss - self.start_loss) > STILL * self.start_loss or not self.frame.epoch:
            return None
        return _verdict(Outcome.NOTHING_MOVED, rate=setting(self.rate))

    def _biased(self) -> Verdict | None:
        """A one-sided quotient leads beside the optimum by h·mean(A_k²) in each slope."""
        if self.given.difference is Difference.CENTRAL or self.gap is None:
            return None
        goal, here = self.gap.bias(self.settings), self.gap.residuals
        left, whole = float(np.linalg.norm(here - goal)), float(np.linalg.norm(here))
        never_halves = float(np.linalg.norm(goal)) >= math.sqrt(0.5) * whole
        if not (left <= DECIDED_BY_BIAS * whole or never_halves):
            return None
        if self.frame.loss > (1 + STILL) * self.start_loss:
            start, loss = told_apart(self.start_loss, self.frame.loss)
            rose = self._one_sided(Outcome.BIAS_ROSE, start=start, loss=loss)
            if len(rose.sentence) <= LONGEST:
                return rose
        if self.is_over:
            return self._of_quotient(Outcome.BIASED)
        return self._one_sided(Outcome.BIASED_SO_FAR)

    def _one_sided(self, outcome: Outcome, **facts: str) -> Verdict:
        """Blame the one-sided quotient of the run at the largest h."""
        return _fitting(lambda most: self._of_quotient(outcome, h=self._largest_h(most), **facts))

    def _of_quotient(self, outcome: Outcome, **facts: str) -> Verdict:
        """Blame the one-sided quotient of the run."""
        sentence = outcome.sentence_of(self.given.difference).format(**facts)
        return Verdict(outcome, outcome.tone, sentence, self.use_central())

    def _weights_right(self) -> Verdict | None:
        """W stands still a few last digits beside the optimum, and the least loss is nearly 0."""
        if not self.is_over or (self.comparison.off > 1).any():
            return None
        if self.best.dependent:
            return _verdict(
                Outcome.DETERMINED_RIGHT, _remedy(RemedyKind.SHOW_WHICH, {}), self._listed()
            )
        digits = right_digits(self.frame.W, self.best)
        return _verdict(Outcome.WEIGHTS_RIGHT, digits=str(math.floor(float(digits.min()))))

    def _wrong_slopes(self) -> Verdict | None:
        """The slopes that the run saw, beside those that the distance from the optimum gives."""
        if self.gap is None or self.comparison.has_least_loss:
            return None
        true = self.gap.gradient
        steepest = float(np.abs(true).max())
        seen = self.frame.gradient[:, 0] - self.gap.pull(self.settings)
        off = float(np.abs(seen - true).max())
        if steepest == 0 or off <= WRONG_SLOPES * steepest:
            return None
        remedy = self.use_step()
        fits = remedy.changes["h"] if remedy else self.settings.largest_h
        h, fitting = self.settings.largest_h, float(fits)
        is_central = self.given.difference is Difference.CENTRAL
        if is_central and h > UNFIT_STEP * fitting:
            return self._of_step(Outcome.STEP_TOO_LARGE, remedy)
        if self.given.precision is Precision.SINGLE:
            return self._single()
        if not is_central:
            return self._one_sided_rounding()
        if h < fitting / UNFIT_STEP:
            digits = max(0, math.floor(-math.log10(off / steepest)))
            if digits == 0:
                return self._of_step(Outcome.STEP_TOO_SMALL, remedy)
            outcome = Outcome.ONE_DIGIT if digits == 1 else Outcome.FEW_DIGITS
            return self._of_step(outcome, remedy, digits=str(digits))
        return self._columns() if self.is_over else None

    def _one_sided_rounding(self) -> Verdict:
        """A smaller h has more rounding, a larger one more bias: only the other quotient helps."""
        return self._one_sided(Outcome.ONE_SIDED_ROUNDED)

    def _tiny_rate(self) -> Verdict | None:
        if self.gap is None or self.rate >= TINY_RATE * self.limit / 2:
            return None
        if self.comparison.has_least_loss and not self.is_over:
            return None
        gap, before = self.frame.loss - self.best.loss, self.start_loss - self.best.loss
        if gap > MOST_LEFT * before:
            return self._rate_is_tiny()
        if not self.is_over:
            return None
        return _verdict(Outcome.RATE_STOPS, self.use_rate(), rate=number(self.rate))

    def _rate_is_tiny(self) -> Verdict:
        if self.unfit is UnfitColumns.TOO_SMALL:  # η has no limit that a number could be far below
            return _verdict(Outcome.COLUMNS_TOO_SMALL, self.scale())
        remedy = self.use_rate()
        if abs(self.frame.loss - self.start_loss) <= STILL * self.start_loss:
            return _verdict(Outcome.NOTHING_MOVED, remedy, rate=setting(self.rate))
        half = setting(safe_learning_rate(self.limit))
        return _verdict(Outcome.RATE_TINY, remedy, rate=number(self.rate), half=half)

    def _stands_still(self) -> Verdict | None:
        if not self.is_over:
            return None
        if self.given.precision is Precision.SINGLE:
            return self._single()
        return None if self.comparison.has_least_loss else self._columns()

    def _single(self) -> Verdict:
        return _verdict(Outcome.SINGLE_PRECISION, self.use_double())

    def _columns(self) -> Verdict:
        if self.is_worth_scaling:
            return _verdict(Outcome.COLUMN_SIZES, self.scale())
        return _verdict(Outcome.NEARLY_DEPENDENT, self.standardise())

    def _flat(self) -> Verdict | None:
        if not self.comparison.has_least_loss:
            return None
        if (size := self._vanishing_output()) > 0:
            return _verdict(Outcome.OUTPUT_VANISHES, size=power_of(size))
        k = int(np.argmax(self.comparison.off))
        if abs(self.frame.W[k, 0]) >= np.finfo(float).max:
            return _naming(Outcome.BEYOND, self.names[k])
        if self._is_zero_to_rounding():
            return _naming(Outcome.ZERO_ROUNDED, self.names[k])
        is_fast = not self.given.is_plain or (
            self.gap is not None and self.gap.halving(self.settings) < self.frame.epoch
        )
        if not self.is_over and is_fast:
            return _naming(Outcome.STILL_MOVING, self.names[k], self.converge())
        remedy = self.converge() or self.scale() or self.standardise()
        return _naming(Outcome.FLAT, self.names[k], remedy)

    def _vanishing_output(self) -> float:
        """Return the size of Y if its squares vanish, and with them each loss near the least."""
        precision = self.given.precision.value
        size = np.abs(self.problem.Y).max()
        with np.errstate(under="ignore"):
            largest = np.square(size.astype(precision))
        return float(size) if largest < np.finfo(precision).tiny else 0.0

    def _is_zero_to_rounding(self) -> bool:
        """Return whether each weight that is off is next to nothing, and should be."""
        off = self.comparison.off > 1
        largest = np.maximum(np.abs(self.frame.W[:, 0]), np.abs(self.best.W[:, 0]))
        return bool((largest <= SMALL_WEIGHT * natural_sizes(self.problem))[off].all())

    def _crawling(self, epochs: float | None = None) -> Verdict | None:
        """Half of the gap will not be closed in as many epochs as have run, or as given."""
        if self.gap is None:
            return None
        halving = self.gap.halving(self.settings, self.buffer)
        if halving >= MOST_FORECAST and self._is_at_limit:
            return self._at_limit()
        if halving >= MOST_FORECAST or not self.gap.is_seen():
            return self._offering(_verdict(Outcome.TOO_SLOW, self._faster()))
        if halving < max(epochs or self.frame.epoch, FEWEST_EPOCHS):
            return None
        parts, remedy = self.gap.largest(), self.scale()
        if remedy is None and halving > PATIENCE:
            remedy = self.standardise()
        remedy = remedy or self.converge()
        if not self.gap.is_steady(self.settings, self.buffer):
            once = _verdict(Outcome.CRAWLING_ONCE, remedy, halving=in_epochs(halving))
            return self._offering(once)
        return self._offering(
            _fitting_first(
                Outcome.CRAWLING,
                remedy,
                named=lambda most: {"direction": direction(parts, self.names, most)},
                often=how_often(halving),
            )
        )

    def _crawling_with_momentum(self) -> Verdict | None:
        """As ``_crawling``; of other optimisers, and of an η that changes, nothing is known."""
        if self.rule is None or self.comparison.has_least_loss:
            return None
        return self._crawling()

    def _gap_left(self) -> Verdict:
        loss, least = self.frame.loss, self.best.loss
        if least == 0:
            is_known = self.given.is_plain and self.gap is not None
            halving = self.gap.halving(self.settings) if is_known and self.gap else math.inf
            if math.isinf(halving):  # too many columns to know, or too slow
                return self._so_far(Outcome.LOSS_LEFT, loss=number(loss))
            if self.gap and not self.gap.is_steady(self.settings):
                takes = in_epochs(halving)
                return _verdict(Outcome.STILL_FALLING_ONCE, self.converge(), halving=takes)
            often = how_often(halving)
            falling = self._so_far(Outcome.STILL_FALLING, often=often)
            if len(falling.sentence) <= LONGEST:
                return falling
            return _verdict(Outcome.STILL_FALLING_BRIEFLY, self.converge(), often=often)
        if loss <= NEARLY * least:
            return _verdict(Outcome.NEARLY_LEAST, self.converge())
        return _verdict(Outcome.GAP_LEFT, self.converge(), factor=fold(loss / least))

    def _so_far(self, outcome: Outcome, **facts: str) -> Verdict:
        """Return a verdict that also says how many epochs are done."""
        epoch = self.frame.epoch
        sentence = outcome.counted(int(epoch), count(epoch), **facts)
        return Verdict(outcome, outcome.tone, sentence, self.converge())


def _is(remedy: Remedy | None, kind: RemedyKind) -> bool:
    return remedy is not None and remedy.kind is kind


def _centred(best: Optimum, k: int) -> Matrix:
    """Return a triangle of the columns beside the constant column k, less their means."""
    others = [i for i in range(best.unit_columns.shape[1]) if i != k]
    R = np.asarray(np.linalg.qr(best.unit_columns[:, [k, *others]], mode="r"))
    centred: Matrix = R[1:, 1:]
    return centred


def _condition(columns: Matrix) -> float:
    """Return the condition of columns on length 1."""
    lengths = np.linalg.norm(columns, axis=0)
    singular = np.linalg.svd(columns / np.where(lengths > 0, lengths, 1.0), compute_uv=False)
    if not len(singular):  # a single column, or none that varies
        return 1.0
    return float(singular[0] / singular[-1]) if singular[-1] else math.inf


def _remedy(
    kind: RemedyKind, changes: dict[str, float | str], value: float | None = None
) -> Remedy:
    label = kind.label if value is None else kind.label.format(value=setting(value))
    return Remedy(kind, label, MappingProxyType(changes), kind.why)


def _shown(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of columns as sentences have them."""
    return distinct_names(
        [column_name(name, k, is_ones=name == ONES) for k, name in enumerate(names)]
    )


def _verdict(
    outcome: Outcome, remedy: Remedy | None = None, detail: str = "", **facts: str
) -> Verdict:
    return Verdict(outcome, outcome.tone, outcome.sentence.format(**facts), remedy, detail)


def _naming(
    outcome: Outcome, name: str, remedy: Remedy | None = None, detail: str = "", **facts: str
) -> Verdict:
    return _fitting_first(
        outcome, remedy, detail, named=lambda most: {"name": elide_middle(name, most)}, **facts
    )


def _fitting_first(
    outcome: Outcome,
    remedy: Remedy | None,
    detail: str = "",
    *,
    named: Callable[[int], Mapping[str, str]],
    **facts: str,
) -> Verdict:
    """Return the first sentence that has room for names of usual length, else for shorter ones."""
    templates = (outcome.sentence, *SHORTER.get(outcome, ()))
    usual = [most for most in NAME_LENGTHS if most >= USUAL_NAME]
    found = [
        Verdict(outcome, outcome.tone, each.format(**named(most), **facts), remedy, detail)
        for each, lengths in (*((each, usual) for each in templates), (templates[-1], NAME_LENGTHS))
        for most in lengths
    ]
    return next((each for each in found if len(each.sentence) <= LONGEST), found[-1])


def _fitting(verdict: Callable[[int], Verdict]) -> Verdict:
    """Return the verdict with names as long as its line has room for."""
    found = [verdict(most) for most in NAME_LENGTHS]
    return next((each for each in found if len(each.sentence) <= LONGEST), found[-1])
