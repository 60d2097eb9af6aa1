"""Gradient descent by limits: W ← W − η·δW, one epoch after another, as a generator of frames."""

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .bounds import Bounds
from .errors import StepUnseen, StepVanishes
from .frame import Frame, StopReason
from .loss import mean_squared_error
from .matrix import Matrix
from .problem import Problem
from .quotients import Cancelled, Interrupted, Quotients
from .settings import Settings

CHUNK_SECONDS = 0.006
TOO_LARGE_TO_START = (
    "The loss at the weights to start from is too large a number: "
    "start from smaller weights, or scale the columns down."
)


class State(NamedTuple):
    """One point of the descent: W (j, 1), the loss and the gradient (j, 1) there, why to stop."""

    epoch: int
    W: Matrix
    loss: float
    gradient: Matrix
    stop: StopReason | None = None
    detail: str = ""


def descend(
    problem: Problem,
    settings: Settings,
    *,
    after: Frame | None = None,
    chunk_epochs: int | None = None,
    cancelled: Cancelled = lambda: False,
) -> Iterator[Frame]:
    """Yield a frame at the start, then one a chunk; the last one carries the reason for stopping.

    ``after`` goes on from an earlier frame of the same problem, whatever settings made it; the
    start then adds nothing to the history. ``chunk_epochs`` fixes the length of a chunk, which
    otherwise is what a few milliseconds hold. ``cancelled`` is asked at every block of rows.
    """
    run = Run(problem, settings, cancelled)
    try:
        state = run.start(after)
    except Interrupted:
        yield _cancelled_at_once(problem, after)
        return
    losses = [state.loss] if after is None else []
    length = chunk_epochs or 1
    yield _frame(state, losses)
    while state.stop is None:
        began = perf_counter()
        state, losses = run.advance(state, length)
        yield _frame(state, losses)
        if chunk_epochs is None:
            length = _next_length(length, perf_counter() - began)


def step(W: Matrix, gradient: Matrix, learning_rate: float) -> Matrix:
    """One epoch: W − η·δW, shape (j, 1)."""
    return W - learning_rate * gradient


class Run:
    """The epochs of one problem under one set of settings; every state is made here."""

    def __init__(self, problem: Problem, settings: Settings, cancelled: Cancelled) -> None:
        self._problem, self._settings = problem, settings
        with np.errstate(over="ignore"):
            self._A = problem.A.astype(settings.precision.value, copy=False)
            self._Y = problem.Y.astype(settings.precision.value, copy=False)
            self._quotients = Quotients(
                self._A, self._Y, settings.h, settings.difference, cancelled
            )
        self._bounds = Bounds(problem, settings)

    def start(self, after: Frame | None) -> State:
        """Evaluate where to go on from; raise Interrupted when cancelled."""
        epoch, W = (0, self._problem.W) if after is None else (after.epoch, after.W)
        with np.errstate(over="ignore", invalid="ignore"):
            state = self._state(epoch, W.astype(self._A.dtype, copy=False))
        if state.stop is StopReason.DIVERGED:
            return state._replace(detail=TOO_LARGE_TO_START)
        return state

    def advance(self, state: State, epochs: int) -> tuple[State, list[float]]:
        """Take up to so many epochs; return the last good state and the losses on the way."""
        losses: list[float] = []
        learning_rate = self._settings.learning_rate
        with np.errstate(over="ignore", invalid="ignore"):
            for _ in range(epochs):
                try:
                    W = step(state.W, state.gradient, learning_rate)
                    moved = self._state(state.epoch + 1, W)
                except Interrupted:
                    return state._replace(stop=StopReason.CANCELLED), losses
                if moved.stop is StopReason.DIVERGED:
                    return _diverged(state), losses
                state = moved
                losses.append(state.loss)
                if state.stop is not None:
                    break
        return state, losses

    def _state(self, epoch: int, W: Matrix) -> State:
        try:
            loss, gradient = self._quotients.at(W)
        except StepVanishes as error:
            return self._vanished(epoch, W, str(error))
        if not np.count_nonzero(gradient) and self._bounds.hide_h_at(loss):
            return self._vanished(epoch, W, str(StepUnseen(self._settings.h, loss)))
        return State(epoch, W, loss, gradient, self._stop(epoch, loss, gradient))

    def _vanished(self, epoch: int, W: Matrix, detail: str) -> State:
        """Blame the step h, unless the weights grew out of its reach under too large an η."""
        loss = mean_squared_error(self._A, W, self._Y)
        unknown = np.full_like(W, np.nan)
        if self._bounds.outgrown_by(loss):
            return State(epoch, W, loss, unknown, StopReason.DIVERGED)
        return State(epoch, W, loss, unknown, StopReason.STEP_VANISHED, detail)

    def _stop(self, epoch: int, loss: float, gradient: Matrix) -> StopReason | None:
        """Test for stopping, apart from the loop."""
        if self._bounds.exceeded_by(loss):
            return StopReason.DIVERGED
        tolerance = self._settings.tolerance
        if tolerance > 0 and float(np.linalg.norm(gradient)) <= tolerance:
            return StopReason.CONVERGED
        return StopReason.DONE if epoch >= self._settings.epochs else None


def _diverged(last: State) -> State:
    """Stop at the last finite state, and say what sent the next one away."""
    blame = "Use a smaller learning rate η."
    if not np.isfinite(last.gradient).all():
        blame = "The losses at w ± h overflow: use a smaller h."
    return last._replace(stop=StopReason.DIVERGED, detail=blame)


def _next_length(length: int, seconds: float) -> int:
    """Steer chunks to a few milliseconds, at most doubling from one to the next."""
    return max(1, min(2 * length, int(length * CHUNK_SECONDS / max(seconds, 1e-9))))


def _frame(state: State, losses: list[float]) -> Frame:
    return Frame(
        epoch=state.epoch,
        loss=state.loss,
        W=_read_only(state.W.astype(np.float64)),
        gradient=_read_only(state.gradient.astype(np.float64)),
        epochs=_read_only(np.arange(state.epoch - len(losses) + 1, state.epoch + 1)),
        losses=_read_only(np.array(losses, dtype=np.float64)),
        stop=state.stop,
        detail=state.detail,
    )


def _cancelled_at_once(problem: Problem, after: Frame | None) -> Frame:
    if after is not None:
        nothing = _read_only(np.empty(0, dtype=np.int64))
        return replace(
            after, epochs=nothing, losses=_read_only(np.empty(0)), stop=StopReason.CANCELLED
        )
    unknown = np.full_like(problem.W, np.nan)
    return _frame(State(0, problem.W, np.nan, unknown, StopReason.CANCELLED), [])


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array
