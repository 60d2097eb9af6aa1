"""A segment of epochs whose end is verified, and what is recorded along it."""

from dataclasses import dataclass

import numpy as np

from ..bins import FINEST, as_counts, last_of_bins, starting_bins
from ..frame import Anchor, Recorded, State
from ..settings import Method
from ..trace import Keyframes, Trace
from .closed_form import ClosedForm
from .decay import Times
from .loss_log import LossBuffer

# Shows whether the loss alternates at the end; more would only lengthen the record of each chunk.
RECORDED_AT_END = 4
# Caps keyframes at about 2^17 numbers (1 MB) a doubling of the epoch, for any number of weights.
WEIGHTS_IN_EVERY_BIN = 32


@dataclass(frozen=True, eq=False)
class VerifiedSegment:
    """The epochs from an anchor to an end at which the definition was evaluated."""

    anchor: Anchor
    closed_form: ClosedForm
    end: State

    def state_at(self, epoch: int) -> State:
        """Predict the state at an epoch before the end."""
        W, loss, gradient = self.closed_form.at(float(epoch - self.anchor.epoch))
        return State(epoch, W, loss, gradient, method=Method.MODES, anchor=self.anchor)

    def record(self, after: int, state: State, buffer: LossBuffer | None) -> Recorded:
        """Record the epochs after one up to that of the state; all of them if there is a buffer."""
        if buffer is None:
            return Recorded(self._bins(after, state), self._keyframes(after, state))
        trace = buffer.room(after, state.epoch)
        self.closed_form.every_loss(after + 1 - self.anchor.epoch, trace.loss)
        trace.loss[-1] = state.loss
        return Recorded(trace, Recorded.no_keyframes(len(state.W)))

    def _bins(self, after: int, state: State) -> Trace:
        """Record the losses at the start of every bin, and of the last few epochs singly.

        A bin's extremes are at its first, second or last epoch: the loss falls or rises all along,
        except that modes that overshoot make it alternate from one epoch to the next.
        """
        last = float(state.epoch)
        singles = np.unique(np.maximum(last - np.arange(RECORDED_AT_END), min(after + 1.0, last)))
        epochs = np.union1d(starting_bins(after, last), singles)
        ends = np.minimum(last_of_bins(epochs), last)
        times = self._time(np.concatenate((epochs, np.minimum(epochs + 1, ends), ends)))
        losses = self.closed_form.losses(times).reshape(3, -1)
        losses[:, -1] = state.loss
        return Trace(as_counts(epochs), losses[0], losses.min(axis=0), losses.max(axis=0))

    def _keyframes(self, after: int, state: State) -> Keyframes:
        """Record W at the start of bins; of wider bins if there are many weights."""
        surplus = max(1, len(state.W) // WEIGHTS_IN_EVERY_BIN)
        epochs = starting_bins(after, state.epoch, FINEST + 1 - surplus.bit_length())
        return Keyframes(as_counts(epochs), self.closed_form.weights(self._time(epochs)).T)

    def _time(self, epochs: Times) -> Times:
        """Count epochs from the anchor."""
        return epochs - float(self.anchor.epoch)
