"""What each optimiser makes of the slopes of an epoch, as torch.optim does it in float64.

Sources: the algorithm of each class in torch.optim's documentation, and its single-tensor code for
the order of the operations. Others differ: Keras keeps the old η in its velocity and has ε of
RMSProp inside the root, and optax starts the sum of Adagrad at 0.1.

An epoch begins at W with its slopes g = δW, and has the η of the schedule. Nothing of a state is
changed in place, so that it keeps what it has.

On the triangle of a table, most of an epoch is the calls of numpy. So what a step has just made is
overwritten, and the numbers of an optimiser are arrays without axes: numpy multiplies by a float in
0.5 µs, and by those in 0.3.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..matrix import Matrix
from ..settings import Settings
from .kinds import Optimiser
from .memory import Memory
from .schedules import rate_of

# Less is lost beside 1 in float64: Adam's corrections are then 1 to the last digit.
LOST_BESIDE_ONE = 2.0**-54


class Moved(NamedTuple):
    """W after an epoch, and what is remembered of it."""

    W: Matrix
    memory: Memory


class Pushed(NamedTuple):
    """W and its slopes, both (j, 1), what is remembered after their epoch, and η there."""

    W: Matrix
    slopes: Matrix
    memory: Memory
    rate: float


class _Numbers:
    """The numbers of an optimiser as arrays without axes, in the arithmetic of the slopes."""

    def __init__(self, *values: float | Matrix) -> None:
        self._values = values
        self._within: dict[object, tuple[Matrix, ...]] = {}

    def like(self, slopes: Matrix) -> tuple[Matrix, ...]:
        """Return them, rounded as numpy rounds floats beside these slopes."""
        found = self._within.get(slopes.dtype)
        if found is None:
            found = tuple(np.array(each, slopes.dtype) for each in self._values)
            self._within[slopes.dtype] = found
        return found


class UpdateRule(ABC):
    """What an optimiser makes of the slopes of an epoch."""

    symbols: tuple[str, ...] = ()
    """What is remembered, if W is moved by that itself."""
    remembers = True
    """Whether it makes something else of the slopes after other epochs."""
    settles_at = 0.0
    """From how many epochs on one does not depend on how many there were before."""

    @abstractmethod
    def step(self, W: Matrix, slopes: Matrix, memory: Memory | None, rate: float | Matrix) -> Moved:
        """Return W after an epoch from W with its slopes, all (j, 1); ``rate`` is η there.

        Or all (n, j), of n runs, with the η of each (n, 1).
        """

    def pushed_by(self, here: Pushed) -> Matrix:
        """Return the mean of the latest slopes that moves W, (j, 1), of the size of one slope."""
        return here.slopes

    @abstractmethod
    def lasting_move(self, here: Pushed) -> Matrix:
        """Return by what an epoch moves W, (j, 1), once it has seen no other slopes for long."""

    def told(self, memory: Memory) -> tuple[tuple[str, Matrix], ...]:
        """Return what W is moved by, (j, 1) each with its symbol, after the epoch that made it."""
        return tuple(zip(self.symbols, memory.arrays, strict=True))


class PlainRule(UpdateRule):
    """W ← W − η·g: torch.optim.SGD without momentum, here with a schedule."""

    remembers = False

    def step(self, W: Matrix, slopes: Matrix, memory: Memory | None, rate: float | Matrix) -> Moved:
        """Return W after an epoch."""
        made = memory.epochs if memory else 0
        return Moved(W - rate * slopes, Memory(Optimiser.PLAIN, made + 1, ()))

    def lasting_move(self, here: Pushed) -> Matrix:
        """Return η·g."""
        return here.rate * here.slopes


class BufferRule(UpdateRule):
    """b ← β·b + (1 − τ)·g, but b = g at first;  W ← W − η·b, and Nesterov W ← W − η·(g + β·b).

    torch.optim.SGD with ``momentum`` β, ``dampening`` τ and ``nesterov``.
    """

    symbols = ("b",)

    def __init__(
        self, optimiser: Optimiser, momentum: float | Matrix, dampening: float | Matrix
    ) -> None:
        """Take β and τ; of W of several runs (n, j), those of each may be given as (n, 1)."""
        self._optimiser = optimiser
        self._momentum, self._dampening = momentum, dampening
        self._numbers = _Numbers(momentum, 1 - dampening)

    def step(self, W: Matrix, slopes: Matrix, memory: Memory | None, rate: float | Matrix) -> Moved:
        """Return W after an epoch."""
        if memory is None:
            made, buffer = 0, slopes
        else:
            made = memory.epochs
            momentum, taken = self._numbers.like(slopes)
            buffer = momentum * memory.arrays[0]
            np.add(buffer, taken * slopes, buffer)
        along = buffer
        if self._optimiser is Optimiser.NESTEROV:
            along = slopes + self._momentum * buffer
        return Moved(W - rate * along, Memory(self._optimiser, made + 1, (buffer,)))

    def pushed_by(self, here: Pushed) -> Matrix:
        """Return (1 − β)·b."""
        pushed: Matrix = (1 - self._momentum) * here.memory.arrays[0]
        return pushed

    def lasting_move(self, here: Pushed) -> Matrix:
        """Return η·b where b is at least what it has come to and what g would make of it."""
        settled = (1 - self._dampening) / (1 - self._momentum) * here.slopes
        buffer = here.memory.arrays[0]
        move: Matrix = here.rate * np.where(np.abs(buffer) > np.abs(settled), buffer, settled)
        return move


class RmsPropRule(UpdateRule):
    """v ← α·v + (1 − α)·g²;  W ← W − η·g/(√v + ε), with v = 0 at first: torch.optim.RMSprop."""

    def __init__(self, alpha: float, epsilon: float) -> None:
        self._alpha, self._epsilon = alpha, epsilon
        self._numbers = _Numbers(alpha, 1 - alpha, epsilon)

    def step(self, W: Matrix, slopes: Matrix, memory: Memory | None, rate: float | Matrix) -> Moved:
        """Return W after an epoch."""
        made, before = (memory.epochs, memory.arrays[0]) if memory else (0, np.zeros_like(slopes))
        kept, taken, epsilon = self._numbers.like(slopes)
        squares = slopes * slopes
        np.multiply(squares, taken, squares)
        np.add(squares, kept * before, squares)
        moved = _moved(W, slopes, np.sqrt(squares), epsilon, rate)
        return Moved(moved, Memory(Optimiser.RMSPROP, made + 1, (squares,)))

    def told(self, memory: Memory) -> tuple[tuple[str, Matrix], ...]:
        """Return √v."""
        return (("√v", np.sqrt(memory.arrays[0])),)

    def lasting_move(self, here: Pushed) -> Matrix:
        """Return η·g/(|g| + ε)."""
        move: Matrix = here.rate * (here.slopes / (np.abs(here.slopes) + self._epsilon))
        return move


class AdagradRule(UpdateRule):
    """s ← s + g²;  W ← W − η·g/(√s + ε), with s = 0 at first: torch.optim.Adagrad."""

    def __init__(self, epsilon: float) -> None:
        self._epsilon = epsilon
        self._numbers = _Numbers(epsilon)

    def step(self, W: Matrix, slopes: Matrix, memory: Memory | None, rate: float | Matrix) -> Moved:
        """Return W after an epoch."""
        made, total = (memory.epochs, memory.arrays[0]) if memory else (0, np.zeros_like(slopes))
        (epsilon,) = self._numbers.like(slopes)
        total = total + slopes * slopes
        moved = _moved(W, slopes, np.sqrt(total), epsilon, rate)
        return Moved(moved, Memory(Optimiser.ADAGRAD, made + 1, (total,)))

    def told(self, memory: Memory) -> tuple[tuple[str, Matrix], ...]:
        """Return √s."""
        return (("√s", np.sqrt(memory.arrays[0])),)

    def lasting_move(self, here: Pushed) -> Matrix:
        """Return the move of this epoch, which those after it do not exceed."""
        root = np.sqrt(here.memory.arrays[0]) + self._epsilon
        move: Matrix = here.rate * (here.slopes / root)
        return move


def _moved(W: Matrix, along: Matrix, root: Matrix, epsilon: Matrix, rate: float | Matrix) -> Matrix:
    """Return W − rate·along/(root + ε); root is overwritten."""
    np.add(root, epsilon, root)
    np.divide(along, root, root)
    np.multiply(root, rate, root)
    moved: Matrix = W - root
    return moved


class AdamRule(UpdateRule):
    """m ← m + (1 − β₁)·(g − m);  v ← β₂·v + (1 − β₂)·g², both 0 at first.

    W ← W − η/(1 − β₁ᵗ)·m/(√v/√(1 − β₂ᵗ) + ε) in epoch t, from 1: torch.optim.Adam. AdamW takes
    η·λ·W away before that, where λ is ``weight_decay``: torch.optim.AdamW.
    """

    def __init__(
        self, optimiser: Optimiser, beta1: float, beta2: float, epsilon: float, decay: float
    ) -> None:
        self._optimiser, self._decay = optimiser, decay
        self._beta1, self._beta2, self._epsilon = beta1, beta2, epsilon
        self._numbers = _Numbers(1 - beta1, beta2, 1 - beta2, epsilon)
        longest = max(beta1, beta2)
        self.settles_at = math.log(LOST_BESIDE_ONE) / math.log(longest) if longest else 1.0

    def step(self, W: Matrix, slopes: Matrix, memory: Memory | None, rate: float | Matrix) -> Moved:
        """Return W after an epoch."""
        if memory is None:
            made, old_mean, old_squares = 0, np.zeros_like(slopes), np.zeros_like(slopes)
        else:
            made, (old_mean, old_squares) = memory.epochs, memory.arrays
        t = made + 1
        if self._decay:
            W = W * (1 - rate * self._decay)
        toward, kept, taken, epsilon = self._numbers.like(slopes)
        mean = slopes - old_mean
        np.multiply(mean, toward, mean)
        np.add(mean, old_mean, mean)
        squares = slopes * slopes
        np.multiply(squares, taken, squares)
        np.add(squares, kept * old_squares, squares)
        root = np.sqrt(squares)
        if t < self.settles_at:  # later it is divided by 1
            np.divide(root, (1 - self._beta2**t) ** 0.5, root)
            rate = rate / (1 - self._beta1**t)
        return Moved(
            _moved(W, mean, root, epsilon, rate), Memory(self._optimiser, t, (mean, squares))
        )

    def pushed_by(self, here: Pushed) -> Matrix:
        """Return m."""
        return here.memory.arrays[0]

    def told(self, memory: Memory) -> tuple[tuple[str, Matrix], ...]:
        """Return both means, corrected for how few slopes they are of."""
        mean, squares = memory.arrays
        corrected = mean / (1 - self._beta1**memory.epochs)
        root = np.sqrt(squares) / (1 - self._beta2**memory.epochs) ** 0.5
        return ("m̂", corrected), ("√v̂", root)

    def lasting_move(self, here: Pushed) -> Matrix:
        """Return η·(g/(|g| + ε) + λ·W)."""
        of_slopes = here.slopes / (np.abs(here.slopes) + self._epsilon)
        move: Matrix = here.rate * (of_slopes + self._decay * here.W)
        return move


def rule_of(settings: Settings) -> UpdateRule:
    """Return the rule of the optimiser of the settings."""
    match settings.optimiser:
        case Optimiser.HEAVY_BALL | Optimiser.NESTEROV if settings.momentum:
            return BufferRule(settings.optimiser, settings.momentum, settings.dampening)
        case Optimiser.RMSPROP:
            return RmsPropRule(settings.alpha, settings.epsilon)
        case Optimiser.ADAGRAD:
            return AdagradRule(settings.epsilon)
        case Optimiser.ADAM | Optimiser.ADAMW:
            decay = settings.weight_decay if settings.optimiser is Optimiser.ADAMW else 0.0
            return AdamRule(
                settings.optimiser, settings.beta1, settings.beta2, settings.epsilon, decay
            )
    return PlainRule()


class Epochs:
    """The epochs of one descent, each with the η that the schedule has there."""

    def __init__(self, settings: Settings) -> None:
        """Take settings with η as a number."""
        self.rule = rule_of(settings)
        self.rate_at: Callable[[int], float] = rate_of(settings)

    def after(self, epoch: int, W: Matrix, slopes: Matrix, memory: Memory | None) -> Moved:
        """Return what the epoch after so many makes of W and its slopes."""
        return self.rule.step(W, slopes, memory, self.rate_at(epoch))
