"""Gradient descent by limits: W ← W − η·δW, one epoch after another, as a generator of frames."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .cancelling import Cancelled, IsCancelled
from .frame import Frame, StopReason
from .matrix import Matrix
from .paths.choosing import Watch, path_for
from .paths.ledger import Pages
from .paths.state import Recorded, State
from .problem import Problem
from .scaling import column_norms, scaled
from .settings import Settings
from .stability import with_fixed_learning_rate
from .trace import Trace
from .triangle import Progress, Triangle


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
    """Yield a frame at the start, then one a chunk; the last one carries the reason for stopping.

    ``after`` goes on from an earlier frame of the same problem, whatever settings made it; the
    start then adds nothing to the history. ``chunk_epochs`` fixes the length of a chunk, which
    otherwise is what a few milliseconds hold, or the modes lead to at once. ``every_loss`` records
    that of every epoch, however many there are. ``triangle`` is the problem's own, where it is
    known already; otherwise ``progress`` hears of how much of the rows is reduced. ``cancelled`` is
    asked at every block of rows.
    """
    watch = Watch(Pages() if every_loss else None, progress, cancelled)
    return frames(problem, settings, watch, after, chunk_epochs, triangle)


def frames(
    problem: Problem,
    settings: Settings,
    watch: Watch,
    after: Frame | None = None,
    chunk_epochs: int | None = None,
    triangle: Triangle | None = None,
) -> Iterator[Frame]:
    """Descend as ``descend`` does, watched in one way or another."""
    units, cancelled = np.ones_like(problem.W), watch.cancelled
    try:
        descended = problem
        if settings.scale_columns:
            units = triangle.column_norms if triangle else column_norms(problem.A, cancelled)
            descended = scaled(problem, units, cancelled)
        epoch, W, anchor = 0, descended.W, None
        if after is not None:
            epoch, W, anchor = after.epoch, after.W * units, after.anchor
        fixed = with_fixed_learning_rate(settings, descended)
        path = path_for(descended, fixed, watch, triangle and triangle.divided_by(units))
        state = path.start(epoch, W, anchor)
    except Cancelled:
        yield _cancelled_at_once(problem, after)
        return
    recorded = Recorded.nothing(problem.weights)
    if after is None:
        recorded = Recorded.walked([state], problem.weights)
    start = _frame(state, recorded, units)
    if settings.scale_columns:  # there and back again is not always the same to the last bit
        start = replace(start, W=problem.W if after is None else after.W)
    yield start
    while state.stop is None:
        state, recorded = path.advance(state, chunk_epochs)
        yield _frame(state, recorded, units)


def _frame(state: State, recorded: Recorded, units: Matrix) -> Frame:
    trace, keyframes = recorded
    return Frame(
        epoch=state.epoch,
        loss=state.loss,
        W=_read_only(state.W.astype(np.float64) / units),
        gradient=_read_only(state.gradient.astype(np.float64)),
        trace=_read_only_trace(trace),
        keyframes=replace(keyframes, W=_read_only(keyframes.W / units.T)),
        stop=state.stop,
        detail=state.detail,
        method=state.method,
        fallback=state.fallback,
        anchor=state.anchor,
    )


def _cancelled_at_once(problem: Problem, after: Frame | None) -> Frame:
    nothing = Recorded.nothing(problem.weights)
    if after is not None:
        return replace(
            after, trace=nothing.trace, keyframes=nothing.keyframes, stop=StopReason.CANCELLED
        )
    unknown = np.full_like(problem.W, np.nan)
    state = State(0, problem.W, np.nan, unknown, StopReason.CANCELLED)
    return _frame(state, nothing, np.ones_like(problem.W))


def _read_only_trace(trace: Trace) -> Trace:
    for array in (trace.epoch, trace.loss, trace.lowest, trace.highest):
        _read_only(array)
    return trace


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array
