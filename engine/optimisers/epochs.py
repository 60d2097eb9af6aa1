"""The epochs of a literal path whose optimiser is not plain, or whose η changes."""

from typing import NamedTuple

from ..frame import State
from ..matrix import Matrix
from ..methods.path import LiteralTask
from ..methods.standstill import Ending
from .memory import Memory
from .rules import Epochs
from .standstill import WholeStandstill


class NextEpoch(NamedTuple):
    """W after the next epoch, what is remembered there, and why there is no such epoch, if so."""

    W: Matrix
    memory: Memory
    ending: Ending | None


class OptimisedEpochs:
    """What a literal path asks for each epoch of one descent."""

    def __init__(self, descent: LiteralTask) -> None:
        self._epochs = Epochs(descent.settings)
        self._standstill = None
        if descent.settings.until_converged:
            self._standstill = WholeStandstill(descent, self._epochs)

    def next(self, state: State) -> NextEpoch:
        """Return what comes after a state."""
        W, memory = self._epochs.after(state.epoch, state.W, state.gradient, state.memory)
        ending = None
        if self._standstill is not None:
            ending = self._standstill.ending(state, W, memory)
        return NextEpoch(W, memory, ending)
