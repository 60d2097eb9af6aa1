"""What the plots of runs say: to the reader of one point, and to a screen reader."""

import math
from collections.abc import Sequence

import numpy as np

from engine import Trace
from engine.frame import StopReason
from engine.sweep.result import Sweep, SweptSetting

from ...text.numbers import format_count, format_loss, format_number, format_percent
from ...text.translation import plural, translate, translated
from ..sentences import loss_sentence
from .overlaid_run import OverlaidRun

DIGITS = 4
SYMBOLS = {
    SweptSetting.LEARNING_RATE: "η",
    SweptSetting.H: "h",
    SweptSetting.MOMENTUM: "β",
}
READ = translate("plots", "{symbol} {value}   loss {loss}")
READ_SHARE = translate("plots", "{reading}   {percent} % of the limit")
READ_LATER = translate("plots", "{symbol} {value}   not computed yet")
READ_ENDED = translate("plots", "{symbol} {value}   ended: {reason}")
_RUN = translate("plots", "run {number}, {loss} at epoch {epoch}")
_BETWEEN = "; "
_KEPT = plural("plots", "{n} kept runs: {runs}.", "{n} kept run: {runs}.", 1)
_BOTH = translate("plots", "{own} {kept}")
_SWEPT = plural(
    "plots",
    "Points: the loss after {epochs} epochs for {n} values of {symbol}, from {first} to {last}.",
    "Points: the loss after {epochs} epochs for {n} value of {symbol}, from {first} to {last}.",
    1,
)
_BEST = translate("plots", "{swept} The least, {loss}, is at {value}.")
_DIVERGED = plural("plots", "{swept} {n} have diverged.", "{swept} {n} has diverged.", 1)
_MOST_READ = 6


def runs_sentence(runs: Sequence[OverlaidRun], own: Trace | None, floor: float = 0.0) -> str:
    """Describe the losses of runs: the one that is shown, and where the kept ones end."""
    parts = []
    if own is not None:
        parts.append(loss_sentence(own, floor))
    if runs:
        ends = [
            _RUN.format(
                number=run.number,
                loss=format_loss(float(run.losses[-1]), DIGITS),
                epoch=format_count(float(run.epochs[-1])),
            )
            for run in runs[:_MOST_READ]
            if len(run.epochs)
        ]
        parts.append(_KEPT(len(runs), runs=_BETWEEN.join(ends)))
    return parts[0] if len(parts) == 1 else _BOTH.format(own=parts[0], kept=parts[1])


def sweep_sentence(sweep: Sweep) -> str:
    """Describe a sweep."""
    sentence = _SWEPT(
        len(sweep.values),
        epochs=format_count(float(sweep.epochs)),
        symbol=SYMBOLS[sweep.name],
        first=format_number(float(sweep.values[0]), DIGITS),
        last=format_number(float(sweep.values[-1]), DIGITS),
    )
    if (best := sweep.best) is not None:
        sentence = _BEST.format(
            swept=sentence,
            loss=format_loss(float(sweep.losses[best])),
            value=format_number(float(sweep.values[best]), DIGITS),
        )
    diverged = int(np.count_nonzero(sweep.diverged))
    return _DIVERGED(diverged, swept=sentence) if diverged else sentence


def sweep_reading(sweep: Sweep, index: int) -> str:
    """Return what one run of a sweep came to."""
    value = float(sweep.values[index])
    facts = {"symbol": SYMBOLS[sweep.name], "value": format_number(value, DIGITS)}
    stop, loss = sweep.stops[index], float(sweep.losses[index])
    if stop is StopReason.CANCELLED:
        return READ_LATER.format(**facts)
    if stop is not StopReason.DONE or not math.isfinite(loss):
        return READ_ENDED.format(**facts, reason=translated(stop.value))
    reading = READ.format(**facts, loss=format_loss(loss, DIGITS))
    if sweep.name is SweptSetting.LEARNING_RATE and sweep.stable is not None:
        share = value / sweep.stable[1]
        if 0 < share < 1:
            return READ_SHARE.format(reading=reading, percent=format_percent(share))
    return reading
