"""Many epochs of heavy ball or Nesterov at once, as a path of modes needs them.

``MomentumEpochs`` is what one epoch does along the modes, ``EpochsFromPoint`` what follows one
point with its buffer: W, loss and slopes of any later epoch, and when they come to rest. Plain
descent has the same in ``methods/modes.py`` and ``methods/closed_form.py``.
"""

import math
import sys

import numpy as np
from numpy.typing import NDArray

from ..matrix import Matrix
from ..methods.closed_form import BLOCK, ErrorResponse, Motion, Predicted, multiply
from ..methods.decay import NOTHING_LEFT, Times
from ..methods.modes import Modes
from ..optimisers.memory import Memory
from ..settings import Settings
from ..threads.caching import cached_property
from .closed_form import MomentumRecurrence, Steepness
from .powers import EpochPowers
from .rule import MomentumRule
from .spectrum import RealRoots
from .weights import MomentumWeights

# The squares of what oscillates fall by β an epoch. After so many times 1/log β they are below
# 1e-36 of what they were, which no loss shows.
OSCILLATES = 83.0
# The times at which an error is looked at, evenly spaced by their logarithms.
SAMPLES = 64
# As methods/decay.py has it: products of subnormal powers take 3 times as long.
LEAST = math.exp(NOTHING_LEFT)
# A path that is within the tolerance as predicted, but by its quotients is not, is looked at again
# where the slopes are so much smaller.
FURTHER_WITHIN = 0.9


class MomentumEpochs:
    """What one epoch does along the modes, under one set of settings."""

    def __init__(self, modes: Modes, settings: Settings) -> None:
        rule = self.rule = MomentumRule.of(settings)
        self.modes, self.optimiser = modes, settings.optimiser
        self.bias = modes.bias(settings)
        self.learning_rate = settings.fixed_learning_rate
        self.recurrence = MomentumRecurrence(
            Steepness.of(modes), rule, self.learning_rate, self.bias
        )
        self.is_growing = self.recurrence.is_growing
        self.spectrum = self.recurrence.powers.spectrum
        is_real = ~self.spectrum.is_complex
        goes_on = is_real & (self.spectrum.at_minus_one <= 0)
        self.overshoots = bool(goes_on.any())
        """Whether a mode goes to and fro for ever: η is at its limit, or above."""
        self.is_endless: NDArray[np.bool_] = (self.spectrum.s == 0) | goes_on
        """Whether a mode never comes to rest, (j,)."""
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            roots = RealRoots(self.spectrum.only(is_real))
        self._large = np.ones_like(self.spectrum.s)
        self._large[is_real] = roots.large[:, 0]
        self._lowest = np.ones_like(self.spectrum.s)
        self._lowest[is_real] = np.where(roots.is_upper, roots.small, roots.large)[:, 0]
        self.oscillating = OSCILLATES / -math.log(rule.beta)
        """For how many epochs anything but the largest root of each mode may show."""

    @property
    def is_unstable(self) -> bool:
        """Whether a mode grows: η is above its limit."""
        return bool((self.recurrence.powers.growth > 0).any())

    @property
    def alternates(self) -> bool:
        """Whether the loss may alternate from one epoch to the next for long."""
        return bool((self._large < 0).any())

    @cached_property
    def lasting(self) -> Matrix:
        """How much of a step the next epoch does not undo, (j,): |1 + z|, of complex roots too."""
        complex_part = np.sqrt(np.maximum(self.spectrum.at_minus_one, 0.0))
        part = np.where(self.spectrum.is_complex, complex_part, 1 + self._large)
        lasting: Matrix = np.clip(part, 0.0, 1.0)
        return lasting

    @cached_property
    def response(self) -> ErrorResponse:
        """What becomes of an error of one epoch's slope.

        Along a mode it moves W as an autoregressive process of order 2 with the same roots does,
        whose variance is known: Box and Jenkins, Time Series Analysis, 1970.
        """
        rule, spectrum = self.rule, self.spectrum
        last = max(2.0, SAMPLES / (1 - rule.beta))
        times = np.unique(np.geomspace(1, last, SAMPLES).round())
        powers = self.recurrence.powers
        now, before = powers.at(times).collected, powers.at(times - 1).collected
        first, second = (1 + rule.beta, -rule.beta) if rule.is_nesterov else (rule.gain, 0.0)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            most = np.abs(first * now + second * before).max(axis=1)
            whole = 2 - spectrum.determinant_below_one
            of_ends = spectrum.s * spectrum.at_minus_one
            correlated = spectrum.trace / whole
            added = first * first + second * second + 2 * first * second * correlated
            forgotten = spectrum.determinant_below_one * of_ends * np.square(most) / whole / added
        forgotten = np.where(self.is_endless | ~np.isfinite(forgotten), 0.0, forgotten)
        forgotten = np.clip(forgotten, 0.0, 1.0)
        return ErrorResponse(most, forgotten, self._lowest, rule.gain / (1 - rule.beta))

    @cached_property
    def of_block(self) -> EpochPowers:
        """What 0, 1, … epochs do, fewer than ``BLOCK``."""
        return without_rest(self.recurrence.powers.at(np.arange(BLOCK, dtype=np.float64)))

    def sizes(self, times: Times) -> EpochPowers:
        """Return bounds of the sizes of what epochs do, which go round with no mode."""
        found = self.recurrence.powers.at(times)
        sizes = EpochPowers(*(np.abs(each) for each in found))
        is_complex = self.spectrum.is_complex
        if is_complex.any():
            logs = self.recurrence.powers.log_sizes[is_complex, np.newaxis]
            height = self.spectrum.between[is_complex, np.newaxis] / 2
            half = np.abs(self.spectrum.half[is_complex, np.newaxis])
            with np.errstate(under="ignore", over="ignore"):
                size, before = np.exp(logs * times), np.exp(logs * np.maximum(times - 1, 0.0))
                collected = np.minimum(size / height, times * before)
            kept = size + half * collected
            sizes.kept[is_complex] = sizes.remembered[is_complex] = kept
            sizes.collected[is_complex] = collected
        return sizes

    def accumulated(self, times: Times) -> Matrix:
        """Return how far a slope of 1 at the start of a run moves W in some epochs, (j, n)."""
        powers, rule = self.recurrence.powers.at(times), self.rule
        whole = rule.gain * powers.moved + rule.carried * rule.first_buffer * powers.collected
        accumulated: Matrix = self.learning_rate * whole
        return accumulated

    def form_at(self, W: Matrix, memory: Memory | None = None) -> "EpochsFromPoint":
        """Return the epochs that follow W (j, 1) with the buffer there."""
        return EpochsFromPoint(self, W, memory)


class EpochsFromPoint:
    """The epochs that follow one point W (j, 1) with its buffer, counted from there by t."""

    def __init__(self, epochs: MomentumEpochs, W: Matrix, memory: Memory | None) -> None:
        """Take no memory at the start of a run."""
        self._epochs, self._memory = epochs, memory
        buffer = memory.arrays[0] if memory is not None and memory.arrays else None
        self._weights = MomentumWeights(epochs.modes, epochs.recurrence, W, buffer)
        self._form = self._weights.form
        self._latest: tuple[float, Predicted] | None = None

    def at(self, time: float) -> Predicted:
        """Predict where the descent is after a number of epochs."""
        if self._latest is not None and self._latest[0] == time:
            return self._latest[1]
        W, buffer, gradient, loss = self._weights.at(time)
        memory = self._memory
        if time:
            made = int(time) + (memory.epochs if memory else 0)
            memory = Memory(self._epochs.optimiser, made, (buffer,))
        at = Predicted(W, loss, gradient, memory)
        self._latest = time, at
        return at

    def motion(self, times: Times) -> Motion:
        """Predict how W still moves at each of the times."""
        rule, form, sizes = self._epochs.rule, self._form, self._epochs.sizes(times)
        slopes, q = self._bounds(sizes), np.abs(form.coordinates)[:, np.newaxis]
        buffer = np.abs(form.buffer)[:, np.newaxis]
        buffers = rule.gain * sizes.collected * q + sizes.remembered * buffer
        pushed = (1 - rule.beta) * buffers
        lasting = np.maximum(rule.gain * slopes, pushed) / (1 - rule.beta)
        shares = self._epochs.modes.shares
        return Motion(
            self.weights(times),
            self.losses(times),
            shares @ np.maximum(slopes, pushed),
            shares @ (self._epochs.lasting[:, np.newaxis] * lasting),
        )

    def weights(self, times: Times) -> Matrix:
        """Return W at each of the times, shape (j, n)."""
        return self._weights.weights(times)

    def gradients(self, times: Times) -> Matrix:
        """Return δW at each of the times, shape (j, n)."""
        gradients: Matrix = self._epochs.modes.vectors @ self._form.slopes(times)
        return gradients

    def losses(self, times: Times) -> NDArray[np.float64]:
        """Return the loss at each of the times, shape (n,)."""
        return self._form.losses(times)

    def slope_sizes(self, times: Times) -> Matrix:
        """Return bounds of the sizes of δW along the modes at each of the times, (j, n)."""
        return self._bounds(self._epochs.sizes(times))

    def _bounds(self, sizes: EpochPowers) -> Matrix:
        recurrence, form = self._epochs.recurrence, self._form
        rate = recurrence.learning_rate * recurrence.steepness.curvatures[:, np.newaxis]
        buffer = np.abs(form.buffer)[:, np.newaxis]
        of_buffer = rate * recurrence.rule.carried * sizes.collected * buffer
        bounds: Matrix = sizes.kept * np.abs(form.coordinates)[:, np.newaxis] + of_buffer
        return bounds

    def every_loss(self, first: int, into: NDArray[np.float64]) -> None:
        """Write the losses at times first, first + 1, …, fast.

        With t = T + r, e(t) = K·e(T) + C·b(T) + P, where K, C and P depend on r alone. So Σ e(t)²
        is a product of two matrices: one depends on T alone, the other on r alone.
        """
        recurrence, offsets = self._epochs.recurrence, self._epochs.of_block
        starts = np.arange(first, first + len(into), BLOCK, dtype=np.float64)
        powers = without_rest(recurrence.powers.at(starts))
        e, b = self._form.residuals_at(powers), self._form.buffers_at(powers)
        rate = recurrence.learning_rate * recurrence.steepness.sizes[:, np.newaxis]
        K, C = offsets.kept, -rate * recurrence.rule.carried * offsets.collected
        of_starts: list[Matrix] = [e * e, e * b, b * b]
        of_offsets: list[Matrix] = [K * K, 2 * K * C, C * C]
        unreachable = recurrence.steepness.unreachable
        least = np.full((1, BLOCK), unreachable)
        if recurrence.bias.any():
            P: Matrix = -rate * recurrence.rule.gain * offsets.moved
            P *= recurrence.bias[:, np.newaxis]
            of_starts += [2 * e, 2 * b]
            of_offsets += [K * P, C * P]
            least += np.square(P).sum(axis=0)
        rows = recurrence.steepness.rows
        left = np.concatenate([*of_starts, np.ones((1, len(starts)))]).T / rows
        multiply(left, np.concatenate([*of_offsets, least]), into)
        np.maximum(into, unreachable / rows, out=into)  # the mixed terms are rounded

    def first_within(self, tolerance: float, after: int, last: int) -> int:
        """Return the first time after ``after`` at which ‖δW‖ ≤ tolerance, or else ``last``.

        If that holds at ``after`` already, the rounding of the quotients hides it: then it is the
        first one with slopes smaller still.
        """
        here = self._norm(after)
        if here <= tolerance:
            tolerance = FURTHER_WITHIN * here
        oscillating = min(last, math.ceil(self._epochs.oscillating))
        if after < oscillating:
            found = self._look_at_each(tolerance, after + 1, oscillating)
            if found is not None:
                return found
            after = oscillating
        if self._norm(last) > tolerance:
            return last
        while last - after > 1:
            middle = (after + last) // 2
            after, last = (middle, last) if self._norm(middle) > tolerance else (after, middle)
        return last

    def _look_at_each(self, tolerance: float, first: int, last: int) -> int | None:
        """Return the first time from ``first`` to ``last`` at which ‖δW‖ ≤ tolerance, if any."""
        recurrence, offsets = self._epochs.recurrence, self._epochs.of_block
        rate = recurrence.learning_rate * recurrence.steepness.curvatures[:, np.newaxis]
        K, C = offsets.kept, rate * recurrence.rule.carried * offsets.collected
        starts = np.arange(first, last + 1, BLOCK, dtype=np.float64)
        powers = recurrence.powers.at(starts)
        slopes, buffers = self._form.slopes_at(powers), self._form.buffers_at(powers)
        for start, g, b in zip(starts.tolist(), slopes.T, buffers.T, strict=True):
            norms = np.sqrt(np.square(K * g[:, np.newaxis] - C * b[:, np.newaxis]).sum(axis=0))
            within = np.flatnonzero(norms <= tolerance)
            if len(within):
                found = int(start) + int(within[0])
                return found if found <= last else None
        return None

    def _norm(self, time: int) -> float:
        return float(np.linalg.norm(self._form.slopes(np.array([float(time)]))))

    def is_settled(self, time: float, W: Matrix) -> bool:
        """Return whether the modes that decay will change no weight of W (j, 1) any more."""
        epochs = self._epochs
        slopes, ahead = self.slope_sizes(np.array([time]))[:, 0], np.zeros(len(epochs.is_endless))
        np.divide(slopes, epochs.modes.curvatures, out=ahead, where=~epochs.is_endless)
        left = epochs.modes.shares @ ahead
        return bool((left <= sys.float_info.epsilon * np.abs(W[:, 0])).all())

    def rounding(self, time: float) -> float:
        """Return the error of δW after ``time`` epochs: curvatures are off by about ε·λmax.

        An error of a slope goes on for 1/(1 − β) epochs.
        """
        before = np.array([max(time - 1, 0.0)])
        grown = time * float(np.linalg.norm(self.slope_sizes(before)))
        steepest = float(self._epochs.spectrum.s.max()) / (1 - self._epochs.rule.beta)
        return sys.float_info.epsilon * steepest * grown

    @property
    def alternates(self) -> bool:
        """Whether the loss may alternate from one epoch to the next."""
        return self._epochs.alternates

    @property
    def oscillating(self) -> float:
        """Until which time the loss may rise and fall in any other way."""
        return self._epochs.oscillating

    @property
    def is_endless(self) -> bool:
        """Whether part of W moves for ever: it oscillates at η's limit, or a bias pushes it."""
        return bool(self._form.coordinates[self._epochs.is_endless].any())

    @property
    def push(self) -> Matrix:
        """The size of the slopes along the modes that never come to rest, shape (j,)."""
        endless = self._epochs.is_endless
        found: Matrix = np.abs(
            self._epochs.modes.vectors[:, endless] @ self._form.coordinates[endless]
        )
        return found

    @property
    def grows(self) -> bool:
        """Whether η is so far above its limit that a part of the gradient grows."""
        return self._form.grows


def without_rest(powers: EpochPowers) -> EpochPowers:
    """Return powers, with 0 for what is too small to be seen beside any number in use."""
    for each in powers:
        each[np.abs(each) < LEAST] = 0.0
    return powers
