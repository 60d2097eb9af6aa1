"""The record of a run up to one of its epochs, from which it goes on once more."""

import numpy as np

from ..trace import PastRun, SettingsSpan, Trace
from .keeping import taken


def trace_until(trace: Trace, epoch: int, loss: float) -> Trace:
    """Return the losses up to an epoch, which has this loss."""
    count = int(np.searchsorted(trace.epoch, epoch, side="right"))
    passed = Trace(
        trace.epoch[:count],
        trace.loss[:count],
        trace.lowest[:count].copy(),
        trace.highest[:count].copy(),
    )
    last = passed.loss[-1:], np.array([loss])
    # The last bin may have had later epochs; no more is known of those in it than its two ends.
    passed.lowest[-1:], passed.highest[-1:] = np.minimum(*last), np.maximum(*last)
    if count and passed.epoch[-1] == epoch:
        return passed
    latest = Trace.of_each(np.array([epoch], passed.epoch.dtype), np.array([loss]))
    return passed.followed_by(latest)


def past_until(past: PastRun, epoch: int) -> PastRun:
    """Return what is kept of a run up to an epoch."""
    spans = tuple(
        SettingsSpan(
            span.first,
            span.settings,
            taken(span.origins, span.origins.epoch <= epoch),
            taken(span.keyframes, span.keyframes.epoch <= epoch),
        )
        for span in past.spans
        if span.first < epoch or span is past.spans[0]
    )
    methods = tuple(
        each._replace(last=min(each.last, epoch)) for each in past.methods if each.first <= epoch
    )
    return past._replace(spans=spans, methods=methods)
