"""The states of a run, each with the sentence shown in the strip."""

from dataclasses import replace
from enum import Enum

from engine import MOST_EPOCHS, Frame, Settings, StopReason
from engine.language.sentence import marked
from engine.optimisers.kinds import Schedule
from engine.settings import Method


class RunState(Enum):
    """What the run is doing; the values are the sentences shown."""

    READY = marked("run", "Ready. Run descends from the start row.")
    RUNNING = marked("run", "Running.")
    STEPPING = marked("run", "Taking one epoch.")
    PAUSED = marked("run", "Paused. Press Go On.")
    EDITED = marked("run", "The table has changed; plots and W are those of the old one.")
    DONE = StopReason.DONE.value
    CONVERGED = StopReason.CONVERGED.value
    ENDLESS = StopReason.ENDLESS.value
    DIVERGED = StopReason.DIVERGED.value
    UNDEFINED = StopReason.UNDEFINED.value
    STEP_VANISHED = StopReason.STEP_VANISHED.value
    STEP_TOO_LARGE = StopReason.STEP_TOO_LARGE.value
    FAILED = marked("run", "Secant made a mistake and stopped this run. Nothing is lost.")

    def __init__(self, _: str) -> None:
        self.is_active = self.name in ("RUNNING", "STEPPING")
        """Whether the run's thread is working: an attribute, for it is asked in each redraw."""

    @classmethod
    def after(cls, stop: StopReason) -> "RunState":
        """Return the state of a run whose descent has stopped."""
        return cls.PAUSED if stop is StopReason.CANCELLED else cls(stop.value)


FROM_START = (RunState.READY, RunState.EDITED)
FROM_HERE = (RunState.PAUSED, RunState.FAILED)
IN_VAIN = (RunState.DIVERGED, RunState.ENDLESS, RunState.UNDEFINED)


def is_resumed(
    wanted: RunState, state: RunState, frame: Frame, settings: Settings, ran_under: Settings
) -> bool:
    """Return whether a run resumes from its last frame instead of starting from the initial W.

    ``ran_under`` are the settings that led to the frame, ``settings`` the present ones. A descent
    on another loss is another one.
    """
    if state in FROM_START or settings.formula != ran_under.formula:
        return False
    if wanted is RunState.STEPPING or state in FROM_HERE:
        return True
    if state in IN_VAIN:
        return False
    if state is RunState.CONVERGED and not _tolerates_less(frame, settings, ran_under):
        return False
    return settings.until_converged or frame.epoch < settings.epochs


def with_possible_method(settings: Settings) -> Settings:
    """Return settings without the method of the modes if those do not predict their optimiser.

    The engine refuses the two together. In the window one stays chosen when the other is, so the
    run takes every epoch, and says why.
    """
    if settings.method is not Method.MODES:
        return settings
    from engine.methods.choose import is_walked  # loaded on use, as in gui/run/worker.py

    return replace(settings, method=Method.AUTOMATIC) if is_walked(settings) else settings


def one_epoch_after(frame: Frame | None, settings: Settings) -> Settings:
    """Return settings that take exactly one epoch, whatever else would stop the run.

    A schedule that lasts as long as the run goes on as if all epochs of the settings were to come.
    """
    reached = frame.epoch if frame else 0
    epochs = min(reached + 1, int(MOST_EPOCHS))
    lasts = settings.schedule_epochs
    if settings.schedule is Schedule.COSINE:
        lasts = lasts or max(settings.epochs, 1)
    return replace(
        settings, epochs=epochs, tolerance=0.0, until_converged=False, schedule_epochs=lasts
    )


def _tolerates_less(frame: Frame, settings: Settings, ran_under: Settings) -> bool:
    """Return whether the settings ask for more than the run has already converged to."""
    if frame.gradient_norm <= settings.tolerance:
        return False
    has_settled = frame.gradient_norm > ran_under.tolerance
    return not (has_settled and settings.until_converged)
