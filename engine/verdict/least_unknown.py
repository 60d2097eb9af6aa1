"""The verdict on a descent whose loss has no formula for its least: never ✓.

That W has come to rest is known, and what ended a run, and whether the loss has fallen.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..cancelling import IsCancelled
from ..difference import Difference
from ..errors import BadSetting, StepVanishes
from ..frame import Convergence, Frame, State, StopReason
from ..language.sentence import marked
from ..losses.only_mean_square import NOWHERE_DEFINED
from ..losses.overflow import OF_FORMULA, OUTPUT_TOO_LARGE
from ..matrix import Matrix
from ..optimisers.kinds import LIMITLESS
from ..problem import Problem
from ..quotients import steps_of
from ..settings import FITS, FITS_EACH, SAFE, Precision, Settings, StepH
from ..shortening import LONGEST, NAME_LENGTHS, elide_middle
from ..stability import affordable_limit, safe_learning_rate
from ..step_size import lost_weights, with_fixed_steps
from ..trace import Trace
from ..unit_columns import column_norms, scaled
from .falling import Fall, fall_at_end
from .verdict import Outcome, Remedy, RemedyKind, Verdict
from .wording import count, fold, setting, told_apart

if TYPE_CHECKING:
    from ..formula.formula import Formula

# A loss that has changed by less of itself has not moved: nobody sees the tenth digit.
STILL = 1e-9
# As "Ready" and the axes show a loss.
FALL_DIGITS = 4
# Of the longest column to the shortest: the slow direction takes about the square of it, here a
# hundred times as many epochs. Of the four columns of the stack loss, 20 to 86 times as long as
# that of ones, 67,000 epochs leave the intercept at −0.16 of −41; scaled, 10,000 bring it to −37.
WORTH_SCALING = 10.0
# Of Norris’ table with Huber’s loss on scaled columns, a hundredth of the h that fits each weight
# shows the way that is left.
SMALLER_STEPS = (10.0, 100.0, 1000.0)
POINTS = {
    Difference.CENTRAL: "w ± h",
    Difference.FORWARD: "w + h",
    Difference.BACKWARD: "w − h",
}
FITS_LOSS = marked(
    "engine",
    "With this one, what the quotient cuts of the curve and what rounding adds are of one size.",
)
_NOWHERE = marked("engine", "The loss is not defined at any weights: a number in it is not.")
_LOWER = marked(
    "engine", "The loss is {loss} here, and {lower} a little further down the exact slopes."
)
NEVER_RISES = marked("engine", "At this η the loss never rises, whatever the weights.")
SUITS_SMOOTH = marked(
    "engine", "This η suits the smooth terms of the loss. For the others no limit of η is known."
)
MUCH_SMALLER = marked(
    "engine", "No limit of η is known for this loss: a tenth of the present η is a try."
)
FALLS_FASTER = marked(
    "engine",
    "Eight epochs at this η were tried from here: each lowers the loss, and all of them by many "
    "times as much.",
)
TENTH = 0.1
# Epochs. Before, most runs have come to rest, or do soon.
CREEPS_FROM = 10_000
_MOST = {Precision.DOUBLE: "1e308", Precision.SINGLE: "3.4e38"}
_AT_REST = {Convergence.FIXED: Outcome.RESTED, Convergence.BY: Outcome.RESTED}


def verdict_on_loss(
    problem: Problem,
    settings: Settings,
    frame: Frame,
    names: Sequence[str],
    trace: Trace | None = None,
    cancelled: IsCancelled = lambda: False,
) -> Verdict:
    """Return the verdict on the end of a descent on such a loss.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the initial W (j, 1) that the descent started from.
    settings : Settings
        What it ran under, with a loss that has a formula.
    frame : Frame
        Its last frame.
    names : sequence of str
        The names of the columns, as they are shown.
    trace : Trace, optional
        The losses of the whole descent; without them nothing is said of jumps.
    cancelled : callable, optional
        Asked for each block of rows whether to stop.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """
    return _LossEnding(problem, settings, frame, names, trace, cancelled).verdict()


def creeping(
    problem: Problem,
    settings: Settings,
    frame: Frame,
    names: Sequence[str],
    cancelled: IsCancelled = lambda: False,
) -> Verdict | None:
    """Return what is said of a run until converged that a much larger η would end sooner, or None.

    It is right to go on: the loss falls. The arguments are those of ``verdict_on_loss``; a frame of
    the run as it goes on. Raises Cancelled when cancelled.
    """
    if not settings.until_converged or frame.epoch < CREEPS_FROM:
        return None
    return _LossEnding(problem, settings, frame, names, None, cancelled).creeping()


def start_overflows(problem: Problem, detail: str) -> Verdict:
    """Blame Y, the formula or the weights for a start that is infinite, as its detail tells."""
    if detail == OUTPUT_TOO_LARGE:
        return _said(Outcome.OUTPUT_OVERFLOWS, size=power_of(float(np.abs(problem.Y).max())))
    if detail in OF_FORMULA:
        return _blamed(Outcome.START_OVERFLOWS, detail)
    return _said(Outcome.START_OVERFLOWS, detail=detail)


def power_of(size: float) -> str:
    """Return the power of ten below a size, as it is shown: 1e160."""
    return f"1e{math.floor(math.log10(size))}"


class _LossEnding:
    def __init__(
        self,
        problem: Problem,
        settings: Settings,
        frame: Frame,
        names: Sequence[str],
        trace: Trace | None,
        cancelled: IsCancelled,
    ) -> None:
        self._problem, self._settings, self._frame = problem, settings, frame
        self._names, self._trace, self._cancelled = names, trace, cancelled

    def verdict(self) -> Verdict:
        """Find the sentence that is true of the ending."""
        frame = self._frame
        match frame.stop:
            case StopReason.CONVERGED:
                return self._converged()
            case StopReason.DONE:
                return self._done()
            case StopReason.ENDLESS:
                return self._beside_least() or self._to_and_fro()
            case StopReason.UNDEFINED:
                return self._undefined()
            case StopReason.DIVERGED:
                return self._diverged()
            case StopReason.STEP_VANISHED:
                return self._step_vanished()
            case StopReason.STEP_TOO_LARGE:
                h = setting(self._fixed.largest_h)
                return _said(Outcome.STEP_TOO_LARGE, self._use_step(), frame.detail, h=h)
        return _said(Outcome.STOPPED, self._use_larger_rate(), epoch=count(frame.epoch))

    def creeping(self) -> Verdict | None:
        """Say by how much larger an η would lower the loss as surely, if one would."""
        remedy = self._use_larger_rate()
        if remedy is None:
            return None
        times = float(remedy.changes["learning_rate"]) / self._fixed.fixed_learning_rate
        return _said(Outcome.CREEPING, remedy, fold=fold(times))

    def _converged(self) -> Verdict:
        frame = self._frame
        if frame.convergence is Convergence.TOLERANCE:
            changes: dict[str, float | str] = {"tolerance": 0.0, "until_converged": True}
            remedy = _remedy(RemedyKind.CONVERGE, changes)
            tolerance = setting(self._settings.tolerance)
            return _said(Outcome.TOLERANCE_ALONE, remedy, tolerance=tolerance)
        if (beside := self._beside_least()) is not None:
            return beside
        outcome = _AT_REST.get(frame.convergence or Convergence.ROUNDING, Outcome.RESTED_ROUNDED)
        return _said(outcome, detail=frame.detail)

    def _done(self) -> Verdict:
        from ..losses.stagnation import jumps_in_vain  # loaded on use, as the formula itself

        frame, start = self._frame, self._start_loss
        remedy = _remedy(RemedyKind.CONVERGE, {"until_converged": True})
        if frame.epoch and (beside := self._beside_least()) is not None:
            return beside
        if frame.epoch and np.isfinite(start):
            moved = frame.loss - start
            if moved > STILL * abs(start):
                return _said(Outcome.LOSS_ROSE, self._use_rate())
            if self._trace is not None and jumps_in_vain(self._trace):
                return self._to_and_fro()
            if self._stands_still():
                return _said(Outcome.RESTED)
            if abs(moved) <= STILL * abs(start) and frame.gradient.any():
                rate = setting(self._fixed.fixed_learning_rate)
                return _said(Outcome.NOTHING_MOVED, rate=rate)
            if self._trace is not None and (fall := fall_at_end(self._trace, start)) is not None:
                return _falling(fall, self._scale() or remedy)
        return _said(Outcome.ALL_RUN, remedy)

    def _to_and_fro(self) -> Verdict:
        if (scale := self._scale()) is not None:
            norms = column_norms(self._problem.A, self._cancelled)
            times = fold(float(norms.max() / norms.min()))
            return _said(Outcome.TO_AND_FRO_UNEVENLY, scale, self._frame.detail, fold=times)
        return _said(Outcome.TO_AND_FRO, self._use_rate(), self._frame.detail)

    def _stands_still(self) -> bool:
        """Return whether the next epoch moves no weight, although the slopes were once seen."""
        frame, rate = self._frame, self._fixed.fixed_learning_rate
        if not self._settings.is_plain:
            return False  # what an epoch makes of the slopes is not known from them alone
        W = frame.on_lengths(self._norms).astype(self._settings.precision.value)
        has_moved = not np.array_equal(frame.W, self._problem.W)
        return has_moved and np.array_equal(W - (rate * frame.gradient).astype(W.dtype), W)

    def _beside_least(self) -> Verdict | None:
        """Blame h if a lower loss is near that its quotients do not show."""
        from ..losses.lower_loss import lower_loss_beside  # loaded on use, as the formula itself
        from ..losses.rounding_of_loss import natural_sizes_of
        from ..losses.smoothness import Smoothness, smoothness_of

        (formula, problem), norms = self._on_columns(), self._norms
        frame, fixed = self._frame, self._fixed
        state = frame.state._replace(W=frame.on_lengths(norms))
        lower = lower_loss_beside(formula, problem, fixed, state, self._cancelled)
        if lower is None:
            return None
        is_over = frame.stop is StopReason.CONVERGED or lower.rests
        loss, other = told_apart(frame.loss, lower.loss)
        detail, h = _LOWER.format(loss=loss, lower=other), setting(fixed.largest_h)
        is_kinked = smoothness_of(self._settings.formula) is Smoothness.KINKED
        if is_kinked and not (fixed.step_h > natural_sizes_of(problem)).all():
            # No one number helps: with a smaller h alone, W goes to and fro.
            return _said(Outcome.BESIDE_KINK, detail=detail) if is_over else None
        one_sided = fixed.difference is not Difference.CENTRAL
        outcome = Outcome.BESIDE_LEAST_ONE_SIDED if one_sided else Outcome.BESIDE_LEAST
        sentence = outcome.sentence_of(fixed.difference).format(h=h)
        remedy = self._use_seeing_step(formula, problem, state) or self._use_step()
        return Verdict(outcome, outcome.tone, sentence, remedy, detail)

    def _use_seeing_step(self, formula: "Formula", problem: Problem, state: State) -> Remedy | None:
        """Offer the first h whose quotients here lead where the loss is lower, or show no more.

        One h for all may suit none of two columns of very different size.
        """
        from ..losses.lower_loss import lower_loss_beside  # loaded on use, as the formula itself

        settings, W = self._settings, state.W
        whole = float(f"{self._fixed.largest_h:.3g}")
        tries: list[StepH] = [FITS, FITS_EACH, *(whole / part for part in SMALLER_STEPS)]
        for h in tries:
            tried = self._with_numbers(replace(settings, h=h))
            quotients = formula.quotients(
                problem, tried.step_h, Difference(tried.difference), self._cancelled
            )
            try:
                loss, gradient = quotients.at(W.astype(np.float64))
            except StepVanishes:
                continue
            there = state._replace(loss=loss, gradient=gradient)
            if not np.isfinite(gradient).all():
                continue
            if lower_loss_beside(formula, problem, tried, there, self._cancelled) is None:
                if tried.h == self._fixed.h:
                    return None
                if h == FITS_EACH:
                    return _remedy(RemedyKind.EACH_STEP, {"h": FITS_EACH})
                return _step_remedy(tried)
        return None

    def _undefined(self) -> Verdict:
        frame = self._frame
        if not math.isfinite(frame.loss):
            if frame.detail == NOWHERE_DEFINED:
                return _blamed(Outcome.UNDEFINED_START, _NOWHERE, frame.detail)
            return _said(Outcome.UNDEFINED_START, detail=frame.detail)
        if np.isnan(frame.gradient).any():
            points = POINTS[self._settings.difference]
            return _said(Outcome.UNDEFINED_BESIDE, self._use_step(), frame.detail, points=points)
        return _said(Outcome.UNDEFINED_NEXT, detail=frame.detail, epoch=count(frame.epoch))

    def _diverged(self) -> Verdict:
        frame, start = self._frame, self._start_loss
        if frame.epoch == 0 and not math.isfinite(frame.loss):
            return start_overflows(self._problem, frame.detail)
        if not np.isfinite(frame.gradient).all():
            points, most = POINTS[self._settings.difference], _MOST[self._settings.precision]
            return _said(Outcome.OVERFLOW, self._use_step(), points=points, most=most)
        if frame.loss < start:
            return _said(Outcome.NO_LEAST, detail=frame.detail)
        epoch, remedy = count(frame.epoch), self._use_rate()
        if not frame.loss > start + STILL * abs(start):
            return _said(Outcome.DIVERGES_NEXT, remedy, frame.detail, epoch=epoch)
        if not start > 0:
            return _said(Outcome.DIVERGED_FAR, remedy, frame.detail, epoch=epoch)
        grown = fold(frame.loss / start)
        return _said(Outcome.DIVERGED, remedy, frame.detail, epoch=epoch, fold=grown)

    def _step_vanished(self) -> Verdict:
        frame, fixed, remedy = self._frame, self._fixed, self._use_step()
        W = (frame.W * self._norms)[:, 0]
        lost = lost_weights(W, fixed)
        if not lost.any():
            h = setting(fixed.largest_h)
            return _said(Outcome.STEP_TOO_SMALL, remedy, frame.detail, h=h)
        k = int(np.argmax(lost))
        h = setting(float(steps_of(fixed.step_h, len(W))[k]))
        moved = POINTS[Difference.FORWARD]
        if fixed.difference is Difference.BACKWARD:
            moved = POINTS[Difference.BACKWARD]
        shortest = NAME_LENGTHS[-1]
        for most in (*NAME_LENGTHS, shortest):
            name = elide_middle(self._names[k], most)
            verdict = _said(Outcome.STEP_LOST, remedy, frame.detail, h=h, moved=moved, name=name)
            if len(verdict.sentence) <= LONGEST:
                break
        return verdict

    def _scale(self) -> Remedy | None:
        """Offer scaled columns where the longest is many times as long as the shortest."""
        norms, settings = column_norms(self._problem.A, self._cancelled), self._settings
        if settings.optimiser in LIMITLESS:
            return None  # the same η is another one on other columns
        if settings.scale_columns or not norms.max() >= WORTH_SCALING * norms.min():
            return None
        there = _LossEnding(
            self._problem,
            replace(settings, scale_columns=True),
            self._frame,
            self._names,
            self._trace,
            self._cancelled,
        )
        before, after = self._suiting_rate(), there._suiting_rate()
        share = min(self._fixed.fixed_learning_rate / before, 1.0)
        new: dict[str, float | str] = {
            "scale_columns": True,
            "learning_rate": float(f"{share * after:.3g}"),
        }
        if not self._fixed.has_each_h and settings.h != FITS_EACH:
            new["h"] = there._with_numbers(replace(settings, h=FITS)).fixed_h
        changes = {name: value for name, value in new.items() if getattr(settings, name) != value}
        is_rate = 0 < share * after < math.inf
        return _remedy(RemedyKind.SCALE, changes) if is_rate else None

    def _suiting_rate(self) -> float:
        """Return an η that suits the loss, or else the mean square on its columns."""
        from ..losses.safe_rate import rate_of_smooth_terms  # loaded on use, as the formula itself

        safe = replace(self._settings, learning_rate=SAFE)
        try:
            return self._with_numbers(safe).fixed_learning_rate
        except BadSetting:
            formula, problem = self._on_columns()
            found = rate_of_smooth_terms(formula, problem)
            return found or safe_learning_rate(affordable_limit(problem))

    def _use_rate(self) -> Remedy | None:
        """Offer a smaller η: one that is known to suit the loss, or else a tenth."""
        from ..losses.safe_rate import rate_of_smooth_terms  # loaded on use, as the formula itself

        rate = self._fixed.fixed_learning_rate
        try:
            safe = replace(self._settings, learning_rate=SAFE)
            is_plain = self._settings.is_plain
            why = NEVER_RISES if is_plain else SUITS_SMOOTH
            value = self._with_numbers(safe).fixed_learning_rate
        except BadSetting:
            smooth = None
            if self._settings.optimiser not in LIMITLESS:
                smooth = rate_of_smooth_terms(*self._on_columns())
            value, why = smooth or math.inf, SUITS_SMOOTH
        if not value <= rate / 2:
            value, why = float(f"{TENTH * rate:.3g}"), MUCH_SMALLER
        if not 0 < value < rate:
            return None
        label = RemedyKind.RATE.label.format(value=setting(value))
        return Remedy(RemedyKind.RATE, label, {"learning_rate": value}, why)

    def _use_larger_rate(self) -> Remedy | None:
        """Offer a much larger η if a few epochs of it lower the loss as surely from here."""
        from ..losses.larger_rate import larger_rate  # loaded on use, as the formula itself

        if not (self._settings.is_plain and self._frame.gradient.any()):
            return None
        (formula, problem), fixed = self._on_columns(), self._fixed
        W = self._frame.on_lengths(self._norms).astype(np.float64)
        value = larger_rate(formula, problem, fixed.fixed_learning_rate, W, self._cancelled)
        if value is None:
            return None
        label = RemedyKind.RATE.label.format(value=setting(value))
        return Remedy(RemedyKind.RATE, label, {"learning_rate": value}, FALLS_FASTER)

    @property
    def _norms(self) -> Matrix:
        if not self._settings.scale_columns:
            return np.ones_like(self._problem.W)
        return column_norms(self._problem.A, self._cancelled)

    @property
    def _fixed(self) -> Settings:
        """The settings with η and h as numbers."""
        return self._with_numbers(self._settings)

    def _with_numbers(self, settings: Settings) -> Settings:
        formula, problem = self._on_columns()
        return with_fixed_steps(settings, problem, formula)

    def _on_columns(self) -> tuple["Formula", Problem]:
        """Return the formula and the problem as they are descended on."""
        problem, formula = self._problem, self._settings.formula
        assert formula is not None
        if not self._settings.scale_columns:
            return formula, problem
        norms = self._norms
        return formula.on_scaled(norms), scaled(problem, norms, self._cancelled)

    @property
    def _start_loss(self) -> float:
        formula, problem = self._settings.formula, self._problem
        assert formula is not None
        return float(formula.losses(problem, problem.W.T, self._cancelled)[0])

    def _use_step(self) -> Remedy | None:
        """Offer the h that fits, if the run has another."""
        if self._settings.h == FITS_EACH:
            return None
        fits = self._with_numbers(replace(self._settings, h=FITS))
        value, fixed = fits.fixed_h, self._fixed
        if not fixed.has_each_h and abs(value - fixed.fixed_h) <= 1e-6 * value:
            return None
        return _step_remedy(fits)


def _step_remedy(fixed: Settings) -> Remedy:
    """Offer the h of settings, as a number."""
    label = RemedyKind.STEP.label.format(value=setting(fixed.fixed_h))
    return Remedy(RemedyKind.STEP, label, {"h": fixed.fixed_h}, FITS_LOSS)


def _said(
    outcome: Outcome, remedy: Remedy | None = None, detail: str = "", **facts: str
) -> Verdict:
    return Verdict(outcome, outcome.tone, outcome.sentence.format(**facts), remedy, detail)


def _falling(fall: Fall, remedy: Remedy) -> Verdict:
    """Say how far a loss fell at the end, if there is room for numbers that differ."""
    outcome, brief = Outcome.FALLING_STILL, Outcome.FALLING_STILL_BRIEFLY
    before, now = told_apart(fall.before, fall.now, digits=FALL_DIGITS)
    sentence = outcome.counted(fall.epochs, count(fall.epochs), before=before, now=now)
    if len(sentence) > LONGEST:
        outcome, sentence = brief, brief.sentence
    return Verdict(outcome, outcome.tone, sentence, remedy)


def _blamed(outcome: Outcome, sentence: str, detail: str = "") -> Verdict:
    """Blame the formula for a start that no other weights would mend."""
    return Verdict(outcome, outcome.tone, sentence, None, detail)


def _remedy(kind: RemedyKind, changes: dict[str, float | str]) -> Remedy:
    return Remedy(kind, kind.label, changes, kind.why)
