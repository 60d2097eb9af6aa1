"""A verified stretch of epochs, and what is recorded along it."""

from dataclasses import dataclass

import numpy as np

from ..bins import FINEST, as_counts, last_of_bins, starting_bins
from ..frame import Anchor
from ..settings import Method
from ..trace import Keyframes, Trace
from .closed_form import ClosedForm
from .decay import Times
from .loss_log import LossBuffer
from .state import Recorded, State

RECORDED_AT_END = 4
WEIGHTS_IN_EVERY_BIN = 32


@dataclass(frozen=True, eq=False)
class VerifiedSegment:
    """The epochs counted from an anchor, up to an end where the definition was evaluated."""

    anchor: Anchor
    stretch: ClosedForm
    end: State

    def state_at(self, epoch: int) -> State:
        """Foretell the state at an epoch before the end."""
        W, loss, gradient = self.stretch.at(float(epoch - self.anchor.epoch))
        return State(epoch, W, loss, gradient, method=Method.MODES, anchor=self.anchor)

    def record(self, after: int, state: State, pages: LossBuffer | None) -> Recorded:
        """Record the epochs after one and up to that of the state; into pages all of them."""
        if pages is None:
            return Recorded(self._bins(after, state), self._keyframes(after, state))
        trace = pages.room(after, state.epoch)
        self.stretch.every_loss(after + 1 - self.anchor.epoch, trace.loss)
        trace.loss[-1] = state.loss
        return Recorded(trace, Recorded.no_keyframes(len(state.W)))

    def _bins(self, after: int, state: State) -> Trace:
        """Record the losses at the start of every bin, and of the last few epochs, one by one.

        The extremes within a bin are those at its ends, and past a first step, as modes that
        overshoot go up and down from one epoch to the next.
        """
        last = float(state.epoch)
        singles = np.unique(np.maximum(last - np.arange(RECORDED_AT_END), min(after + 1.0, last)))
        epochs = np.union1d(starting_bins(after, last), singles)
        ends = np.minimum(last_of_bins(epochs), last)
        times = self._time(np.concatenate((epochs, np.minimum(epochs + 1, ends), ends)))
        losses = self.stretch.losses(times).reshape(3, -1)
        losses[:, -1] = state.loss
        return Trace(as_counts(epochs), losses[0], losses.min(axis=0), losses.max(axis=0))

    def _keyframes(self, after: int, state: State) -> Keyframes:
        """Record W at the start of bins, the fewer of them the more weights there are."""
        surplus = max(1, len(state.W) // WEIGHTS_IN_EVERY_BIN)
        epochs = starting_bins(after, state.epoch, FINEST + 1 - surplus.bit_length())
        return Keyframes(as_counts(epochs), self.stretch.weights(self._time(epochs)).T)

    def _time(self, epochs: Times) -> Times:
        """Count from the anchor."""
        return epochs - float(self.anchor.epoch)
