"""What the run is doing, in a sentence, with one remedy where one helps."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import (
    Difference,
    Settings,
    Trace,
    fitting_h,
    on_unit_columns,
    safe_learning_rate,
)
from engine.stability import is_at_limit

from .counts import shown_count
from .run_state import RunState
from .tone import Tone
from .worker import Progress

LOOK_BACK = 8
SETTLED = 1e-12


@dataclass(frozen=True)
class Fix:
    """A remedy at one click: what the button says, and the settings it changes."""

    label: str
    changes: Mapping[str, float | str]


@dataclass(frozen=True)
class Diagnosis:
    """The sentence shown in the strip, how it is meant, and the remedy if there is one."""

    tone: Tone
    sentence: str
    fix: Fix | None = None


USE_CENTRAL = Fix("Use the central quotient", {"difference": Difference.CENTRAL.value})

TONES = {
    RunState.READY: Tone.QUIET,
    RunState.PAUSED: Tone.QUIET,
    RunState.EDITED: Tone.WARNING,
    RunState.RUNNING: Tone.GOING,
    RunState.STEPPING: Tone.GOING,
    RunState.DONE: Tone.GOOD,
    RunState.CONVERGED: Tone.GOOD,
    RunState.ENDLESS: Tone.WARNING,
    RunState.DIVERGED: Tone.FAULT,
    RunState.STEP_VANISHED: Tone.FAULT,
    RunState.FAILED: Tone.FAULT,
}


def diagnose(
    state: RunState, progress: Progress | None, settings: Settings, note: str
) -> Diagnosis:
    """Say where the run stands; ``note`` is what there is to say of an experiment not yet run."""
    tone = TONES[state]
    if state is RunState.READY:
        return Diagnosis(tone, f"{state.value} {note}".strip())
    if progress is None:
        return Diagnosis(tone, state.value)
    if state is RunState.DIVERGED:
        return _divergence(progress, settings)
    if state is RunState.STEP_VANISHED:
        return Diagnosis(tone, progress.frame.detail, _use_fitting_h(progress, settings))
    if state is RunState.ENDLESS:
        return _endlessness(progress, settings)
    if state is RunState.CONVERGED:
        return Diagnosis(tone, f"{state.value} {progress.frame.detail}".strip())
    if state.is_active and _above_limit(progress, settings):
        sentence = f"Diverging: {_overshoot(progress, settings)}"
        return Diagnosis(Tone.WARNING, sentence, _use_safe(progress, settings))
    if state in (RunState.RUNNING, RunState.DONE):
        return Diagnosis(tone, f"{state.value} {trend(progress.trace)}".strip())
    return Diagnosis(tone, state.value)


def trend(trace: Trace) -> str:
    """Say how the loss has moved over the latest records."""
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
    """Tell whether nothing moves but the last digits: a last record may differ by its rounding."""
    return len(losses) > 1 and float(np.ptp(losses)) <= SETTLED * float(losses[0])


def _epochs(count: float) -> str:
    if count < 1.5:
        return "epoch"
    digits = f"{count:.3g}"
    return f"{shown_count(float(digits)) if count >= 100 else digits} epochs"


def _divergence(progress: Progress, settings: Settings) -> Diagnosis:
    if not math.isfinite(progress.frame.loss):
        return Diagnosis(Tone.FAULT, progress.frame.detail)
    sentence = (
        f"Diverged after epoch {shown_count(progress.frame.epoch)}; "
        "the last finite weights are kept."
    )
    if not np.isfinite(progress.frame.gradient).all():
        fix = _use_fitting_h(progress, settings)
        return Diagnosis(Tone.FAULT, f"{sentence} {progress.frame.detail}", fix)
    sentence = f"{sentence} {_overshoot(progress, settings)}"
    return Diagnosis(Tone.FAULT, sentence, _use_safe(progress, settings))


def _endlessness(progress: Progress, settings: Settings) -> Diagnosis:
    """Say what keeps the weights moving: η at its limit, a one-sided quotient, or next to no η."""
    tone, sentence = TONES[RunState.ENDLESS], RunState.ENDLESS.value
    limit = progress.learning_rate_limit
    if limit is not None and is_at_limit(settings.fixed_learning_rate, limit):
        why = f"η = {settings.fixed_learning_rate:g} is at its limit 2/λmax: they jump to and fro."
        return Diagnosis(tone, f"{sentence} {why}", _use_safe(progress, settings))
    if settings.difference is not Difference.CENTRAL:
        why = (
            f"The {settings.difference} quotient is off by a constant, "
            "which pushes them where the table determines nothing."
        )
        return Diagnosis(tone, f"{sentence} {why}", USE_CENTRAL)
    why = "They are too slow ever to arrive: use a larger learning rate η."
    return Diagnosis(tone, f"{sentence} {why}", _use_safe(progress, settings) if limit else None)


def _above_limit(progress: Progress, settings: Settings) -> bool:
    limit = progress.learning_rate_limit
    return limit is not None and settings.fixed_learning_rate > limit


def _overshoot(progress: Progress, settings: Settings) -> str:
    if not _above_limit(progress, settings):
        return "A smaller learning rate η may help."
    limit = f"{progress.learning_rate_limit:.3g}"
    return f"η = {settings.fixed_learning_rate:g} is above its limit 2/λmax = {limit}."


def _use_safe(progress: Progress, settings: Settings) -> Fix:
    if progress.learning_rate_limit is None:
        return _use("η", settings.fixed_learning_rate / 10)
    return _use("η", safe_learning_rate(progress.learning_rate_limit))


def _use_fitting_h(progress: Progress, settings: Settings) -> Fix:
    now = progress.problem.starting_from(progress.frame.W)
    if settings.scale_columns:
        now = on_unit_columns(now)
    return _use("h", fitting_h(now, settings.difference, settings.precision))


def _use(symbol: str, value: float) -> Fix:
    setting = {"η": "learning_rate", "h": "h"}[symbol]
    return Fix(f"Use {symbol} = {value:g}", {setting: float(f"{value:.6g}")})
