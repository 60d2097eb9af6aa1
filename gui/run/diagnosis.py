"""Diagnoses a run: what it is doing, in one sentence, with one remedy if one helps."""

import math

import numpy as np
from numpy.typing import NDArray

from engine import Difference, Settings, Trace, on_unit_columns, safe_learning_rate, suggest_h
from engine.stability import is_at_limit

from ..text.message import Fix, Message, MessageKind
from ..text.numbers import format_count
from .run_state import RunState
from .worker import RunProgress

LOOK_BACK = 8
"""Records over which the loss is compared: enough to see a zigzag, few enough to be current."""
SETTLED = 1e-12
"""A smaller relative change of the loss is rounding: some thousand times that of a double."""


USE_CENTRAL = Fix("Use the central quotient", {"difference": Difference.CENTRAL.value})

KINDS = {
    RunState.READY: MessageKind.QUIET,
    RunState.PAUSED: MessageKind.QUIET,
    RunState.EDITED: MessageKind.WARNING,
    RunState.RUNNING: MessageKind.GOING,
    RunState.STEPPING: MessageKind.GOING,
    RunState.DONE: MessageKind.GOOD,
    RunState.CONVERGED: MessageKind.GOOD,
    RunState.ENDLESS: MessageKind.WARNING,
    RunState.DIVERGED: MessageKind.FAULT,
    RunState.STEP_VANISHED: MessageKind.FAULT,
    RunState.FAILED: MessageKind.FAULT,
}


def diagnose(
    state: RunState, progress: RunProgress | None, settings: Settings, note: str
) -> Message:
    """Return a message about the run; ``note`` describes an experiment that has not run yet."""
    kind = KINDS[state]
    if state is RunState.READY:
        return Message(kind, f"{state.value} {note}".strip())
    if progress is None:
        return Message(kind, state.value)
    if state is RunState.DIVERGED:
        return _divergence(progress, settings)
    if state is RunState.STEP_VANISHED:
        return Message(kind, progress.frame.detail, _use_suggested_h(progress, settings))
    if state is RunState.ENDLESS:
        return _endless_run(progress, settings)
    if state is RunState.CONVERGED:
        return Message(kind, f"{state.value} {progress.frame.detail}".strip())
    if state.is_active and _above_limit(progress, settings):
        text = f"Diverging: {_overshoot(progress, settings)}"
        return Message(MessageKind.WARNING, text, _use_safe(progress, settings))
    if state in (RunState.RUNNING, RunState.DONE):
        return Message(kind, f"{state.value} {trend(progress.trace)}".strip())
    return Message(kind, state.value)


def trend(trace: Trace) -> str:
    """Describe how the loss has moved over the latest records."""
    if len(trace) < 2:
        return ""
    earlier = max(0, len(trace) - 1 - LOOK_BACK)
    recent = trace.loss[earlier:]
    before, now = float(recent[0]), float(recent[-1])
    if now == 0:
        return "The loss is 0."
    if abs(now - before) <= SETTLED * before or _is_level(recent[:-1]):
        return f"The loss has settled at {now:.4g}."
    if now > before or (np.diff(recent) > 0).any():
        return "The loss no longer falls."
    epochs = float(trace.epoch[-1]) - float(trace.epoch[earlier])
    halving = epochs * math.log(2) / (math.log(before) - math.log(now))
    return f"The loss is falling and halves every {_epochs(halving)}."


def _is_level(losses: NDArray[np.float64]) -> bool:
    """Return whether only the last digits move: one record may differ by its rounding."""
    return len(losses) > 1 and float(np.ptp(losses)) <= SETTLED * float(losses[0])


def _epochs(count: float) -> str:
    if count < 1.5:
        return "epoch"
    digits = f"{count:.3g}"
    return f"{format_count(float(digits)) if count >= 100 else digits} epochs"


def _divergence(progress: RunProgress, settings: Settings) -> Message:
    if not math.isfinite(progress.frame.loss):
        return Message(MessageKind.FAULT, progress.frame.detail)
    text = (
        f"Diverged after epoch {format_count(progress.frame.epoch)}; "
        "the last finite weights are kept."
    )
    if not np.isfinite(progress.frame.gradient).all():
        fix = _use_suggested_h(progress, settings)
        return Message(MessageKind.FAULT, f"{text} {progress.frame.detail}", fix)
    text = f"{text} {_overshoot(progress, settings)}"
    return Message(MessageKind.FAULT, text, _use_safe(progress, settings))


def _endless_run(progress: RunProgress, settings: Settings) -> Message:
    """Name what keeps the weights moving: η at its limit, a one-sided quotient, or a tiny η."""
    kind, text = KINDS[RunState.ENDLESS], RunState.ENDLESS.value
    limit = progress.learning_rate_limit
    if limit is not None and is_at_limit(settings.fixed_learning_rate, limit):
        why = "η is at its stability limit 2/λmax, so the weights oscillate."
        return Message(kind, f"{text} {why}", _use_safe(progress, settings))
    if settings.difference is not Difference.CENTRAL:
        why = (
            f"The {settings.difference} quotient has a small constant error, "
            "which pushes the weights in directions the data does not determine."
        )
        return Message(kind, f"{text} {why}", USE_CENTRAL)
    why = "The weights move too slowly ever to arrive: use a larger learning rate η."
    return Message(kind, f"{text} {why}", _use_safe(progress, settings) if limit else None)


def _above_limit(progress: RunProgress, settings: Settings) -> bool:
    limit = progress.learning_rate_limit
    return limit is not None and settings.fixed_learning_rate > limit


def _overshoot(progress: RunProgress, settings: Settings) -> str:
    if not _above_limit(progress, settings):
        return "A smaller learning rate η may help."
    limit = f"{progress.learning_rate_limit:.3g}"
    return f"η = {settings.fixed_learning_rate:g} is above its limit, {limit}."


def _use_safe(progress: RunProgress, settings: Settings) -> Fix:
    if progress.learning_rate_limit is None:
        return _use("η", settings.fixed_learning_rate / 10)
    return _use("η", safe_learning_rate(progress.learning_rate_limit))


def _use_suggested_h(progress: RunProgress, settings: Settings) -> Fix:
    now = progress.problem.starting_from(progress.frame.W)
    if settings.scale_columns:
        now = on_unit_columns(now)
    return _use("h", suggest_h(now, settings.difference, settings.precision))


def _use(symbol: str, value: float) -> Fix:
    setting = {"η": "learning_rate", "h": "h"}[symbol]
    return Fix(f"Use {symbol} = {value:g}", {setting: float(f"{value:.6g}")})
