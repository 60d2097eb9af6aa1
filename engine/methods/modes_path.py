"""The modes path: many epochs at once in closed form, verified by the literal quotients.

A segment leads from an anchor, which is a point of the descent, to the next epoch that is 64 times
a power of two. So segments double in length, however the run is cut into chunks. The end of a
segment is verified before any of it is reported: the quotients evaluated there must match the
predicted ones up to rounding. If they do not, the segment is tried at half its length. If not even
one epoch can be verified, the literal path takes over.

The first epochs are literal if that is cheap. They move W the most, so the rounding of their
quotients is what would show. A run that converges late has fewer of them, as only its end counts.
Where rounding errors add up, as near η's limit, all epochs are literal that anyone compares.

A segment also ends where the literal path comes to rest, which may be far from the optimum: a step
below half the spacing of numbers at W changes nothing. A few literal epochs from there show the W
that stands still, or the cycle that its last digits go round in, and all later epochs repeat it.
"""

from typing import TYPE_CHECKING

import numpy as np

from ..cancelling import Cancelled
from ..frame import Anchor, Recorded, State, StopReason
from ..language.sentence import marked
from ..matrix import Matrix
from ..quotients import Slope
from ..settings import Method
from .arrival import ArrivalAtRest
from .closed_form import EpochMap, EpochsAhead
from .literal import USE_SMALLER_RATE, LiteralPath
from .loss_log import LossBuffer
from .path import Descent
from .repeating import RepeatingSegment, is_at
from .segment import SHORTEST_SEGMENT, VerifiedSegment, boundary_after
from .verify import Verifier

if TYPE_CHECKING:
    from ..momentum.ahead import GrowthAhead
    from ..optimisers.memory import Memory

# A run at rest within the first of these is literal to its end, if an epoch takes at most so many
# products: 200×6 takes 20 µs an epoch.
FIRST_EPOCHS_AT_REST = 2 * SHORTEST_SEGMENT
LITERAL_TO_THE_END = 3 * SHORTEST_SEGMENT
PRODUCTS_OF_AN_EPOCH = 2**15
# Of a run that converges later, only the end is compared, so that fewer literal epochs are enough:
# 64 of them took 1.5 ms on small tables, and on 300×30 6 ms, half of the whole run. On tables whose
# epochs are not cheap, none is taken: three of 1000×100 took 7 ms.
FIRST_EPOCHS_CONVERGING = 4
# Fewer, that is, if rounding shows in none of them: errors of the first gradient below this kept 80
# random runs within 1e-12 of their first loss.
FIRST_GRADIENT_SEEN = 1e-12
UNVERIFIED = marked("engine", "the closed form and the literal limit differ by more than rounding")


class ModesPath:
    """The path in verified segments of many epochs, after some epochs on the path ``literal``.

    Where no segment can be verified, ``otherwise`` goes on: the literal path if it is not given.
    """

    def __init__(
        self,
        descent: Descent,
        literal: LiteralPath,
        verifier: Verifier,
        arrival: ArrivalAtRest,
        recurrence: EpochMap,
        literal_epochs: int,
        buffer: LossBuffer | None = None,
        ahead: "GrowthAhead | None" = None,
        otherwise: LiteralPath | None = None,
    ) -> None:
        """Take what foresees how the run diverges, unless its own epochs are to show that."""
        self._literal, self._verifier, self._arrival = literal, verifier, arrival
        self._recurrence, self._descent = recurrence, descent
        self._settings, self._buffer = descent.settings, buffer
        self._cancelled = descent.cancelled
        self._literal_epochs = self._usual_literal_epochs = literal_epochs
        self._segment: Segment | None = None
        self._given_up = self._diverges = False
        self._ahead, self._otherwise = ahead, otherwise or literal

    def start(
        self, epoch: int, W: Matrix, anchor: Anchor | None, memory: "Memory | None" = None
    ) -> State:
        """Evaluate the state to continue from literally; raise Cancelled when cancelled."""
        state = self._literal.start(epoch, W, memory=memory)
        self._arrival.begin(epoch)
        if state.stop not in (None, StopReason.DONE):
            return state
        with np.errstate(over="ignore", invalid="ignore"):
            closed_form = self._recurrence.form_at(W, memory)
            here = closed_form.at(0.0)
            self._given_up = not self._verifier.matches(here, Slope(state.loss, state.gradient))
            self._diverges = self._ahead is not None and closed_form.grows
            if self._settings.until_converged:
                self._literal_epochs = self._epochs_to_converge(closed_form, state)
            if anchor is not None and not self._leads_to(anchor, state):
                anchor = None
        method = Method.MODES if epoch > self._literal_epochs else Method.LITERAL
        return state._replace(method=method, anchor=anchor)

    def advance(self, state: State, epochs: int | None) -> tuple[State, Recorded]:
        """Advance by at most ``epochs``, and at most to the end of the segment."""
        if state.epoch < self._literal_epochs:
            return self._first_epochs(state, epochs)
        if self._diverges:
            return self._diverging(state), Recorded.nothing(len(state.W))
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                segment = None if self._given_up else self._segment_from(state)
        except Cancelled:
            return state._replace(stop=StopReason.CANCELLED), Recorded.nothing(len(state.W))
        if segment is None and state.epoch < self._usual_literal_epochs:
            self._literal_epochs = self._usual_literal_epochs
            return self._first_epochs(state, epochs)
        if segment is None:
            self._given_up = True
            if self._settings.until_converged and self._recurrence.is_unstable:
                return self._diverging(state), Recorded.nothing(len(state.W))
            state, recorded = self._otherwise.advance(state, epochs)
            return state._replace(fallback=UNVERIFIED), recorded
        end, last = segment.end, segment.end.epoch
        if last == state.epoch:
            return end, Recorded.nothing(len(state.W))
        if epochs is not None and state.epoch + epochs < last:
            end = segment.state_at(state.epoch + epochs)
        return end, segment.record(state.epoch, end, self._buffer)

    def segment_after(self, state: State) -> "Segment | None":
        """Return the epochs after a state that ``start`` has returned, up to where they end.

        None if the run takes literal ones there. Raises Cancelled when cancelled.
        """
        if state.epoch < self._literal_epochs or self._diverges or self._given_up:
            return None
        with np.errstate(over="ignore", invalid="ignore"):
            return self._segment_from(state)

    def _first_epochs(self, state: State, epochs: int | None) -> tuple[State, Recorded]:
        left = self._literal_epochs - state.epoch
        if epochs is None and self._literal_epochs > LITERAL_TO_THE_END:
            return self._literal.advance(state, most=left)  # a few milliseconds at a time
        return self._literal.advance(state, min(left, epochs or left))

    def _epochs_to_converge(self, closed_form: EpochsAhead, state: State) -> int:
        """Return how many epochs are literal: a run that is soon at rest is, if that is cheap."""
        usual = self._usual_literal_epochs
        is_cheap = self._literal.products <= PRODUCTS_OF_AN_EPOCH
        soon = (FIRST_EPOCHS_AT_REST if is_cheap else SHORTEST_SEGMENT) - state.epoch
        if soon <= 0 or self._given_up or self._recurrence.is_unstable:
            return usual
        if self._arrival.is_at_rest(closed_form, soon):
            return max(usual, LITERAL_TO_THE_END) if is_cheap else usual
        noise = self._descent.rounding.norm_of_quotient_at(state.W, state.loss)
        if noise > FIRST_GRADIENT_SEEN * float(np.linalg.norm(state.gradient)):
            return usual
        return min(usual, FIRST_EPOCHS_CONVERGING) if is_cheap else 0

    def _diverging(self, state: State) -> State:
        """Stop: growth is certain, but the literal path would wander where no quotient shows it."""
        if self._ahead is None:
            return state.ended(StopReason.DIVERGED, USE_SMALLER_RATE)
        return state.ended(*self._ahead.ending(state.epoch, state.W, state.memory))

    def _leads_to(self, anchor: Anchor, state: State) -> bool:
        """Return whether the anchor leads to a state under these settings, to the last bit."""
        closed_form = self._recurrence.form_at(anchor.W, anchor.memory)
        if is_at(closed_form.at(float(state.epoch - anchor.epoch)), state):
            return self._arrival.goes_on(closed_form, anchor, state.epoch)
        return self._arrival.leads_to(closed_form, anchor, state)

    def _segment_from(self, state: State) -> "Segment | None":
        """Return the segment that has the state, or the next one; None if none can be verified."""
        if self._cancelled():  # the epochs of a verified segment evaluate nothing that asks
            raise Cancelled
        if self._segment is None or state.epoch >= self._segment.end.epoch:
            self._segment = self._next_segment(state)
        return self._segment

    def _next_segment(self, state: State) -> "Segment | None":
        anchor = state.anchor or Anchor(state.epoch, state.W, state.memory)
        closed_form = self._recurrence.form_at(anchor.W, anchor.memory)
        repeating = self._arrival.repeating(closed_form, anchor, state.epoch)
        if repeating is not None:
            return repeating
        goal = self._goal(closed_form, anchor, state.epoch)
        while goal > state.epoch:
            ending = self._arrival.restless_ending(closed_form, anchor, goal)
            end = self._verifier.verify(closed_form, anchor, goal, ending)
            if end is not None:
                return self._verified(anchor, closed_form, end)
            if state.epoch < self._usual_literal_epochs:
                return None
            goal = state.epoch + (goal - state.epoch) // 2
        return None

    def _verified(self, anchor: Anchor, closed_form: EpochsAhead, end: State) -> VerifiedSegment:
        is_cut = end.stop is StopReason.DONE and end.epoch < boundary_after(anchor.epoch)
        end = end._replace(anchor=anchor if is_cut else None)
        rounding = self._descent.rounding.of_loss(end.W, end.loss)
        return VerifiedSegment(anchor, closed_form, end, rounding)

    def _goal(self, closed_form: EpochsAhead, anchor: Anchor, epoch: int) -> int:
        """Return where to end the segment: at the boundary, at rest, the end, or the tolerance."""
        start, tolerance = anchor.epoch, self._settings.tolerance
        goal = self._arrival.goal(closed_form, anchor, epoch, boundary_after(start))
        if not self._settings.until_converged:
            goal = min(goal, self._settings.epochs)
        if tolerance == 0:
            return goal
        return start + closed_form.first_within(tolerance, epoch - start, goal - start)


Segment = VerifiedSegment | RepeatingSegment
