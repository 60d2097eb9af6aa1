"""Which η suit an optimiser: its limit beside 2/λmax, that of plain descent, or a usual one."""

from ..momentum.rule import MomentumRule
from ..settings import Settings
from .kinds import LIMITLESS, Optimiser


def limit_factor(settings: Settings) -> float | None:
    """Return η's limit as a multiple of 2/λmax; None if the optimiser has none that is known."""
    if settings.optimiser in LIMITLESS:
        return None
    return most_overshoot(settings) / 2


def most_overshoot(settings: Settings) -> float:
    """Return the largest η·λmax that is stable.

    Of an optimiser that divides by slopes, λmax is that of D^-½·H·D^-½ with D = √v̂ + ε.
    """
    if settings.optimiser not in LIMITLESS:
        return MomentumRule.of_optimiser(settings).most_overshoot
    if settings.optimiser in (Optimiser.ADAM, Optimiser.ADAMW):
        # Its mean of δW is a heavy ball with a dampening of β₁ itself.
        return MomentumRule(settings.beta1, settings.beta1).most_overshoot
    return MomentumRule().most_overshoot


def usual_rate(optimiser: Optimiser) -> float | None:
    """Return the usual η of an optimiser that has no known limit, as in torch.optim; else None."""
    if optimiser not in LIMITLESS:
        return None
    return 0.001 if optimiser in (Optimiser.ADAM, Optimiser.ADAMW) else 0.01
