"""The eigenvalues of an epoch's 2×2 matrix, known by their distances from 1, −1 and each other.

They solve z² − tr·z + det = 0. Its discriminant is a product of two differences, its value at 1 is
s = ηλ itself, and that at −1 shows how far η is from its limit. So slow modes, critical damping and
an η at its limit keep their digits.
"""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from ..matrix import Matrix
from .rule import MomentumRule

Mask = NDArray[np.bool_]
# Nearer to 1 or −1 than this, the logarithm of a root comes from its distance.
NEAR = 0.5


class Spectrum(NamedTuple):
    """The matrix of each of j modes, all (j,).

    Attributes
    ----------
    s : ndarray
        ηλ, times 1 − τ.
    half : ndarray
        M₁₁ − tr/2.
    trace, determinant : ndarray
        The sum of the eigenvalues, and their product.
    between : ndarray
        The distance of the two eigenvalues from each other.
    is_complex : ndarray of bool
        Whether they are a complex pair, so that the mode oscillates.
    trace_below_two, determinant_below_one : ndarray
        2 − tr and 1 − det.
    at_minus_one : ndarray
        1 + tr + det, which is negative beyond η's limit.
    """

    s: Matrix
    half: Matrix
    trace: Matrix
    determinant: Matrix
    between: Matrix
    is_complex: Mask
    trace_below_two: Matrix
    determinant_below_one: Matrix
    at_minus_one: Matrix

    @classmethod
    def of(cls, s: Matrix, rule: MomentumRule) -> Self:
        """Return the spectrum of modes of s = ηλ, times 1 − τ, under a rule."""
        beta, root = rule.beta, float(np.sqrt(rule.beta))
        if rule.is_nesterov:
            trace, determinant = (1 + beta) * (1 - s), beta * (1 - s)
            first = (1 - beta) / (1 + beta) * ((1 - beta) / (1 + beta)) - s
            second, scale = 1 - s, 1 + beta
            rise, fall = s * (1 + beta), beta * s
            at_minus_one = (2 - s) + 2 * beta * (1 - s)
        else:
            trace, determinant = (1 + beta) - s, np.full_like(s, beta)
            first = (1 - beta) / (1 + root) * ((1 - beta) / (1 + root)) - s
            second, scale = (1 + root) * (1 + root) - s, 1.0
            rise, fall = s, np.zeros_like(s)
            at_minus_one = (2 - s) + 2 * beta
        return cls(
            s,
            ((1 - beta) - rise) / 2,
            trace,
            determinant,
            scale * np.sqrt(np.abs(first)) * np.sqrt(np.abs(second)),
            (first < 0) & (second > 0),
            (1 - beta) + rise,
            (1 - beta) + fall,
            at_minus_one,
        )

    def only(self, which: Mask) -> "Spectrum":
        """Return that of some of the modes."""
        return Spectrum._make(each[which] for each in self)


class RealRoots:
    """Two real roots of each of j modes: the larger one, which is above 0 if tr is, and the other.

    All arrays are (j, 1).
    """

    def __init__(self, spectrum: Spectrum) -> None:
        s, trace, between = (
            each[:, np.newaxis] for each in (spectrum.s, spectrum.trace, spectrum.between)
        )
        is_upper = trace >= 0
        large = (trace + np.where(is_upper, between, -between)) / 2
        divided = np.where(large == 0, 1.0, large)
        small = np.where(large == 0, 0.0, spectrum.determinant[:, np.newaxis] / divided)
        upper, lower = np.where(is_upper, (large, small), (small, large))
        lower_from_one = (spectrum.trace_below_two[:, np.newaxis] + between) / 2
        upper_from_one = s / lower_from_one
        lower_from_minus_one = spectrum.at_minus_one[:, np.newaxis] / (1 + upper)
        log_upper = _log(upper, upper_from_one)
        log_lower = np.where(
            lower < 0, _log(-lower, lower_from_minus_one), _log(lower, lower_from_one)
        )
        self.large, self.small = large, small
        self.log_large, self.log_small = np.where(
            is_upper, (log_upper, log_lower), (log_lower, log_upper)
        )
        """Logarithms of their sizes."""
        self.apart: Matrix = np.where(large == 0, 0.0, between / np.abs(divided))
        """1 − z₂/z₁, from 0 at critical damping to 2."""
        self.upper_from_one, self.lower_from_one = upper_from_one, lower_from_one
        """1 − z."""
        self.is_upper = is_upper
        """Whether the larger root is the upper one."""


def _log(root: Matrix, from_one: Matrix) -> Matrix:
    """Return log|z|, from 1 − z if z is near 1."""
    with np.errstate(divide="ignore"):
        near = np.log1p(-np.minimum(from_one, NEAR))
        logs: Matrix = np.where(root > NEAR, near, np.log(np.abs(root)))
    return logs


class ComplexRoots:
    """The complex pair ±r·e^(±iφ) of each of j modes, φ from the real axis; all arrays (j, 1)."""

    def __init__(self, spectrum: Spectrum) -> None:
        trace, determinant = spectrum.trace[:, np.newaxis], spectrum.determinant[:, np.newaxis]
        self.is_negative: Mask = trace < 0
        """Whether the pair is nearer to −1, so that each epoch changes the sign as well."""
        size = _log(determinant, spectrum.determinant_below_one[:, np.newaxis])
        self.log_size: Matrix = size / 2
        self.angle: Matrix = np.arctan2(spectrum.between[:, np.newaxis], np.abs(trace))


def growth_factor(rule: MomentumRule, share: float) -> float:
    """Return by how much an epoch multiplies the error in the end, at a share of η's limit above 1.

    Plain descent overshoots the optimum by 2·share − 1 of the distance from it.
    """
    if not rule.beta:
        return 2 * share - 1
    spectrum = Spectrum.of(np.array([rule.gain * rule.most_overshoot * share]), rule)
    return float(np.exp(RealRoots(spectrum).log_large[0, 0]))
