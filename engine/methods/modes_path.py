"""The modes path: many epochs at once in closed form, verified by the literal quotients.

A segment leads from an anchor, which is a point of the descent, to the next epoch that is 64 times
a power of two. So segments double in length, however the run is cut into chunks. The end of a
segment is verified before any of it is reported: the quotients evaluated there must match the
predicted ones up to rounding. If they do not, the segment is tried at half its length. If not even
one epoch can be verified, the literal path takes over.

The first epochs are literal if that is cheap. They move W the most, so the rounding of their
quotients is what would show.
"""

import numpy as np

from ..cancelling import Cancelled
from ..frame import Anchor, Recorded, State, StopReason
from ..matrix import Matrix
from ..quotients import Slope
from ..settings import Method
from .closed_form import ClosedForm
from .literal import SETTLED, USE_SMALLER_RATE, WITHIN_ROUNDING, LiteralPath
from .loss_log import LossBuffer
from .modes import Recurrence
from .path import Descent
from .segment import VerifiedSegment
from .verify import Verifier

# At h = 1e-3 the literal path's rounding is 1e-12 of the first loss in the first few epochs and
# nothing later (measured on the published problem), so these few epochs are literal.
SHORTEST_SEGMENT = 64
UNVERIFIED = "the closed form and the literal limit differ by more than rounding"


class ModesPath:
    """The path in verified segments of many epochs, after some epochs on the path ``literal``."""

    def __init__(
        self,
        descent: Descent,
        literal: LiteralPath,
        verifier: Verifier,
        recurrence: Recurrence,
        literal_epochs: int,
        buffer: LossBuffer | None = None,
    ) -> None:
        self._literal, self._verifier, self._recurrence = literal, verifier, recurrence
        self._settings, self._buffer = descent.settings, buffer
        self._cancelled = descent.cancelled
        self._literal_epochs = literal_epochs
        self._segment: VerifiedSegment | None = None
        self._given_up = False

    def start(self, epoch: int, W: Matrix, anchor: Anchor | None) -> State:
        """Evaluate the state to continue from literally; raise Cancelled when cancelled."""
        state = self._beyond_rounding(self._literal.start(epoch, W))
        if state.stop not in (None, StopReason.DONE):
            return state
        with np.errstate(over="ignore", invalid="ignore"):
            here = ClosedForm(self._recurrence, W).at(0.0)
            self._given_up = not self._verifier.matches(here, Slope(state.loss, state.gradient))
        if anchor is not None and not self._leads_to(anchor, epoch, W):
            anchor = None
        method = Method.MODES if epoch > self._literal_epochs else Method.LITERAL
        return state._replace(method=method, anchor=anchor)

    def advance(self, state: State, epochs: int | None) -> tuple[State, Recorded]:
        """Advance by at most ``epochs``, and at most to the end of the segment."""
        if state.epoch < self._literal_epochs:
            left = self._literal_epochs - state.epoch
            state, recorded = self._literal.advance(state, min(left, epochs or left))
            return self._beyond_rounding(state), recorded
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                segment = None if self._given_up else self._segment_from(state)
        except Cancelled:
            return state._replace(stop=StopReason.CANCELLED), Recorded.nothing(len(state.W))
        if segment is None:
            self._given_up = True
            if self._settings.until_converged and self._recurrence.decay.is_unstable:
                return _diverging(state), Recorded.nothing(len(state.W))
            state, recorded = self._literal.advance(state, epochs)
            return state._replace(fallback=UNVERIFIED), recorded
        end, last = segment.end, segment.end.epoch
        if epochs is not None and state.epoch + epochs < last:
            end = segment.state_at(state.epoch + epochs)
        return end, segment.record(state.epoch, end, self._buffer)

    def _beyond_rounding(self, state: State) -> State:
        """Continue with the modes if rounding ends the literal path: they lead further."""
        if state.detail not in (WITHIN_ROUNDING, SETTLED):
            return state
        self._literal_epochs = min(self._literal_epochs, state.epoch)
        return state._replace(stop=None, detail="")

    def _leads_to(self, anchor: Anchor, epoch: int, W: Matrix) -> bool:
        """Return whether the anchor leads to W under these settings, to the last bit."""
        predicted = ClosedForm(self._recurrence, anchor.W).at(float(epoch - anchor.epoch))
        return np.array_equal(predicted.W, W)

    def _segment_from(self, state: State) -> VerifiedSegment | None:
        """Return the segment that has the state, or the next one; None if none can be verified."""
        if self._cancelled():  # the epochs of a verified segment evaluate nothing that asks
            raise Cancelled
        if self._segment is None or state.epoch >= self._segment.end.epoch:
            self._segment = self._next_segment(state)
        return self._segment

    def _next_segment(self, state: State) -> VerifiedSegment | None:
        anchor = state.anchor or Anchor(state.epoch, state.W)
        closed_form = ClosedForm(self._recurrence, anchor.W)
        boundary = _boundary_after(anchor.epoch)
        goal = self._goal(closed_form, anchor, state.epoch, boundary)
        while goal > state.epoch:
            end = self._verifier.verify(closed_form, anchor, goal)
            if end is not None:
                is_cut = goal < boundary and goal == self._settings.epochs
                return VerifiedSegment(
                    anchor, closed_form, end._replace(anchor=anchor if is_cut else None)
                )
            goal = state.epoch + (goal - state.epoch) // 2
        return None

    def _goal(self, closed_form: ClosedForm, anchor: Anchor, epoch: int, boundary: int) -> int:
        """Return where to end the segment: at the boundary, the run's end, or the tolerance."""
        goal, tolerance = boundary, self._settings.tolerance
        if not self._settings.until_converged:
            goal = min(goal, self._settings.epochs)
        if tolerance == 0:
            return goal
        start = anchor.epoch
        return start + closed_form.first_within(tolerance, epoch - start, goal - start)


def _diverging(state: State) -> State:
    """Stop when the quotients no longer show the growth: the literal path would wander for ever."""
    return state._replace(stop=StopReason.DIVERGED, detail=USE_SMALLER_RATE)


def _boundary_after(epoch: int) -> int:
    """Return the next epoch that is 64 times a power of two."""
    return SHORTEST_SEGMENT << (epoch // SHORTEST_SEGMENT).bit_length()
