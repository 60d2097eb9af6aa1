"""The latest runs, so that undo back to the tables of a run finds it again."""

from dataclasses import dataclass

from ..document import Experiment
from .run_state import RunState
from .worker import RunProgress, RunRequest

MOST_RUNS = 4
"""A few documents and edits back; each run keeps its tables, 80 MB for a million rows of ten."""


@dataclass(frozen=True, eq=False)
class RememberedRun:
    """A run as it was when the tables changed: enough to show it and to resume it."""

    request: RunRequest
    progress: RunProgress
    state: RunState


class RunMemory:
    """The latest runs, at most one for each state of the tables."""

    def __init__(self) -> None:
        self._runs: list[RememberedRun] = []

    def keep(self, run: RememberedRun) -> None:
        """Remember a run in place of an earlier one of the same tables."""
        self.forget(run.request.experiment)
        self._runs = [*self._runs, run][-MOST_RUNS:]

    def find(self, experiment: Experiment) -> RememberedRun | None:
        """Return the run of these very tables, if it is remembered."""
        return next((run for run in self._runs if _is_of(run, experiment)), None)

    def forget(self, experiment: Experiment) -> None:
        """Forget the run of these tables."""
        self._runs = [run for run in self._runs if not _is_of(run, experiment)]

    def clear(self) -> None:
        """Forget all runs."""
        self._runs.clear()


def _is_of(run: RememberedRun, experiment: Experiment) -> bool:
    return experiment.has_tables_of(run.request.experiment)
