"""Where the modes path comes to rest: it looks for that, walks there literally, and ends the run.

The literal path's own ending is only known to be near, so the run ends at an epoch by which the
literal path has certainly ended, and never at more than twice its own.

A run of a given number of epochs that is paused and goes on has to take the same walks, or its last
digits would differ. So where it rests is known from the anchor alone: it looks at each one afresh.
"""

from dataclasses import replace

import numpy as np

from ..frame import Anchor, Convergence, State, StopReason
from .closed_form import EpochsAhead
from .literal import requested_ending
from .path import Descent
from .repeating import RepeatingSegment, is_at
from .rest import SLACK, SPREAD_FINISHED, SPREAD_INVISIBLE, Rest
from .segment import boundary_after, is_boundary
from .standstill import Ending
from .verify import TOO_SLOW
from .walk import Walk, Walker

# The literal path's own ending is at 0.87 to 1.5 times the predicted time of rest (1,000 random
# tables of 1×1 to 200×6).
CERTAINLY_AT_REST = 1.7
# A path that still moves where it should rest is followed by a sixteenth more, a few times.
MORE_TRIES = 3
# Walks that are cut short tell little, and cost 1 ms each at 1000×100.
MORE_TRIES_OF_WIDE = 1
FURTHER = 16


class ArrivalAtRest:
    """How one run on the modes path comes to rest."""

    def __init__(self, descent: Descent, walker: Walker, literal_epochs: int) -> None:
        settings = self._settings = descent.settings
        self._descent, self._walker = descent, walker
        self._walk: Walk | None = None
        self._anchor: Anchor | None = None
        self._first = self._started_at = 0
        self._restless = -1
        """An epoch at which the path is not yet at rest, as already predicted."""
        self._expected = -1
        """The epoch at which the path should come to rest; W there is only off by rounding."""
        self._rate, self._literal_epochs = settings.fixed_learning_rate, literal_epochs
        self._more_tries = MORE_TRIES if walker.is_cheap else MORE_TRIES_OF_WIDE
        self._tries_left = self._more_tries
        self._is_last_walk = False

    def begin(self, epoch: int) -> None:
        """Begin a run at an epoch."""
        self._started_at = epoch

    def is_at_rest(self, closed_form: EpochsAhead, time: int) -> bool:
        """Return whether the path is at rest a number of epochs after a closed form's start."""
        return bool(self._rest(closed_form).holds(np.array([float(time)]))[0])

    def goal(self, closed_form: EpochsAhead, anchor: Anchor, epoch: int, boundary: int) -> int:
        """Return the epoch to go to for coming to rest, or the boundary if it is not before."""
        if not self._settings.until_converged:
            if self._has_arrived(closed_form, anchor):
                return boundary
            time = self._rest(closed_form).first(epoch - anchor.epoch, boundary - anchor.epoch)
            return boundary if time is None else anchor.epoch + time
        if self._walk is None:
            time = self._rest(closed_form).first(epoch - anchor.epoch, boundary - anchor.epoch)
            if time is None:
                self._restless = boundary
                return boundary
            self._expected = anchor.epoch + time
            return self._expected
        if self._walk.is_rounding:
            return max(epoch + 1, self._certainly)
        if self._tries_left:
            return min(boundary, epoch + max(self._walker.least_further, self._first // FURTHER))
        return boundary

    def goes_on(self, closed_form: EpochsAhead, anchor: Anchor, epoch: int) -> bool:
        """Return whether a run that is paused at an epoch goes on counting from its anchor.

        Where a run of a given number of epochs comes to rest, an unpaused one counts anew.
        """
        if self._settings.until_converged:
            return True
        boundary = boundary_after(anchor.epoch)
        return self.goal(closed_form, anchor, anchor.epoch, boundary) > epoch

    def _has_arrived(self, closed_form: EpochsAhead, anchor: Anchor) -> bool:
        """Return whether a segment begins at an anchor because the path may be at rest there."""
        return not is_boundary(anchor.epoch) or self.is_at_rest(closed_form, 0)

    def repeating(
        self, closed_form: EpochsAhead, anchor: Anchor, epoch: int
    ) -> RepeatingSegment | None:
        """Return the epochs from an anchor to the end of the run if they repeat the same states."""
        walk = self._walk_from(closed_form, anchor)
        if walk is None:
            return None
        if walk.ending is None:
            return self._ended_by_rounding(anchor, walk)
        whole = RepeatingSegment(anchor, walk.states, walk.cycle_start, walk.states[-1])
        for state in walk.states:
            asked = requested_ending(self._settings, state.epoch, state.gradient)
            if asked is not None and state.epoch >= epoch:
                return replace(whole, end=whole.state_at(state.epoch).ended(*asked))
        if not self._settings.until_converged:
            end = whole.state_at(self._settings.epochs)
            return replace(whole, end=end.ended(StopReason.DONE))
        ending, last = walk.ending, max(epoch, walk.states[-1].epoch)
        if anchor.epoch != self._started_at:
            last = max(last, self._certainly)
            if ending.stop is StopReason.CONVERGED:
                ending = Ending.of(Convergence.BY)
        return replace(whole, end=whole.state_at(last).ended(*ending))

    def _ended_by_rounding(self, anchor: Anchor, walk: Walk) -> RepeatingSegment | None:
        """Return the end of a run that only rounding still moves where it has certainly ended."""
        if not self._is_last_walk or anchor is not self._anchor:
            return None
        state = self._walker.on_rows(walk.states[0])
        ended = state.ended(*Ending.of(Convergence.ROUNDING))
        return RepeatingSegment(anchor, (state,), 0, ended)

    def leads_to(self, closed_form: EpochsAhead, anchor: Anchor, state: State) -> bool:
        """Return whether states that repeat from an anchor on lead to a state."""
        self._expected = anchor.epoch
        walk = self._walk_from(closed_form, anchor)
        if walk is None or walk.ending is None:
            return False
        states = RepeatingSegment(anchor, walk.states, walk.cycle_start, walk.states[-1])
        return is_at(states.state_at(state.epoch), state)

    def restless_ending(
        self, closed_form: EpochsAhead, anchor: Anchor, epoch: int
    ) -> Ending | None:
        """Return how a run until converged ends at an epoch though no W has come back."""
        if self._walk is None or not self._settings.until_converged:
            return None
        time = float(epoch - anchor.epoch)
        if not self._walk.is_rounding:
            if self._tries_left or not closed_form.is_settled(time, closed_form.at(time).W):
                return None
            if self._walk.creeps:
                return Ending(StopReason.ENDLESS, TOO_SLOW)
            return Ending.of(Convergence.ROUNDING) if epoch >= self._certainly else None
        return None

    @property
    def _certainly(self) -> int:
        """The epoch by which the literal path has certainly ended."""
        further = self._walker.least_further
        return max(int(CERTAINLY_AT_REST * self._first), self._first + further)

    def _rest(self, closed_form: EpochsAhead) -> Rest:
        spread = SPREAD_FINISHED if self._settings.until_converged else SPREAD_INVISIBLE
        return Rest(closed_form, self._descent.rounding, self._rate, spread)

    def _walk_from(self, closed_form: EpochsAhead, anchor: Anchor) -> Walk | None:
        """Return the latest walk; walk from an anchor at rest, unless an earlier walk has told.

        Of a given number of epochs, it is the walk from this anchor.
        """
        if not self._settings.until_converged:
            if anchor is not self._anchor:
                self._walk = None
                if self._has_arrived(closed_form, anchor):
                    self._anchor, self._walk = anchor, self._walker.walk(anchor)
                elif self._settings.is_plain:
                    self._walk_on(closed_form, anchor)
            return self._walk
        walk = self._walk
        if walk is not None and self._is_due_for_last_walk(walk, anchor):
            self._anchor, self._is_last_walk = anchor, True
            walk = self._walk = self._walker.follow(*anchor, is_long=True)
        if walk is not None and (walk.is_told or anchor is self._anchor):
            return walk
        if walk is not None and not self._tries_left:
            if anchor.epoch < 2 * self._first:
                return walk
            walk = self._walk = None
            self._tries_left = self._more_tries
        if walk is None and not self._is_arriving(closed_form, anchor):
            return self._walk_on(closed_form, anchor)
        if walk is None:
            self._first = anchor.epoch
        else:
            self._tries_left -= 1
        self._anchor, self._walk = anchor, self._walker.walk(anchor)
        return self._walk

    def _is_arriving(self, closed_form: EpochsAhead, anchor: Anchor) -> bool:
        if anchor.epoch == self._expected:
            return True
        return anchor.epoch != self._restless and self.is_at_rest(closed_form, 0)

    def _is_due_for_last_walk(self, walk: Walk, anchor: Anchor) -> bool:
        """Return whether a run that only rounding moved has come to where it should stand still."""
        is_due = walk.is_rounding and anchor.epoch >= self._certainly and not self._is_last_walk
        return is_due and self._settings.until_converged and anchor is not self._anchor

    def _walk_on(self, closed_form: EpochsAhead, anchor: Anchor) -> Walk | None:
        """Follow the first literal epochs a little further, in case W stands still already.

        The quotients may show nothing of a slope that the closed form still has.
        """
        if anchor.epoch != self._literal_epochs or anchor is self._anchor:
            return None
        self._anchor = anchor
        rest = Rest(closed_form, self._descent.rounding, self._rate, SLACK * SPREAD_FINISHED)
        if not rest.holds(np.zeros(1))[0]:
            return None
        walk = self._walker.follow(*anchor)
        if walk.ending is not None:
            self._walk, self._first = walk, anchor.epoch
        return self._walk
