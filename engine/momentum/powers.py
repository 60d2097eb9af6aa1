"""The powers of the 2×2 matrix by which an epoch maps a slope and its buffer.

With s = ηλ, an epoch leads from slope g and buffer b along a mode to

    b' = β·b + g,    g' = g − s·m,    m = b', with Nesterov g + β·b'.

This is a matrix M with M₂₁ = 1, M₂₂ = β and M₁₂ = −s·c, where c is β, with Nesterov β². Let z₁ and
z₂ be its eigenvalues, and S_t = (z₁ᵗ − z₂ᵗ)/(z₁ − z₂). Then

    g_t = (zᵗ + (M₁₁ − z)·S_t)·g − s·c·S_t·b

for either z, with (M₁₁ − z₁)·(M₁₁ − z₂) = s·c and (1 − z₁)·(1 − z₂) = s. If it is the larger of two
real roots, zᵗ and (M₁₁ − z)·S_t have the same sign, so nothing cancels.
"""

from typing import NamedTuple

import numpy as np

from ..matrix import Matrix
from ..methods.decay import Times
from ..threads.caching import cached_property
from .rule import MomentumRule
from .spectrum import ComplexRoots, RealRoots, Spectrum

# How far W has moved is a difference of nearly equal numbers in the first epochs of a slow mode:
# t·(1 − β)/2 of it is left. So many are composed of shorter times instead, which keeps 13 digits up
# to β = 0.999.
COMPOSED = 64


class EpochPowers(NamedTuple):
    """What t epochs do along each mode, (j, n) each, for gradients that the buffer takes up whole.

    Attributes
    ----------
    kept : ndarray
        The slope that is left of a slope of 1.
    collected : ndarray
        S_t, the buffer that comes of a slope of 1.
    remembered : ndarray
        The buffer that is left of a buffer of 1.
    moved : ndarray
        How far a slope of 1 moves W, over −η. A buffer of 1 moves it by c·S_t.
    """

    kept: Matrix
    collected: Matrix
    remembered: Matrix
    moved: Matrix


class ModePowers:
    """The powers of M for j modes under one rule."""

    def __init__(self, overshoots: Matrix, rule: MomentumRule) -> None:
        """Take s = ηλ of each mode, (j,), times 1 − τ."""
        s = np.asarray(overshoots, dtype=float)
        self._first_move = rule.first_move
        self.carried = rule.carried
        """c, how far a buffer of 1 moves W in the next epoch, over −η."""
        with np.errstate(over="ignore", invalid="ignore"):
            self.spectrum = Spectrum.of(s, rule)
        is_complex = self.spectrum.is_complex
        self._real, self._complex = np.flatnonzero(~is_complex), np.flatnonzero(is_complex)
        self._pairs = _RealPairs(self.spectrum.only(~is_complex), self.carried)
        self._rotations = _Rotations(self.spectrum.only(is_complex))

    @property
    def growth(self) -> Matrix:
        """−(1 + tr + det), (j,): above 0 as far as η is above its limit."""
        growth: Matrix = np.where(self.spectrum.is_complex, 0.0, -self.spectrum.at_minus_one)
        return growth

    @property
    def log_sizes(self) -> Matrix:
        """log|z| of the larger root, (j,): by what an epoch multiplies an error in the end."""
        logs: Matrix = np.empty_like(self.spectrum.s)
        logs[self._real] = self._pairs.log_sizes
        logs[self._complex] = self._rotations.log_sizes
        return logs

    def at(self, times: Times) -> EpochPowers:
        """Return what so many epochs do, for times (n,) from 0 on."""
        found = EpochPowers(*np.empty((4, len(self.spectrum.s), len(times))))
        with np.errstate(over="ignore", invalid="ignore", under="ignore", divide="ignore"):
            for which, part in ((self._real, self._pairs), (self._complex, self._rotations)):
                if len(which):
                    for whole, of_part in zip(found, part.at(times), strict=True):
                        whole[which] = of_part
        is_early = times <= COMPOSED
        if is_early.any():
            found.moved[:, is_early] = self._first_moves[:, times[is_early].astype(int)]
        return found

    @cached_property
    def _first_moves(self) -> Matrix:
        """How far a slope of 1 moves W in 0, 1, … 64 epochs, each composed of shorter times."""
        spectrum = self.spectrum
        s, half = spectrum.s[:, np.newaxis], spectrum.half[:, np.newaxis]

        def after(
            moved: Matrix, collected: Matrix, by: Matrix, of: Matrix
        ) -> tuple[Matrix, Matrix]:
            kept, kept_by = 1 - s * moved, 1 - s * by
            return (
                moved + kept * by + self.carried * of * collected,
                of * kept + (kept_by - 2 * half * of) * collected,
            )

        moved, collected = np.zeros_like(s), np.zeros_like(s)
        by, of = np.full_like(s, self._first_move), np.ones_like(s)
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            while moved.shape[1] <= COMPOSED:
                further = after(moved, collected, by, of)
                moved = np.concatenate((moved, further[0]), axis=1)
                collected = np.concatenate((collected, further[1]), axis=1)
                by, of = after(by, of, by, of)
        return moved


class _RealPairs:
    """The powers of modes that do not oscillate, or from one epoch to the next."""

    def __init__(self, spectrum: Spectrum, carried: float) -> None:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            self._roots = RealRoots(spectrum)
        self._s = spectrum.s[:, np.newaxis]
        half, between = spectrum.half[:, np.newaxis], spectrum.between[:, np.newaxis]
        other = half + np.copysign(between / 2, half)
        self._share: Matrix = np.where(other == 0, 0.0, carried / np.where(other == 0, 1.0, other))
        """(M₁₁ − z)/s of the larger root z."""
        self.log_sizes: Matrix = self._roots.log_large[:, 0]

    def at(self, times: Times) -> EpochPowers:
        roots, s = self._roots, self._s
        large = _power(roots.large, roots.log_large, times)
        small = _power(roots.small, roots.log_small, times)
        collected = self._collected(times)
        rest = np.where(self._share == 0, 0.0, self._share * collected)
        apart = s * rest
        distance = np.where(roots.is_upper, roots.upper_from_one, 1.0)
        steps = np.where(
            distance == 0,
            times,
            -np.expm1(roots.log_large * times) / np.where(distance == 0, 1.0, distance),
        )
        divided = np.where(roots.is_upper, 1.0, s)
        whole = np.where(roots.is_upper, steps / roots.lower_from_one, (1 - large) / divided)
        return EpochPowers(large + apart, collected, small - apart, whole - rest)

    def _collected(self, times: Times) -> Matrix:
        """Return S_t, the larger root's power before times the sum over the ratio's powers."""
        roots = self._roots
        before = _power(roots.large, roots.log_large, np.maximum(times - 1, 0.0))
        is_same = roots.apart <= 1
        logs = np.where(
            is_same,
            np.log1p(-np.minimum(roots.apart, 1.0)),
            np.log(np.maximum(roots.apart - 1, 0.0)),
        )
        ratio = _exponential(logs, times)
        signed = np.where(np.fmod(times, 2) == 1, -ratio, ratio)
        lost = np.where(is_same, -np.expm1(_exponents(logs, times)), 1 - signed)
        sums = np.where(
            roots.apart == 0, times, lost / np.where(roots.apart == 0, 1.0, roots.apart)
        )
        # With two roots of 0, only the last gradient is in the buffer.
        sums = np.where(roots.large == 0, 1.0, sums)
        collected: Matrix = np.where(times == 0, 0.0, before * sums)
        return collected


class _Rotations:
    """The powers of modes that oscillate, z = ±r·e^(±iφ)."""

    def __init__(self, spectrum: Spectrum) -> None:
        self._roots, self._spectrum = ComplexRoots(spectrum), spectrum
        self.log_sizes: Matrix = self._roots.log_size[:, 0]

    def at(self, times: Times) -> EpochPowers:
        roots, s = self._roots, self._spectrum.s[:, np.newaxis]
        half = self._spectrum.half[:, np.newaxis]
        turned = np.fmod(roots.angle * times, 2 * np.pi)
        size = np.exp(roots.log_size * times)
        before = np.exp(roots.log_size * (times - 1))
        is_odd = np.fmod(times, 2) == 1
        sign = np.where(roots.is_negative & is_odd, -1.0, 1.0)
        sign_before = np.where(roots.is_negative & ~is_odd, -1.0, 1.0)
        mean = sign * size * np.cos(turned)
        collected = sign_before * before * np.sin(turned) / np.sin(roots.angle)
        collected = np.where(times == 0, 0.0, collected)
        apart = half * collected
        lost = -np.expm1(roots.log_size * times) + 2 * size * np.square(np.sin(turned / 2))
        lost = np.where(roots.is_negative, 1 - mean, lost)
        return EpochPowers(mean + apart, collected, mean - apart, (lost - apart) / s)


def _exponents(logs: Matrix, times: Times) -> Matrix:
    """Return t·log|z|; 0 at t = 0, even if z = 0."""
    exponents = np.zeros(np.broadcast_shapes(logs.shape, times.shape))
    return np.multiply(logs, times, out=exponents, where=times > 0)


def _exponential(logs: Matrix, times: Times) -> Matrix:
    powers: Matrix = np.exp(_exponents(logs, times))
    return powers


def _power(roots: Matrix, logs: Matrix, times: Times) -> Matrix:
    """Return zᵗ of real roots (j, 1) by the logarithms of their sizes."""
    powers = _exponential(logs, times)
    return np.where((roots < 0) & (np.fmod(times, 2) == 1), -powers, powers)
