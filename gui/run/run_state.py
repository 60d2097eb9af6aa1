"""The states of a run, each with the sentence shown for it."""

from dataclasses import replace
from enum import Enum

from engine import MOST_EPOCHS, Frame, Settings, StopReason


class RunState(Enum):
    """Where the run stands; the values are the sentences shown."""

    READY = "Ready. Run descends from the initial W."
    RUNNING = "Running."
    STEPPING = "Taking one epoch."
    PAUSED = "Paused. Resume goes on from here."
    EDITED = "The tables have changed. Run starts afresh from the initial W."
    DONE = StopReason.DONE.value
    CONVERGED = StopReason.CONVERGED.value
    ENDLESS = StopReason.ENDLESS.value
    DIVERGED = StopReason.DIVERGED.value
    STEP_VANISHED = StopReason.STEP_VANISHED.value
    FAILED = "The run failed. What had been computed is kept."

    @property
    def is_active(self) -> bool:
        """Whether a thread is at work."""
        return self in (RunState.RUNNING, RunState.STEPPING)

    @classmethod
    def after(cls, stop: StopReason) -> "RunState":
        """Return the state in which a descent that stopped leaves the run."""
        return cls.PAUSED if stop is StopReason.CANCELLED else cls(stop.value)


AFRESH = (RunState.READY, RunState.EDITED)
FROM_HERE = (RunState.PAUSED, RunState.FAILED)
TO_NO_AVAIL = (RunState.DIVERGED, RunState.ENDLESS)


def is_resumed(
    wanted: RunState, state: RunState, frame: Frame, settings: Settings, ran_under: Settings
) -> bool:
    """Tell whether a run that stands at a frame goes on from there, or starts afresh.

    ``ran_under`` are the settings that led to the frame, ``settings`` those there are now.
    """
    if state in AFRESH:
        return False
    if wanted is RunState.STEPPING or state in FROM_HERE:
        return True
    if state in TO_NO_AVAIL:
        return False
    if state is RunState.CONVERGED and not _tolerates_less(frame, settings, ran_under):
        return False
    return settings.until_converged or frame.epoch < settings.epochs


def one_epoch_after(frame: Frame | None, settings: Settings) -> Settings:
    """Return the settings under which one epoch is taken, whatever there is to stop for."""
    reached = frame.epoch if frame else 0
    epochs = min(reached + 1, int(MOST_EPOCHS))
    return replace(settings, epochs=epochs, tolerance=0.0, until_converged=False)


def _tolerates_less(frame: Frame, settings: Settings, ran_under: Settings) -> bool:
    """Tell whether there is more to do than to find again that no weight changes."""
    if frame.gradient_norm <= settings.tolerance:
        return False
    has_settled = frame.gradient_norm > ran_under.tolerance
    return not (has_settled and settings.until_converged)
