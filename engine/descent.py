"""Gradient descent by limits: W ← W − η·δW, one epoch after another, as a generator of frames."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .cancelling import Cancelled, IsCancelled
from .frame import Frame, Recorded, State, StopReason
from .losses.only_mean_square import EVERY_ROW
from .losses.overflow import start_overflow
from .matrix import Matrix
from .methods.choose import RunHooks, choose_path
from .methods.literal import LiteralPath
from .methods.loss_log import LossBuffer
from .methods.lost_step import LostStep
from .methods.path import Path
from .problem import Problem, check_problem
from .settings import Method, Settings, check_settings
from .step_size import with_fixed_steps
from .trace import Trace
from .triangle import Progress, Triangle, usable
from .unit_columns import column_norms, in_table_units, scaled

if TYPE_CHECKING:
    from .formula.formula import Formula
    from .losses.hidden_slopes import HiddenSlopes

logger = logging.getLogger(__name__)


def descend(
    problem: Problem,
    settings: Settings,
    *,
    after: Frame | None = None,
    chunk_epochs: int | None = None,
    every_loss: bool = False,
    triangle: Triangle | None = None,
    progress: Progress = lambda _: None,
    cancelled: IsCancelled = lambda: False,
) -> Iterator[Frame]:
    """Yield a frame at the start, then one per chunk of epochs.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the initial W (j, 1).
    settings : Settings
        How to descend.
    after : Frame, optional
        Continue after this earlier frame of the same problem, under any settings. The first
        frame then adds nothing to the history. The same optimiser goes on with what it remembers;
        another one starts afresh.
    chunk_epochs : int, optional
        The epochs per chunk. If not given, a chunk takes a few milliseconds, or is as long as one
        segment of the modes.
    every_loss : bool
        Record the loss of every epoch instead of those that start a bin.
    triangle : Triangle, optional
        The triangle of this problem, if it is known already.
    progress : callable
        Called with the fraction of rows reduced, from 0 to 1.
    cancelled : callable
        Asked at every block of rows and every chunk; returns True to stop the run.

    Yields
    ------
    Frame
        The last one has the reason for stopping in ``stop``.

    Raises
    ------
    BadSetting
        If memory cannot hold every loss.

    Examples
    --------
    >>> problem = Problem([[1.0], [2.0]], [2.0, 4.0])
    >>> [frame.epoch for frame in descend(problem, Settings(epochs=100))]
    [0, 64, 100]
    """
    check_problem(problem, "descend")
    check_settings(settings, "descend")
    hooks = RunHooks(LossBuffer() if every_loss else None, progress, cancelled)
    return frames(problem, settings, hooks, after, chunk_epochs, triangle)


def frame_at(
    problem: Problem,
    settings: Settings,
    epoch: int,
    W: Matrix,
    *,
    W_scaled: Matrix | None = None,
    triangle: Triangle | None = None,
    cancelled: IsCancelled = lambda: False,
) -> Frame:
    """Return the frame of an epoch that a descent has passed, evaluated again at its W.

    Parameters
    ----------
    problem : Problem
        What the descent ran on.
    settings : Settings
        What it ran under.
    epoch : int
        The epoch; 0 is the start.
    W : ndarray, shape (j, 1)
        The weights there, in the units of the problem's columns, as a keyframe has them.
    W_scaled : ndarray, shape (j, 1), optional
        The same as descended on, if a keyframe has them.
    triangle : Triangle, optional
        The triangle of this problem, if it is known already.
    cancelled : callable
        Asked at every block of rows; returns True to stop.

    Returns
    -------
    Frame
        Its loss and its gradient are evaluated as a descent that is continued from there evaluates
        them. It records nothing. Cancelled, it has the reason CANCELLED and no gradient.

    Examples
    --------
    >>> problem = Problem([[1.0], [2.0]], [2.0, 4.0])
    >>> round(frame_at(problem, Settings(), 7, np.array([[1.0]])).loss, 9)
    2.5
    """
    check_problem(problem, "frame_at")
    check_settings(settings, "frame_at")
    unknown = State(epoch, W, np.nan, np.full_like(W, np.nan), W_scaled=W_scaled)
    passed = Frame(unknown, Recorded.nothing(problem.weights))
    return next(frames(problem, settings, RunHooks(cancelled=cancelled), passed, None, triangle))


def frames(
    problem: Problem,
    settings: Settings,
    hooks: RunHooks,
    after: Frame | None = None,
    chunk_epochs: int | None = None,
    triangle: Triangle | None = None,
) -> Iterator[Frame]:
    """Descend as ``descend`` does, with the caller's hooks in one object."""
    cancelled = hooks.cancelled
    try:
        begun = begin(problem, settings, hooks, triangle)
        norms, path, lost = begun.norms, begun.path, begun.lost
        epoch, W, anchor, memory = 0, begun.problem.W, None, None
        if after is not None:
            epoch, W, anchor = after.epoch, after.on_lengths(norms), after.anchor
            memory = after.memory_for(settings, norms)
        state = path.start(epoch, W, anchor, memory)
        state = lost.at_rest(lost.at_start(state))
        formula = begun.formula
        if formula is not None and state.stop is StopReason.DIVERGED:
            # Of a ridge, the longer table that has its mean square is not to blame.
            state = state._replace(detail=start_overflow(formula, begun.problem, W, cancelled))
    except Cancelled:
        logger.debug("cancelled before the first frame")
        yield _cancelled_at_once(problem, after)
        return
    logger.debug("%d×%d from epoch %d: %s", problem.rows, problem.weights, epoch, begun.settings)
    _log_method(state)
    recorded = Recorded.nothing(problem.weights)
    if after is None:
        recorded = Recorded.of_states([state], problem.weights)
    start = reported(state, recorded, norms)
    if settings.scale_columns:  # W·norms/norms may differ from W in the last bit
        W = problem.W if after is None else after.W
        start = replace(start, state=start.state._replace(W=W))
    yield start
    while state.stop is None:
        earlier = state
        state, recorded = path.advance(state, chunk_epochs)
        try:
            state = lost.at_rest(state)
        except Cancelled:
            state = state.ended(StopReason.CANCELLED)
        if (state.method, state.fallback) != (earlier.method, earlier.fallback):
            _log_method(state)
        yield reported(state, recorded, norms)
    logger.debug("epoch %d: %s", state.epoch, f"{state.stop.value} {state.detail}".rstrip())


ChoosePath = Callable[[Problem, Settings, RunHooks, Triangle | None], Path]


class Begun(NamedTuple):
    """A descent that can start.

    ``problem`` has the columns descended on, divided by ``norms`` (j, 1), and ``formula`` is the
    loss there, None if it is the mean square. ``lost`` tells whether h is to blame for what the
    path does not see, and ``settings`` have η and h as numbers.
    """

    norms: Matrix
    problem: Problem
    formula: "Formula | None"
    path: Path
    lost: "LostStep | HiddenSlopes"
    settings: Settings


def begin(
    problem: Problem,
    settings: Settings,
    hooks: RunHooks,
    triangle: Triangle | None = None,
    choose: ChoosePath = choose_path,
) -> Begun:
    """Return what a descent needs before its first epoch; raise Cancelled when cancelled.

    ``choose`` returns its path, unless the loss leaves only one.
    """
    norms, cancelled = np.ones_like(problem.W), hooks.cancelled
    triangle, formula = usable(triangle), settings.formula
    if settings.scale_columns:
        norms = triangle.column_norms if triangle else column_norms(problem.A, cancelled)
        problem = scaled(problem, norms, cancelled)
        formula = formula and formula.on_scaled(norms)
    reduced = triangle and triangle.divided_by(norms)
    found = _begun(problem, settings, formula, hooks, reduced, choose)
    return Begun(norms, problem, formula, *found)


def _begun(
    problem: Problem,
    settings: Settings,
    formula: "Formula | None",
    hooks: RunHooks,
    triangle: Triangle | None,
    choose: ChoosePath,
) -> tuple[Path, "LostStep | HiddenSlopes", Settings]:
    """Return the path of a descent, what tells whether h is to blame, and η and h as numbers."""
    if formula is None:
        fixed = with_fixed_steps(settings, problem)
        path = choose(problem, fixed, hooks, triangle)
        return path, LostStep(problem, fixed, hooks.cancelled), fixed
    from .losses.hidden_slopes import HiddenSlopes  # loaded on use, as the formula itself
    from .losses.loss_descent import LossDescent
    from .losses.ridge import as_plain, with_ridge_rows

    if (rows := with_ridge_rows(problem, formula)) is not None:
        return _begun(rows, as_plain(settings), None, hooks, None, choose)
    fixed = with_fixed_steps(settings, problem, formula)
    descent = LossDescent.of(formula, problem, fixed, hooks.cancelled)
    literal = LiteralPath(descent, fallback="" if fixed.method is Method.LITERAL else EVERY_ROW)
    return literal, HiddenSlopes(formula, problem, fixed, hooks.cancelled), fixed


def _log_method(state: State) -> None:
    reason = f", because {state.fallback}" if state.fallback else ""
    logger.debug("epoch %d: the method is %s%s", state.epoch, state.method, reason)


def reported(state: State, recorded: Recorded, norms: Matrix) -> Frame:
    """Return the frame of a state of columns divided by norms (j, 1), in the units of the table."""
    trace, keyframes = recorded
    W = _read_only(state.W.astype(np.float64))
    is_scaled = bool((norms != 1).any())
    reported = state._replace(
        W=_read_only(in_table_units(W, norms)),
        gradient=_read_only(state.gradient.astype(np.float64)),
        W_scaled=W if is_scaled else None,
        exact_gradient=None if state.exact_gradient is None else _read_only(state.exact_gradient),
    )
    for remembered in state.memory.arrays if state.memory else ():
        _read_only(remembered)
    original = replace(
        keyframes,
        W=_read_only(in_table_units(keyframes.W, norms.T)),
        W_scaled=_read_only(keyframes.W) if is_scaled else None,
    )
    return Frame(reported, Recorded(_read_only_trace(trace), original))


def _cancelled_at_once(problem: Problem, after: Frame | None) -> Frame:
    nothing = Recorded.nothing(problem.weights)
    if after is not None:
        return Frame(after.state._replace(stop=StopReason.CANCELLED), nothing)
    unknown = np.full_like(problem.W, np.nan)
    state = State(0, problem.W, np.nan, unknown, StopReason.CANCELLED)
    return reported(state, nothing, np.ones_like(problem.W))


def _read_only_trace(trace: Trace) -> Trace:
    for array in (trace.epoch, trace.loss, trace.lowest, trace.highest):
        _read_only(array)
    return trace


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array
