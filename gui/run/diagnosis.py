"""Diagnoses a run: what it is doing, in one sentence, with one remedy if one helps.

While a run goes on, the sentence follows its losses. How it ended is the engine's verdict, of what
ran: a remedy vanishes once its settings are set, and other settings since then are named.
"""

import math

import numpy as np

from engine import Outcome, Settings, Trace, safe_learning_rate
from engine.shortening import elide_middle
from engine.verdict.verdict import RemedyKind, Verdict
from engine.verdict.wording import above_one, in_epochs, number, setting

from ..text.message import Fix, Message, MessageKind
from ..text.numbers import format_count
from .run_state import RunState, is_resumed
from .worker import RunProgress

LOOK_BACK = 8
"""Records over which the loss is compared: enough to see a zigzag, few enough to be current."""
SETTLED = 1e-12
"""A smaller relative change of the loss is rounding: some thousand times that of a double."""

SHORT = 16
"""Characters of a name that leave room for the longest sentence around it."""

KINDS = {
    RunState.READY: MessageKind.QUIET,
    RunState.PAUSED: MessageKind.QUIET,
    RunState.EDITED: MessageKind.WARNING,
    RunState.RUNNING: MessageKind.GOING,
    RunState.STEPPING: MessageKind.GOING,
    RunState.FAILED: MessageKind.FAULT,
}
NAMES = {
    "scale_columns": "Scale columns",
    "difference": "The quotient",
    "precision": "The precision",
    "method": "The method",
    "until_converged": "Until converged",
    "epochs": "The number of epochs",
    "learning_rate": "η",
    "h": "h",
    "tolerance": "The tolerance",
}
"""The settings; those that others follow come first, so that they are the ones named."""


NO_ONES = "No column of ones: the fit is forced through the origin."
ADD_INTERCEPT = Fix(
    "Add intercept",
    {},
    "A column of ones has the constant of the fit as its weight.",
    action="add_intercept",
)
ACTIONS = {RemedyKind.STANDARDISE: "standardise_columns"}
"""Remedies that are actions of the window, by their names."""


def diagnose(
    state: RunState,
    progress: RunProgress | None,
    settings: Settings,
    *,
    limit: float | None = None,
    lacks_intercept: bool = False,
) -> Message:
    """Return a message about the run; ``settings`` are the present ones.

    Before it, ``limit`` is η's limit if it is known, and ``lacks_intercept`` says that the table
    has no column of ones.
    """
    if state is RunState.READY and limit is not None and settings.fixed_learning_rate > limit:
        rate = setting(settings.fixed_learning_rate)
        text = f"η = {rate} is above its limit {number(limit)}: the run would diverge."
        return Message(MessageKind.WARNING, text, _safe_rate(limit))
    if state is RunState.READY and lacks_intercept:
        return Message(MessageKind.WARNING, NO_ONES, ADD_INTERCEPT)
    if state is RunState.READY or progress is None:
        return Message(KINDS.get(state, MessageKind.QUIET), state.value)
    if state.is_active:
        return _going(state, progress, settings)
    if state is RunState.PAUSED:
        return _paused(progress)
    if state in KINDS:
        return Message(KINDS[state], state.value)
    return _ended(state, progress, settings)


def _going(state: RunState, progress: RunProgress, settings: Settings) -> Message:
    limit = progress.learning_rate_limit
    if limit is not None and settings.fixed_learning_rate > limit:
        factor = above_one(2 * (settings.fixed_learning_rate / limit) - 1)
        text = f"Diverging: each epoch multiplies the error by {factor}."
        return Message(MessageKind.WARNING, text, _safe_rate(limit))
    if state is RunState.STEPPING:
        return Message(KINDS[state], state.value)
    least = progress.best.loss if progress.best is not None else None
    return Message(KINDS[state], trend(progress.trace, least) or state.value)


def _safe_rate(limit: float) -> Fix:
    value = safe_learning_rate(limit)
    return Fix(f"Use η = {setting(value)}", {"learning_rate": value}, RemedyKind.RATE.why)


def _paused(progress: RunProgress) -> Message:
    epoch = format_count(progress.frame.epoch)
    return Message(KINDS[RunState.PAUSED], f"Paused at epoch {epoch}. Run goes on from here.")


def _ended(state: RunState, progress: RunProgress, settings: Settings) -> Message:
    """Return the verdict on the run, or which setting has changed since it ended."""
    if progress.verdict is None:
        return Message(MessageKind.QUIET, state.value)
    if changed := _changed(progress.settings, settings):
        epoch = format_count(progress.frame.epoch)
        goes_on = is_resumed(RunState.RUNNING, state, progress.frame, settings, progress.settings)
        then = f"Run goes on from epoch {epoch}." if goes_on else "Run starts again."
        return Message(MessageKind.QUIET, f"{changed} {then}")
    verdict = progress.verdict
    if verdict.is_good and (name := _beyond_in_original_units(progress)):
        return Message(MessageKind.FAULT, Outcome.BEYOND.sentence.format(name=name))
    kind, fix = MessageKind(verdict.tone.value), fix_of(verdict)
    return Message(kind, verdict.sentence, fix, verdict.detail)


def _beyond_in_original_units(progress: RunProgress) -> str:
    """Return the name of a weight that float64 holds only while its column is scaled."""
    ran = progress.experiment
    if not any(each.is_scaled for each in ran.inputs):
        return ""
    finite = np.isfinite(ran.in_original_units(progress.frame.W).W[:, 0])
    return "" if finite.all() else elide_middle(ran.column_names[int(np.argmin(finite))], SHORT)


def fix_of(verdict: Verdict) -> Fix | None:
    """Return the remedy of a verdict as a button."""
    remedy = verdict.remedy
    if remedy is None:
        return None
    changes = remedy.changes
    if remedy.kind is RemedyKind.SCALE:  # η and h follow in the document, and come back with it
        changes = {"scale_columns": True}
    action = ACTIONS.get(remedy.kind, "")
    details = "" if remedy.changes or action else verdict.detail
    goes_on = remedy.kind is RemedyKind.CONVERGE
    return Fix(remedy.label, changes, remedy.why, details, goes_on, action)


def _changed(ran: Settings, now: Settings) -> str:
    """Return a sentence about a setting that is not what the run ran under; empty if none is."""
    for name in NAMES:
        value = getattr(now, name)
        if value != getattr(ran, name):
            return f"{NAMES[name]} is {_written(value)} now."
    return ""


def _written(value: float | str | bool) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case str():
            return value
        case int():
            return format_count(value)
    return setting(value)


def trend(trace: Trace, least: float | None = None) -> str:
    """Describe how the loss, or its gap to the least one, has moved over the latest records."""
    if len(trace) < 2:
        return ""
    earlier = max(0, len(trace) - 1 - LOOK_BACK)
    recent = trace.loss[earlier:]
    before, now = float(recent[0]), float(recent[-1])
    if now == 0:
        return "The loss is 0."
    if abs(now - before) <= SETTLED * before:
        return f"The loss stands at {now:.6g}."
    if now > before:
        return "The loss is rising."
    what = "loss"
    if least:
        what, before, now = "gap to the least", before - least, now - least
    if not now > 0:
        return f"The loss stands at {float(recent[-1]):.6g}."
    epochs = float(trace.epoch[-1]) - float(trace.epoch[earlier])
    halving = epochs * math.log(2) / (math.log(before) - math.log(now))
    return f"Falling: the {what} halves every {in_epochs(halving)}."
