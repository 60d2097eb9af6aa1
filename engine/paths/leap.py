"""The path of the modes: many epochs at once, checked against the literal limit as it goes.

A leg leads from an anchor, a point of the descent, to the next epoch that is 64 times a power of
two, so that legs double in length and do not depend on how the run is cut into chunks. Its end is
checked before any of it is reported: the quotients evaluated there must be those foretold, up to
their own rounding. A leg that fails is tried at half its length; where not even one epoch passes,
the literal path takes over. The first few epochs are walked, where that costs little: they move W
the most, so that the rounding of their quotients is what would show.
"""

import numpy as np

from ..cancelling import Cancelled
from ..frame import Anchor, StopReason
from ..matrix import Matrix
from ..method import Method
from ..quotients import Slope
from ..settings import Settings
from .judge import Judge
from .ledger import Pages
from .leg import Leg
from .modes import Recurrence
from .state import Recorded, State
from .stretch import Stretch
from .walk import SETTLED, USE_SMALLER_RATE, WITHIN_ROUNDING, Walk

SHORTEST_LEG = 64
UNVERIFIED = "the modes and the limit differ by more than rounding"


class Leap:
    """The epochs of one problem in legs, the first few of them on the literal path ``walk``."""

    def __init__(
        self,
        walk: Walk,
        judge: Judge,
        recurrence: Recurrence,
        settings: Settings,
        walked: int,
        pages: Pages | None = None,
    ) -> None:
        self._walk, self._judge, self._recurrence = walk, judge, recurrence
        self._settings, self._walked, self._pages = settings, walked, pages
        self._leg: Leg | None = None
        self._given_up = False

    def start(self, epoch: int, W: Matrix, anchor: Anchor | None) -> State:
        """Evaluate where to go on from, literally; raise Cancelled when cancelled."""
        state = self._going_on(self._walk.start(epoch, W))
        if state.stop not in (None, StopReason.DONE):
            return state
        with np.errstate(over="ignore", invalid="ignore"):
            here = Stretch(self._recurrence, W).at(0.0)
            self._given_up = not self._judge.agrees(here, Slope(state.loss, state.gradient))
        if anchor is not None and not self._leads(anchor, epoch, W):
            anchor = None
        method = Method.MODES if epoch > self._walked else Method.LITERAL
        return state._replace(method=method, anchor=anchor)

    def advance(self, state: State, epochs: int | None) -> tuple[State, Recorded]:
        """Take up to so many epochs, at most to the end of the leg."""
        if state.epoch < self._walked:
            left = self._walked - state.epoch
            state, recorded = self._walk.advance(state, min(left, epochs or left))
            return self._going_on(state), recorded
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                leg = None if self._given_up else self._leg_from(state)
        except Cancelled:
            return state._replace(stop=StopReason.CANCELLED), Recorded.nothing(len(state.W))
        if leg is None:
            self._given_up = True
            if self._settings.until_converged and self._recurrence.decay.is_unstable:
                return _diverging(state), Recorded.nothing(len(state.W))
            state, recorded = self._walk.advance(state, epochs)
            return state._replace(fallback=UNVERIFIED), recorded
        last = leg.end.epoch if epochs is None else min(leg.end.epoch, state.epoch + epochs)
        end = leg.end if last == leg.end.epoch else leg.state_at(last)
        return end, leg.record(state.epoch, end, self._pages)

    def _going_on(self, state: State) -> State:
        """Leap from where rounding ends the walk: the modes lead past that."""
        if state.detail not in (WITHIN_ROUNDING, SETTLED):
            return state
        self._walked = min(self._walked, state.epoch)
        return state._replace(stop=None, detail="")

    def _leads(self, anchor: Anchor, epoch: int, W: Matrix) -> bool:
        """Tell whether W is where the anchor leads to under these settings, to the last bit."""
        led = Stretch(self._recurrence, anchor.W).at(float(epoch - anchor.epoch))
        return np.array_equal(led.W, W)

    def _leg_from(self, state: State) -> Leg | None:
        """Return the leg the state lies on, or the next one; None where none can be verified."""
        if self._leg is None or state.epoch >= self._leg.end.epoch:
            self._leg = self._next_leg(state)
        return self._leg

    def _next_leg(self, state: State) -> Leg | None:
        anchor = state.anchor or Anchor(state.epoch, state.W)
        stretch = Stretch(self._recurrence, anchor.W)
        boundary = _boundary_after(anchor.epoch)
        goal = self._goal(stretch, anchor, state.epoch, boundary)
        while goal > state.epoch:
            end = self._judge.arrive(stretch, anchor, goal)
            if end is not None:
                is_cut = goal < boundary and goal == self._settings.epochs
                return Leg(anchor, stretch, end._replace(anchor=anchor if is_cut else None))
            goal = state.epoch + (goal - state.epoch) // 2
        return None

    def _goal(self, stretch: Stretch, anchor: Anchor, epoch: int, boundary: int) -> int:
        """Return where the leg is to end: where the run does, or the tolerance is met, at last."""
        goal, tolerance = boundary, self._settings.tolerance
        if not self._settings.until_converged:
            goal = min(goal, self._settings.epochs)
        if tolerance == 0:
            return goal
        start = anchor.epoch
        return start + stretch.first_within(tolerance, epoch - start, goal - start)


def _diverging(state: State) -> State:
    """Stop where quotients no longer show the growth: walked, it would wander there for ever."""
    return state._replace(stop=StopReason.DIVERGED, detail=USE_SMALLER_RATE)


def _boundary_after(epoch: int) -> int:
    """Return the next epoch that is 64 times a power of two."""
    return SHORTEST_LEG << (epoch // SHORTEST_LEG).bit_length()
