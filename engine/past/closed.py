"""The path of epochs that a run has passed in closed form: nothing on it is verified again."""

import numpy as np

from ..frame import Anchor, Recorded, State, StopReason
from ..matrix import Matrix
from ..methods.choose import RunHooks, epoch_map, is_wide
from ..methods.closed_form import EpochMap
from ..methods.modes import Modes
from ..methods.path import Path
from ..optimisers.memory import Memory
from ..problem import Problem
from ..settings import Method, Settings
from ..triangle import Triangle, triangle_of


class ClosedPath:
    """The epochs of a run by modes, from each of the points that it counted from."""

    def __init__(self, epochs: EpochMap) -> None:
        self._epochs = epochs

    @classmethod
    def chosen(
        cls, problem: Problem, settings: Settings, hooks: RunHooks, triangle: Triangle | None
    ) -> Path:
        """Return the path on a problem, with the modes that a run on it has."""
        with np.errstate(over="ignore", invalid="ignore"):
            if triangle is None and is_wide(problem.rows, problem.weights):
                modes = Modes.of_rows(problem, hooks.cancelled, settings.step_h)
            else:
                modes = Modes(triangle or triangle_of(problem, hooks.progress, hooks.cancelled))
            return cls(epoch_map(modes, settings))

    def start(
        self, epoch: int, W: Matrix, anchor: Anchor | None, memory: Memory | None = None
    ) -> State:
        """Return the state at an origin W (j, 1), as the closed form has it."""
        del anchor
        return self._state(Anchor(epoch, W, memory), epoch)

    def advance(self, state: State, epochs: int | None) -> tuple[State, Recorded]:
        """Return the state some epochs after an origin."""
        anchor = Anchor(state.epoch, state.W, state.memory)
        later = self._state(anchor, state.epoch + (epochs or 0))
        return later.ended(StopReason.DONE), Recorded.nothing(len(state.W))

    def _state(self, anchor: Anchor, epoch: int) -> State:
        with np.errstate(over="ignore", invalid="ignore"):
            form = self._epochs.form_at(anchor.W, anchor.memory)
            W, loss, gradient, memory = form.at(float(epoch - anchor.epoch))
        return State(epoch, W, loss, gradient, method=Method.MODES, anchor=anchor, memory=memory)
