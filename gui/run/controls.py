"""How the window controls a run: its settings, its pace, and when to stop."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, RLock

from engine import Settings

MOST_DRAWING_SECONDS = 0.2
"""How long a run waits for the window at most; a redraw takes 15 to 60 ms if no run disturbs it."""
FRAMES_PER_SECOND = 50
"""Chunks a second at a fixed pace: more than the window redraws, so that curves move smoothly."""


@dataclass(frozen=True)
class Pace:
    """The speed of a run in epochs a second; None means as fast as possible."""

    epochs_per_second: float | None = None

    @property
    def chunk_epochs(self) -> int | None:
        """The epochs of one chunk; None if the engine may choose."""
        if self.epochs_per_second is None:
            return None
        return max(1, round(self.epochs_per_second / FRAMES_PER_SECOND))

    @property
    def chunk_seconds(self) -> float:
        """The time that one chunk must last."""
        if self.epochs_per_second is None:
            return 0.0
        return (self.chunk_epochs or 1) / self.epochs_per_second

    def chunk_after(self, _epoch: float, _seconds: float = 0.0) -> int | None:
        """Return the epochs of the chunk after an epoch; None if the engine may choose.

        ``_seconds`` are those since the start of the run.
        """
        return self.chunk_epochs

    def seconds_to(self, _epoch: float) -> float:
        """Return how long after the start of the run an epoch is shown at the earliest."""
        return 0.0


@dataclass(frozen=True)
class FirstPace(Pace):
    """The pace of a session's first run: each tenfold of the epochs takes equally long.

    ``epochs`` are those of the run, which takes ``seconds``. After the time t, epoch
    (epochs + 1)^(t / seconds) − 1 is shown: of 1,000 epochs in 3 s, epoch 1 at 0.3 s, 10 at 1.0 s.
    """

    epochs: float = 1000.0
    seconds: float = 3.0

    def chunk_after(self, epoch: float, seconds: float = 0.0) -> int | None:
        """Return the epochs until the one that is due at the next frame, at least one.

        A run that is late, because the computer is busy, catches up.
        """
        if epoch >= self.epochs:
            return None
        due = max(self.seconds_to(epoch), seconds) + 1 / FRAMES_PER_SECOND
        return max(1, round(self.epoch_at(due) - epoch))

    def seconds_to(self, epoch: float) -> float:
        """Return how long after the start of the run an epoch is shown at the earliest."""
        return self.seconds * min(math.log1p(epoch) / math.log1p(self.epochs), 1.0)

    def epoch_at(self, seconds: float) -> float:
        """Return the epoch that is due after so long, at most the last one."""
        share = min(seconds / self.seconds, 1.0)
        return math.expm1(share * math.log1p(self.epochs))


@dataclass(frozen=True)
class RunSettings:
    """The settings and the pace of the next chunks.

    ``settings`` are the engine's. They differ from the user's if one epoch is taken: then
    ``asked`` has the user's, which the window shows.
    """

    settings: Settings
    pace: Pace
    asked: Settings | None = None

    @property
    def shown(self) -> Settings:
        """The settings to show beside the frames that run under these."""
        return self.asked or self.settings


class Controls:
    """The settings of a run and its cancel flag, shared by two threads; read once a chunk."""

    def __init__(self, run_settings: RunSettings) -> None:
        self._run_settings = run_settings
        self._publishing = RLock()
        self._cancelled = Event()
        self._changed = Event()
        self._drawn = Event()
        self._drawn.set()

    @property
    def run_settings(self) -> RunSettings:
        """The settings of the next chunk."""
        return self._run_settings

    def change(self, run_settings: RunSettings) -> None:
        """Use other settings from the next chunk on."""
        self._run_settings = run_settings
        self._changed.set()

    def cancel(self) -> None:
        """End the run: from now on it publishes nothing, and it ends at its next check."""
        with self._publishing:
            self._cancelled.set()
        self._changed.set()
        self._drawn.set()

    def cancelled(self) -> bool:
        """Return whether the run must end, once the window has drawn what it is drawing."""
        if not self._drawn.is_set():
            self._drawn.wait(MOST_DRAWING_SECONDS)
        return self._cancelled.is_set()

    def hold(self) -> None:
        """Let the run wait at its next check: the window draws.

        Qt gives the interpreter up at nearly every call, and a run takes it each time.
        """
        self._drawn.clear()

    def go_on(self) -> None:
        """Let the run go on: the window has drawn."""
        self._drawn.set()

    def publish(self, action: Callable[[], None]) -> None:
        """Call ``action`` unless the run is cancelled; `cancel` waits until it has returned.

        So the window can take the latest frame as soon as it has cancelled, and continue from it
        later: the thread, which may still be at work, adds nothing to the history of that frame.
        """
        with self._publishing:
            if not self._cancelled.is_set():
                action()

    def wait(self, seconds: float) -> None:
        """Wait, but no longer than until the settings change or the run is cancelled."""
        self._changed.wait(seconds)
        self._changed.clear()
