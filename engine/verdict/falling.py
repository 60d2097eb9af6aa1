"""Whether the loss of a run that has ended was falling still, as its recorded losses tell."""

from typing import NamedTuple

from ..trace import Trace

# Of the run: what it did last.
LAST_PART = 0.25
# Of the loss: the window shows six digits of one, so that a fall of less is not seen.
SEEN = 1e-5


class Fall(NamedTuple):
    """By what a loss fell over the last epochs of a run."""

    before: float
    now: float
    epochs: int


def fall_at_end(trace: Trace, start: float) -> Fall | None:
    """Return how far the loss fell over the last quarter of a run; None if nobody sees it.

    Parameters
    ----------
    trace : Trace
        All of the run.
    start : float
        The loss at its start. A number that is added to a loss hides no fall: it is seen too if it
        is of the same part of what the whole run has won.

    Returns
    -------
    Fall or None
        Of a loss that goes up and down the lowest counts: that of the last quarter has to be lower
        than all before it.
    """
    if len(trace) < 2:
        return None
    end = int(trace.epoch[-1])
    # At least the last epoch of a run of one to three.
    count = int((trace.epoch <= (1 - LAST_PART) * end).sum())
    count = min(max(count, 1), len(trace) - 1)
    before, now = float(trace.loss[count - 1]), float(trace.loss[-1])
    lowest_before, lowest = float(trace.lowest[:count].min()), float(trace.lowest[count:].min())
    needed = SEEN * min(abs(now), start - now)
    if not (lowest_before - lowest > needed and before - now > needed):
        return None
    return Fall(before, now, end - int(trace.epoch[count - 1]))
