"""Where a run goes on from when a person presses Run, Resume or Step."""

from dataclasses import replace

from engine import MOST_EPOCHS, Frame, Settings

from .run_state import RunState

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
