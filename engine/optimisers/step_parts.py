"""What an epoch adds to W, in the parts of its formula: the working of one step as arrows.

The parts that are added lead from W to W after the epoch, one from the tip of the other: that of
the slopes, of the buffer, of a decay. What the root of an adaptive optimiser divides is beside
them: it is of another size, and leads elsewhere.
"""

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np

from ..matrix import Matrix
from ..settings import Settings
from .kinds import Optimiser, Schedule
from .memory import Memory


class PartKind(Enum):
    """What a part of a step is made of."""

    SLOPES = "the slopes of this epoch"
    MEMORY = "what is remembered of earlier slopes"
    DECAY = "W itself"
    DIVIDED = "slopes, divided by the root of their squares"


@dataclass(frozen=True, eq=False)
class StepPart:
    """A part of a step, (j, 1), and its formula."""

    kind: PartKind
    formula: str
    move: Matrix


@dataclass(frozen=True, eq=False)
class StepParts:
    """An epoch in parts, all (j, 1).

    Attributes
    ----------
    W, W_next : ndarray, shape (j, 1)
        Before and after the epoch.
    added : tuple of StepPart
        From W to W next, in order; they add up to its move.
    undivided : tuple of StepPart
        From W: what an adaptive optimiser divides by a root.
    """

    W: Matrix
    W_next: Matrix
    added: tuple[StepPart, ...]
    undivided: tuple[StepPart, ...] = ()


class StepTaken(NamedTuple):
    """An epoch: W, its slopes, both (j, 1), η, and what is remembered before and after it."""

    W: Matrix
    slopes: Matrix
    rate: float
    before: Memory | None = None
    after: Memory | None = None


def parts_of(settings: Settings, taken: StepTaken) -> tuple[tuple[StepPart, ...], ...]:
    """Return the parts of an epoch that are added, and those that a root divides.

    The formulas are those of ``rules.py``, term by term.

    Parameters
    ----------
    settings : Settings
        Those of the run.
    taken : StepTaken
        In the units of the columns descended on, as the parts are.
    """
    eta = "η" if settings.schedule is Schedule.CONSTANT else "ηₜ"
    slopes = StepPart(PartKind.SLOPES, f"−{eta}·δW", -taken.rate * taken.slopes)
    match settings.optimiser:
        case Optimiser.HEAVY_BALL | Optimiser.NESTEROV if settings.momentum:
            return _of_buffer(settings, taken, slopes, eta), ()
        case Optimiser.RMSPROP | Optimiser.ADAGRAD if taken.after is not None:
            sign = "v" if settings.optimiser is Optimiser.RMSPROP else "s"
            move = slopes.move / (np.sqrt(taken.after.arrays[0]) + settings.epsilon)
            formula = f"−{eta}·δW/(√{sign} + ε)"
            return (StepPart(PartKind.DIVIDED, formula, move),), (slopes,)
        case Optimiser.ADAM | Optimiser.ADAMW if taken.after is not None:
            return _of_means(settings, taken, slopes, eta)
    return (slopes,), ()


def _of_buffer(
    settings: Settings, taken: StepTaken, slopes: StepPart, eta: str
) -> tuple[StepPart, ...]:
    """Return what the slopes add, and what the buffer does."""
    momentum, damped = settings.momentum, 1 - settings.dampening
    is_looking_ahead = settings.optimiser is Optimiser.NESTEROV
    memory = taken.after if is_looking_ahead else taken.before
    if memory is None:  # the first buffer is the slopes themselves, undamped
        return (slopes,)
    if not is_looking_ahead and settings.dampening:
        formula = f"−{eta}·(1 − τ)·δW"
        slopes = StepPart(PartKind.SLOPES, formula, damped * slopes.move)
    of_buffer = -taken.rate * momentum * memory.arrays[0]
    return slopes, StepPart(PartKind.MEMORY, f"−{eta}·β·b", of_buffer)


def _of_means(
    settings: Settings, taken: StepTaken, slopes: StepPart, eta: str
) -> tuple[tuple[StepPart, ...], ...]:
    """Return the decay and the mean divided by its root; and slopes and mean, undivided."""
    assert taken.after is not None
    made, (mean, squares) = taken.after.epochs, taken.after.arrays
    pushed = -taken.rate / (1 - settings.beta1**made) * mean
    root = np.sqrt(squares) / (1 - settings.beta2**made) ** 0.5 + settings.epsilon
    divided = StepPart(PartKind.DIVIDED, f"−{eta}·m̂/(√v̂ + ε)", pushed / root)
    undivided = slopes, StepPart(PartKind.MEMORY, f"−{eta}·m̂", pushed)
    if settings.optimiser is Optimiser.ADAMW and settings.weight_decay:
        of_decay = -taken.rate * settings.weight_decay * taken.W
        return (StepPart(PartKind.DECAY, f"−{eta}·λ·W", of_decay), divided), undivided
    return (divided,), undivided
