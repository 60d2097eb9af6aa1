"""The task of every path, a ``Descent``, and what each implements, a ``Path``."""

from dataclasses import dataclass, replace
from typing import Protocol

from ..cancelling import IsCancelled
from ..frame import Anchor, Recorded, State
from ..matrix import Matrix
from ..problem import Problem
from ..settings import Settings
from .divergence import Divergence
from .rounding import Rounding


@dataclass(frozen=True, eq=False)
class Descent:
    """What every path of one descent needs: its problem, and what decides when to stop."""

    problem: Problem
    settings: Settings
    bounds: Divergence
    rounding: Rounding
    cancelled: IsCancelled

    @classmethod
    def of(
        cls, problem: Problem, settings: Settings, cancelled: IsCancelled = lambda: False
    ) -> "Descent":
        """Return the descent on a problem."""
        bounds, rounding = Divergence(problem, settings), Rounding(problem, settings)
        return cls(problem, settings, bounds, rounding, cancelled)

    def on(self, reduced: Problem) -> "Descent":
        """Return the same descent on a reduced problem, whose few rows round differently."""
        return replace(self, problem=reduced, rounding=Rounding(reduced, self.settings))


class Path(Protocol):
    """A way to carry a descent out, in the units of the columns descended on."""

    def start(self, epoch: int, W: Matrix, anchor: Anchor | None) -> State:
        """Evaluate the state to continue from; raise Cancelled when cancelled."""

    def advance(self, state: State, epochs: int | None) -> tuple[State, Recorded]:
        """Advance by at most ``epochs``, or as many as suit; return the last good state."""
