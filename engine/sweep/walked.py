"""The ends of runs that are walked together, each epoch of all of them at once."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..cancelling import check
from ..frame import StopReason
from ..matrix import Matrix
from ..optimisers.kinds import Optimiser, Schedule
from ..optimisers.memory import Memory
from ..optimisers.rules import BufferRule, UpdateRule, rule_of
from ..optimisers.schedules import rate_of
from .quotients import QuotientsOfAll, SlopesOfAll
from .task import EndsSoFar, SweepEnds, SweepTask, diverged

WITH_BUFFER = (Optimiser.HEAVY_BALL, Optimiser.NESTEROV)
# A walk reports its progress so often.
REPORTS = 200


def ends_walked(task: SweepTask) -> SweepEnds:
    """Return where the runs end; raise Cancelled when cancelled."""
    walk = _WalkOfAll(task)
    every = max(1, task.epochs // REPORTS)
    with np.errstate(over="ignore", invalid="ignore"):
        for epoch in range(task.epochs + 1):
            check(task.cancelled)
            walk.look(is_last=epoch == task.epochs)
            if not len(walk.going):
                break
            if epoch and epoch % every == 0:
                task.tell(walk.so_far(epoch))
            walk.step(epoch)
            if epoch % every == 0:
                task.progress(epoch / task.epochs)
    task.progress(1.0)
    return walk.ends


class _WalkOfAll:
    """The runs that go on: their W (n, j), and what their optimiser remembers."""

    def __init__(self, task: SweepTask) -> None:
        self._task, runs = task, task.runs
        count, weights = len(runs), len(task.W)
        problem = task.problem
        self._quotients = QuotientsOfAll(problem.A, problem.Y, runs[0].difference, task.cancelled)
        self._bounds = [task.bounds(index) for index in range(count)]
        self._certain = np.array(
            [min(bounds.most_certain, bounds.most_shown) for bounds in self._bounds]
        )
        self._h: Matrix = np.array([np.broadcast_to(run.step_h, weights) for run in runs])
        self._rates: list[Callable[[int], float]] = [rate_of(run) for run in runs]
        self._is_scheduled = runs[0].schedule is not Schedule.CONSTANT
        self._rate: Matrix = self._rates_at(0)
        self._W: Matrix = np.repeat(task.W.T, count, axis=0)
        self._memory: Memory | None = None
        self._slopes: Matrix = np.empty_like(self._W)
        self._losses = np.empty(count)
        self.going: NDArray[np.intp] = np.arange(count)
        """The indices of the runs that go on."""
        stops = [StopReason.DONE] * count
        self.ends = SweepEnds(np.empty(count), np.empty((count, weights)), stops)
        self._rule = self._rule_of_going()

    def look(self, *, is_last: bool) -> None:
        """Evaluate the runs where they are, and end those that are at their end."""
        found = self._quotients.at(self._W, self._h)
        self._losses, self._slopes = found.losses, found.slopes
        # Below that loss, slopes of 0 show that a run is at rest, which is no fault.
        suspects = ~((found.losses <= self._certain) & found.is_moved)
        if not is_last and not suspects.any():
            return
        goes_on = np.full(len(self.going), not is_last)
        for at in np.flatnonzero(suspects).tolist():
            stop = self._fault_of(at, found)
            if is_last or stop is not StopReason.DONE:
                goes_on[at] = False
                self._end(at, stop)
        for at in np.flatnonzero(~goes_on & ~suspects).tolist():
            self._end(at, StopReason.DONE)
        if not goes_on.all():
            self._keep(goes_on)

    def so_far(self, epoch: int) -> Callable[[], EndsSoFar]:
        """Return what returns where the runs are that go on, and where the others ended."""

        def found() -> EndsSoFar:
            ends = self.ends.copy()
            ends.losses[self.going], ends.W[self.going] = self._losses, self._W
            return EndsSoFar(ends, epoch)

        return found

    def step(self, epoch: int) -> None:
        """Take the epoch after so many."""
        if self._is_scheduled:
            self._rate = self._rates_at(epoch)
        moved = self._rule.step(self._W, self._slopes, self._memory, self._rate)
        self._W, self._memory = moved

    def _fault_of(self, at: int, found: SlopesOfAll) -> StopReason:
        """Return how a run ends that may have diverged or lost its step; DONE if it has not."""
        bounds, loss = self._bounds[at], float(found.losses[at])
        is_hidden = not found.slopes[at].any() and bounds.step_is_lost(loss)
        if is_hidden or not found.is_moved[at]:
            failed = bounds.after_step_failed(loss)
            return StopReason.DIVERGED if failed else StopReason.STEP_VANISHED
        return StopReason.DIVERGED if bounds.reached(loss) else StopReason.DONE

    def _end(self, at: int, stop: StopReason) -> None:
        run = int(self.going[at])
        losses, W, stops = self.ends
        if stop is StopReason.DIVERGED:
            losses[run], W[run], stops[run] = diverged(W.shape[1])
        else:
            losses[run], W[run], stops[run] = self._losses[at], self._W[at], stop

    def _keep(self, which: NDArray[np.bool_]) -> None:
        """Go on with these runs alone."""
        self.going, self._W, self._slopes = self.going[which], self._W[which], self._slopes[which]
        self._losses = self._losses[which]
        self._h, self._rate = self._h[which], self._rate[which]
        self._certain = self._certain[which]
        kept = np.flatnonzero(which).tolist()
        self._bounds = [self._bounds[at] for at in kept]
        self._rates = [self._rates[at] for at in kept]
        if self._memory is not None:
            arrays = tuple(each[which] for each in self._memory.arrays)
            self._memory = self._memory._replace(arrays=arrays)
        self._rule = self._rule_of_going()

    def _rates_at(self, epoch: int) -> Matrix:
        """Return η of each run in the epoch after so many, (n, 1)."""
        return np.array([rate(epoch) for rate in self._rates]).reshape(-1, 1)

    def _rule_of_going(self) -> UpdateRule:
        """Return the rule of the runs that go on: β and τ are those of each."""
        runs = [self._task.runs[int(run)] for run in self.going] or [self._task.runs[0]]
        first = runs[0]
        if first.optimiser not in WITH_BUFFER:
            return rule_of(first)
        momentum = np.array([[run.momentum] for run in runs])
        dampening = np.array([[run.dampening if run.momentum else 0.0] for run in runs])
        return BufferRule(first.optimiser, momentum, dampening)
