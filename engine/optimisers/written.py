"""The optimisers and schedules as a person reads them: their formulas, and where they come from."""

from typing import NamedTuple

from ..settings import Settings
from .kinds import Optimiser, Schedule


class Written(NamedTuple):
    """The formulas of one epoch, in order, and the class of torch that has them."""

    formulas: tuple[str, ...]
    source: str


_ADAM = ("m ← β₁·m + (1 − β₁)·δW", "v ← β₂·v + (1 − β₂)·δW²")
_ADAM_STEP = "W ← W − η·m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)"
_OPTIMISERS = {
    Optimiser.PLAIN: Written(("W ← W − η·δW",), "torch.optim.SGD"),
    Optimiser.HEAVY_BALL: Written(
        ("b ← β·b + (1 − τ)·δW", "W ← W − η·b"), "torch.optim.SGD(momentum=β, dampening=τ)"
    ),
    Optimiser.NESTEROV: Written(
        ("b ← β·b + δW", "W ← W − η·(δW + β·b)"), "torch.optim.SGD(momentum=β, nesterov=True)"
    ),
    Optimiser.RMSPROP: Written(
        ("v ← α·v + (1 − α)·δW²", "W ← W − η·δW/(√v + ε)"), "torch.optim.RMSprop"
    ),
    Optimiser.ADAM: Written((*_ADAM, _ADAM_STEP), "torch.optim.Adam"),
    Optimiser.ADAMW: Written(("W ← W − η·λ·W", *_ADAM, _ADAM_STEP), "torch.optim.AdamW"),
    Optimiser.ADAGRAD: Written(("s ← s + δW²", "W ← W − η·δW/(√s + ε)"), "torch.optim.Adagrad"),
}
_SCHEDULES = {
    Schedule.CONSTANT: Written(("ηₜ = η",), "torch.optim"),
    Schedule.STEP: Written(("ηₜ = η·γ^⌊t/n⌋",), "torch.optim.lr_scheduler.StepLR"),
    Schedule.EXPONENTIAL: Written(("ηₜ = η·γ^t",), "torch.optim.lr_scheduler.ExponentialLR"),
    Schedule.COSINE: Written(
        ("ηₜ = least + (η − least)·(1 + cos(π·t/T))/2",),
        "torch.optim.lr_scheduler.CosineAnnealingLR",
    ),
    Schedule.INVERSE: Written(("ηₜ = η/(1 + k·t)",), "torch.optim.lr_scheduler.LambdaLR"),
}


def written_optimiser(optimiser: Optimiser) -> Written:
    """Return the formulas of an epoch; t counts the epochs from 1."""
    return _OPTIMISERS[optimiser]


def written_schedule(schedule: Schedule) -> Written:
    """Return the formula of η in an epoch; t counts the epochs before it."""
    return _SCHEDULES[schedule]


def written_epoch(settings: Settings) -> str:
    """Return the formulas of the settings on one line, with ηₜ if a schedule changes η.

    Examples
    --------
    >>> written_epoch(Settings(optimiser="heavy ball"))
    'b ← β·b + (1 − τ)·δW;  W ← W − η·b'
    """
    formulas = written_optimiser(settings.optimiser).formulas
    if settings.schedule is Schedule.CONSTANT:
        return ";  ".join(formulas)
    scheduled = written_schedule(settings.schedule).formulas
    return ";  ".join((*scheduled, *(each.replace("η", "ηₜ") for each in formulas)))
