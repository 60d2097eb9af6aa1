"""The task of every path, a ``Descent``, and what each implements, a ``Path``."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from ..cancelling import IsCancelled
from ..frame import Anchor, Recorded, State
from ..matrix import Matrix
from ..problem import Problem
from ..settings import Settings
from .divergence import Divergence
from .rounding import Rounding

if TYPE_CHECKING:
    from ..formula.formula import Formula
    from ..optimisers.memory import Memory


class Bounds(Protocol):
    """Bounds of the loss of a descent."""

    def loss_at(self, W: Matrix) -> float:
        """Return the loss at W (j, 1)."""

    def reached(self, loss: float) -> bool:
        """Return whether the descent has diverged at a loss."""

    def after_step_failed(self, loss: float) -> bool:
        """Return whether h fails at this loss because the descent diverges."""

    def is_held_up(self, state: State) -> bool:
        """Return whether W stands still at a state because the descent has diverged."""

    def step_is_lost(self, loss: float) -> bool:
        """Return whether rounding hides all that moving a weight by h can change."""


class QuotientRounding(Protocol):
    """What the quotients of a descent are rounded by."""

    def of_quotient_at(self, W: Matrix, loss: float) -> float | Matrix:
        """Return the typical error of a slope at W (j, 1): a number, or (j, 1) for each."""


class LiteralTask(Protocol):
    """What the literal path needs of a descent, on whatever loss."""

    @property
    def problem(self) -> Problem:
        """The table, as descended on."""

    @property
    def settings(self) -> Settings:
        """The settings, with η and h as numbers."""

    @property
    def bounds(self) -> Bounds:
        """What decides when the descent has diverged."""

    @property
    def rounding(self) -> QuotientRounding:
        """What tells slopes from rounding."""

    @property
    def cancelled(self) -> IsCancelled:
        """What is asked whether to stop."""

    @property
    def formula(self) -> "Formula | None":
        """The loss; None if it is the mean square."""


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

    @property
    def formula(self) -> None:
        """The loss is the mean square, which needs no formula."""
        return

    def on(self, reduced: Problem) -> "Descent":
        """Return the same descent on a reduced problem, whose few rows round differently."""
        return replace(self, problem=reduced, rounding=Rounding(reduced, self.settings))


class Path(Protocol):
    """A way to carry a descent out, in the units of the columns descended on."""

    def start(
        self, epoch: int, W: Matrix, anchor: Anchor | None, memory: "Memory | None" = None
    ) -> State:
        """Evaluate the state to continue from, with what the optimiser remembers there.

        Raises Cancelled when cancelled.
        """

    def advance(self, state: State, epochs: int | None) -> tuple[State, Recorded]:
        """Advance by at most ``epochs``, or as many as suit; return the last good state."""
