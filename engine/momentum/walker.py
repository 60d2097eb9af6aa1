"""A few literal epochs of heavy ball or Nesterov from where a path comes to rest."""

import numpy as np

from ..errors import StepVanishes
from ..frame import Anchor, Convergence, State, StopReason
from ..losses.only_mean_square import TO_AND_FRO
from ..matrix import Matrix
from ..methods.closed_form import EpochMap
from ..methods.literal import LiteralPath
from ..methods.path import Descent
from ..methods.rest import SLACK, SPREAD_FINISHED
from ..methods.standstill import (
    FEWEST_ROUNDING_EPOCHS,
    JUMP_OF_LAST_DIGITS,
    Ending,
    Repeats,
)
from ..methods.walk import Walk, Walker
from ..optimisers.memory import Memory
from ..optimisers.rules import Epochs, Pushed


class MomentumWalker(Walker):
    """Follows a path and its buffer literally for a few epochs."""

    # The literal path itself waits for so many epochs at rest; this is at most twice its end.
    least_further = 2 * FEWEST_ROUNDING_EPOCHS

    def __init__(
        self,
        literal: LiteralPath,
        descent: Descent,
        reduced: Descent | None,
        recurrence: EpochMap,
    ) -> None:
        super().__init__(literal, descent, reduced, recurrence)
        settings = self._settings = descent.settings
        self._epochs = Epochs(settings)
        self._settled = (1 - settings.dampening) / (1 - settings.momentum)

    def _followed(self, anchor: Anchor, length: int) -> Walk:
        epoch, W, memory = anchor
        states: list[State] = []
        repeats: Repeats | None = None
        resting = 0
        try:
            while len(states) < length:
                state = self._state(self._path, epoch + len(states), W)._replace(memory=memory)
                states.append(state)
                W, memory = self._epochs.after(state.epoch, state.W, state.gradient, memory)
                here = Pushed(state.W, state.gradient, memory, self._rate)
                if self._stands(here, W):
                    return Walk((self._at_rest(state, memory),), 0, FIXED, False)
                if repeats is None:
                    repeats = Repeats(np.concatenate((W, *memory.arrays)), is_start=False)
                elif repeat := repeats.find(np.concatenate((W, *memory.arrays))):
                    return self._repeating(states, self._of_cycle(state, W), repeat.period)
                resting += self._is_rounding(state, here)
        except StepVanishes:
            return Walk(tuple(states), 0, None, False)
        is_rounding = 2 * resting > len(states)
        return Walk(tuple(states), 0, None, is_rounding, self._buffer_creeps(states[-1]))

    def _stands(self, here: Pushed, after: Matrix) -> bool:
        """Return whether W stands still for ever: neither its buffer moves it, nor what that tends
        to at these slopes, and it is always between the two.
        """
        if not np.array_equal(after, here.W):
            return False
        return np.array_equal(here.W - self._epochs.rule.lasting_move(here), here.W)

    def _at_rest(self, state: State, memory: Memory) -> State:
        """Return the state that stands still, with the buffer that these slopes lead to."""
        state = self.on_rows(state)
        made = state.memory.epochs if state.memory else 0
        return state._replace(
            memory=memory._replace(epochs=made, arrays=(self._settled * state.gradient,))
        )

    def _of_cycle(self, state: State, after: Matrix) -> Ending:
        """Return the ending of a path that goes round: in its last digits, or to and fro."""
        jumps = np.abs(after - state.W) > JUMP_OF_LAST_DIGITS * np.abs(state.W)
        if (jumps & (np.abs(state.gradient) > self._noise(state))).any():
            return Ending(StopReason.ENDLESS, TO_AND_FRO)
        return Ending.of(Convergence.CYCLE)

    def _is_rounding(self, state: State, here: Pushed) -> bool:
        """Return whether rounding alone moves W, that is neither slopes nor the buffer."""
        noise, pushed = self._noise(state), np.abs(self._epochs.rule.pushed_by(here))
        return bool(((np.abs(here.slopes) <= noise) & (pushed <= noise)).all())

    def _noise(self, state: State) -> float | Matrix:
        """Return up to what size slopes are mere rounding."""
        spread = SLACK * SPREAD_FINISHED
        return spread * self._descent.rounding.of_quotient_at(state.W, state.loss)

    def _buffer_creeps(self, state: State) -> bool:
        """Return whether a slope that no mode explains moves a weight in the end."""
        unseen = self._unseen(state).gradient
        moved = state.W - self._rate * self._settled * unseen
        rests = (moved == state.W) | (np.abs(unseen) <= self._noise(state))
        return not bool(rests.all())


FIXED = Ending.of(Convergence.FIXED)
