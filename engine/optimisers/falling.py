"""Whether a path still gets anywhere, as the means of its loss and its slopes tell.

Its lowest loss does not: a path that goes to and fro in no order has a lower one now and then for
ever. The epochs are compared in spans, each as long as all before it.
"""

import numpy as np

from ..frame import State
from ..losses.stagnation import FALL_OF_JUMP, FEWEST, ROUNDINGS
from ..matrix import Matrix
from ..settings import Precision

# Of the way that a weight has gone in a span: one that ends so far from where it began drifts, and
# a straight way has 1. Of 24 paths that went to and fro, none came to more than 0.023 (measured).
STRAIGHT = 0.25


class _Mean:
    """The mean of some numbers, and of how far each is from the one before."""

    def __init__(self) -> None:
        self._sum = self._jumps = 0.0
        self._count, self._last = 0, float("nan")

    def add(self, value: float) -> None:
        """Add a number."""
        self._sum += value
        if self._count:
            self._jumps += abs(value - self._last)
        self._count, self._last = self._count + 1, value

    def has_fallen(self, before: "_Mean", rounding: float) -> bool:
        """Return whether the mean is lower than that of the span before, and not by chance."""
        earlier, now = before._sum / before._count, self._sum / self._count
        jump = self._jumps / self._count
        return earlier - now > max(FALL_OF_JUMP * jump, rounding * abs(earlier))


class SpanOfPath:
    """The epochs of one span of a path."""

    def __init__(self, start: Matrix) -> None:
        self._start, self._way = start, np.zeros_like(start)
        self._loss, self._slopes = _Mean(), _Mean()

    def add(self, state: State, after: Matrix) -> None:
        """Add an epoch from a state to W after it."""
        self._loss.add(float(state.loss))
        self._slopes.add(float(np.linalg.norm(state.gradient)))
        self._way = self._way + np.abs(after - state.W)

    def falls_after(self, before: "SpanOfPath", rounding: float) -> bool:
        """Return whether the loss or the slopes have fallen since the span before."""
        loss = self._loss.has_fallen(before._loss, rounding)
        return loss or self._slopes.has_fallen(before._slopes, rounding)

    def drifts(self, end: Matrix) -> bool:
        """Return whether a weight has gone rather straight from the start of the span to here."""
        return bool((np.abs(end - self._start) > STRAIGHT * self._way).any())


class PathProgress:
    """Watches a path in spans of epochs that double."""

    def __init__(self, W: Matrix, precision: Precision) -> None:
        self._rounding = ROUNDINGS * float(np.finfo(precision.value).eps)
        self._count, self._end = 0, FEWEST
        self._before: SpanOfPath | None = None
        self._span = SpanOfPath(W)

    def is_over(self, state: State, after: Matrix) -> bool:
        """Count an epoch; return whether a span ends there that has brought W no further."""
        self._span.add(state, after)
        self._count += 1
        if self._count < self._end:
            return False
        before, span = self._before, self._span
        self._before, self._span, self._end = span, SpanOfPath(after), 2 * self._end
        if before is None or span.falls_after(before, self._rounding):
            return False
        return not span.drifts(after)
