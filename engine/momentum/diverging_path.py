"""The path of a run with momentum that is certain to diverge, which is said instead of walked."""

from ..frame import Anchor, Recorded, State
from ..matrix import Matrix
from ..methods.literal import LiteralPath
from ..optimisers.memory import Memory
from .ahead import GrowthAhead


class DivergingPath:
    """A few epochs on the path ``literal``, and then the end of the run if it still grows."""

    def __init__(self, literal: LiteralPath, ahead: GrowthAhead, literal_epochs: int) -> None:
        self._literal, self._ahead, self._literal_epochs = literal, ahead, literal_epochs

    def start(
        self, epoch: int, W: Matrix, anchor: Anchor | None, memory: Memory | None = None
    ) -> State:
        """Evaluate the state to continue from literally; raise Cancelled when cancelled."""
        return self._literal.start(epoch, W, anchor, memory)

    def advance(self, state: State, epochs: int | None) -> tuple[State, Recorded]:
        """Advance by at most ``epochs``, or end the run there."""
        left = self._literal_epochs - state.epoch
        if left > 0:
            return self._literal.advance(state, min(left, epochs or left))
        if not self._ahead.is_growing(state.W, state.memory):
            return self._literal.advance(state, epochs)
        ending = self._ahead.ending(state.epoch, state.W, state.memory)
        return state.ended(*ending), Recorded.nothing(len(state.W))
