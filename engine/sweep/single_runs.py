"""The ends of runs one after another: of other losses, and in single precision."""

from collections.abc import Sequence

from ..cancelling import Cancelled, IsCancelled
from ..descent import frames
from ..frame import Frame, StopReason
from ..methods.choose import RunHooks
from ..problem import Problem
from ..settings import Settings
from ..triangle import Progress, Triangle
from .task import EndsSoFar, SweepEnds, Tell, diverged


def ends_of_single_runs(
    problem: Problem,
    runs: Sequence[Settings],
    triangle: Triangle | None,
    progress: Progress,
    cancelled: IsCancelled,
    tell: Tell = lambda _: None,
) -> SweepEnds:
    """Return where the runs end, in the units of the problem; raise Cancelled when cancelled."""
    weights = problem.weights
    ends = SweepEnds.unknown(len(runs), weights)
    losses, W, stops = ends
    for index, run in enumerate(runs):
        last: Frame | None = None
        for last in frames(problem, run, RunHooks(cancelled=cancelled), triangle=triangle):
            done = last.epoch / run.epochs if run.epochs else 1.0
            progress((index + min(done, 1.0)) / len(runs))
        assert last is not None
        assert last.stop is not None
        if last.stop is StopReason.CANCELLED:
            raise Cancelled
        losses[index], W[index] = last.loss, last.W[:, 0]
        if last.stop is StopReason.DIVERGED:
            losses[index], W[index], _ = diverged(weights)
        stops[index] = last.stop
        tell(lambda: EndsSoFar(ends.copy(), runs[0].epochs))
        progress((index + 1) / len(runs))
    return ends
