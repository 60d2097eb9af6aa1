"""Where a run starts when a person presses Run, Resume or Step."""

from dataclasses import replace

from engine import MOST_EPOCHS, Frame, Settings

from .run_state import RunState

FROM_START = (RunState.READY, RunState.EDITED)
FROM_HERE = (RunState.PAUSED, RunState.FAILED)
IN_VAIN = (RunState.DIVERGED, RunState.ENDLESS)


def is_resumed(
    wanted: RunState, state: RunState, frame: Frame, settings: Settings, ran_under: Settings
) -> bool:
    """Return whether a run resumes from its last frame instead of starting from the initial W.

    ``ran_under`` are the settings that led to the frame, ``settings`` the present ones.
    """
    if state in FROM_START:
        return False
    if wanted is RunState.STEPPING or state in FROM_HERE:
        return True
    if state in IN_VAIN:
        return False
    if state is RunState.CONVERGED and not _tolerates_less(frame, settings, ran_under):
        return False
    return settings.until_converged or frame.epoch < settings.epochs


def one_epoch_after(frame: Frame | None, settings: Settings) -> Settings:
    """Return settings that take exactly one epoch, whatever else would stop the run."""
    reached = frame.epoch if frame else 0
    epochs = min(reached + 1, int(MOST_EPOCHS))
    return replace(settings, epochs=epochs, tolerance=0.0, until_converged=False)


def _tolerates_less(frame: Frame, settings: Settings, ran_under: Settings) -> bool:
    """Return whether the settings ask for more than the run has already converged to."""
    if frame.gradient_norm <= settings.tolerance:
        return False
    has_settled = frame.gradient_norm > ran_under.tolerance
    return not (has_settled and settings.until_converged)
