"""Diagnoses a run: what it is doing, in one sentence, with one remedy if one helps.

Before a run the sentence says what would go wrong. While it goes on, the sentence follows its
losses, or what is foreseen of them. How it ended is the engine's verdict, of what ran: a remedy
vanishes once its settings are set, and other settings since then are named. The sentences
themselves are in ``sentences.py``.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

from engine import Method, Outcome, Settings, Trace, safe_learning_rate
from engine.optimisers.kinds import LIMITLESS
from engine.shortening import NAME_LENGTHS, elide_middle
from engine.stability import AT_LIMIT
from engine.verdict.outlook import LostWeight
from engine.verdict.rule import resting_floor
from engine.verdict.verdict import Remedy, RemedyKind, Verdict
from engine.verdict.wording import LONGEST, about_fold, fold, how_often, number, setting, told_apart

from ..document import Filling
from ..text.message import Fix, Message, MessageKind, details
from ..text.numbers import (
    NUMBER_DIGITS,
    format_count,
    format_floor,
    format_loss,
    format_number,
    format_r_squared,
)
from ..text.translation import translate, translated
from .outlook import UNEQUAL, Kink, TableOutlook
from .prepared_rows import limit_key, limit_of
from .run_state import RunState, is_resumed
from .sentences import (
    OF_LOSS_BEFORE,
    OF_LOSS_BEFORE_EACH,
    OF_RUN_BEFORE,
    OF_RUN_BEFORE_EACH,
    ROWS,
    WEIGHTS,
    WITH_TEST,
    WITH_TEST_LOSS,
    NextRun,
    Situation,
    about,
    changed_setting,
    named_loss,
)
from .shown_epoch import EarlierEpoch
from .worker import RunProgress

LOOK_BACK = 8
"""Records over which the loss is compared: enough to see a zigzag, few enough to be current."""
UNSEEN = 1e-6
"""Losses that differ by a smaller part look alike."""
STRAIGHT = 0.5
"""Of the way that a loss goes up and down: one that ends nearer to where it began turns."""
SETTLED = 1e-12
"""A smaller relative change of the loss is rounding: some thousand times that of a double."""
SLOPE_DIGITS = 3
SHORT = 16
SHORT_LENGTHS = [most for most in NAME_LENGTHS if most <= SHORT]
"""At the last of them, each sentence fits with any h."""
"""Characters of a name that leave room for the longest sentence around it."""

ADD_INTERCEPT = Fix(
    translate("run", "Add intercept"),
    {},
    translate("run", "A column of ones has the constant of the fit as its weight."),
    action="add_intercept",
)
SCALE = Fix(
    translated(RemedyKind.SCALE.label), {"scale_columns": True}, translated(RemedyKind.SCALE.why)
)
RUN_AGAIN = Fix(
    translate("run", "Run again"),
    {},
    translate("run", "The run of the table as it is now starts from the start row."),
    action="run",
)
HALF_OF_LIMIT = translate(
    "run", "Half of η’s limit with this momentum: the gap to the least loss then shrinks."
)
SETS_EPOCHS = translate("run", "It also sets the epochs to {epochs}, so that the run comes there.")
ACTIONS = {RemedyKind.STANDARDISE: "standardise_columns"}
"""Remedies that are actions of the window, by their names."""


def diagnose(
    state: RunState,
    progress: RunProgress | None,
    settings: Settings,
    *,
    outlook: TableOutlook | None = None,
    report: str = "",
    saved: float | None = None,
    is_saved_optimum: bool = False,
    is_of_data: bool = False,
) -> Message:
    """Return a message about the run; ``settings`` are the present ones.

    ``saved`` is the epoch of the run that came with the file, NaN if it had another start, and
    ``is_saved_optimum`` says that its weights are the optimum.
    ``outlook`` is what is known before the run begins or goes on, and ``report`` that of an
    unexpected exception which ended it. ``is_of_data`` says that the data are those that ran, so
    that only the start can have been edited. What is said of an earlier epoch that is shown is in
    ``shown_epoch.py``.
    """
    if state is RunState.FAILED:
        return Situation.FAILED.message(details(report) if report else None)
    if state is RunState.READY or progress is None:
        return _ready(state, settings, outlook, saved, is_saved_optimum=is_saved_optimum)
    if state.is_active:
        return _going(state, progress, settings)
    if outlook is not None and (warning := _in_vain(state, progress, settings, outlook)):
        return warning
    if state is RunState.PAUSED and settings.formula != progress.settings.formula:
        changed = changed_setting(progress.settings, settings)
        return Message(MessageKind.QUIET, NextRun.RESTARTS.beside(changed, ""))
    if state is RunState.PAUSED:
        paused = Situation.PAUSED.message(epoch=format_count(progress.frame.epoch))
        return _beside_test(paused, progress)
    if state is RunState.EDITED:
        if is_of_data:
            return Situation.START_EDITED.message()
        return Situation.EDITED.message(RUN_AGAIN)
    return _beside_test(_ended(state, progress, settings), progress)


def diagnose_earlier(
    earlier: EarlierEpoch,
    state: RunState,
    progress: RunProgress,
    settings: Settings,
    outlook: TableOutlook | None = None,
) -> Message:
    """Return what is said while an earlier epoch of a run is shown.

    Its parameters are those of ``diagnose``. The epoch is looked at, and nothing more: whatever is
    set meanwhile, the next run goes on from the latest one or begins at the start.
    """
    reached = progress.frame.epoch
    # A run takes on at once what is set while it goes on.
    changed = "" if state.is_active else changed_setting(progress.settings, settings)
    if not changed or settings.formula != progress.settings.formula:
        return earlier.message(reached, changed)
    if outlook is not None and (warning := _in_vain(state, progress, settings, outlook)):
        return warning
    goes_on = will_go_on(state, progress, settings)
    return earlier.message_on_change(reached, changed, goes_on=goes_on)


def _beside_test(message: Message, progress: RunProgress) -> Message:
    """Add how well the rows are foretold that are held out, if there is room for it."""
    now = None if progress.held_out is None else progress.held_out.now
    if now is None:
        return message
    if now.unexplained is None:
        said = WITH_TEST_LOSS.format(said=message.text, loss=format_loss(now.loss))
    else:
        r_squared = format_r_squared(now.unexplained)
        said = WITH_TEST.format(said=message.text, r_squared=r_squared)
    return replace(message, text=said) if len(said) <= LONGEST else message


def reducing(rows: int, fraction: float) -> Message:
    """Return how much of the rows is reduced."""
    percentage = f"{100 * fraction:.0f}"
    return Situation.REDUCING.message(rows=ROWS(rows), percentage=percentage)


def _ready(
    state: RunState,
    settings: Settings,
    outlook: TableOutlook | None,
    saved: float | None,
    *,
    is_saved_optimum: bool,
) -> Message:
    """Return what would go wrong if the run started now, the most serious first."""
    if state is RunState.RUNNING:
        return Situation.RUNNING.message()
    if state is RunState.STEPPING:
        return Situation.STEPPING.message()
    if state is not RunState.READY or outlook is None:
        return Message(MessageKind.QUIET, translated(state.value))
    if outlook.is_empty:
        is_zero = outlook.filling is Filling.ZEROS
        return (Situation.ZEROS if is_zero else Situation.EMPTY).message()
    if (warning := _unfit_steps(settings, outlook)) is not None:
        return warning
    ahead = outlook.ahead
    if ahead is not None and ahead.fault is not None:
        return _message_of(ahead.fault, settings)
    if outlook.lacks_intercept:
        return Situation.NO_ONES.message(ADD_INTERCEPT)
    is_uneven = ahead is not None and ahead.spread >= UNEQUAL and not settings.scale_columns
    if ahead is not None and is_uneven and settings.optimiser not in LIMITLESS:
        fix = SCALE if outlook.scaling is None else _fix(outlook.scaling, settings)
        return Situation.UNEQUAL_COLUMNS.message(fix, fold=about_fold(ahead.spread))
    if saved is not None:
        if math.isnan(saved):
            return Situation.SAVED_ELSEWHERE.message()
        situation = Situation.SAVED_OPTIMUM if is_saved_optimum else Situation.SAVED
        return situation.message(epoch=format_count(saved))
    if outlook.kink is not None:
        return _kink(outlook.kink)
    if settings.method is Method.MODES and settings.formula is not None and outlook.limit is None:
        return Situation.EVERY_ROW.message()
    if _has_momentum(settings) and outlook.limit is not None:  # η is below it
        return Situation.READY_TO_OVERSHOOT.message()
    rows, weights = ROWS(outlook.rows), WEIGHTS(outlook.weights)
    if ahead is None:
        return Situation.READY_UNSEEN.message(rows=rows, weights=weights)
    return Situation.READY.message(rows=rows, weights=weights, loss=format_loss(ahead.loss))


def _kink(kink: Kink) -> Message:
    """Say that a loss has two slopes, with as many digits and letters as there is room for."""
    name = translated(kink.name)
    messages = [
        form.message(
            name=elide_middle(name, most), left=_signed(kink.left), right=_signed(kink.right)
        )
        for form in (Situation.KINK, Situation.KINK_BRIEFLY)
        for most in SHORT_LENGTHS
    ]
    return next((each for each in messages if len(each.text) <= LONGEST), messages[-1])


def _signed(slope: float) -> str:
    """Write a slope with its sign, as that is what tells both sides apart."""
    written = format_number(slope, SLOPE_DIGITS)
    return f"+{written}" if slope > 0 else written


def _unfit_steps(settings: Settings, outlook: TableOutlook) -> Message | None:
    """Return what η or h would spoil."""
    ahead, limit = outlook.ahead, outlook.limit
    if ahead is not None and ahead.lost is not None:
        return _lost(ahead.lost, settings, outlook.lost_in)
    if ahead is not None and ahead.too_far is not None:
        fix = _step(ahead.too_far.fitting_h)
        return Situation.STEP_TOO_LARGE.message(fix, h=setting(settings.largest_h))
    if limit is not None and settings.fixed_learning_rate > limit:
        return _above_limit(settings, limit)
    return None


def _above_limit(settings: Settings, limit: float) -> Message:
    """Say that η is above its limit, in so many digits that it is seen."""
    rate, fix = settings.fixed_learning_rate, _safe_rate(limit, settings)
    written, written_limit = told_apart(rate, limit, setting, number)
    above = Situation.RATE_ABOVE_LIMIT.message(fix, rate=written, limit=written_limit)
    if rate > limit * (1 + AT_LIMIT) and len(above.text) <= LONGEST:
        return above
    return Situation.RATE_JUST_ABOVE.message(fix, limit=number(limit))


def _in_vain(
    state: RunState, progress: RunProgress, settings: Settings, outlook: TableOutlook
) -> Message | None:
    """Return what other steps than those of the run would spoil; of its own, its end tells."""
    is_ended = state is not RunState.PAUSED and state is not RunState.EDITED
    if outlook.is_empty or (is_ended and _unfit_by(settings) == _unfit_by(progress.settings)):
        return None
    return _unfit_steps(settings, outlook)


def former_steps(progress: RunProgress, settings: Settings) -> str:
    """Return whose the slopes of a run are that other steps would change; empty if none would.

    Another loss has other slopes, even at the same steps.
    """
    ran = progress.settings
    is_other = ran.formula != settings.formula
    if not is_other and _steps(ran) == _steps(settings):
        return ""
    rate, loss = setting(ran.fixed_learning_rate), named_loss(ran)
    if not isinstance(ran.h, float):
        each = OF_LOSS_BEFORE_EACH if is_other else OF_RUN_BEFORE_EACH
        return each.format(loss=loss, rate=rate)
    form = OF_LOSS_BEFORE if is_other else OF_RUN_BEFORE
    return form.format(loss=loss, rate=rate, h=setting(ran.h))


def _steps(settings: Settings) -> tuple[object, ...]:
    """Return all that decides whether η and h are fit."""
    quotient = settings.difference, settings.precision, settings.scale_columns
    return settings.learning_rate, settings.h, *quotient


def _unfit_by(settings: Settings) -> tuple[object, ...]:
    """Return all that decides what ``_unfit_steps`` says: the optimiser has its own limit of η."""
    return *_steps(settings), *limit_key(settings)


def will_go_on(state: RunState, progress: RunProgress, settings: Settings) -> bool:
    """Return whether Run goes on from the last frame instead of from the start."""
    return is_resumed(RunState.RUNNING, state, progress.frame, settings, progress.settings)


def _lost(lost: LostWeight, settings: Settings, lost_in: str) -> Message:
    name, fix = translated(lost_in), _step(lost.fitting_h)
    moved = "w − h" if settings.difference == "backward" else "w + h"
    h = setting(_step_of(lost, settings))
    messages = (
        Situation.STEP_LOST.message(fix, h=h, name=elide_middle(name, most), moved=moved)
        for most in SHORT_LENGTHS
    )
    return next(each for each in messages if len(each.text) <= LONGEST)


def _step_of(lost: LostWeight, settings: Settings) -> float:
    """Return the h that a weight is lost at."""
    h = settings.h
    return h[lost.number - 1] if isinstance(h, tuple) else settings.fixed_h


def _step(h: float) -> Fix:
    label = translated(RemedyKind.STEP.label).format(value=setting(h))
    return Fix(label, {"h": h}, translated(RemedyKind.STEP.why))


def _going(state: RunState, progress: RunProgress, settings: Settings) -> Message:
    limit, forecast = _limit_of(progress, settings), progress.forecast
    # What was foreseen ends with the first frame after another optimiser or η is chosen.
    if forecast is not None and _foreseen_of(settings) != _foreseen_of(progress.settings):
        forecast = None
    overflow = math.inf if forecast is None else forecast.overflow_epoch
    if limit is not None and settings.fixed_learning_rate > limit:
        return _diverging(settings, limit, overflow)
    if overflow < math.inf:
        return _overflowing(overflow)
    if state is RunState.STEPPING:
        return Situation.STEPPING.message()
    epoch = progress.frame.epoch
    if forecast is not None and forecast.crawling is not None:
        return _message_of(forecast.crawling, settings)
    if not settings.is_plain and _overshoots(progress, settings):
        return Situation.OVERSHOOTING.message()
    if forecast is not None and epoch < forecast.optimum_epoch < math.inf:
        return Situation.FORESEEN.message(epochs=about(forecast.optimum_epoch - epoch))
    if not progress.tells_least:
        return trend_of_any(progress.trace)
    least = progress.best.loss if progress.best is not None else None
    frame, precision = progress.frame, progress.settings.precision
    rows = progress.equal_rows or progress.problem
    floor = partial(resting_floor, rows, frame.W, frame.loss, precision)
    return trend(progress.trace, least, floor, progress.loss_floor, is_steady=settings.is_plain)


def _foreseen_of(settings: Settings) -> tuple[object, ...]:
    """Return what a forecast is of, beside the tables."""
    return settings.learning_rate, *limit_key(settings)


def _limit_of(progress: RunProgress, settings: Settings) -> float | None:
    """Return η's limit under settings that a run goes on with; None if it is not known."""
    return limit_of(settings, progress.learning_rate_limit) if progress.limits(settings) else None


def _diverging(settings: Settings, limit: float, overflow: float) -> Message:
    """Say that a run diverges, and by which epoch its loss overflows if that is foreseen."""
    rate, fix = settings.fixed_learning_rate, _safe_rate(limit, settings)
    if overflow < math.inf:
        factor = fold(_growth(settings, rate / limit))
        epoch = format_count(overflow)
        return Situation.DIVERGING_UNTIL.message(fix, factor=factor, epoch=epoch)
    if settings.is_plain:
        return Situation.DIVERGING.message(fix, factor=fold(_growth(settings, rate / limit)))
    sentence = translated(Outcome.ABOVE_LIMIT.sentence).format(rate=number(rate))
    return Message(MessageKind.WARNING, sentence, fix)


def _overflowing(epoch: float) -> Message:
    """Say at which epoch the loss overflows, while η's limit is not known yet."""
    sentence = translated(Outcome.DIVERGING_SLOWLY.sentence).format(epoch=format_count(epoch))
    return Message(MessageKind.WARNING, sentence)


def _growth(settings: Settings, share: float) -> float:
    """Return by how much an epoch multiplies the error, at a share of η's limit above 1."""
    if settings.is_plain:
        return 2 * share - 1
    from engine.momentum.rule import MomentumRule  # loaded on use: most runs are plain
    from engine.momentum.spectrum import growth_factor

    return growth_factor(MomentumRule.of(settings), share)


def _overshoots(progress: RunProgress, settings: Settings) -> bool:
    """Return whether the loss rises under a momentum which is stable."""
    limit, losses = _limit_of(progress, settings), progress.trace.loss
    if not _has_momentum(settings) or limit is None or len(losses) < 2:
        return False
    before = losses[max(0, len(losses) - 1 - LOOK_BACK)]
    rises = bool(losses[-1] > before * (1 + SETTLED))
    return rises and settings.fixed_learning_rate < limit


def _has_momentum(settings: Settings) -> bool:
    return "momentum" in settings.optimiser.uses and settings.momentum > 0


def _safe_rate(limit: float, settings: Settings) -> Fix:
    value = safe_learning_rate(limit)
    label = translated(RemedyKind.RATE.label).format(value=setting(value))
    why = translated(RemedyKind.RATE.why) if settings.is_plain else HALF_OF_LIMIT
    return Fix(label, {"learning_rate": value}, why)


def _ended(state: RunState, progress: RunProgress, settings: Settings) -> Message:
    """Return the verdict on the run, or which setting has changed since it ended."""
    if progress.verdict is None:
        return Message(MessageKind.QUIET, translated(state.value))
    if changed := changed_setting(progress.settings, settings):
        epoch = progress.frame.epoch  # from 0, going on is starting again
        goes_on = epoch > 0 and will_go_on(state, progress, settings)
        next_run = NextRun.GOES_ON if goes_on else NextRun.RESTARTS
        return Message(MessageKind.QUIET, next_run.beside(changed, format_count(epoch)))
    verdict = progress.verdict
    if verdict.is_good and (name := _beyond_in_original_units(progress)):
        return Message(MessageKind.FAULT, translated(Outcome.BEYOND.sentence).format(name=name))
    message = _message_of(verdict, settings)
    is_under_way = verdict.remedy is not None and verdict.remedy.kind is RemedyKind.CONVERGE
    if is_under_way and _overshoots(progress, settings):
        overshot = Situation.OVERSHOT.message(message.fix)
        return replace(overshot, detail=_joined(message.text, message.detail))
    return message


def _message_of(verdict: Verdict, settings: Settings) -> Message:
    """Return what the engine says, with what its remedy buys if that is known.

    A remedy that would set what is set already is left out.
    """
    fix = fix_of(verdict, settings)
    if fix is not None and fix.changes:
        others = [name for name in fix.changes if name != "epochs"]
        is_set = all(getattr(settings, name) == fix.changes[name] for name in others)
        fix = None if is_set else fix
    sentence, detail = translated(verdict.sentence), translated(verdict.detail)
    if verdict.offer and fix is not None:
        sentence, detail = translated(verdict.offer), _joined(sentence, detail)
    return Message(MessageKind(verdict.tone.value), sentence, fix, detail)


def _joined(*lines: str) -> str:
    """Return lines of a tooltip, without those that are empty."""
    return "\n".join(filter(None, lines))


def _beyond_in_original_units(progress: RunProgress) -> str:
    """Return the name of a weight that float64 holds only while its column is scaled."""
    ran = progress.experiment
    if not any(each.is_scaled for each in ran.inputs):
        return ""
    finite = np.isfinite(ran.in_original_units(progress.frame.W).W[:, 0])
    if finite.all():
        return ""
    return elide_middle(translated(ran.distinct_names[int(np.argmin(finite))]), SHORT)


def fix_of(verdict: Verdict, settings: Settings) -> Fix | None:
    """Return the remedy of a verdict as a button, beside the present settings."""
    if verdict.remedy is None:
        return None
    return _fix(verdict.remedy, settings, translated(verdict.detail))


def _fix(remedy: Remedy, settings: Settings, listed: str = "") -> Fix:
    """Return a remedy as a button; it also asks for as many epochs as it promises to need."""
    changes = dict(remedy.changes)
    if remedy.kind is RemedyKind.SCALE:  # η and h follow in the document, and come back with it
        changes = {"scale_columns": True}
    action = ACTIONS.get(remedy.kind, "")
    listed = "" if remedy.changes or action else listed
    goes_on = remedy.kind is RemedyKind.CONVERGE
    why = _joined(translated(remedy.why), translated(remedy.buys))
    if changes and settings.epochs < remedy.epochs < math.inf and not settings.until_converged:
        from engine.verdict.cures import enough_epochs  # loaded on use

        changes["epochs"] = enough = enough_epochs(remedy.epochs)
        why = _joined(why, SETS_EPOCHS.format(epochs=format_count(enough)))
    return Fix(translated(remedy.label), changes, why, listed, goes_on, action)


def trend_of_any(trace: Trace) -> Message:
    """Say where a loss is whose least is not known: then it is no news by what part it falls."""
    if len(trace) < 2:
        return Situation.RUNNING.message()
    course = _Course.of(trace)
    if course.is_still:
        return Situation.STANDS.message(loss=format_loss(course.now))
    if course.turns:
        return course.to_and_fro()
    if course.now > course.before:
        return Situation.RISING.message()
    return Situation.LOSS_FALLING.message(loss=format_loss(course.now))


class _Course(NamedTuple):
    """The losses of the latest records: the first and the last, and all between them.

    ``way`` is by how much they change from one to the next, up or down, all together.
    """

    before: float
    now: float
    lowest: float
    highest: float
    way: float

    @classmethod
    def of(cls, trace: Trace) -> "_Course":
        """Look at the latest records of a trace of at least two."""
        recent = slice(max(0, len(trace) - 1 - LOOK_BACK), None)
        loss, lowest, highest = trace.loss[recent], trace.lowest[recent], trace.highest[recent]
        with np.errstate(over="ignore", invalid="ignore"):
            steps = np.append(np.abs(np.diff(loss)), 0.0)
            way = float(np.maximum(highest - lowest, steps).sum())
        low, high = float(lowest.min()), float(highest.max())
        return cls(float(loss[0]), float(loss[-1]), low, high, way)

    @property
    def is_still(self) -> bool:
        """Whether they differ by rounding only."""
        return self.highest - self.lowest <= SETTLED * max(abs(self.lowest), abs(self.highest))

    @property
    def turns(self) -> bool:
        """Whether they rise and fall by more than they get on."""
        return abs(self.now - self.before) < STRAIGHT * self.way

    def to_and_fro(self) -> Message:
        """Say between which losses they move, if those look different."""
        if self.highest - self.lowest <= UNSEEN * max(abs(self.lowest), abs(self.highest)):
            return Situation.STANDS.message(loss=format_loss(self.now))
        lowest, highest = told_apart(self.lowest, self.highest, format_loss, digits=NUMBER_DIGITS)
        return Situation.TO_AND_FRO.message(lowest=lowest, highest=highest)


def trend(
    trace: Trace,
    least: float | None = None,
    floor: Callable[[], float] = lambda: 0.0,
    rounding: float = 0.0,
    *,
    is_steady: bool = True,
) -> Message:
    """Say how the loss, or its gap to the least one, has moved over the latest records.

    Below the ``floor`` it rises by rounding; that is asked only of a loss that rises. Below
    ``rounding`` a loss is only that. Only plain descent ``is_steady``, so that how often its loss
    has halved says how often it will.
    """
    if len(trace) < 2:
        return Situation.RUNNING.message()
    earlier, course = max(0, len(trace) - 1 - LOOK_BACK), _Course.of(trace)
    before, now = course.before, course.now
    if now == 0:
        return Situation.ZERO.message()
    if now < rounding:
        return Situation.ROUNDED.message(floor=format_floor(rounding))
    stands = Situation.STANDS.message(loss=format_loss(now))
    if course.is_still:
        return stands
    if course.turns or now > before:
        if course.highest <= floor():
            return stands
        return course.to_and_fro() if course.turns else Situation.RISING.message()
    if not is_steady:
        return Situation.LOSS_FALLING.message(loss=format_loss(now))
    falling = Situation.FALLING
    if least:
        falling, before, now = Situation.GAP_FALLING, before - least, now - least
    if not now > 0:
        return stands
    epochs = float(trace.epoch[-1]) - float(trace.epoch[earlier])
    halving = epochs * math.log(2) / (math.log(before) - math.log(now))
    return falling.message(often=translated(how_often(halving)))
