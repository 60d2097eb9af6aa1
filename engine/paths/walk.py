"""The literal path: every epoch walked, every quotient evaluated as the definition says."""

from functools import cached_property
from time import perf_counter

import numpy as np

from ..cancelling import Cancelled, IsCancelled
from ..errors import StepUnseen, StepVanishes
from ..frame import Anchor, StopReason
from ..loss import mean_squared_error
from ..matrix import Matrix
from ..method import Method
from ..problem import Problem
from ..quotients import Quotients, Slope
from ..settings import Settings
from .bounds import Bounds
from .rounding import SPREAD, Rounding
from .state import Recorded, State

CHUNK_SECONDS = 0.006
TOO_LARGE_TO_START = (
    "The loss at the weights to start from is too large a number: "
    "start from smaller weights, or scale the columns down."
)
USE_SMALLER_RATE = "Use a smaller learning rate η."
SETTLED = "No weight changes any more."
WITHIN_TOLERANCE = "‖δW‖ is within the tolerance."
WITHIN_ROUNDING = "What is left of ‖δW‖ is the rounding of the quotients."


def step(W: Matrix, gradient: Matrix, learning_rate: float) -> Matrix:
    """One epoch: W − η·δW, shape (j, 1)."""
    return W - learning_rate * gradient


def stop_asked_for(
    settings: Settings, epoch: int, gradient: Matrix
) -> tuple[StopReason | None, str]:
    """Tell whether a run ends here by its tolerance or by its count of epochs, and say more."""
    if 0 < settings.tolerance >= float(np.linalg.norm(gradient)):
        return StopReason.CONVERGED, WITHIN_TOLERANCE
    if not settings.until_converged and epoch >= settings.epochs:
        return StopReason.DONE, ""
    return None, ""


class Walk:
    """The epochs of one problem under one set of settings, one after another."""

    def __init__(
        self,
        problem: Problem,
        settings: Settings,
        bounds: Bounds,
        cancelled: IsCancelled = lambda: False,
        method: Method = Method.LITERAL,
        fallback: str = "",
    ) -> None:
        self._problem, self._settings, self._bounds = problem, settings, bounds
        self._learning_rate = settings.fixed_learning_rate
        self._method, self._fallback = method, fallback
        self._length = 1
        with np.errstate(over="ignore"):
            self._A = problem.A.astype(settings.precision.value, copy=False)
            self._Y = problem.Y.astype(settings.precision.value, copy=False)
            self._quotients = Quotients(
                self._A, self._Y, settings.h, settings.difference, cancelled
            )

    def start(self, epoch: int, W: Matrix, anchor: Anchor | None = None) -> State:
        """Evaluate where to go on from; raise Cancelled when cancelled."""
        with np.errstate(over="ignore", invalid="ignore"):
            state = self._state(epoch, W.astype(self._A.dtype, copy=False))
        if state.stop is StopReason.DIVERGED:
            state = state._replace(detail=TOO_LARGE_TO_START)
        return state._replace(anchor=anchor)

    def advance(self, state: State, epochs: int | None = None) -> tuple[State, Recorded]:
        """Take up to so many epochs, or as many as a few milliseconds hold."""
        began = perf_counter()
        walked: list[State] = []
        state = self._advance(state._replace(anchor=None), epochs or self._length, walked)
        if epochs is None:
            self._length = _next_length(self._length, perf_counter() - began)
        return state, Recorded.walked(walked, len(state.W))

    def slope(self, W: Matrix) -> Slope:
        """Evaluate the loss and the quotients alone; raise StepVanishes or Cancelled."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self._quotients.at(W)

    def _advance(self, state: State, epochs: int, walked: list[State]) -> State:
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
                walked.append(state)
                if state.stop is not None:
                    break
        return state

    def _state(self, epoch: int, W: Matrix) -> State:
        try:
            loss, gradient = self._quotients.at(W)
        except StepVanishes as error:
            return self._vanished(epoch, W, str(error))
        if not np.count_nonzero(gradient) and self._bounds.hide_h_at(loss):
            return self._vanished(epoch, W, str(StepUnseen(self._settings.h, loss)))
        stop, detail = self._stop(epoch, W, loss, gradient)
        return State(epoch, W, loss, gradient, stop, detail, self._method, self._fallback)

    def _vanished(self, epoch: int, W: Matrix, detail: str) -> State:
        """Blame the step h, unless the weights grew out of its reach under too large an η."""
        loss = mean_squared_error(self._A, W, self._Y)
        stop = StopReason.STEP_VANISHED
        if self._bounds.outgrown_by(loss):
            stop, detail = StopReason.DIVERGED, ""
        unknown = np.full_like(W, np.nan)
        return State(epoch, W, loss, unknown, stop, detail, self._method, self._fallback)

    def _stop(
        self, epoch: int, W: Matrix, loss: float, gradient: Matrix
    ) -> tuple[StopReason | None, str]:
        """Test for stopping, apart from the loop."""
        if self._bounds.exceeded_by(loss):
            return StopReason.DIVERGED, ""
        stop, detail = stop_asked_for(self._settings, epoch, gradient)
        if stop is not None or not self._settings.until_converged:
            return stop, detail
        rounding = self._rounding.of_quotient(W, np.array([loss]))[0]
        if np.abs(gradient).max() <= SPREAD * rounding:
            return StopReason.CONVERGED, WITHIN_ROUNDING
        return None, ""

    @cached_property
    def _rounding(self) -> Rounding:
        return Rounding(self._problem, self._settings)


def _diverged(last: State) -> State:
    """Stop at the last finite state, and say what sent the next one away."""
    blame = USE_SMALLER_RATE
    if not np.isfinite(last.gradient).all():
        blame = "The losses at w ± h overflow: use a smaller h."
    return last._replace(stop=StopReason.DIVERGED, detail=blame)


def _next_length(length: int, seconds: float) -> int:
    """Steer chunks to a few milliseconds, at most doubling from one to the next."""
    return max(1, min(2 * length, int(length * CHUNK_SECONDS / max(seconds, 1e-9))))
