"""The speed by keys: each press goes to the next decade of the slider."""

from ..widgets.speed_slider import STEPS_PER_DECADE, UNLIMITED


def faster(position: int) -> int:
    """Return the slider's position at the next decade above; the last one is unlimited."""
    return min((position // STEPS_PER_DECADE + 1) * STEPS_PER_DECADE, UNLIMITED)


def slower(position: int) -> int:
    """Return the slider's position at the next decade below."""
    return max((position - 1) // STEPS_PER_DECADE * STEPS_PER_DECADE, 0)
