"""The literal path: one epoch at a time, with every quotient evaluated as the definition says."""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from ..cancelling import Cancelled
from ..errors import StepUnseen, StepVanishes
from ..frame import Anchor, Recorded, State, StopReason
from ..loss import mean_squared_error
from ..matrix import Matrix
from ..quotients import Quotients, Slope
from ..settings import Method, Settings
from .path import Descent
from .rounding import SPREAD

# Chunks of 4 to 8 ms let a window that shares two cores redraw every 10 ms (median heartbeat).
CHUNK_SECONDS = 0.006
TOO_LARGE_TO_START = (
    "The loss at the initial weights overflows: "
    "start from smaller weights, or scale the columns down."
)
USE_SMALLER_RATE = "Use a smaller learning rate η."
SETTLED = "No weight changes any more."
WITHIN_TOLERANCE = "‖δW‖ is within the tolerance."
WITHIN_ROUNDING = "‖δW‖ is now only rounding error."


def step(W: Matrix, gradient: Matrix, learning_rate: float) -> Matrix:
    """Return W after one epoch: W − η·δW, shape (j, 1)."""
    return W - learning_rate * gradient


def requested_stop(
    settings: Settings, epoch: int, gradient: Matrix
) -> tuple[StopReason | None, str]:
    """Return the reason to stop, with its detail, that the tolerance or the epochs give."""
    if 0 < settings.tolerance >= float(np.linalg.norm(gradient)):
        return StopReason.CONVERGED, WITHIN_TOLERANCE
    if not settings.until_converged and epoch >= settings.epochs:
        return StopReason.DONE, ""
    return None, ""


class LiteralPath:
    """The path that evaluates the definition at every epoch, one after another."""

    def __init__(
        self,
        descent: Descent,
        method: Method = Method.LITERAL,
        fallback: str = "",
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self._settings, self._bounds = descent.settings, descent.bounds
        self._rounding = descent.rounding
        self._learning_rate = descent.settings.fixed_learning_rate
        self._method, self._fallback, self._clock = method, fallback, clock
        self._length = 1
        problem, settings = descent.problem, descent.settings
        with np.errstate(over="ignore"):
            self._A = problem.A.astype(settings.precision.value, copy=False)
            self._Y = problem.Y.astype(settings.precision.value, copy=False)
            self._quotients = Quotients(
                self._A, self._Y, settings.h, settings.difference, descent.cancelled
            )

    def start(self, epoch: int, W: Matrix, anchor: Anchor | None = None) -> State:
        """Evaluate the state to continue from; raise Cancelled when cancelled."""
        with np.errstate(over="ignore", invalid="ignore"):
            state = self._state(epoch, W.astype(self._A.dtype, copy=False))
        if state.stop is StopReason.DIVERGED:
            state = state._replace(detail=TOO_LARGE_TO_START)
        return state._replace(anchor=anchor)

    def advance(self, state: State, epochs: int | None = None) -> tuple[State, Recorded]:
        """Advance by at most ``epochs``, or for a few milliseconds."""
        began = self._clock()
        states: list[State] = []
        state = self._advance(state._replace(anchor=None), epochs or self._length, states)
        if epochs is None:
            self._length = _next_length(self._length, self._clock() - began)
        return state, Recorded.of_states(states, len(state.W))

    def slope(self, W: Matrix) -> Slope:
        """Evaluate the loss and the quotients alone; raise StepVanishes or Cancelled."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self._quotients.at(W)

    def _advance(self, state: State, epochs: int, states: list[State]) -> State:
        with np.errstate(over="ignore", invalid="ignore"):
            for _ in range(epochs):
                try:
                    W = step(state.W, state.gradient, self._learning_rate)
                    if self._settings.until_converged and np.array_equal(W, state.W):
                        return state._replace(stop=StopReason.CONVERGED, detail=SETTLED)
                    moved = self._state(state.epoch + 1, W)
                except Cancelled:
                    return state._replace(stop=StopReason.CANCELLED)
                if moved.stop is StopReason.DIVERGED:
                    return _diverged(state)
                state = moved
                states.append(state)
                if state.stop is not None:
                    break
        return state

    def _state(self, epoch: int, W: Matrix) -> State:
        try:
            loss, gradient = self._quotients.at(W)
        except StepVanishes as error:
            return self._step_lost(epoch, W, str(error))
        if not np.count_nonzero(gradient) and self._bounds.step_is_lost(loss):
            return self._step_lost(epoch, W, str(StepUnseen(self._settings.h, loss)))
        stop, detail = self._stop(epoch, W, loss, gradient)
        return State(epoch, W, loss, gradient, stop, detail, self._method, self._fallback)

    def _step_lost(self, epoch: int, W: Matrix, detail: str) -> State:
        """Report a lost step, or divergence if the weights outgrew h because η is too large."""
        loss = mean_squared_error(self._A, W, self._Y)
        stop = StopReason.STEP_VANISHED
        if self._bounds.after_step_failed(loss):
            stop, detail = StopReason.DIVERGED, ""
        unknown = np.full_like(W, np.nan)
        return State(epoch, W, loss, unknown, stop, detail, self._method, self._fallback)

    def _stop(
        self, epoch: int, W: Matrix, loss: float, gradient: Matrix
    ) -> tuple[StopReason | None, str]:
        """Return the reason to stop at a state, with its detail."""
        if self._bounds.reached(loss):
            return StopReason.DIVERGED, ""
        stop, detail = requested_stop(self._settings, epoch, gradient)
        if stop is not None or not self._settings.until_converged:
            return stop, detail
        rounding = self._rounding.of_quotient(W, np.array([loss]))[0]
        if np.abs(gradient).max() <= SPREAD * rounding:
            return StopReason.CONVERGED, WITHIN_ROUNDING
        return None, ""


def _diverged(last: State) -> State:
    """Stop at the last finite state, and say what caused the divergence."""
    cause = USE_SMALLER_RATE
    if not np.isfinite(last.gradient).all():
        cause = "The losses at w ± h overflow: use a smaller h."
    return last._replace(stop=StopReason.DIVERGED, detail=cause)


def _next_length(length: int, seconds: float) -> int:
    """Steer the length of chunks to a few milliseconds; at most double it each time."""
    return max(1, min(2 * length, int(length * CHUNK_SECONDS / max(seconds, 1e-9))))
