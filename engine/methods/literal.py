"""The literal path: one epoch at a time, with every quotient evaluated as the definition says."""

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

import numpy as np

from ..cancelling import Cancelled, IsCancelled
from ..difference import Difference, StepSizes
from ..errors import StepUnseen, StepVanishes
from ..frame import Anchor, Convergence, Recorded, State, StopReason
from ..language.lists import listed
from ..language.sentence import marked
from ..losses.only_mean_square import (
    FALLS_FOREVER,
    NOWHERE_DEFINED,
    UNDEFINED_AT_START,
    UNDEFINED_BESIDE,
    UNDEFINED_NEXT,
)
from ..losses.overflow import OUTPUT_TOO_LARGE, squares_overflow, start_overflow
from ..matrix import Matrix
from ..quotients import Slope
from ..settings import Method, Settings
from .path import LiteralTask
from .standstill import Ending, Standstill
from .updated_quotients import quotients_of

if TYPE_CHECKING:
    from ..formula.quotients import FormulaQuotients
    from ..optimisers.epochs import OptimisedEpochs
    from ..optimisers.memory import Memory

# Chunks of 4 to 8 ms let a window that shares two cores redraw every 10 ms (median heartbeat).
CHUNK_SECONDS = 0.006
TOO_LARGE_TO_START = marked(
    "engine",
    "The loss at the start weights overflows: start from smaller weights, or scale the columns "
    "down.",
)
USE_SMALLER_RATE = marked("engine", "Use a smaller learning rate η.")
STEP_OVERFLOWS = marked("engine", "The losses at w ± h overflow: use a smaller h.")
WEIGHTS_KEPT = marked("engine", "The last finite weights are kept.")


def step(W: Matrix, gradient: Matrix, learning_rate: float) -> Matrix:
    """Return W after one epoch: W − η·δW, shape (j, 1)."""
    return W - learning_rate * gradient


def requested_ending(settings: Settings, epoch: int, gradient: Matrix) -> Ending | None:
    """Return the ending that the tolerance or the epochs ask for at a state."""
    if settings.tolerance > 0:
        with np.errstate(over="ignore"):  # beyond the largest number is no convergence
            length = float(np.linalg.norm(gradient))
        if length <= settings.tolerance:
            return Ending.of(Convergence.TOLERANCE)
    if not settings.until_converged and epoch >= settings.epochs:
        return Ending(StopReason.DONE)
    return None


class Evaluation(Protocol):
    """What evaluates the loss at every w_k ± h, as ``quotients_of`` returns it."""

    products: int
    """What an evaluation costs, in multiplications."""

    def at(self, W: Matrix) -> Slope:
        """Return the loss and its gradient at W (j, 1); raise StepVanishes or Cancelled."""


EvaluationOf = Callable[[Matrix, Matrix, StepSizes, Difference, IsCancelled], Evaluation]


class LiteralPath:
    """The path that evaluates the definition at every epoch, one after another."""

    def __init__(
        self,
        descent: LiteralTask,
        method: Method = Method.LITERAL,
        fallback: str = "",
        clock: Callable[[], float] = perf_counter,
        evaluation: EvaluationOf = quotients_of,
    ) -> None:
        self._settings, self._bounds = descent.settings, descent.bounds
        self._standstill = Standstill(descent) if descent.settings.until_converged else None
        self._optimised = None if descent.settings.is_plain else _optimised(descent)
        self._learning_rate = descent.settings.fixed_learning_rate
        self._method, self._fallback, self._clock = method, fallback, clock
        self._length = 1
        problem, settings = descent.problem, descent.settings
        self._table, self._cancelled = problem, descent.cancelled
        with np.errstate(over="ignore"):
            self._A = problem.A.astype(settings.precision.value, copy=False)
            self._Y = problem.Y.astype(settings.precision.value, copy=False)
            self._formula = descent.formula
            self._of_formula: FormulaQuotients | None = None
            table = self._A, self._Y, settings.step_h, settings.difference, descent.cancelled
            if self._formula is not None:
                self._of_formula = self._formula.quotients_of(*table)
            self._quotients: Evaluation = self._of_formula or evaluation(*table)

    @property
    def products(self) -> int:
        """What an epoch costs, in multiplications."""
        return self._quotients.products

    def start(
        self,
        epoch: int,
        W: Matrix,
        anchor: Anchor | None = None,
        memory: "Memory | None" = None,
    ) -> State:
        """Evaluate the state to continue from; raise Cancelled when cancelled."""
        with np.errstate(over="ignore", invalid="ignore"):
            state = self._state(epoch, W.astype(self._A.dtype, copy=False))
        if state.stop is StopReason.DIVERGED:
            if self._formula is None:
                is_output = squares_overflow(self._Y)
                detail = OUTPUT_TOO_LARGE if is_output else TOO_LARGE_TO_START
            else:
                detail = start_overflow(self._formula, self._table, W, self._cancelled)
            state = state._replace(detail=detail)
        if self._formula is not None and (np.isnan(state.loss) or state.loss == -np.inf):
            is_nowhere = self._formula.program.is_undefined
            detail = NOWHERE_DEFINED if is_nowhere else UNDEFINED_AT_START
            state = state.ended(StopReason.UNDEFINED, detail)
        return self._with_exact_gradient(state)._replace(anchor=anchor, memory=memory)

    def advance(
        self, state: State, epochs: int | None = None, *, most: int | None = None
    ) -> tuple[State, Recorded]:
        """Advance by at most ``epochs``; or for a few milliseconds, by at most ``most``."""
        began = self._clock()
        states: list[State] = []
        length = epochs or min(self._length, most or self._length)
        state = self._advance(state._replace(anchor=None), length, states)
        if epochs is None:
            self._length = _next_length(self._length, self._clock() - began)
        state = self._with_exact_gradient(state)
        return state, Recorded.of_states(states, len(state.W))

    def slope(self, W: Matrix) -> Slope:
        """Evaluate the loss and the quotients alone; raise StepVanishes or Cancelled."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self._quotients.at(W)

    def _with_exact_gradient(self, state: State) -> State:
        """Add the exact gradient to the last state, as far as the quotients have its residuals."""
        is_rest = state.stop in (StopReason.DONE, StopReason.CONVERGED)
        if self._of_formula is None or not is_rest or state.W.dtype != np.float64:
            return state
        try:
            return state._replace(exact_gradient=self._of_formula.exact_slopes(state.W))
        except Cancelled:  # the state is complete without
            return state

    def _advance(self, state: State, epochs: int, states: list[State]) -> State:
        with np.errstate(over="ignore", invalid="ignore"):
            for _ in range(epochs):
                try:
                    memory = None
                    if self._optimised is None:
                        W = step(state.W, state.gradient, self._learning_rate)
                        ending = self._ending(state, W)
                    else:
                        W, memory, ending = self._optimised.next(state)
                        ending = ending and self._not_held_up(state, ending)
                    if ending is not None:
                        return state.ended(*ending)
                    if self._formula is not None and not np.isfinite(W).all():
                        return _diverged(state, state._replace(W=W, loss=np.inf))
                    moved = self._state(state.epoch + 1, W, memory)
                except Cancelled:
                    return state._replace(stop=StopReason.CANCELLED)
                if moved.stop is StopReason.DIVERGED:
                    return _diverged(state, moved)
                if moved.stop is StopReason.UNDEFINED and not moved.detail:
                    return state.ended(StopReason.UNDEFINED, UNDEFINED_NEXT)
                state = moved
                states.append(state)
                if state.stop is not None:
                    break
        return state

    def _state(self, epoch: int, W: Matrix, memory: "Memory | None" = None) -> State:
        try:
            loss, gradient = self._quotients.at(W)
        except StepVanishes as error:
            return self._step_lost(epoch, W, error.sentence)._replace(memory=memory)
        if not np.count_nonzero(gradient) and self._bounds.step_is_lost(loss):
            settings = self._settings
            unseen = StepUnseen(settings.largest_h, loss, settings.weight_of_largest_h)
            return self._step_lost(epoch, W, str(unseen))._replace(memory=memory)
        state = State(
            epoch,
            W,
            loss,
            gradient,
            method=self._method,
            fallback=self._fallback,
            memory=memory,
        )
        if self._formula is not None and (undefined := _undefined(state)) is not None:
            return undefined
        if self._bounds.reached(loss):
            return state.ended(StopReason.DIVERGED)
        ending = requested_ending(self._settings, epoch, gradient)
        return state if ending is None else state.ended(*ending)

    def _ending(self, state: State, W: Matrix) -> Ending | None:
        """Return why a run until converged ends at a state from which the next epoch leads to W."""
        if self._standstill is None:
            return None
        ending = self._standstill.ending(state, W)
        return ending and self._not_held_up(state, ending)

    def _not_held_up(self, state: State, ending: Ending) -> Ending:
        """Return an ending at a state, or that the descent has diverged there."""
        if self._bounds.is_held_up(state):
            # W grew until rounding hid its slopes: where it is held up then is no rest.
            return Ending(StopReason.DIVERGED, USE_SMALLER_RATE)
        return ending

    def _step_lost(self, epoch: int, W: Matrix, detail: str) -> State:
        """Report a lost step, or divergence if the weights outgrew h because η is too large."""
        loss = self._bounds.loss_at(W)
        stop = StopReason.STEP_VANISHED
        if self._bounds.after_step_failed(loss):
            stop, detail = StopReason.DIVERGED, ""
        unknown = np.full_like(W, np.nan)
        return State(epoch, W, loss, unknown, stop, detail, self._method, self._fallback)


def _optimised(descent: LiteralTask) -> "OptimisedEpochs":
    from ..optimisers.epochs import OptimisedEpochs  # loaded on use: most runs are plain

    return OptimisedEpochs(descent)


def _diverged(last: State, moved: State) -> State:
    """Stop at the last state within the bound, and say what caused the divergence."""
    if moved.loss < last.loss:
        return last.ended(StopReason.DIVERGED, FALLS_FOREVER)
    details = [USE_SMALLER_RATE]
    if not np.isfinite(last.gradient).all():
        details = [STEP_OVERFLOWS]
    if not (np.isfinite(moved.W).all() and np.isfinite(moved.loss)):
        details.insert(0, WEIGHTS_KEPT)
    return last.ended(StopReason.DIVERGED, listed(details, " "))


def _undefined(state: State) -> State | None:
    """Return a state stopped if its loss, or one at w ± h, is no number; None if all are."""
    if np.isnan(state.loss):
        return state.ended(StopReason.UNDEFINED)
    is_number = np.isfinite(state.loss) and np.isnan(state.gradient).any()
    return state.ended(StopReason.UNDEFINED, UNDEFINED_BESIDE) if is_number else None


def _next_length(length: int, seconds: float) -> int:
    """Steer the length of chunks to a few milliseconds; at most double it each time."""
    return max(1, min(2 * length, int(length * CHUNK_SECONDS / max(seconds, 1e-9))))
