"""A few literal epochs from where a path comes to rest: whether W stands still, or how it moves."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..errors import StepVanishes
from ..frame import Anchor, State, StopReason
from ..matrix import Matrix
from ..settings import Method
from .closed_form import EpochMap
from .literal import LiteralPath, step
from .path import Descent
from .rest import SLACK, SPREAD_FINISHED
from .standstill import Ending, Standstill

if TYPE_CHECKING:
    from ..optimisers.memory import Memory

# Epochs: half of 1,000 random tables stood still at once; more would cost over 1 ms.
SHORT_WALK = 16
LONG_WALK = 64
SHORTEST_WALK = 2
# Where a path does not stand still, it is looked at again after so many epochs at least.
LEAST_FURTHER = 16
# Walks of wide tables are cut short: 64 epochs of 1000×100 would take 100 ms.
PRODUCTS_OF_WALK = 2**22
# The closed form leaves W up to some hundred ε off, from where the literal path would need many
# epochs to come to rest; one or two corrections are enough.
MOST_CORRECTIONS = 3
# A correction follows the slopes for a sixteenth of the epochs so far: enough to undo an error of
# prediction, and too few to lead a path on that stands still.
SHARE_OF_CORRECTION = 1 / 16


class Walk(NamedTuple):
    """The states from an anchor on, and how they go on."""

    states: tuple[State, ...]
    cycle_start: int
    """The index of the state that comes after the last one again, if they repeat."""
    ending: Ending | None
    """Why a run until converged ends at the last state, if they repeat."""
    is_rounding: bool
    """Whether mere rounding moves the weights, at most of the states."""
    creeps: bool = False
    """Whether W moves along directions that the modes do not see."""

    @property
    def is_told(self) -> bool:
        """Whether a longer walk would tell no more."""
        return self.ending is not None or self.is_rounding


class Walker:
    """Follows a path literally for a few epochs: on the rows, or on ``reduced`` ones if given."""

    least_further = LEAST_FURTHER
    """After how many epochs at the least it tells more than before."""

    def __init__(
        self,
        literal: LiteralPath,
        descent: Descent,
        reduced: Descent | None,
        recurrence: EpochMap,
    ) -> None:
        self._literal, self._recurrence = literal, recurrence
        self._descent = reduced or descent
        self._path = LiteralPath(reduced) if reduced else literal
        self._rate = descent.settings.fixed_learning_rate
        affordable = PRODUCTS_OF_WALK // self._path.products
        self._long = max(SHORTEST_WALK, min(LONG_WALK, affordable))
        self._short = min(SHORT_WALK, self._long)
        self.is_cheap = self._short == SHORT_WALK
        """Whether walks need not be cut short."""

    def walk(self, anchor: Anchor) -> Walk:
        """Follow the path from an anchor, correcting W if it is still away from its rest.

        Raises Cancelled when cancelled.
        """
        for _ in range(MOST_CORRECTIONS if self.is_cheap else 0):
            walk = self.follow(*anchor)
            if walk.is_told or not walk.states:
                return walk
            anchor = self._corrected(anchor, walk.states[-1])
        return self.follow(*anchor)

    def follow(
        self, epoch: int, W: Matrix, memory: "Memory | None" = None, *, is_long: bool = False
    ) -> Walk:
        """Follow the path for some epochs, or for more.

        Raises Cancelled when cancelled.
        """
        length = self._long if is_long else self._short
        with np.errstate(over="ignore", invalid="ignore"):
            return self._followed(Anchor(epoch, W, memory), length)

    def _followed(self, anchor: Anchor, length: int) -> Walk:
        epoch, W = anchor[:2]
        standstill = Standstill(self._descent, SLACK * SPREAD_FINISHED)
        states: list[State] = []
        try:
            while len(states) < length:
                states.append(self._state(self._path, epoch + len(states), W))
                W = step(W, states[-1].gradient, self._rate)
                ending = standstill.ending(states[-1], W)
                if ending is not None and standstill.repeat is not None:
                    return self._repeating(states, ending, standstill.repeat.period)
        except StepVanishes:
            return Walk(tuple(states), 0, None, False)
        is_rounding = standstill.is_mostly_rounding
        return Walk(tuple(states), 0, None, is_rounding, self._creeps(states[-1], standstill))

    def _repeating(self, states: list[State], ending: Ending, period: int) -> Walk:
        if ending.stop is StopReason.CONVERGED and self._path is not self._literal:
            last = states[-1]._replace(epoch=states[0].epoch)
            return Walk((self.on_rows(last),), 0, ending, False)
        return Walk(tuple(states), len(states) - period, ending, False)

    def on_rows(self, state: State) -> State:
        """Return a state as evaluated on the rows of the table; raise Cancelled when cancelled."""
        if self._path is self._literal:
            return state
        return self._state(self._literal, state.epoch, state.W)._replace(memory=state.memory)

    def _creeps(self, state: State, standstill: Standstill) -> bool:
        """Return whether a slope that no mode explains moves a weight."""
        unseen = self._unseen(state)
        return not standstill.is_resting(unseen, step(state.W, unseen.gradient, self._rate))

    def _unseen(self, state: State) -> State:
        """Return a state with the part of its slopes that no mode explains."""
        modes = self._recurrence.modes
        seen = modes.vectors[:, modes.sizes > 0]
        return state._replace(gradient=state.gradient - seen @ (seen.T @ state.gradient))

    def _corrected(self, anchor: Anchor, state: State) -> Anchor:
        """Follow the slopes that the quotients show, along the modes."""
        vectors = self._recurrence.modes.vectors
        epochs = np.array([max(1.0, SHARE_OF_CORRECTION * state.epoch)])
        moved = self._recurrence.accumulated(epochs) * (vectors.T @ state.gradient)
        return anchor._replace(W=state.W - vectors @ moved, memory=state.memory)

    @staticmethod
    def _state(path: LiteralPath, epoch: int, W: Matrix) -> State:
        loss, gradient = path.slope(W)
        return State(epoch, W, loss, gradient, method=Method.MODES)
