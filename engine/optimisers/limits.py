"""Which η suit an optimiser: its limit beside 2/λmax, that of plain descent, or a usual one."""

from ..momentum.rule import MomentumRule
from ..settings import Settings
from .kinds import LIMITLESS, Optimiser


def limit_factor(settings: Settings) -> float | None:
    """Return η's limit as a multiple of 2/λmax; None if the optimiser has none that is known."""
    if settings.optimiser in LIMITLESS:
        return None
    return MomentumRule.of_optimiser(settings).most_overshoot / 2


def usual_rate(optimiser: Optimiser) -> float | None:
    """Return the usual η of an optimiser that has no known limit, as in torch.optim; else None."""
    if optimiser not in LIMITLESS:
        return None
    return 0.001 if optimiser in (Optimiser.ADAM, Optimiser.ADAMW) else 0.01
