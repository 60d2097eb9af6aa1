"""A segment of epochs whose end is verified, and what is recorded along it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..bins import FINEST, as_counts, last_of_bins, starting_bins
from ..frame import Anchor, Recorded, State
from ..matrix import Matrix
from ..settings import Method
from ..threads.caching import cached_property
from ..trace import Keyframes, Trace
from .closed_form import EpochsAhead
from .decay import Times
from .loss_log import LossBuffer

# Shows whether the loss alternates at the end; more would only lengthen the record of each chunk.
RECORDED_AT_END = 4
LAST_EPOCHS = np.arange(RECORDED_AT_END - 1.0, -1.0, -1.0)
# Caps keyframes at about 2^17 numbers (1 MB) a doubling of the epoch, for any number of weights.
WEIGHTS_IN_EVERY_BIN = 32


# At h = 1e-3 the literal path's rounding is 1e-12 of the first loss in the first few epochs and
# nothing later (measured on the published problem), so these few epochs are literal.
SHORTEST_SEGMENT = 64


def boundary_after(epoch: int) -> int:
    """Return the next epoch that is 64 times a power of two: a segment ends there at the latest."""
    return SHORTEST_SEGMENT << (epoch // SHORTEST_SEGMENT).bit_length()


def is_boundary(epoch: int) -> bool:
    """Return whether an epoch is the start, or 64 times a power of two."""
    return epoch == 0 or boundary_after(epoch - 1) == epoch


def keyframe_bits(weights: int) -> int:
    """Return the bits of the bins that start with a keyframe: fewer if there are many weights."""
    surplus = max(1, weights // WEIGHTS_IN_EVERY_BIN)
    return FINEST + 1 - surplus.bit_length()


def recorded_bins(after: int, last: float) -> tuple[Times, Times]:
    """Return the first and the last epoch of each bin to record, and of the last few epochs."""
    singles = np.maximum(last - LAST_EPOCHS, min(after + 1.0, last))
    singles = singles[np.append(singles[1:] > singles[:-1], True)]
    starts = starting_bins(after, last)
    epochs = np.concatenate((starts[: starts.searchsorted(singles[0])], singles))
    return epochs, np.minimum(last_of_bins(epochs), last)


@dataclass(frozen=True, eq=False)
class VerifiedSegment:
    """The epochs from an anchor to an end at which the definition was evaluated."""

    anchor: Anchor
    closed_form: EpochsAhead
    end: State
    loss_rounding: float = 0.0
    """How far rounding may change the loss at the end."""

    def state_at(self, epoch: int) -> State:
        """Predict the state at an epoch before the end."""
        W, loss, gradient, memory = self.closed_form.at(float(epoch - self.anchor.epoch))
        loss = max(loss + self._lift, 0.0)
        return State(
            epoch, W, loss, gradient, method=Method.MODES, anchor=self.anchor, memory=memory
        )

    @cached_property
    def _lift(self) -> float:
        """What evaluating adds to a loss that is mere rounding at the end; else 0.

        Added all along, it leads to the evaluated loss without a step, and shows nowhere else.
        """
        predicted = self.closed_form.at(float(self.end.epoch - self.anchor.epoch)).loss
        return self.end.loss - predicted if predicted <= self.loss_rounding else 0.0

    def record(self, after: int, state: State, buffer: LossBuffer | None) -> Recorded:
        """Record the epochs after one up to that of the state; all of them if there is a buffer."""
        if buffer is None:
            return Recorded(self._bins(after, state), self._keyframes(after, state))
        trace = buffer.room(after, state.epoch)
        self.closed_form.every_loss(after + 1 - self.anchor.epoch, trace.loss)
        if self._lift:
            np.maximum(trace.loss + self._lift, 0.0, out=trace.loss)
        trace.loss[-1] = state.loss
        return Recorded(trace, Recorded.no_keyframes(len(state.W)))

    def _bins(self, after: int, state: State) -> Trace:
        """Record the losses at the start of every bin, and of the last few epochs singly.

        A bin's extremes are at its first, second or last epoch: the loss falls or rises all along,
        except that modes that overshoot make it alternate from one epoch to the next. While it
        oscillates otherwise, the loss of every epoch is looked at.
        """
        epochs, ends = recorded_bins(after, float(state.epoch))
        wide = np.flatnonzero(ends > epochs)
        others = [ends[wide]]
        if self.closed_form.alternates:
            others.append(epochs[wide] + 1)
        every = self.closed_form.losses(self._time(np.concatenate((epochs, *others))))
        if self._lift:
            np.maximum(every + self._lift, 0.0, out=every)
        losses = every[: len(epochs)]
        losses[-1] = state.loss
        lowest, highest = losses, losses
        if len(wide):
            lowest, highest = losses.copy(), losses.copy()
            of_wide = np.vstack((losses[wide], every[len(epochs) :].reshape(len(others), -1)))
            lowest[wide], highest[wide] = of_wide.min(axis=0), of_wide.max(axis=0)
            oscillating = wide[self._time(epochs[wide]) < self.closed_form.oscillating]
            if len(oscillating):
                self._look_within(epochs, ends, oscillating, (lowest, highest))
        return Trace(as_counts(epochs), losses, lowest, highest)

    def _look_within(
        self,
        epochs: Times,
        ends: Times,
        oscillating: NDArray[np.intp],
        extremes: tuple[Matrix, Matrix],
    ) -> None:
        """Widen the extremes of bins by every loss in them; the bins follow one another."""
        starts = (epochs[oscillating] - epochs[oscillating[0]]).astype(np.intp)
        every = np.empty(int(ends[oscillating[-1]] - epochs[oscillating[0]]) + 1)
        self.closed_form.every_loss(int(epochs[oscillating[0]]) - self.anchor.epoch, every)
        if self._lift:
            np.maximum(every + self._lift, 0.0, out=every)
        lowest, highest = extremes
        least, most = np.minimum.reduceat(every, starts), np.maximum.reduceat(every, starts)
        lowest[oscillating] = np.minimum(lowest[oscillating], least)
        highest[oscillating] = np.maximum(highest[oscillating], most)

    def _keyframes(self, after: int, state: State) -> Keyframes:
        """Record W at the start of bins; of wider bins if there are many weights."""
        epochs = starting_bins(after, state.epoch, keyframe_bits(len(state.W)))
        return Keyframes(as_counts(epochs), self.closed_form.weights(self._time(epochs)).T)

    def _time(self, epochs: Times) -> Times:
        """Count epochs from the anchor."""
        return epochs - float(self.anchor.epoch)
