"""Which settings decide the numbers of an epoch, and which only when a run ends."""

from dataclasses import replace

from ..optimisers.kinds import Schedule
from ..settings import Settings


def arithmetic_of(settings: Settings) -> Settings:
    """Return the settings of a run with nothing in them that only decides when it ends.

    Under equal ones, an epoch makes the same of the same W. A cosine that lasts as long as the run
    names its epochs.
    """
    lasts = None
    if settings.schedule is Schedule.COSINE:
        lasts = settings.schedule_epochs or max(1, settings.epochs)
    return replace(settings, epochs=0, tolerance=0.0, until_converged=False, schedule_epochs=lasts)


def settings_there(span: Settings | None, latest: Settings) -> Settings:
    """Return the settings of an earlier epoch, which end a run where the latest ones do."""
    if span is None or span == arithmetic_of(latest):
        return latest
    return replace(
        span,
        epochs=latest.epochs,
        tolerance=latest.tolerance,
        until_converged=latest.until_converged,
    )
