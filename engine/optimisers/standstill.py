"""How a run until converged ends if its optimiser remembers, or a schedule changes η.

W alone does not tell what comes next: a buffer moves W where the slopes are 0, and W that stands
still for an epoch may be moved again. So what is looked at is the whole state.

- A state that comes back comes back for ever, but only while an epoch does not depend on its
  number: at one η, and with Adam once its corrections are 1.
- W rests if each weight stands still, now and also once these slopes have lasted, or if its slope
  and what it is pushed by are mere rounding.
- A momentum so large that it is walked keeps the rounding of many epochs: ``momentum/rest.py``
  tells when nothing else is left.
- RMSProp and Adam divide small slopes by their own size, so that W may go to and fro for ever at
  any one η, and beside a kink of the loss every optimiser does. ``falling.py`` notices that. Where
  they rest they may do so for some hundred epochs only, which the ending says.
"""

from typing import TYPE_CHECKING

import numpy as np

from ..frame import Convergence, State, StopReason
from ..language.sentence import marked
from ..losses.only_mean_square import TO_AND_FRO
from ..matrix import Matrix
from ..methods.path import LiteralTask
from ..methods.rounding import SPREAD
from ..methods.standstill import (
    FEWEST_ROUNDING_EPOCHS,
    JUMP_OF_LAST_DIGITS,
    ROUNDING_SHARE,
    Ending,
    Repeats,
)
from ..momentum.rule import LARGEST_BETA
from .falling import PathProgress
from .kinds import Optimiser, Schedule
from .memory import Memory
from .rules import Epochs, Pushed
from .schedules import vanishes

if TYPE_CHECKING:
    from ..momentum.rest import RestOfMomentum

STILL_MOVES = marked(
    "engine",
    "The loss falls no more, though the weights still move: use a smaller learning rate η, or a "
    "schedule that lowers it.",
)


MAY_LEAVE = marked(
    "engine",
    "|δW| is now only rounding error. In many more epochs this optimiser may carry W away again, "
    "as it divides by ever smaller slopes.",
)
_FORGET = (Optimiser.RMSPROP, Optimiser.ADAM, Optimiser.ADAMW)


class WholeStandstill:
    """Watches the epochs of a literal path with an optimiser that runs until it has converged."""

    def __init__(self, descent: LiteralTask, epochs: Epochs) -> None:
        settings = descent.settings
        self._rounding, self._epochs = descent.rounding, epochs
        self._precision = settings.precision
        self._has_one_rate = settings.schedule is Schedule.CONSTANT
        self._vanishes = vanishes(settings)
        self._rest = Ending.of(Convergence.ROUNDING)
        if settings.optimiser in _FORGET and not self._vanishes:
            self._rest = self._rest._replace(detail=MAY_LEAVE)
        self._decays = settings.optimiser is Optimiser.ADAMW and settings.weight_decay > 0
        self._of_momentum = _rest_of_momentum(descent)
        self._epoch = -1
        self._progress: PathProgress
        self._moving = self._resting = 0
        self._has_stood = True

    def ending(self, state: State, after: Matrix, memory: Memory) -> Ending | None:
        """Return why the path ends at a state whose epoch leads to ``after``; None if it goes on.

        ``memory`` is what is remembered there. A state that does not follow the one before begins
        a new path.
        """
        if state.epoch != self._epoch:
            self._begin(state)
        self._epoch = state.epoch + 1
        if self._of_momentum is not None and self._of_momentum.is_known:
            kept = self._of_momentum.ending(state)
            if kept is not None or not self._of_momentum.is_near:
                return kept
        if (repeated := self._repeated(state, after, memory)) is not None:
            return repeated
        rate = self._epochs.rate_at(state.epoch)
        here = Pushed(state.W, state.gradient, memory, rate)
        stands = self._stands(here, after)
        is_resting = stands or self._is_rounding(state, here)
        # Where η vanishes, W comes to rest by itself, however little the loss falls.
        if self._progress.is_over(state, after) and not self._vanishes:
            return self._without_progress(state, after, is_resting=is_resting)
        if not is_resting:
            self._moving += 1
            return None
        self._resting += 1
        self._has_stood = self._has_stood and stands
        if self._resting < max(FEWEST_ROUNDING_EPOCHS, ROUNDING_SHARE * self._moving):
            return None
        return Ending.of(Convergence.FIXED) if self._has_stood else self._rest

    def _begin(self, state: State) -> None:
        self._repeats: Repeats | None = None
        self._progress = PathProgress(state.W, self._precision)
        if self._of_momentum is not None:
            self._of_momentum.begin(state.epoch)
        self._moving = self._resting = 0
        self._has_stood = True

    def _repeated(self, state: State, after: Matrix, memory: Memory) -> Ending | None:
        """Return the ending of a path whose whole state it has had before."""
        if not (self._has_one_rate and memory.epochs >= self._epochs.rule.settles_at):
            return None
        whole = np.concatenate((after, *memory.arrays))
        if self._repeats is None:
            self._repeats = Repeats(whole, is_start=False)
            return None
        repeat = self._repeats.find(whole)
        if repeat is None:
            return None
        if self._jumps(state, after):
            return Ending(StopReason.ENDLESS, TO_AND_FRO)
        if not repeat.is_first:
            return Ending.of(Convergence.BY)
        return Ending.of(Convergence.FIXED if repeat.period == 1 else Convergence.CYCLE)

    def _without_progress(self, state: State, after: Matrix, *, is_resting: bool) -> Ending:
        """Return the ending of a path that gets no further: it rests, or goes to and fro."""
        if is_resting:
            return self._rest
        if self._jumps(state, after):
            return Ending(StopReason.ENDLESS, STILL_MOVES)
        return Ending.of(Convergence.CYCLE)

    def _jumps(self, state: State, after: Matrix) -> bool:
        """Return whether more than the last digits of a weight change."""
        jumps = np.abs(after - state.W) > JUMP_OF_LAST_DIGITS * np.abs(state.W)
        noise = SPREAD * self._rounding.of_quotient_at(state.W, state.loss)
        return bool((jumps & (np.abs(state.gradient) > noise)).any())

    def _stands(self, here: Pushed, after: Matrix) -> bool:
        """Return whether no weight moves, nor would if the slopes stayed as they are."""
        if not np.array_equal(after, here.W):
            return False
        return bool(np.array_equal(here.W - self._epochs.rule.lasting_move(here), here.W))

    def _is_rounding(self, state: State, here: Pushed) -> bool:
        """Return whether rounding alone moves W, that is neither slopes nor what is remembered."""
        if self._decays:
            return False  # the decay moves W beside any slopes
        noise = SPREAD * self._rounding.of_quotient_at(state.W, state.loss)
        pushed = np.abs(self._epochs.rule.pushed_by(here))
        return bool(((np.abs(here.slopes) <= noise) & (pushed <= noise)).all())


def _rest_of_momentum(descent: LiteralTask) -> "RestOfMomentum | None":
    """Return what watches a momentum so large that it is walked; None of any other run."""
    if descent.settings.momentum <= LARGEST_BETA:
        return None
    from ..momentum.rest import RestOfMomentum  # loaded on use: few runs need it

    return RestOfMomentum(descent) if RestOfMomentum.serves(descent) else None
