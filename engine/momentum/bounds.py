"""Bounds of the slopes along the modes over whole intervals of epochs.

Along a mode, with Ŝ_t = (Rᵗ − rᵗ)/|z₁ − z₂| for roots of sizes R ≥ r, a slope is q times

    ±(Rᵗ + k·Ŝ_t) for real roots, if they have the same sign; else it is at least that, if k ≥ 0;
    ±rᵗ·(cos φt + κ·sin φt) for complex ones.

Rᵗ is monotonous and Ŝ_t has one peak, so that both are least at the ends of an interval; the cosine
is if it has no zero within.
"""

from typing import NamedTuple

import numpy as np

from ..matrix import Matrix
from ..methods.decay import Times
from .closed_form import MomentumForm
from .spectrum import ComplexRoots, Mask, RealRoots, Spectrum

# Bounds are rounded by less; what is so near may be either side of a goal.
SLACK = 1e-9
# Of a buffer: so small a slope adds nothing to what the buffer makes of it.
LOST = 1e-30


class Interval(NamedTuple):
    """From where to where a value lies, (j, n) each."""

    least: Matrix
    most: Matrix


class SlopeBounds:
    """Where the slopes of a closed form lie in intervals of epochs, over its ``amplitudes``."""

    def __init__(self, form: MomentumForm) -> None:
        recurrence = form.recurrence
        rule, spectrum = recurrence.rule, recurrence.powers.spectrum
        # A slope of 0 that its buffer will move is taken for one that is lost beside it.
        self.amplitudes: Matrix = np.where(
            form.coordinates == 0, LOST * np.abs(form.buffer), form.coordinates
        )
        """The slopes at the start of the closed form, (j,)."""
        divided = np.where(self.amplitudes == 0, 1.0, self.amplitudes)
        # The buffer takes away a part of S_t: at the start of a run, that of the first dampening.
        with np.errstate(over="ignore", invalid="ignore"):
            taken = spectrum.s * rule.carried / rule.gain * (form.buffer / divided)
        is_complex = spectrum.is_complex
        self._real, self._complex = np.flatnonzero(~is_complex), np.flatnonzero(is_complex)
        self._pairs = _RealBounds(spectrum.only(~is_complex), taken[~is_complex], rule.carried)
        self._rotations = _RotationBounds(spectrum.only(is_complex), taken[is_complex])
        self.is_positive: Mask = np.zeros_like(is_complex)
        """Whether a slope keeps the sign of its bounds at every epoch, (j,)."""
        self.is_positive[~is_complex] = self._pairs.is_positive

    def between(self, first: Times, last: Times) -> Interval:
        """Return bounds for the epochs from ``first`` to ``last``, (n,) each.

        They are of the size of a slope where it may have either sign.
        """
        found = Interval(*np.empty((2, len(self.is_positive), len(first))))
        with np.errstate(over="ignore", invalid="ignore", under="ignore", divide="ignore"):
            for which, part in ((self._real, self._pairs), (self._complex, self._rotations)):
                if len(which):
                    least, most = part.between(first, last)
                    found.least[which], found.most[which] = least, most
        return found


class _RealBounds:
    """Those of modes with real roots."""

    def __init__(self, spectrum: Spectrum, taken: Matrix, carried: float) -> None:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            roots = self._roots = RealRoots(spectrum)
        half, between = spectrum.half[:, np.newaxis], spectrum.between[:, np.newaxis]
        other = half + np.copysign(between / 2, half)
        share = np.where(other == 0, 0.0, carried / np.where(other == 0, 1.0, other))
        added = spectrum.s[:, np.newaxis] * share - taken[:, np.newaxis]
        self._is_apart = (roots.large < 0) & (roots.small > 0)
        self.is_positive: Mask = ((roots.large >= 0) & (roots.small >= 0))[:, 0]
        self._added = np.where(roots.large < 0, -added, added)
        """k, for the sizes."""
        self._distance = between

    def between(self, first: Times, last: Times) -> Interval:
        roots, k = self._roots, self._added
        large_first, large_last = _size(roots.log_large, first), _size(roots.log_large, last)
        small_first, small_last = _size(roots.log_small, first), _size(roots.log_small, last)
        gap = np.where(self._distance == 0, 1.0, self._distance)
        meet = self._distance == 0
        collected = (
            np.where(meet, _slope(roots.log_large, first), (large_first - small_first) / gap),
            np.where(meet, _slope(roots.log_large, last), (large_last - small_last) / gap),
        )
        least_collected = np.minimum(*collected)
        before = _size(roots.log_large, np.maximum(first - 1, 0.0))
        peak = np.minimum(last * before, np.where(meet, np.inf, (large_first + small_first) / gap))
        grown = (large_last + small_last) / gap
        most_collected = np.where(roots.log_large > 0, np.maximum(peak, grown), peak)
        least, most = np.minimum(large_first, large_last), np.maximum(large_first, large_last)
        added_least = np.where(k >= 0, k * least_collected, k * most_collected)
        added_most = np.where(k >= 0, k * most_collected, k * least_collected)
        zero = k == 0
        return Interval(
            least + np.where(zero, 0.0, added_least), most + np.where(zero, 0.0, added_most)
        )


class _RotationBounds:
    """Those of modes with complex roots."""

    def __init__(self, spectrum: Spectrum, taken: Matrix) -> None:
        roots = self._roots = ComplexRoots(spectrum)
        apart = spectrum.half[:, np.newaxis] - taken[:, np.newaxis]
        turn = apart / (np.exp(roots.log_size) * np.sin(roots.angle))
        turn = np.where(roots.is_negative, -turn, turn)
        self._length = np.hypot(1.0, turn)
        self._shift = np.arctan(turn)

    def between(self, first: Times, last: Times) -> Interval:
        roots = self._roots
        start, end = roots.angle * first - self._shift, roots.angle * last - self._shift
        # A cosine is 0 at odd multiples of a right angle.
        passes = np.floor(start / np.pi + 0.5) != np.floor(end / np.pi + 0.5)
        turned = np.where(passes, 0.0, np.minimum(np.abs(np.cos(start)), np.abs(np.cos(end))))
        sizes = _size(roots.log_size, first), _size(roots.log_size, last)
        return Interval(
            np.minimum(*sizes) * self._length * turned, np.maximum(*sizes) * self._length
        )


def _size(logs: Matrix, times: Times) -> Matrix:
    """Return |z|ᵗ; 1 at t = 0, even if z = 0."""
    exponents = np.zeros(np.broadcast_shapes(logs.shape, times.shape))
    sizes: Matrix = np.exp(np.multiply(logs, times, out=exponents, where=times > 0))
    return sizes


def _slope(logs: Matrix, times: Times) -> Matrix:
    """Return t·|z|ᵗ⁻¹, what Ŝ_t is if both roots are one."""
    slope: Matrix = times * _size(logs, np.maximum(times - 1, 0.0))
    return slope
