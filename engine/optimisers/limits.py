"""Which η suit an optimiser: its limit beside 2/λmax, that of plain descent, or a usual one."""

from ..settings import Settings
from .kinds import LIMITLESS, Optimiser


def limit_factor(settings: Settings) -> float | None:
    """Return η's limit as a multiple of 2/λmax; None if the optimiser has none that is known.

    Notes
    -----
    Along an eigenvector with eigenvalue λ, two epochs of heavy ball are one step of a recurrence
    whose roots z solve z² − (1 + β − (1 − τ)ηλ)·z + β = 0, and of Nesterov
    z² − (1 + β)(1 − ηλ)·z + β(1 − ηλ) = 0. One root is −1 at the limit.
    """
    if settings.optimiser in LIMITLESS:
        return None
    beta = settings.momentum
    if settings.optimiser is Optimiser.NESTEROV:
        return (1 + beta) / (1 + 2 * beta)
    if settings.optimiser is Optimiser.HEAVY_BALL and beta:
        return (1 + beta) / (1 - settings.dampening)
    return 1.0


def usual_rate(optimiser: Optimiser) -> float | None:
    """Return the usual η of an optimiser that has no known limit, as in torch.optim; else None."""
    if optimiser not in LIMITLESS:
        return None
    return 0.001 if optimiser in (Optimiser.ADAM, Optimiser.ADAMW) else 0.01
