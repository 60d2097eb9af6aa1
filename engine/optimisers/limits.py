"""How the limit of η of an optimiser compares with 2/λmax, that of plain descent."""

from ..momentum.rule import MomentumRule
from ..settings import Settings
from .kinds import LIMITLESS


def limit_factor(settings: Settings) -> float | None:
    """Return η's limit as a multiple of 2/λmax; None if the optimiser has none that is known."""
    if settings.optimiser in LIMITLESS:
        return None
    return MomentumRule.of_optimiser(settings).most_overshoot / 2
