"""What a descent reports: its state at an epoch, what it recorded, and why it stopped."""

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .bins import FINEST, Epochs, as_counts, bin_starts
from .language.sentence import marked
from .matrix import Matrix
from .settings import Method, Settings
from .trace import EMPTY, Keyframes, Trace
from .unit_columns import as_descended, is_of_lengths

if TYPE_CHECKING:
    from .optimisers.memory import Memory


class StopReason(Enum):
    """Why a descent ended; the values are the sentences that the user reads."""

    DONE = marked("engine", "Done: all epochs have run.")
    CONVERGED = "Converged."
    ENDLESS = marked("engine", "This run will never converge.")
    DIVERGED = marked("engine", "Diverged: the loss grew beyond all bounds.")
    UNDEFINED = marked("engine", "The loss is not defined at the next weights.")
    STEP_VANISHED = marked("engine", "The step h is too small to change a weight.")
    STEP_TOO_LARGE = marked("engine", "The step h is so large that rounding hides the slopes.")
    CANCELLED = marked("engine", "Stopped before all epochs had run.")


class Convergence(Enum):
    """In which sense a descent that stopped as CONVERGED has converged.

    At FIXED and CYCLE, the epoch is the literal path's own. BY is an epoch that is not before it,
    and at most twice it. After ROUNDING, the last digits may go on moving for ever.
    """

    FIXED = "No weight changes any more."
    CYCLE = "The last digits of the weights go round in a cycle."
    BY = "No weight changes any more, or only goes round in its last digits."
    ROUNDING = "|δW| is now only rounding error."
    TOLERANCE = "|δW| is within the tolerance."


class Anchor(NamedTuple):
    """The point from which a closed form counts: its epoch, and W (j, 1) as descended on.

    With momentum it has what the optimiser remembers there, None at a start.
    """

    epoch: int
    W: Matrix
    memory: "Memory | None" = None


class State(NamedTuple):
    """The state of a descent at an epoch.

    Attributes
    ----------
    epoch : int
        The epoch; 0 is the start.
    W : ndarray, shape (j, 1)
        The weights, in a Frame in the units of the problem's columns, in a path as descended on.
    loss : float
        The loss at ``W``: the mean squared error, or that of the settings.
    gradient : ndarray, shape (j, 1)
        δW as descended on: of the scaled columns if ``scale_columns`` is set. NaN if h vanished.
    stop : StopReason or None
        Why the descent ended; None while it continues.
    detail : str
        More about the reason, as a sentence; may be empty.
    method : Method
        The method that computed the state.
    fallback : str
        Why that is not the faster method; empty if it is.
    anchor : Anchor or None
        Where the closed form of the state starts, so that a run can be continued to the same bits.
    convergence : Convergence or None
        In which sense the descent has converged; None unless ``stop`` is CONVERGED.
    W_scaled : ndarray, shape (j, 1), or None
        In a Frame of scaled columns: ``W`` as descended on, in float64. None in any other.
    exact_gradient : ndarray, shape (j, 1), or None
        The exact gradient in the units of ``gradient``, at the end of a descent on a formula in
        float64, whose quotients have the residuals there. None in any other state.
    memory : Memory or None
        What the optimiser remembers of the epochs before, as descended on. None at a start, and of
        plain descent at one η.
    """

    epoch: int
    W: Matrix
    loss: float
    gradient: Matrix
    stop: StopReason | None = None
    detail: str = ""
    method: Method = Method.LITERAL
    fallback: str = ""
    anchor: Anchor | None = None
    convergence: Convergence | None = None
    W_scaled: Matrix | None = None
    exact_gradient: Matrix | None = None
    memory: "Memory | None" = None

    def ended(
        self, stop: StopReason, detail: str = "", convergence: Convergence | None = None
    ) -> "State":
        """Return this state as the last one of a descent."""
        return self._replace(stop=stop, detail=detail, convergence=convergence)


class Recorded(NamedTuple):
    """What a chunk of epochs adds to the history."""

    trace: Trace
    keyframes: Keyframes

    @classmethod
    def nothing(cls, weights: int) -> "Recorded":
        """Record no epoch."""
        return cls(EMPTY, cls.no_keyframes(weights))

    @staticmethod
    def no_keyframes(weights: int) -> Keyframes:
        """Record no W."""
        return Keyframes(EMPTY.epoch, np.empty((0, weights)))

    @classmethod
    def of_states(cls, states: list[State], weights: int) -> "Recorded":
        """Record the loss of every state, and W at the start of every bin."""
        if not states:
            return cls.nothing(weights)
        epochs = as_counts(np.array([state.epoch for state in states], dtype=np.float64))
        losses: NDArray[np.float64] = np.array([state.loss for state in states], dtype=np.float64)
        kept = np.flatnonzero(bin_starts(epochs, FINEST) == epochs)
        at = [states[k] for k in kept.tolist()]
        W = np.array([state.W for state in at], dtype=np.float64).reshape(-1, weights)
        memories = None
        if any(state.memory is not None for state in at):
            from .optimisers.memories import Memories  # loaded on use: most runs are plain

            memories = Memories.of([state.memory for state in at], weights)
        keyframes = Keyframes(epochs[kept], W, memories=memories)
        return cls(Trace.of_each(epochs, losses), keyframes)


@dataclass(frozen=True, eq=False)
class Frame:
    """The state of a descent after a chunk of epochs, and what the chunk recorded.

    The fields of both can be read from the frame itself: ``frame.epoch``, ``frame.W``. All arrays
    are read-only.

    Attributes
    ----------
    state : State
        Where the descent is, in the units of the problem's columns.
    recorded : Recorded
        The losses and the W that the chunk adds to the history.
    """

    state: State
    recorded: Recorded

    @property
    def epoch(self) -> int:
        """The epoch reached; 0 is the start."""
        return self.state.epoch

    @property
    def W(self) -> Matrix:
        """The weights in the units of the problem's columns, shape (j, 1)."""
        return self.state.W

    @property
    def loss(self) -> float:
        """The loss at W: the mean squared error, or that of the settings."""
        return self.state.loss

    @property
    def gradient(self) -> Matrix:
        """δW as descended on, shape (j, 1); NaN if h vanished."""
        return self.state.gradient

    @property
    def stop(self) -> StopReason | None:
        """Why the descent ended; None while it continues."""
        return self.state.stop

    @property
    def detail(self) -> str:
        """More about the reason, as a sentence; may be empty."""
        return self.state.detail

    @property
    def method(self) -> Method:
        """The method that computed the frame."""
        return self.state.method

    @property
    def fallback(self) -> str:
        """Why that is not the faster method; empty if it is."""
        return self.state.fallback

    @property
    def anchor(self) -> Anchor | None:
        """Where the closed form of the frame starts."""
        return self.state.anchor

    @property
    def convergence(self) -> Convergence | None:
        """In which sense the descent has converged; None unless ``stop`` is CONVERGED."""
        return self.state.convergence

    @property
    def W_scaled(self) -> Matrix | None:
        """The weights of the scaled columns, as descended on; None if they are not scaled."""
        return self.state.W_scaled

    @property
    def exact_gradient(self) -> Matrix | None:
        """The exact gradient that was computed with the gradient; None if it was not."""
        return self.state.exact_gradient

    def on_lengths(self, norms: Matrix) -> Matrix:
        """Return W as descended on when the columns are divided by norms (j, 1)."""
        return as_descended(self.W, norms, self.W_scaled)

    @property
    def memory(self) -> "Memory | None":
        """What the optimiser remembers of the epochs before, as descended on."""
        return self.state.memory

    def memory_for(self, settings: Settings, norms: Matrix) -> "Memory | None":
        """Return what a descent remembers that goes on from here on columns divided by norms.

        Nothing if it has another optimiser, or if these columns have other lengths.
        """
        memory, W_scaled = self.memory, self.W_scaled
        if memory is None or memory.optimiser is not settings.optimiser:
            return None
        if W_scaled is None:
            is_alike = bool((norms == 1).all())
        else:
            is_alike = is_of_lengths(W_scaled, self.W, norms)
        return memory.within(settings.precision) if is_alike else None

    @property
    def trace(self) -> Trace:
        """The losses that the chunk adds to the history."""
        return self.recorded.trace

    @property
    def keyframes(self) -> Keyframes:
        """The W that the chunk adds to the history."""
        return self.recorded.keyframes

    @property
    def epochs(self) -> Epochs:
        """The epochs the chunk recorded, shape (n,)."""
        return self.trace.epoch

    @property
    def losses(self) -> NDArray[np.float64]:
        """The losses there, shape (n,)."""
        return self.trace.loss

    @property
    def gradient_norm(self) -> float:
        """‖δW‖, the Euclidean length of the gradient."""
        return math.hypot(*self.gradient.ravel())
