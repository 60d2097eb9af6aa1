"""The states of a run, each with the sentence shown in the strip."""

from enum import Enum

from engine import StopReason


class RunState(Enum):
    """What the run is doing; the values are the sentences shown."""

    READY = "Ready. Run descends from the initial W."
    RUNNING = "Running."
    STEPPING = "Taking one epoch."
    PAUSED = "Paused. Resume continues from here."
    EDITED = "The tables have changed. Run starts again from the initial W."
    DONE = StopReason.DONE.value
    CONVERGED = StopReason.CONVERGED.value
    ENDLESS = StopReason.ENDLESS.value
    DIVERGED = StopReason.DIVERGED.value
    STEP_VANISHED = StopReason.STEP_VANISHED.value
    FAILED = "The run failed. The results so far are kept."

    @property
    def is_active(self) -> bool:
        """Whether the run's thread is working."""
        return self in (RunState.RUNNING, RunState.STEPPING)

    @classmethod
    def after(cls, stop: StopReason) -> "RunState":
        """Return the state of a run whose descent has stopped."""
        return cls.PAUSED if stop is StopReason.CANCELLED else cls(stop.value)
