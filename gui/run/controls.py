"""What the window tells a run under way: its settings, its pace, and when to stop."""

from dataclasses import dataclass
from threading import Event

from engine import Settings

FRAMES_PER_SECOND = 50


@dataclass(frozen=True)
class Pace:
    """How fast a run goes, in epochs a second; None is as fast as it can."""

    epochs_per_second: float | None = None

    @property
    def chunk_epochs(self) -> int | None:
        """The epochs to take at a time, or None where the engine may choose."""
        if self.epochs_per_second is None:
            return None
        return max(1, round(self.epochs_per_second / FRAMES_PER_SECOND))

    @property
    def chunk_seconds(self) -> float:
        """The time such a chunk is to last."""
        if self.epochs_per_second is None:
            return 0.0
        return (self.chunk_epochs or 1) / self.epochs_per_second


@dataclass(frozen=True)
class RunSettings:
    """How the next chunks are to be run."""

    settings: Settings
    pace: Pace


class Controls:
    """Shared by the two threads; the worker looks at it once a chunk."""

    def __init__(self, plan: RunSettings) -> None:
        self._plan = plan
        self._cancelled = Event()
        self._told = Event()

    @property
    def plan(self) -> RunSettings:
        """The plan now in force."""
        return self._plan

    def change(self, plan: RunSettings) -> None:
        """Put another plan in force from the next chunk on."""
        self._plan = plan
        self._told.set()

    def cancel(self) -> None:
        """End the run at the next look."""
        self._cancelled.set()
        self._told.set()

    def cancelled(self) -> bool:
        """Tell whether the run is to end."""
        return self._cancelled.is_set()

    def wait(self, seconds: float) -> None:
        """Let time pass, but no longer than until something is told."""
        self._told.wait(seconds)
        self._told.clear()
