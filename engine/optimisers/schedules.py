"""The schedules: η of every epoch, as torch.optim.lr_scheduler has it.

The formulas are those that torch's documentation gives. Torch itself multiplies one η after the
other, which rounds otherwise. ``epoch`` counts the epochs that have run, so the first one has 0.
"""

import math
from collections.abc import Callable

from ..settings import Settings
from .kinds import Schedule


def stepped(rate: float, epoch: int, every: int, factor: float) -> float:
    """Return η·factor^⌊epoch/every⌋, as torch.optim.lr_scheduler.StepLR."""
    return rate * factor ** (epoch // every)


def exponential(rate: float, epoch: int, factor: float) -> float:
    """Return η·factor^epoch, as torch.optim.lr_scheduler.ExponentialLR."""
    return rate * factor**epoch


def cosine(rate: float, epoch: int, epochs: int, least: float) -> float:
    """Return least + (η − least)·(1 + cos(π·epoch/epochs))/2, as CosineAnnealingLR.

    After ``epochs`` it rises again, and falls again after twice as many.
    """
    part = epoch % (2 * epochs) / epochs
    return least + (rate - least) * (1 + math.cos(math.pi * part)) / 2


def inverse(rate: float, epoch: int, decay: float) -> float:
    """Return η/(1 + decay·epoch): LambdaLR of torch, and InverseTimeDecay of Keras."""
    return rate / (1 + decay * epoch)


def rate_of(settings: Settings) -> Callable[[int], float]:
    """Return what gives η of each epoch; the settings have η as a number."""
    rate = settings.fixed_learning_rate
    match settings.schedule:
        case Schedule.STEP:
            every, factor = settings.schedule_every, settings.schedule_factor
            return lambda epoch: stepped(rate, epoch, every, factor)
        case Schedule.EXPONENTIAL:
            factor = settings.schedule_factor
            return lambda epoch: exponential(rate, epoch, factor)
        case Schedule.COSINE:
            epochs, least = cosine_epochs(settings), settings.schedule_least
            return lambda epoch: cosine(rate, epoch, epochs, least)
        case Schedule.INVERSE:
            decay = settings.schedule_rate
            return lambda epoch: inverse(rate, epoch, decay)
    return lambda _: rate


def cosine_epochs(settings: Settings) -> int:
    """Return after how many epochs the cosine has lowered η: the run's, if none are given."""
    return settings.schedule_epochs or max(1, settings.epochs)


def vanishes(settings: Settings) -> bool:
    """Return whether η falls by a factor again and again, so that W comes to rest at any slope."""
    falls = settings.schedule in (Schedule.STEP, Schedule.EXPONENTIAL)
    return falls and settings.schedule_factor < 1
