"""The states of a run, each with the sentence shown for it."""

from enum import Enum

from engine import StopReason


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
